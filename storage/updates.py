"""Updates on their way: received, answered, sent. What Telegram has given is never lost and answered once."""

from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from sqlalchemy import BigInteger, Column, Connection, Index, bindparam, case, delete, select, text, update
from sqlmodel import Field

from storage.database import Keyed, table_of, upsert

TRIES = 3
KEPT = timedelta(days=1)
RECEIVED, ANSWERED, DONE, SET_ASIDE = 0, 1, 2, 3


class Update(Keyed, table=True):
    """One update. `chat` is whose turn it is part of; `replies` are Bot API calls, JSON, sent in order;
    Telegram has taken the first `sent`.

    `telegram_id` is Telegram's update_id; None for what the bot reports to itself.
    """

    __tablename__ = "updates"
    __table_args__ = (
        Index(
            "updates_unsent",
            "id",
            sqlite_where=text("replies IS NOT NULL"),
            postgresql_where=text("replies IS NOT NULL"),
        ),
        Index("updates_waiting", "id", sqlite_where=text("state < 2"), postgresql_where=text("state < 2")),
        {"sqlite_autoincrement": True},
    )

    telegram_id: int | None = Field(default=None, sa_column=Column(BigInteger, unique=True))
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    received_at: datetime
    body: str
    state: int = RECEIVED
    tries: int = 0
    replies: str | None = None
    sent: int = 0


updates = table_of(Update)

_waiting = (
    select(updates.c.id, updates.c.chat, updates.c.body, updates.c.tries)
    .where(updates.c.state < 2, updates.c.state == RECEIVED)
    .order_by(updates.c.id)
    .limit(bindparam("most"))
)
_answered = (
    update(updates)
    .where(updates.c.id == bindparam("key"))
    .values(state=bindparam("new_state"), replies=bindparam("calls"))
)
_unsent = (
    select(updates.c.id, updates.c.chat, updates.c.replies, updates.c.sent)
    .where(updates.c.replies.is_not(None))
    .order_by(updates.c.id)
)
_done = (
    update(updates)
    .where(updates.c.id == bindparam("key"))
    .values(state=case((updates.c.state == SET_ASIDE, SET_ASIDE), else_=DONE), replies=None)
)


class Waiting(NamedTuple):
    """An update whose answer is due: its row's id, its chat, its JSON and how often it failed."""

    id: int
    chat: int
    body: str
    tries: int


class Unsent(NamedTuple):
    """Replies, as JSON, of which Telegram has taken the first `sent`."""

    id: int
    chat: int
    replies: str
    sent: int


def receive(tx: Connection, batch: list[tuple[int | None, int, bytes]], now: datetime) -> None:
    """Stores updates as (Telegram's id, chat, JSON); one that came before is passed over."""
    if batch:
        rows = [
            {"telegram_id": telegram_id, "chat": chat, "received_at": now, "body": body.decode()}
            for telegram_id, chat, body in batch
        ]
        statement = upsert(tx, updates).on_conflict_do_nothing(index_elements=["telegram_id"])
        tx.execute(statement, [{**row, "state": RECEIVED, "tries": 0, "sent": 0} for row in rows])


def waiting(tx: Connection, most: int) -> list[Waiting]:
    """The oldest update of each chat, among the `most` oldest of all."""
    oldest: dict[int, Waiting] = {}
    for row in tx.execute(_waiting, {"most": most}):
        oldest.setdefault(row.chat, Waiting(*row))
    return list(oldest.values())


def answer(tx: Connection, key: int, calls: list[dict[str, object]]) -> None:
    """Stores the replies with the update; without any it is done."""
    state = ANSWERED if calls else DONE
    tx.execute(_answered, {"key": key, "new_state": state, "calls": orjson.dumps(calls).decode()})


def unsent(tx: Connection) -> list[Unsent]:
    """Every update whose replies wait to be sent, in order: what a restart must take up."""
    return [Unsent(*row) for row in tx.execute(_unsent)]


def done(tx: Connection, keys: list[int]) -> None:
    """Telegram has taken the replies of these updates."""
    if keys:
        tx.execute(_done, [{"key": key} for key in keys])


def mark_sent(tx: Connection, key: int, count: int) -> None:
    """Telegram has taken the first `count` replies of this update."""
    tx.execute(update(updates).where(updates.c.id == key).values(sent=count))


def failed(tx: Connection, key: int, calls: list[dict[str, object]]) -> None:
    """Counts a failure; after `TRIES` the update is set aside, with what is said about it."""
    counted = update(updates).where(updates.c.id == key).values(tries=updates.c.tries + 1)
    if tx.execute(counted.returning(updates.c.tries)).scalar_one() >= TRIES:
        aside = update(updates).where(updates.c.id == key)
        tx.execute(aside.values(state=SET_ASIDE, replies=orjson.dumps(calls).decode() if calls else None))


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets updates that are done and came over a day ago: Telegram may restart its numbers after a quiet week."""
    tx.execute(delete(updates).where(updates.c.state == DONE, updates.c.received_at < now - KEPT))
