"""Mornings: groups that are told each morning what is on near their town."""

from datetime import datetime, time

from sqlalchemy import BigInteger, Column, Connection, delete, select, update
from sqlmodel import Field, SQLModel

from storage import notices
from storage.database import one, table_of, upsert
from storage.notices import DIGEST
from storage.zones import next_at

AT = time(8)  # in the town


class Morning(SQLModel, table=True):
    """A group's town, by its INSEE code, and its IANA time zone."""

    __tablename__ = "mornings"

    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    commune: str
    timezone: str


mornings = table_of(Morning)


def begin(tx: Connection, *, chat: int, commune: str, timezone: str, now: datetime) -> None:
    """A group is told each morning from now on; another town takes the place of the one before."""
    values = {"commune": commune, "timezone": timezone}
    added = upsert(tx, mornings).values(chat=chat, **values)
    tx.execute(added.on_conflict_do_update(index_elements=["chat"], set_=values))
    note_next(tx, Morning(chat=chat, **values), now)


def note_next(tx: Connection, morning: Morning, now: datetime) -> None:
    """The next morning comes."""
    due = next_at(now, AT, morning.timezone)
    notices.note(tx, "morning", chat=morning.chat, about=0, due_at=due, rank=DIGEST)


def end(tx: Connection, chat: int) -> bool:
    """No more; False where the group was not told."""
    notices.drop_for(tx, "morning", chat)
    return tx.execute(delete(mornings).where(mornings.c.chat == chat)).rowcount == 1


def follow_chat(tx: Connection, old: int, new: int) -> None:
    """A group has another number."""
    tx.execute(delete(mornings).where(mornings.c.chat == new))
    tx.execute(update(mornings).where(mornings.c.chat == old).values(chat=new))
    notices.follow_chat(tx, old, new)


def morning_of(tx: Connection, chat: int) -> Morning | None:
    """A group's, or None."""
    return one(Morning, tx.execute(select(mornings).where(mornings.c.chat == chat)))
