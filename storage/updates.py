"""Updates on their way: received, answered, sent. What Telegram has given is never lost and answered once."""

from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from sqlalchemy import BigInteger, Column, Connection, Index, delete, text, update
from sqlmodel import Field

from storage.database import Keyed, table_of
from storage.quick import Quick, moment_in

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
        Index("updates_waiting", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
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

_receive = Quick(
    "insert into updates (telegram_id, chat, received_at, body, state, tries, sent)"
    " values (:telegram_id, :chat, :now, :body, 0, 0, 0) on conflict (telegram_id) do nothing"
)
_waiting = Quick("select id, chat, body, tries from updates where state = 0 order by id limit :most")
_answered = Quick("update updates set state = :state, replies = :replies where id = :id and state = 0")
_unsent = Quick("select id, chat, replies, sent from updates where replies is not null order by id")
_done = Quick("update updates set state = case when state = 3 then 3 else 2 end, replies = null where id = :id")
_sent = Quick("update updates set sent = :count where id = :id")


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
    at = moment_in(tx, now)
    rows = ({"telegram_id": key, "chat": chat, "now": at, "body": body.decode()} for key, chat, body in batch)
    _receive.run_each(tx, list(rows))


def waiting(tx: Connection, most: int) -> tuple[list[Waiting], bool]:
    """The oldest update of each chat, among the `most` oldest of all; and whether more wait than these."""
    oldest: dict[int, Waiting] = {}
    rows = _waiting.run(tx, {"most": most}).fetchall()
    for row in rows:
        oldest.setdefault(row[1], Waiting(*row))
    return list(oldest.values()), len(rows) == most or len(rows) > len(oldest)


def answer(tx: Connection, key: int, calls: list[dict[str, object]]) -> None:
    """Stores the replies with the update; without any it is done."""
    state = ANSWERED if calls else DONE
    _answered.run(tx, {"id": key, "state": state, "replies": orjson.dumps(calls).decode() if calls else None})


def unsent(tx: Connection) -> list[Unsent]:
    """Every update whose replies wait to be sent, in order: what a restart must take up."""
    return [Unsent(*row) for row in _unsent.run(tx, {}).fetchall()]


def done(tx: Connection, keys: list[int]) -> None:
    """Telegram has taken the replies of these updates."""
    if keys:
        _done.run_each(tx, [{"id": key} for key in keys])


def mark_sent(tx: Connection, key: int, count: int) -> None:
    """Telegram has taken the first `count` replies of this update."""
    _sent.run(tx, {"id": key, "count": count})


def failed(tx: Connection, key: int, calls: list[dict[str, object]]) -> None:
    """Counts a failure; after `TRIES` the update is set aside, with what is said about it."""
    counted = update(updates).where(updates.c.id == key).values(tries=updates.c.tries + 1)
    if tx.execute(counted.returning(updates.c.tries)).scalar_one() >= TRIES:
        aside = update(updates).where(updates.c.id == key)
        tx.execute(aside.values(state=SET_ASIDE, replies=orjson.dumps(calls).decode() if calls else None))


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets updates that are done and came over a day ago: Telegram may restart its numbers after a quiet week."""
    tx.execute(delete(updates).where(updates.c.state == DONE, updates.c.received_at < now - KEPT))
