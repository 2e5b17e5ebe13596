"""Who waits for an event: is reminded of it, was, has a seat or wants one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage import ratings, registrations, reminders
from storage.sessions import Session, sessions, sessions_of

LATELY = timedelta(days=1)


def people_awaiting(tx: Connection, keys: Collection[int]) -> list[int]:
    """Whoever waits for one of these sessions."""
    return sorted({*reminders.readers_of(tx, keys), *registrations.people_of(tx, keys)})


def unrated(tx: Connection, person: int, now: datetime) -> int | None:
    """The event that somebody was asked about last: of those over since a day that they awaited, and of which they have
    not said how it was; None for none.
    """
    c = sessions.c
    over = select(c.id, c.proposal).where(c.takes_place, c.ends_at <= now, c.ends_at > now - LATELY)
    for key, proposal in tx.execute(over.order_by(c.ends_at.desc(), c.id)).all():
        awaited = person in people_awaiting(tx, [key])
        if awaited and not ratings.has_rated(tx, proposal=proposal, person=person):
            return int(proposal)
    return None


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
