"""Registrations: who has a seat at which session. Never more people than seats."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlmodel import Field, SQLModel

from storage.database import table_of
from storage.personal import THEIRS, person_column
from storage.sessions import sessions


class Registration(SQLModel, table=True):
    """A seat that somebody has."""

    __tablename__ = "registrations"

    session: int = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True, index=True))
    at: datetime


class Full(Exception):
    """No seat is left, or none can be taken: offer another session."""


registrations = table_of(Registration)


def register(tx: Connection, *, session: int, person: int, now: datetime) -> None:
    """Somebody takes a seat; who has one keeps it. Raises Full where none is left, or the session takes no more."""
    held = select(sessions.c.seats).where(sessions.c.id == session, sessions.c.takes_place, sessions.c.starts_at > now)
    seats = tx.execute(held.with_for_update()).scalar()  # who comes at the same moment waits for this one's end
    if has_seat(tx, session=session, person=person):
        return
    if seats is None or taken(tx, [session]) >= seats:
        raise Full
    tx.execute(insert(registrations).values(session=session, person=person, at=now))


def leave(tx: Connection, *, session: int, person: int) -> bool:
    """Somebody gives their seat back; False where they had none."""
    gone = delete(registrations).where(registrations.c.session == session, registrations.c.person == person)
    return tx.execute(gone).rowcount == 1


def has_seat(tx: Connection, *, session: int, person: int) -> bool:
    """Whether somebody has a seat."""
    mine = select(registrations.c.person).where(registrations.c.session == session, registrations.c.person == person)
    return tx.execute(mine).first() is not None


def taken(tx: Connection, keys: Collection[int]) -> int:
    """How many seats are taken at these sessions."""
    count = select(func.count()).select_from(registrations).where(registrations.c.session.in_(keys))
    return tx.execute(count).scalar_one()


def sessions_of(tx: Connection, person: int) -> list[int]:
    """The sessions at which somebody has a seat, the first first."""
    query = select(registrations.c.session).join(sessions, sessions.c.id == registrations.c.session)
    return list(tx.execute(query.where(registrations.c.person == person).order_by(sessions.c.starts)).scalars())


def people_of(tx: Connection, keys: Collection[int]) -> list[int]:
    """Whoever has a seat at one of these sessions."""
    query = select(registrations.c.person).where(registrations.c.session.in_(keys)).distinct()
    return list(tx.execute(query.order_by(registrations.c.person)).scalars())
