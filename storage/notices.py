"""Notices: all that the bot says or does unasked, as facts with a moment. They are worded as they leave."""

from datetime import datetime, timedelta
from typing import Literal

import orjson
from sqlalchemy import BigInteger, Column, Connection, Index, delete, or_, select, text, update
from sqlmodel import Field

from storage.database import Keyed, records, table_of, upsert
from storage.quick import Quick, moment_in

Kind = Literal["decision", "card", "decided", "resubmitted", "reminder"]
CLAIM = timedelta(seconds=30)


class Notice(Keyed, table=True):
    """One notice: its kind, the chat that reads it, what it is about (a record's id) and when it is due.

    `fact` is unique among those waiting, so that the same fact is not noted twice. `claimed_until` keeps other
    workers off; `replies` are the Bot API calls once it is worded.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("notices_due", "due_at", sqlite_where=text("replies IS NULL")),
        Index(
            "notices_waiting_once",
            "fact",
            unique=True,
            sqlite_where=text("replies IS NULL"),
            postgresql_where=text("replies IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    kind: str
    fact: str
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    about: int
    due_at: datetime
    claimed_until: datetime | None = None
    tries: int = 0
    replies: str | None = None
    sent: int = 0


notices = table_of(Notice)
_due = Quick(
    "select 1 from notices where replies is null and due_at <= :now"
    " and (claimed_until is null or claimed_until < :now) limit 1"
)
NOTED = "notices noted in this transaction"


def note(tx: Connection, kind: Kind, *, chat: int, about: int, due_at: datetime) -> None:
    """Notes a fact; one of the same kind, reader and subject that still waits takes the new moment."""
    tx.info[NOTED] = True
    fact = f"{kind}:{chat}:{about}"
    values = {"kind": kind, "fact": fact, "chat": chat, "about": about, "due_at": due_at, "tries": 0, "sent": 0}
    statement = upsert(tx, notices).values(**values)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["fact"], index_where=text("replies IS NULL"), set_={"due_at": due_at}
        )
    )


def drop(tx: Connection, kind: Kind, about: int) -> None:
    """Forgets what waits of this kind about this subject."""
    tx.execute(delete(notices).where(notices.c.kind == kind, notices.c.about == about, notices.c.replies.is_(None)))


def claim_due(tx: Connection, now: datetime, most: int = 30) -> list[Notice]:
    """Takes up to `most` due notices for this worker, the longest due first, for half a minute."""
    free = or_(notices.c.claimed_until.is_(None), notices.c.claimed_until < now)
    query = (
        select(notices)
        .where(notices.c.replies.is_(None), notices.c.due_at <= now, free)
        .order_by(notices.c.due_at, notices.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = records(Notice, tx.execute(query))
    if claimed:
        keys = [notice.id for notice in claimed]
        tx.execute(update(notices).where(notices.c.id.in_(keys)).values(claimed_until=now + CLAIM))
    return claimed


def worded(tx: Connection, key: int, calls: list[dict[str, object]]) -> None:
    """Stores the calls with the notice; without any the notice is over."""
    if calls:
        tx.execute(update(notices).where(notices.c.id == key).values(replies=orjson.dumps(calls).decode()))
    else:
        done(tx, [key])


def unsent(tx: Connection) -> list[Notice]:
    """Notices worded but not taken by Telegram: what a restart must take up."""
    query = select(notices).where(notices.c.replies.is_not(None)).order_by(notices.c.id)
    return records(Notice, tx.execute(query))


def done(tx: Connection, keys: list[int]) -> None:
    """Telegram has taken these notices: they are gone."""
    if keys:
        tx.execute(delete(notices).where(notices.c.id.in_(keys)))


def mark_sent(tx: Connection, key: int, count: int) -> None:
    """Telegram has taken the first `count` calls of this notice."""
    tx.execute(update(notices).where(notices.c.id == key).values(sent=count))


def failed(tx: Connection, key: int, now: datetime) -> None:
    """Counts a failure and puts the notice off, twice as long each time, an hour at most."""
    notice = update(notices).where(notices.c.id == key).values(tries=notices.c.tries + 1, claimed_until=None)
    tries: int = tx.execute(notice.returning(notices.c.tries)).scalar_one()
    later = now + timedelta(seconds=min(2**tries, 3600))
    tx.execute(update(notices).where(notices.c.id == key).values(due_at=later))


def any_due(tx: Connection, now: datetime) -> bool:
    """Whether something is due."""
    return _due.run(tx, {"now": moment_in(tx, now)}).fetchone() is not None


def were_noted(tx: Connection) -> bool:
    """Whether something was noted in this transaction, and so may be due."""
    return bool(tx.info.pop(NOTED, False))
