"""Who waits for an event: is reminded of it, was, has a seat or wants one."""

from collections.abc import Collection

from sqlalchemy import Connection

from storage import registrations, reminders
from storage.sessions import Session, sessions_of


def people_awaiting(tx: Connection, keys: Collection[int]) -> list[int]:
    """Whoever waits for one of these sessions."""
    return sorted({*reminders.readers_of(tx, keys), *registrations.people_of(tx, keys)})


def last_awaited(tx: Connection, proposal: int, person: int) -> Session | None:
    """The last session of an event that takes place, and at which somebody has a seat or is reminded; None where that
    is none.
    """
    last = None
    for session in sessions_of(tx, proposal):
        mine = {"session": session.key, "person": person}
        if session.takes_place and (registrations.has_seat(tx, **mine) or reminders.is_reader(tx, **mine)):
            last = session
    return last
