"""Notices: all that the bot says or does unasked, as facts with a moment. They are worded as they leave."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Index, Select, UniqueConstraint, delete, literal, select, update
from sqlmodel import Field

from storage.database import Keyed, records, table_of, upsert
from storage.personal import THEIRS, person_column
from storage.quick import Quick, moment_in
from storage.workers import free_of_others

Kind = Literal[
    "decision",
    "card",
    "decided",
    "revised",
    "resubmitted",
    "changed",
    "reminder",
    "group_lost",
    "joined",
    "handed_over",
    "draft_idle",
    "draft_ending",
    "draft_over",
    "list",
    "corrected",
    "remark",
    "digest",
    "nudge",
    "seat_offer",
    "seat_lapse",
    "seat_lapsed",
    "line_over",
    "attendees",
    "matching",
    "alert",
    "week",
    "inquiry",
    "inquiry_answer",
    "rating",
    "morning",
    "ban",
    "thanks",
    "broadcast",
    "broadcast_progress",
]
NO_CHAT = 0  # the chat of a notice that says nothing itself, but takes its effect
NOTED = "notices noted in this transaction"
# What leaves first: what was decided or is due at a moment, then digests and alerts, then what is sent to everybody.
AT_ITS_MOMENT, DIGEST, BROADCAST = 1, 2, 3
RANKS = (AT_ITS_MOMENT, DIGEST, BROADCAST)


class Notice(Keyed, table=True):
    """One notice: its kind, the chat that reads it, what it is about (a record's id), its rank and when it is due.

    The same fact for the same chat is noted once.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("kind", "chat", "about", name="notices_kind_chat_about_key"),
        Index("notices_due", "rank", "due_at", "id"),
        {"sqlite_autoincrement": True},
    )

    kind: str
    chat: int = Field(sa_column=person_column(THEIRS))
    about: int
    rank: int = AT_ITS_MOMENT
    due_at: datetime
    tries: int = 0


class SaidAlready(Exception):
    """Another worker has said this: leave it."""


notices = table_of(Notice)
_due = Quick("select 1 from notices where rank = :rank and due_at <= :now limit 1")


def note(tx: Connection, kind: Kind, *, chat: int, about: int, due_at: datetime, rank: int = AT_ITS_MOMENT) -> None:
    """Notes a fact; one of the same kind, reader and subject that still waits takes the new moment."""
    tx.info[NOTED] = True
    values = {"kind": kind, "chat": chat, "about": about, "rank": rank, "due_at": due_at, "tries": 0}
    statement = upsert(tx, notices).values(**values)
    keys = ["kind", "chat", "about"]
    tx.execute(statement.on_conflict_do_update(index_elements=keys, set_={"due_at": due_at, "tries": 0}))


def note_all(tx: Connection, kind: Kind, facts: Select[Any], *, rank: int) -> None:
    """Notes a fact for each row of `facts` (chat, about, due_at), which has a condition; one that waits already keeps
    its moment.
    """
    tx.info[NOTED] = True
    rows = facts.add_columns(literal(kind), literal(rank), literal(0))
    columns = ["chat", "about", "due_at", "kind", "rank", "tries"]
    tx.execute(upsert(tx, notices).from_select(columns, rows).on_conflict_do_nothing())


def drop_for(tx: Connection, kind: Kind, chat: int) -> None:
    """Forgets what waits of this kind for this reader."""
    tx.execute(delete(notices).where(notices.c.kind == kind, notices.c.chat == chat))


def drop(tx: Connection, kind: Kind, about: int, *, chat: int | None = None) -> None:
    """Forgets what waits of this kind about this subject, for this reader or for all."""
    gone = delete(notices).where(notices.c.kind == kind, notices.c.about == about)
    tx.execute(gone if chat is None else gone.where(notices.c.chat == chat))


def readers_of(tx: Connection, kind: Kind, about: int) -> list[int]:
    """The chats that wait to hear of this."""
    query = select(notices.c.chat).where(notices.c.kind == kind, notices.c.about == about)
    return list(tx.execute(query.order_by(notices.c.id)).scalars())


def due(tx: Connection, now: datetime, most: int, *, worker: int, not_in: Collection[int] = ()) -> list[Notice]:
    """Up to `most` due notices for this worker, by rank, the longest due first, kept from others meanwhile.

    Passed over are the chats `not_in` and those that another worker writes to.
    """
    found: list[Notice] = []
    for rank in RANKS:
        if len(found) == most:
            break
        query = select(notices).where(notices.c.rank == rank, notices.c.due_at <= now)
        if not_in:
            query = query.where(notices.c.chat.not_in(not_in))
        query = query.where(free_of_others(tx, notices.c.chat, worker))
        query = query.order_by(notices.c.due_at, notices.c.id).limit(most - len(found))
        found += records(Notice, tx.execute(query.with_for_update(skip_locked=True, of=notices)))
    return found


def over(tx: Connection, keys: list[int]) -> None:
    """These notices are worded, or have taken their effect: they are gone. Raises SaidAlready when one was before."""
    if keys and tx.execute(delete(notices).where(notices.c.id.in_(keys))).rowcount != len(keys):
        raise SaidAlready


def follow_chat(tx: Connection, old: int, new: int) -> None:
    """What waits for a group that has another number now waits for that."""
    tx.execute(update(notices).where(notices.c.chat == old).values(chat=new))


def put_off(tx: Connection, notice: Notice, now: datetime) -> None:
    """A notice that cannot be worded comes again later, ever more rarely."""
    wait = timedelta(minutes=min(2**notice.tries, 60))
    values = {"tries": notice.tries + 1, "due_at": now + wait}
    tx.execute(update(notices).where(notices.c.id == notice.id).values(**values))


def any_due(tx: Connection, now: datetime) -> bool:
    """Whether something is due."""
    at = moment_in(tx, now)
    return any(_due.run(tx, {"rank": rank, "now": at}).fetchone() for rank in RANKS)


def were_noted(tx: Connection) -> bool:
    """Whether something was noted in this transaction, and so may be due."""
    return bool(tx.info.pop(NOTED, False))
