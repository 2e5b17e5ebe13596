"""People: whoever has written to the bot, the language that they read and what they let it keep."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, bindparam, select, update
from sqlmodel import Field, SQLModel

from storage.database import JSON_COLUMN, JsonDict, one, table_of, upsert


class Person(SQLModel, table=True):
    """One person. `id` is Telegram's; `near` the INSEE code of the commune they last asked about."""

    __tablename__ = "people"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str
    language: str | None = None
    details: JsonDict = Field(default_factory=dict, sa_column=Column(JSON_COLUMN, nullable=False))
    near: str | None = None
    administrator: bool = False
    blocked_at: datetime | None = None
    first_seen_at: datetime


people = table_of(Person)
_by_id = select(people).where(people.c.id == bindparam("person"))


def person_with(tx: Connection, person_id: int) -> Person | None:
    """The person, or None when they have never written."""
    return one(Person, tx.execute(_by_id, {"person": person_id}))


def welcome(tx: Connection, person_id: int, name: str, now: datetime) -> Person:
    """The person, made known when they write for the first time; a new name replaces the old."""
    known = person_with(tx, person_id)
    if known is None:
        fresh = Person(id=person_id, name=name, details={}, first_seen_at=now)
        tx.execute(upsert(tx, people).values(**fresh.model_dump()).on_conflict_do_nothing())
        return fresh
    if known.name != name or known.blocked_at is not None:
        change(tx, person_id, name=name, blocked_at=None)
        known.name, known.blocked_at = name, None
    return known


def change(tx: Connection, person_id: int, **values: object) -> None:
    """Sets columns of one person."""
    tx.execute(update(people).where(people.c.id == person_id).values(**values))


def any_administrator(tx: Connection) -> bool:
    """Whether somebody has become administrator by the one-time link."""
    return tx.execute(select(people.c.id).where(people.c.administrator).limit(1)).first() is not None
