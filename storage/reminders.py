"""Reminders: who wants to hear of which session, and when."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, UniqueConstraint, delete, false, insert, select, update
from sqlmodel import Field

from storage import notices, ratings
from storage.database import Keyed, one, records, table_of, upsert
from storage.personal import THEIRS, person_column
from storage.sessions import Session, long_over

REMINDING: tuple[notices.Kind, ...] = ("reminder", "rating", "changed")


class Reminder(Keyed, table=True):
    """One reminder of a session, at a moment. Once `given` it stays until the session is long over: its reader comes.

    `timezone` is whose clock it keeps, where that is not the session's own: the reader's, of what is online.
    `by_seat`: a seat brought it, and takes it away.
    """

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("person", "session", "at"), {"sqlite_autoincrement": True})

    person: int = Field(sa_column=person_column(THEIRS, index=True))
    session: int = Field(foreign_key="sessions.id", ondelete="CASCADE", index=True)
    at: datetime
    created_at: datetime
    timezone: str | None = None
    given: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    by_seat: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


reminders = table_of(Reminder)


class Start(NamedTuple):
    """When a session begins, and in which IANA time zone."""

    at: datetime
    timezone: str


class TooLate(Exception):
    """The moment is past: offer another."""


def remind(
    tx: Connection,
    *,
    person: int,
    session: Session,
    at: datetime,
    timezone: str | None = None,
    by_seat: bool = False,
    now: datetime,
) -> None:
    """Sets a reminder and its notice, on the clock of the session or of another zone; setting the same again changes
    nothing. Once it is over, they are asked how it was. Raises TooLate when `at` is past.
    """
    if at <= now:
        raise TooLate
    values = {"person": person, "session": session.key, "at": at, "created_at": now, "timezone": timezone}
    added = upsert(tx, reminders).values(**values, by_seat=by_seat).on_conflict_do_nothing().returning(reminders.c.id)
    key = tx.execute(added).scalar()
    if key is not None:
        notices.note(tx, "reminder", chat=person, about=key, due_at=at)
        ratings.will_be_asked(tx, person=person, session=session)


def change(tx: Connection, reminder: Reminder, at: datetime, timezone: str | None, now: datetime) -> None:
    """A reminder comes at another moment, by the clock of the session or of another zone; where the person has one at
    that moment, the two are one. Raises TooLate.
    """
    if at <= now:
        raise TooLate
    same = select(reminders.c.id).where(
        reminders.c.person == reminder.person, reminders.c.session == reminder.session, reminders.c.at == at
    )
    if tx.execute(same.where(reminders.c.id != reminder.id)).first():
        cancel(tx, person=reminder.person, key=reminder.key)
        return
    tx.execute(update(reminders).where(reminders.c.id == reminder.id).values(at=at, timezone=timezone, given=False))
    notices.note(tx, "reminder", chat=reminder.person, about=reminder.key, due_at=at)


def reminder_with(tx: Connection, key: int) -> Reminder | None:
    """The reminder, or None when it was cancelled."""
    return one(Reminder, tx.execute(select(reminders).where(reminders.c.id == key)))


def reminders_of(tx: Connection, person: int) -> list[Reminder]:
    """A person's reminders still to come, the next first."""
    query = select(reminders).where(reminders.c.person == person, ~reminders.c.given).order_by(reminders.c.at)
    return records(Reminder, tx.execute(query))


def sessions_reminded_of(tx: Connection, person: int) -> list[int]:
    """The sessions of which somebody is to be reminded."""
    return list(tx.execute(select(reminders.c.session).where(reminders.c.person == person)).scalars())


def cancel(tx: Connection, *, person: int, key: int) -> bool:
    """Cancels a person's reminder; False when it was not theirs or is gone."""
    gone = delete(reminders).where(reminders.c.id == key, reminders.c.person == person)
    if tx.execute(gone).rowcount != 1:
        return False
    notices.drop(tx, "reminder", key, chat=person)
    return True


def end_all(tx: Connection, person: int) -> int:
    """Ends all that somebody asked to be reminded of, given or not; gives how many were still to come. They are not
    asked how it was.
    """
    mine = delete(reminders).where(reminders.c.person == person).returning(reminders.c.given)
    ended = list(tx.execute(mine).scalars())
    for kind in REMINDING:
        notices.drop_for(tx, kind, person)
    return sum(not given for given in ended)


def follow(tx: Connection, before: Session, after: Session, now: datetime) -> None:
    """Moves the reminders of a session that has other times, or another zone, than before. Two of a person that come
    to be due at the same moment are one.
    """
    old, new = Start(before.starts_at, before.timezone), Start(after.starts_at, after.timezone)
    query = select(reminders).where(reminders.c.session == after.key).order_by(reminders.c.id)
    kept: dict[tuple[int, datetime], Reminder] = {}
    for reminder in records(Reminder, tx.execute(query)):
        own = reminder.timezone
        at = moved(reminder.at, old._replace(timezone=own or old.timezone), new._replace(timezone=own or new.timezone))
        if reminder.given and at <= now:
            continue
        at = max(at, now)
        if (reminder.person, at) in kept:
            cancel(tx, person=reminder.person, key=reminder.key)
        else:
            kept[reminder.person, at] = reminder
    keys = [reminder.key for reminder in kept.values()]
    tx.execute(delete(reminders).where(reminders.c.id.in_(keys)))  # one could move onto another's old moment
    for (person, at), reminder in kept.items():
        tx.execute(insert(reminders).values(**reminder.model_dump() | {"at": at, "given": False}))
        notices.note(tx, "reminder", chat=person, about=reminder.key, due_at=at)


def readers_of(tx: Connection, keys: Collection[int]) -> list[int]:
    """Whoever wants to be reminded of one of these sessions, or was."""
    query = select(reminders.c.person).where(reminders.c.session.in_(keys)).distinct().order_by(reminders.c.person)
    return list(tx.execute(query).scalars())


def is_reader(tx: Connection, *, session: int, person: int) -> bool:
    """Whether somebody wants to be reminded of a session, or was."""
    mine = select(reminders.c.id).where(reminders.c.person == person, reminders.c.session == session)
    return tx.execute(mine.limit(1)).first() is not None


def moved(at: datetime, before: Start, after: Start) -> datetime:
    """When a reminder is due once its session has moved: on the session's own day it keeps its distance to the
    beginning, on a day before it keeps its hour and how many days before it is.
    """
    old_start, old_at = (each.astimezone(ZoneInfo(before.timezone)) for each in (before.at, at))
    new_start = after.at.astimezone(ZoneInfo(after.timezone))
    days = (old_start.date() - old_at.date()).days
    if days == 0:
        return after.at - (before.at - at)
    return datetime.combine(new_start.date() - timedelta(days=days), old_at.time(), new_start.tzinfo)


def given(tx: Connection, key: int) -> None:
    """The reminder has been given."""
    tx.execute(update(reminders).where(reminders.c.id == key).values(given=True))


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets the reminders of sessions that are long over: who was reminded may say how it was."""
    tx.execute(delete(reminders).where(reminders.c.session.in_(long_over(now))))
