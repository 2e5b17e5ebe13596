"""Reminders: who wants to hear of which session, and when."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, UniqueConstraint, delete, select
from sqlmodel import Field

from storage import notices
from storage.database import Keyed, one, records, table_of, upsert


class Reminder(Keyed, table=True):
    """One reminder. `said` is what the person chose, `at` the moment that follows from it."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("person", "listing", "at"), {"sqlite_autoincrement": True})

    person: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    listing: int = Field(foreign_key="listings.id", ondelete="CASCADE", index=True)
    said: str
    at: datetime
    created_at: datetime


reminders = table_of(Reminder)


class TooLate(Exception):
    """The moment is past: offer another."""


def remind(tx: Connection, *, person: int, listing: int, said: str, at: datetime, now: datetime) -> None:
    """Sets a reminder and its notice; setting the same again changes nothing. Raises TooLate when `at` is past."""
    if at <= now:
        raise TooLate
    values = {"person": person, "listing": listing, "said": said, "at": at, "created_at": now}
    added = upsert(tx, reminders).values(**values).on_conflict_do_nothing().returning(reminders.c.id)
    key = tx.execute(added).scalar()
    if key is not None:
        notices.note(tx, "reminder", chat=person, about=key, due_at=at)


def reminder_with(tx: Connection, key: int) -> Reminder | None:
    """The reminder, or None when it was cancelled."""
    return one(Reminder, tx.execute(select(reminders).where(reminders.c.id == key)))


def reminders_of(tx: Connection, person: int) -> list[Reminder]:
    """A person's reminders still to come, the next first."""
    query = select(reminders).where(reminders.c.person == person).order_by(reminders.c.at)
    return records(Reminder, tx.execute(query))


def cancel(tx: Connection, *, person: int, key: int) -> bool:
    """Cancels a person's reminder; False when it was not theirs or is gone."""
    gone = delete(reminders).where(reminders.c.id == key, reminders.c.person == person)
    if tx.execute(gone).rowcount != 1:
        return False
    notices.drop(tx, "reminder", key)
    return True


def given(tx: Connection, key: int) -> None:
    """The reminder has been given: it is over."""
    tx.execute(delete(reminders).where(reminders.c.id == key))
