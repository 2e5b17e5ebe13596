"""Updates on their way: received, then answered. What Telegram has given is never lost, and answered once."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, UniqueConstraint, delete, select, text, update
from sqlmodel import Field

from storage.database import Keyed, table_of
from storage.personal import THEIRS, person_column
from storage.quick import Quick, moment_in, moment_out
from storage.workers import HELD_BY_OTHERS, Taken, take

RETRIES = (timedelta(seconds=1), timedelta(seconds=6))  # how long after a failure the next try comes
KEPT = timedelta(days=1)
RECEIVED, ANSWERED, SET_ASIDE = 0, 1, 2


class Update(Keyed, table=True):
    """One update. `chat` is whose turn it is part of; `body` its JSON, blank once it is answered.

    `telegram_id` is Telegram's update_id; None for what the bot reports to itself. Telegram's numbers may begin anew:
    an update that came before has the same number and the same `digest`. One that failed waits until `retry_at`.
    """

    __tablename__ = "updates"
    __table_args__ = (
        UniqueConstraint("telegram_id", "digest", name="updates_telegram_id_digest_key"),
        Index("updates_waiting", "chat", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
        {"sqlite_autoincrement": True},
    )

    telegram_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    digest: str
    chat: int = Field(sa_column=person_column(THEIRS))
    received_at: datetime
    body: str
    state: int = RECEIVED
    tries: int = 0
    retry_at: datetime | None = None


updates = table_of(Update)
_receive = Quick(
    "insert into updates (telegram_id, digest, chat, received_at, body, state, tries)"
    " values (:telegram_id, :digest, :chat, :now, :body, 0, 0) on conflict (telegram_id, digest) do nothing"
)
_OLDEST = (
    "select u.id, u.chat, u.body, u.tries, u.retry_at, o.waiting from updates u"
    " join (select min(id) as id, count(*) as waiting from updates where state = 0 {of}"
    " group by chat order by min(id) limit :most) o on o.id = u.id order by u.id"
)
_oldest = Quick(_OLDEST.format(of=""))
_oldest_of = Quick(_OLDEST.format(of="and chat = any(:chats)"))
_free = Quick(
    f"select u.chat from updates u where u.state = 0 and not {HELD_BY_OTHERS}"
    " group by u.chat order by min(u.id) limit :most"
)
_answered = Quick(f"update updates set state = {ANSWERED}, body = '' where id = :id and state = {RECEIVED}")


class Arrived(NamedTuple):
    """An update as it comes in: Telegram's number of it, its chat and its JSON."""

    telegram_id: int | None
    chat: int
    body: bytes


class Waiting(NamedTuple):
    """An update whose answer is due: its row's id, its chat, its JSON and how often it failed."""

    id: int
    chat: int
    body: str
    tries: int


class Work(NamedTuple):
    """What a worker may answer now, whether more waits, and the rights that it took."""

    rows: list[Waiting]
    more: bool
    taken: dict[int, Taken]


class AnsweredAlready(Exception):
    """Another worker has answered this update: leave it."""


def receive(tx: Connection, batch: list[Arrived], now: datetime) -> None:
    """Stores updates; one that came before is passed over."""
    at = moment_in(tx, now)
    _receive.run_each(
        tx,
        [
            {
                "telegram_id": each.telegram_id,
                "digest": blake2b(each.body, digest_size=8).hexdigest(),
                "chat": each.chat,
                "now": at,
                "body": each.body.decode(),
            }
            for each in batch
        ],
    )


def waiting(tx: Connection, most: int, *, worker: int, now: datetime, arrived: Iterable[int] = ()) -> Work:
    """The oldest update of each chat that this worker may answer, of `most` chats at once, the longest waiting first.

    With it the worker has the right to answer and to write to these chats. Where another has it to a chat in which
    something has `arrived` in this transaction, that one cannot give it back before it sees what came.
    """
    taken: dict[int, Taken] = {}
    if tx.dialect.name == "sqlite":
        rows = _oldest.run(tx, {"most": most}).fetchall()
    else:
        free = {row[0] for row in _free.run(tx, {"most": most, "worker": worker}).fetchall()}
        taken = take(tx, worker, free.union(arrived))
        # Read again what waits: another worker may have answered, and left the chat, since the first look.
        rows = _oldest_of.run(tx, {"chats": list(taken), "most": most}).fetchall() if taken else []
    ready = [
        Waiting(key, chat, body, tries)
        for key, chat, body, tries, retry_at, _ in rows
        if retry_at is None or moment_out(retry_at) <= now
    ]
    return Work(ready, bool(ready) and (len(rows) == most or any(row[5] > 1 for row in rows)), taken)


def mark_answered(tx: Connection, keys: Collection[int]) -> None:
    """These updates are answered, and what they said forgotten. Raises AnsweredAlready when somebody was faster."""
    if keys and _answered.run_each(tx, [{"id": key} for key in keys]) != len(keys):
        raise AnsweredAlready


def failed(tx: Connection, row: Waiting, now: datetime) -> bool:
    """Counts a failure. Gives whether the update is set aside now; else it is tried again, later each time."""
    aside = row.tries >= len(RETRIES)
    values = {"state": SET_ASIDE} if aside else {"tries": row.tries + 1, "retry_at": now + RETRIES[row.tries]}
    tx.execute(update(updates).where(updates.c.id == row.id, updates.c.state == RECEIVED).values(**values))
    return aside


def chats_waiting(tx: Connection, chats: list[int]) -> set[int]:
    """Those of these chats in which an update waits for its answer."""
    query = select(updates.c.chat).where(updates.c.state == RECEIVED, updates.c.chat.in_(chats)).distinct()
    return set(tx.execute(query).scalars())


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets updates that came over a day ago and are answered, or were set aside."""
    tx.execute(delete(updates).where(updates.c.state != RECEIVED, updates.c.received_at < now - KEPT))
