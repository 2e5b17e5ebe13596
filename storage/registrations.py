"""Registrations: who has a seat at which session, and who waits for one. Never more people than seats.

A full session has a line. A seat that is given back is offered to whoever is first in it, who has a time to confirm;
then to the next.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, UniqueConstraint, delete, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage import notices, organisers, proposals, ratings
from storage.database import Keyed, one, records, table_of, upsert
from storage.notices import NO_CHAT
from storage.people import people
from storage.personal import THEIRS, person_column
from storage.quick import Quick, moment_in, moment_out
from storage.sessions import Session, long_over, sessions
from storage.zones import by_day

LONGEST_OFFER, SHORTEST_OFFER = timedelta(hours=24), timedelta(minutes=10)
SHARE_OF_WHAT_IS_LEFT = 4  # an offer stands for a quarter of the time that is left until the session begins
LIST_HOUR = time(8)  # on the session's day, where it is: the organisers get the list


class Registration(SQLModel, table=True):
    """A seat that somebody has; `code` is on their ticket, `checked_in_at` when they came."""

    __tablename__ = "registrations"

    session: int = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True, index=True))
    at: datetime
    code: str = Field(unique=True)
    checked_in_at: datetime | None = None


class InLine(Keyed, table=True):
    """Somebody who waits for a seat; one is kept for them until `offered_until`. Lower numbers are served first."""

    __tablename__ = "waiting_list"
    __table_args__ = (UniqueConstraint("session", "person"), {"sqlite_autoincrement": True})

    session: int = Field(foreign_key="sessions.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, index=True))
    at: datetime
    offered_until: datetime | None = None


class Full(Exception):
    """No seat is left, or none can be taken: offer the waiting list, or another session."""


class Situation(NamedTuple):
    """How the seats of a session stand for one person: whether they have one; else how many are served before them in
    the line, and themselves (0: they are not in it), and until when a seat is kept for them. How many are `taken`, and
    how many people wait.
    """

    seated: bool
    position: int
    offered_until: datetime | None
    taken: int
    waiting: int


class Attendee(NamedTuple):
    """Somebody who has a seat, as the organiser sees them."""

    person: int
    name: str
    checked_in_at: datetime | None


registrations, waiting_list = table_of(Registration), table_of(InLine)
_situation = Quick(
    "with mine as (select id, offered_until from waiting_list where session = :session and person = :person) select"
    " (select count(*) from registrations where session = :session and person = :person),"
    " (select count(*) from waiting_list where session = :session and id <= (select id from mine)),"
    " (select offered_until from mine),"
    " (select count(*) from registrations where session = :session),"
    " (select count(*) from waiting_list where session = :session)"
)

_offered_to = Quick(
    "select session from waiting_list where person = :person and offered_until > :now order by offered_until limit 1"
)


def register(tx: Connection, *, session: int, person: int, now: datetime) -> None:
    """Somebody takes a seat: a free one, or the one that is kept for them; who has one keeps it. Raises Full where none
    is left, others wait before them, or the session takes no more.

    On the session's day its organisers get the list.
    """
    open_one = _locked(tx, session, now)
    now_so = situation(tx, session=session, person=person)
    if now_so.seated:
        return
    if open_one is None:
        raise Full
    is_offered = now_so.offered_until is not None and now_so.offered_until > now
    left = (open_one.seats or 0) - now_so.taken if is_offered else free_seats(open_one, now_so)
    if left <= 0:
        raise Full
    _leave_line(tx, session, person)
    seat = {"session": session, "person": person, "at": now, "code": secrets.token_urlsafe(9)}
    tx.execute(insert(registrations).values(**seat))
    list_will_come(tx, open_one, now)
    ratings.will_be_asked(tx, person=person, session=open_one)


def wait(tx: Connection, *, session: int, person: int, now: datetime) -> int:
    """Somebody waits for a seat; gives how many are served before them, and themselves: 1 is next, 0 has one already.
    Raises Full where there is nothing to wait for: the session has begun, does not take place or gives no seats.
    """
    open_one = _locked(tx, session, now)
    if open_one is None:
        raise Full
    before = situation(tx, session=session, person=person)
    if not before.seated:
        added = upsert(tx, waiting_list).values(session=session, person=person, at=now)
        tx.execute(added.on_conflict_do_nothing())
        will_be_over(tx, person=person, session=open_one)
        if free_seats(open_one, before) > 0:
            fill(tx, session, now)
    return situation(tx, session=session, person=person).position


def will_be_over(tx: Connection, *, person: int, session: Session) -> None:
    """Somebody who still waits when the session begins hears that no seat came free."""
    notices.note(tx, "line_over", chat=person, about=session.key, due_at=session.starts_at)


def leave(tx: Connection, *, session: int, person: int, now: datetime) -> bool:
    """Somebody gives their seat back, or leaves the line; what is free is offered to the next. False where they had
    neither.
    """
    _locked(tx, session, now)
    mine = (registrations.c.session == session, registrations.c.person == person)
    seats = tx.execute(delete(registrations).where(*mine)).rowcount
    left = seats + _leave_line(tx, session, person)
    fill(tx, session, now)
    return left > 0


def leave_all(tx: Connection, *, person: int, now: datetime) -> None:
    """Somebody gives back all that they have, and waits no more."""
    held = select(registrations.c.session).where(registrations.c.person == person)
    waited = select(waiting_list.c.session).where(waiting_list.c.person == person)
    for session in sorted(tx.execute(held.union(waited)).scalars()):
        leave(tx, session=session, person=person, now=now)


def leave_lines(tx: Connection, *, person: int, now: datetime) -> int:
    """Somebody waits for no seat any more; gives at how many sessions they did."""
    waited = select(waiting_list.c.session).where(waiting_list.c.person == person)
    keys = sorted(tx.execute(waited).scalars())
    for session in keys:
        leave(tx, session=session, person=person, now=now)
    return len(keys)


def follow(tx: Connection, session: Session, now: datetime) -> None:
    """A session has other times, or other seats: seats that are kept and are no more are kept no longer, and those that
    are free are offered. Where the bot gives no seats any more, nobody waits for one.
    """
    line = select(waiting_list.c.person).where(waiting_list.c.session == session.key)
    for person in list(tx.execute(line).scalars()):
        if session.seats is None:
            _leave_line(tx, session.key, person)
        else:
            will_be_over(tx, person=person, session=session)
    if session.seats is None:
        return
    offers = select(waiting_list).where(
        waiting_list.c.session == session.key, waiting_list.c.offered_until.is_not(None)
    )
    kept = records(InLine, tx.execute(offers.order_by(waiting_list.c.id)))
    for each in kept[max(0, session.seats - taken(tx, [session.key])) :]:
        tx.execute(update(waiting_list).where(waiting_list.c.id == each.id).values(offered_until=None))
        _drop_offer(tx, each.key, each.person)
    sooner = update(waiting_list).where(
        waiting_list.c.session == session.key, waiting_list.c.offered_until > session.starts_at
    )
    for key in list(tx.execute(sooner.values(offered_until=session.starts_at).returning(waiting_list.c.id)).scalars()):
        notices.note(tx, "seat_lapse", chat=NO_CHAT, about=key, due_at=session.starts_at)
    fill(tx, session.key, now)


def fill(tx: Connection, session: int, now: datetime) -> None:
    """Offers every free seat to those who are next in line; each hears, and their time to confirm runs."""
    open_one = _locked(tx, session, now)
    if open_one is None:
        return
    offered = func.count(waiting_list.c.offered_until)
    kept = tx.execute(select(offered).where(waiting_list.c.session == session)).scalar_one()
    free = (open_one.seats or 0) - taken(tx, [session]) - kept
    query = select(waiting_list).where(waiting_list.c.session == session, waiting_list.c.offered_until.is_(None))
    for each in records(InLine, tx.execute(query.order_by(waiting_list.c.id).limit(max(0, free)))):
        until = offered_until(open_one, now)
        tx.execute(update(waiting_list).where(waiting_list.c.id == each.id).values(offered_until=until))
        notices.note(tx, "seat_offer", chat=each.person, about=each.key, due_at=now)
        notices.note(tx, "seat_lapse", chat=NO_CHAT, about=each.key, due_at=until)


def lapse(tx: Connection, key: int, now: datetime) -> None:
    """The time to confirm is over: whoever let it pass is out of the line, and hears; the next is offered the seat."""
    mine = in_line_with(tx, key)
    if mine is None or mine.offered_until is None or mine.offered_until > now:
        return
    open_one = _locked(tx, mine.session, now)
    begun = open_one is None and _has_begun(tx, mine.session, now)
    if open_one is None and not begun:  # it may be back: nobody has lost their place for it
        tx.execute(update(waiting_list).where(waiting_list.c.id == key).values(offered_until=None))
        return
    _leave_line(tx, mine.session, mine.person)
    notices.note(tx, "seat_lapsed", chat=mine.person, about=mine.session, due_at=now)
    fill(tx, mine.session, now)


def _has_begun(tx: Connection, key: int, now: datetime) -> bool:
    """Whether a session that takes place has begun."""
    begun = select(sessions.c.id).where(sessions.c.id == key, sessions.c.takes_place, sessions.c.starts_at <= now)
    return tx.execute(begun).first() is not None


def time_to_confirm(left: timedelta) -> timedelta:
    """How long an offer stands when so much is `left` until the session begins."""
    return min(left, max(SHORTEST_OFFER, min(LONGEST_OFFER, left / SHARE_OF_WHAT_IS_LEFT)))


def offered_until(session: Session, now: datetime) -> datetime:
    """Until when a seat that is offered now stands; what would end at night stands until the morning, where the
    session begins after that.
    """
    until = now + time_to_confirm(session.starts_at - now)
    morning = by_day(until, session.timezone)
    return morning if morning < session.starts_at else until


def _locked(tx: Connection, key: int, now: datetime) -> Session | None:
    """The session, where it gives seats and has not begun; who comes at the same moment waits for this one's end."""
    query = select(sessions).where(sessions.c.id == key).with_for_update()
    found = one(Session, tx.execute(query))
    open_one = found is not None and found.takes_place and found.seats is not None and found.starts_at > now
    return found if open_one else None


def _leave_line(tx: Connection, session: int, person: int) -> int:
    mine = delete(waiting_list).where(waiting_list.c.session == session, waiting_list.c.person == person)
    keys = list(tx.execute(mine.returning(waiting_list.c.id)).scalars())
    for key in keys:
        _drop_offer(tx, key, person)
    return len(keys)


def _drop_offer(tx: Connection, key: int, person: int) -> None:
    """What waits about an offer is not said any more."""
    notices.drop(tx, "seat_offer", key, chat=person)
    notices.drop(tx, "seat_lapse", key, chat=NO_CHAT)


# --- who has what -------------------------------------------------------------------------------


def has_seat(tx: Connection, *, session: int, person: int) -> bool:
    """Whether somebody has a seat."""
    return registration_of(tx, session=session, person=person) is not None


def registration_of(tx: Connection, *, session: int, person: int) -> Registration | None:
    """Somebody's seat, or None."""
    mine = select(registrations).where(registrations.c.session == session, registrations.c.person == person)
    return one(Registration, tx.execute(mine))


def in_line_with(tx: Connection, key: int) -> InLine | None:
    """The place of that number, or None."""
    return one(InLine, tx.execute(select(waiting_list).where(waiting_list.c.id == key)))


def offered_to(tx: Connection, person: int, now: datetime) -> int | None:
    """The session at which a seat is kept for somebody, the one that is kept for the shortest time; None for none."""
    row = _offered_to.run(tx, {"person": person, "now": moment_in(tx, now)}).fetchone()
    return row[0] if row else None


def situation(tx: Connection, *, session: int, person: int) -> Situation:
    """How the seats of a session stand for somebody."""
    seated, position, offered, held, waits = _situation.run(tx, {"session": session, "person": person}).fetchone()
    return Situation(bool(seated), position, moment_out(offered) if offered else None, held, waits)


def taken(tx: Connection, keys: Collection[int]) -> int:
    """How many seats are taken at these sessions."""
    count = select(func.count()).select_from(registrations).where(registrations.c.session.in_(keys))
    return tx.execute(count).scalar_one()


def waiting(tx: Connection, keys: Collection[int]) -> int:
    """How many people wait for a seat at these sessions."""
    count = select(func.count()).select_from(waiting_list).where(waiting_list.c.session.in_(keys))
    return tx.execute(count).scalar_one()


def free_seats(session: Session, now_so: Situation) -> int:
    """How many seats anybody may take: those that are neither taken nor waited for."""
    return (session.seats or 0) - now_so.taken - now_so.waiting


def held_or_awaited(tx: Connection, person: int) -> list[int]:
    """The sessions at which somebody has a seat, or waits for one, the first first."""
    held = select(registrations.c.session).where(registrations.c.person == person)
    waited = select(waiting_list.c.session).where(waiting_list.c.person == person)
    query = select(sessions.c.id).where(sessions.c.id.in_(held.union(waited)))
    return list(tx.execute(query.order_by(sessions.c.starts, sessions.c.id)).scalars())


def taken_and_came(tx: Connection, keys: Collection[int]) -> tuple[int, int]:
    """How many seats at these sessions are taken, and how many of those people were checked in."""
    there = select(func.count(), func.count(registrations.c.checked_in_at)).where(registrations.c.session.in_(keys))
    taken_, came = tx.execute(there).one()
    return int(taken_), int(came)


def sessions_held(tx: Connection, person: int) -> list[int]:
    """The sessions at which somebody has a seat."""
    return list(tx.execute(select(registrations.c.session).where(registrations.c.person == person)).scalars())


def sessions_waited_for(tx: Connection, person: int) -> list[int]:
    """The sessions for a seat at which somebody waits."""
    return list(tx.execute(select(waiting_list.c.session).where(waiting_list.c.person == person)).scalars())


def people_of(tx: Connection, keys: Collection[int]) -> list[int]:
    """Whoever has a seat at one of these sessions, or waits for one."""
    held = select(registrations.c.person).where(registrations.c.session.in_(keys))
    waited = select(waiting_list.c.person).where(waiting_list.c.session.in_(keys))
    return sorted(tx.execute(held.union(waited)).scalars())


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets who had a seat at sessions that are long over, and who waited."""
    past = long_over(now)
    for table in (registrations, waiting_list):
        tx.execute(delete(table).where(table.c.session.in_(past)))


# --- on the day ---------------------------------------------------------------------------------


def attendees(tx: Connection, session: int) -> list[Attendee]:
    """Whoever has a seat, by name."""
    query = (
        select(people.c.id, people.c.name, registrations.c.checked_in_at)
        .join(registrations, registrations.c.person == people.c.id)
        .where(registrations.c.session == session)
    )
    return [Attendee(*row) for row in tx.execute(query.order_by(func.lower(people.c.name), people.c.id))]


def ticket(tx: Connection, code: str) -> Registration | None:
    """The seat of a ticket, or None."""
    return one(Registration, tx.execute(select(registrations).where(registrations.c.code == code)))


def check_in(tx: Connection, *, session: int, person: int, at: datetime | None) -> bool:
    """Notes that somebody has come, or with None that they have not; False where that is noted already, or they have
    no seat.
    """
    mine = update(registrations).where(registrations.c.session == session, registrations.c.person == person)
    mine = mine.where(registrations.c.checked_in_at.is_(None) if at else registrations.c.checked_in_at.is_not(None))
    return tx.execute(mine.values(checked_in_at=at)).rowcount == 1


def list_will_come(tx: Connection, session: Session, now: datetime) -> None:
    """The session's organisers get the list of who comes on the morning of its day, if that is still ahead."""
    start = session.starts_at.astimezone(ZoneInfo(session.timezone))
    due = datetime.combine(start.date(), LIST_HOUR, start.tzinfo)
    proposal = proposals.proposal_with(tx, session.proposal)
    if due <= now or proposal is None:
        return
    organisers.tell(tx, proposal, "attendees", session.key, due)
