"""Readers: how many people open an event, each once a day. Who they are is known for that day only."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, insert, select
from sqlmodel import Field, SQLModel

from storage.database import table_of
from storage.personal import THEIRS, person_column
from storage.proposals import proposals
from storage.quick import Quick
from storage.zones import PARIS


class Reading(SQLModel, table=True):
    """Somebody has opened an event today."""

    __tablename__ = "readings"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    day: date = Field(primary_key=True, index=True)
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))


class Readers(SQLModel, table=True):
    """How many people opened an event on a day."""

    __tablename__ = "readers"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    count: int


readings, readers = table_of(Reading), table_of(Readers)
_read = Quick(
    "insert into readings (proposal, day, person) values (:proposal, :day, :person) on conflict do nothing returning 1"
)
_count = Quick(
    "insert into readers (proposal, day, count) values (:proposal, :day, 1)"
    " on conflict (proposal, day) do update set count = readers.count + 1"
)


def note(tx: Connection, *, proposal: int, person: int, now: datetime) -> None:
    """Somebody opens an event; who has today is counted already."""
    values = {"proposal": proposal, "day": _today(now).isoformat()}
    if _read.run(tx, values | {"person": person}).fetchone():
        _count.run(tx, values)


def counted(tx: Connection, proposal: int, now: datetime) -> tuple[int, int]:
    """How many people opened an event today, and in all, each once a day."""
    known = by_day(tx, proposal)
    return known.get(_today(now), 0), sum(known.values())


def by_day(tx: Connection, proposal: int) -> dict[date, int]:
    """How many people opened an event, by day."""
    rows = tx.execute(select(readers.c.day, readers.c.count).where(readers.c.proposal == proposal))
    return {row[0]: row[1] for row in rows.all()}


def restore(tx: Connection, proposal: int, counts: dict[date, int]) -> None:
    """Writes how many opened an event that comes from elsewhere."""
    rows = [{"proposal": proposal, "day": day, "count": count} for day, count in counts.items()]
    if rows:
        tx.execute(insert(readers), rows)


def of_edition(tx: Connection, edition: int) -> int:
    """How many people opened the events of an edition, each once a day and event."""
    count = select(func.coalesce(func.sum(readers.c.count), 0)).join(proposals, proposals.c.id == readers.c.proposal)
    return int(tx.execute(count.where(proposals.c.edition == edition)).scalar_one())


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets who opened what before today."""
    tx.execute(delete(readings).where(readings.c.day < _today(now)))


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(PARIS)).date()
