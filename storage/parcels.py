"""Parcels: what is to be said in a chat, in Bot API calls, from when it is worded until Telegram has taken it.

This is the one way out, of answers and of notices. A parcel is sent by the worker that has the right to write to
its chat, in order; Telegram has taken the first `sent` of its calls.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Index, delete, select, update
from sqlmodel import Field

from storage.database import Keyed, table_of
from storage.personal import THEIRS, person_column
from storage.quick import Quick
from storage.workers import free_of_others

Calls = list[dict[str, Any]]
ANSWER = 0  # the rank of an answer; those of notices are in `storage.notices`


class StoredParcel(Keyed, table=True):
    """A parcel in its row."""

    __tablename__ = "parcels"
    __table_args__ = (
        Index("parcels_by_rank", "rank", "id"),
        Index("parcels_by_chat", "chat", "id").ddl_if(dialect="postgresql"),
        {"sqlite_autoincrement": True},
    )

    chat: int = Field(sa_column=person_column(THEIRS))
    rank: int
    calls: str
    sent: int = 0


class Unpacked(NamedTuple):
    """What is to be said in a chat, and its rank."""

    chat: int
    rank: int
    calls: Calls


class Parcel(NamedTuple):
    """The calls of one answer or notice, of which the first `sent` were taken by Telegram."""

    key: int
    chat: int
    rank: int
    calls: Calls
    sent: int = 0


parcels = table_of(StoredParcel)
_pack = Quick("insert into parcels (chat, rank, calls, sent) values (:chat, :rank, :calls, 0) returning id")
_done = Quick("delete from parcels where id = :id")
_sent = Quick("update parcels set sent = :sent where id = :id and sent < :sent")


def pack(tx: Connection, unpacked: list[Unpacked]) -> list[Parcel]:
    """Stores parcels, in this order; those without calls are none."""
    full = [each for each in unpacked if each.calls]
    values = [{"chat": chat, "rank": rank, "calls": orjson.dumps(calls).decode()} for chat, rank, calls in full]
    keys = _pack.rows_of_each(tx, values) if values else []
    return [Parcel(key, *each) for (key,), each in zip(keys, full, strict=True)]


def done(tx: Connection, keys: Iterable[int]) -> None:
    """Telegram has taken these parcels: they are gone."""
    _done.run_each(tx, [{"id": key} for key in keys])


def mark_sent(tx: Connection, counts: dict[int, int]) -> None:
    """Telegram has taken so many calls of each of these parcels."""
    _sent.run_each(tx, [{"id": key, "sent": count} for key, count in counts.items()])


def mark(tx: Connection, key: int, sent: int) -> None:
    """Telegram has so many calls of this parcel, or will; fewer than were marked, where one did not leave after all."""
    tx.execute(update(parcels).where(parcels.c.id == key).values(sent=sent))


def any_of_rank(tx: Connection, rank: int) -> bool:
    """Whether something of this rank is still to be sent."""
    return tx.execute(select(parcels.c.id).where(parcels.c.rank == rank).limit(1)).first() is not None


def unsent(
    tx: Connection, most: int, *, worker: int, ranks: tuple[int, int], not_in: Collection[int] = ()
) -> list[Parcel]:
    """Up to `most` parcels of a rank from the first to the last of `ranks`, in order, that wait in chats which no
    other worker writes to, nor this one (`not_in`).
    """
    query = select(parcels).where(parcels.c.rank.between(*ranks))
    if not_in:
        query = query.where(parcels.c.chat.not_in(not_in))
    query = query.where(free_of_others(tx, parcels.c.chat, worker))
    return _read(tx, query.order_by(parcels.c.rank, parcels.c.id).limit(most))


def unsent_in(tx: Connection, chats: Collection[int], most: int) -> list[Parcel]:
    """Up to `most` parcels that wait in these chats, in order."""
    return _read(tx, select(parcels).where(parcels.c.chat.in_(chats)).order_by(parcels.c.id).limit(most))


def follow_chat(tx: Connection, old: int, new: int) -> None:
    """What waits for a group that has another number now waits there; Telegram says the number to each call itself."""
    tx.execute(update(parcels).where(parcels.c.chat == old).values(chat=new))


def forget(tx: Connection, chat: int) -> None:
    """Nothing more is said in this chat: it is no more, or does not want to hear."""
    tx.execute(delete(parcels).where(parcels.c.chat == chat))


def _read(tx: Connection, query: Any) -> list[Parcel]:
    return [
        Parcel(row["id"], row["chat"], row["rank"], orjson.loads(row["calls"]), row["sent"])
        for row in tx.execute(query).mappings()
    ]
