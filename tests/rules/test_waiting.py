"""Waiting lists: a seat that is given back is offered in order, for a time, and never to two."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from storage import forgetting, lifecycle, notices, people, proposals, registrations, revisions, sessions
from storage.answers import Registration
from storage.database import Database, one
from storage.registrations import Full, InLine, offered_until, time_to_confirm
from storage.sessions import Session
from storage.zones import PARIS
from tests.budget import examples
from tests.rules.databases import migrated
from tests.rules.test_moves import NOW
from tests.rules.test_programme import MONDAY, accepted, at_hours, published_again

ZOE, LEO, MIA = 11, 12, 13


def with_seats(tx: Connection, seats: int) -> Session:
    for person, name in ((ZOE, "Zoé"), (LEO, "Léo"), (MIA, "Mia")):
        people.welcome(tx, person, name)
    answers = at_hours(MONDAY).model_copy(update={"registration": Registration(by="bot", seats=seats)})
    (session,) = sessions.sessions_of(tx, accepted(tx, answers).key)
    return session


@pytest.fixture
def tx(database: Database) -> Iterator[Connection]:
    with database.tx() as opened:
        yield opened


def has_seat(tx: Connection, session: Session, person: int) -> bool:
    return registrations.has_seat(tx, session=session.key, person=person)


def in_line(tx: Connection, session: Session, person: int) -> InLine | None:
    line = registrations.waiting_list
    mine = select(line).where(line.c.session == session.key, line.c.person == person)
    return one(InLine, tx.execute(mine))


def full(tx: Connection) -> Session:
    """One seat, which Zoé has; Léo and Mia wait."""
    session = with_seats(tx, 1)
    registrations.register(tx, session=session.key, person=ZOE, now=NOW)
    assert registrations.wait(tx, session=session.key, person=LEO, now=NOW) == 1
    assert registrations.wait(tx, session=session.key, person=MIA, now=NOW) == 2
    return session


def test_a_seat_given_back_is_kept_for_whoever_is_next(tx: Connection) -> None:
    session = full(tx)
    assert registrations.leave(tx, session=session.key, person=ZOE, now=NOW)
    with pytest.raises(Full):
        registrations.register(tx, session=session.key, person=MIA, now=NOW)
    with pytest.raises(Full):
        registrations.register(tx, session=session.key, person=ZOE, now=NOW)
    registrations.register(tx, session=session.key, person=LEO, now=NOW + timedelta(hours=1))
    assert has_seat(tx, session, LEO) and registrations.situation(tx, session=session.key, person=MIA).position == 1


def test_who_lets_the_time_pass_is_out_and_the_next_is_offered_it(tx: Connection) -> None:
    session = full(tx)
    registrations.leave(tx, session=session.key, person=ZOE, now=NOW)
    mine = in_line(tx, session, LEO)
    assert mine is not None and mine.offered_until == NOW + timedelta(hours=24)
    late = mine.offered_until
    registrations.lapse(tx, mine.key, late - timedelta(seconds=1))
    assert in_line(tx, session, LEO)
    registrations.lapse(tx, mine.key, late)
    with pytest.raises(Full):
        registrations.register(tx, session=session.key, person=LEO, now=late)
    registrations.register(tx, session=session.key, person=MIA, now=late)
    heard = [(each.kind, each.chat) for each in notices.due(tx, late, 99, worker=0)]
    assert ("seat_lapsed", LEO) in heard and ("seat_offer", LEO) not in heard


def test_whoever_leaves_the_line_gives_their_offer_on(tx: Connection) -> None:
    session = full(tx)
    registrations.leave(tx, session=session.key, person=ZOE, now=NOW)
    registrations.leave(tx, session=session.key, person=LEO, now=NOW)
    registrations.register(tx, session=session.key, person=MIA, now=NOW)
    assert has_seat(tx, session, MIA)


def test_who_is_forgotten_gives_their_seat_on(tx: Connection) -> None:
    session = full(tx)
    forgetting.forget(tx, ZOE, now=NOW)
    registrations.register(tx, session=session.key, person=LEO, now=NOW)
    assert has_seat(tx, session, LEO)


def test_more_seats_are_offered_to_those_who_wait(tx: Connection) -> None:
    session = full(tx)
    proposal = proposals.proposal_with(tx, session.proposal)
    agreed = revisions.agreed_answers(tx, session.proposal)
    assert proposal and agreed
    more = agreed.model_copy(update={"registration": Registration(by="bot", seats=2)})
    published_again(tx, proposal, more)
    registrations.register(tx, session=session.key, person=LEO, now=NOW)
    with pytest.raises(Full):
        registrations.register(tx, session=session.key, person=MIA, now=NOW)


def test_nobody_loses_their_place_for_a_session_that_is_called_off(tx: Connection) -> None:
    session = full(tx)
    registrations.leave(tx, session=session.key, person=ZOE, now=NOW)
    proposal = proposals.proposal_with(tx, session.proposal)
    mine = in_line(tx, session, LEO)
    assert proposal and mine and mine.offered_until
    lifecycle.call_off(tx, proposal, [1], "postponed", by=proposal.organiser, now=NOW)
    registrations.lapse(tx, mine.key, mine.offered_until)
    assert registrations.situation(tx, session=session.key, person=LEO).position == 1
    lifecycle.call_off(tx, proposal, [1], "planned", by=proposal.organiser, now=NOW + timedelta(days=2))
    registrations.register(tx, session=session.key, person=LEO, now=NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("left", "given"),
    [(timedelta(days=9), timedelta(hours=24)), (timedelta(hours=8), timedelta(hours=2)),
     (timedelta(minutes=20), timedelta(minutes=10)), (timedelta(minutes=4), timedelta(minutes=4))],
)  # fmt: skip
def test_the_nearer_the_event_the_shorter_an_offer_stands(left: timedelta, given: timedelta) -> None:
    assert time_to_confirm(left) == given


def test_an_offer_does_not_end_at_night(tx: Connection) -> None:
    session = full(tx)
    begins = session.starts_at.astimezone(ZoneInfo(PARIS))
    evening = begins.replace(hour=20, minute=0) - timedelta(days=1)
    assert offered_until(session, evening) == begins.replace(hour=9, minute=0)
    afternoon = begins.replace(hour=12, minute=0) - timedelta(days=1)
    assert offered_until(session, afternoon) == afternoon + time_to_confirm(begins - afternoon)
    assert offered_until(session, begins - timedelta(minutes=5)) == begins


ACTS = st.lists(
    st.tuples(st.sampled_from(["register", "wait", "leave", "lapse"]), st.integers(21, 26), st.integers(0, 40)),
    max_size=40,
)


@settings(max_examples=examples(25))
@given(st.integers(0, 3), ACTS)
def test_whatever_people_do_no_seat_is_given_twice_and_none_is_left_while_somebody_waits(
    seats: int, acts: list[tuple[str, int, int]]
) -> None:
    with migrated() as database, database.tx() as tx:
        session, now = with_seats(tx, seats), NOW
        for what, person, hours in acts:
            now += timedelta(hours=hours / 10)
            with suppress(Full):
                _act(tx, session, what, person, now)
            held = registrations.taken(tx, [session.key])
            line = [in_line(tx, session, each) for each in range(21, 27)]
            offers = [each for each in line if each and each.offered_until]
            waits = [each for each in line if each and not each.offered_until]
            assert held + len(offers) <= seats
            assert not waits or held + len(offers) == seats
            assert not waits or max((each.key for each in offers), default=0) < min(each.key for each in waits)


def _act(tx: Connection, session: Session, what: str, person: int, now: object) -> None:
    who = {"session": session.key, "person": person, "now": now}
    match what:
        case "register":
            registrations.register(tx, **who)  # type: ignore[arg-type]
        case "wait":
            registrations.wait(tx, **who)  # type: ignore[arg-type]
        case "leave":
            registrations.leave(tx, **who)  # type: ignore[arg-type]
        case "lapse":
            mine = in_line(tx, session, person)
            if mine:
                registrations.lapse(tx, mine.key, now)  # type: ignore[arg-type]


def test_nobody_registers_for_what_does_not_exist(tx: Connection) -> None:
    with pytest.raises(Full):
        registrations.register(tx, session=1, person=ZOE, now=NOW)
    assert not registrations.leave(tx, session=1, person=ZOE, now=NOW)


def changed_to(tx: Connection, session: Session, seats: int | None) -> None:
    """The organiser gives another number of seats."""
    proposal, agreed = proposals.proposal_with(tx, session.proposal), revisions.agreed_answers(tx, session.proposal)
    assert proposal and agreed
    how = Registration(by="bot", seats=seats) if seats else Registration(by="open")
    published_again(tx, proposal, agreed.model_copy(update={"registration": how}))


def test_fewer_seats_take_back_what_was_offered(tx: Connection) -> None:
    session = with_seats(tx, 2)
    for person in (ZOE, LEO):
        registrations.register(tx, session=session.key, person=person, now=NOW)
    registrations.wait(tx, session=session.key, person=MIA, now=NOW)
    registrations.leave(tx, session=session.key, person=ZOE, now=NOW)
    changed_to(tx, session, 1)
    with pytest.raises(Full):
        registrations.register(tx, session=session.key, person=MIA, now=NOW)
    assert registrations.situation(tx, session=session.key, person=MIA).position == 1


def test_where_no_seats_are_given_any_more_nobody_waits_for_one(tx: Connection) -> None:
    session = full(tx)
    changed_to(tx, session, None)
    assert not registrations.waiting(tx, [session.key])


def test_the_line_is_let_go_of_as_seats_are_and_what_is_put_off_is_kept(tx: Connection) -> None:
    session = full(tx)
    proposal = proposals.proposal_with(tx, session.proposal)
    assert proposal
    lifecycle.call_off(tx, proposal, [1], "postponed", by=proposal.organiser, now=NOW)
    forgetting.sweep(tx, MONDAY + timedelta(days=32))
    assert registrations.people_of(tx, [session.key]) == [ZOE, LEO, MIA]
    lifecycle.call_off(tx, proposal, [1], "planned", by=proposal.organiser, now=NOW)
    forgetting.sweep(tx, MONDAY + timedelta(days=32))
    assert registrations.people_of(tx, [session.key]) == []
