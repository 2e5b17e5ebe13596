"""What is published is found, the nearest first; what is published again keeps the ids of its sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage import finding, lifecycle, notices, proposals, reminders, revisions, sessions
from storage.answers import Answers, EventPlace
from storage.database import Database
from storage.finding import Search
from storage.proposals import Proposal
from tests.budget import examples
from tests.rules.databases import migrated
from tests.rules.test_moves import NOW, fresh

POINTS = st.tuples(st.floats(-89, 89), st.floats(-179, 179))
MONDAY = datetime(2016, 11, 14, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)


def place(lat: float = 48.85, lon: float = 2.35) -> EventPlace:
    return EventPlace(
        code="75056", name="Paris", departement="75", region="11", lat=lat, lon=lon, timezone="Europe/Paris"
    )


def accepted(tx: Connection, answers: Answers) -> Proposal:
    proposal = fresh(tx)
    proposals.save(tx, proposal, answers, now=NOW)
    lifecycle.submit(tx, proposal, now=NOW)
    lifecycle.accept(tx, proposal, by=7, now=NOW)
    return proposal


def at_hours(*starts: datetime) -> Answers:
    answers = Answers(title="Un titre", attendance="on_site", place=place())
    return answers.with_sessions([(start, start + HOUR) for start in starts])


def published_again(tx: Connection, proposal: Proposal, answers: Answers) -> None:
    """A revision that was agreed to, as far as the programme is concerned."""
    tx.execute(
        revisions.revisions.update()
        .where(revisions.revisions.c.proposal == proposal.key)
        .values(answers=answers.model_dump(mode="json"))
    )
    lifecycle.publish(tx, proposal, now=NOW)


@settings(max_examples=examples(15))
@given(st.lists(POINTS, min_size=1, max_size=12), POINTS)
def test_the_nearest_come_first_wherever_on_earth(where: list[tuple[float, float]], me: tuple[float, float]) -> None:
    with migrated() as database, database.tx() as tx:
        for lat, lon in where:
            answers = Answers(title="T", attendance="on_site", place=place(lat, lon))
            accepted(tx, answers.with_sessions([(NOW, NOW + HOUR)]))
        found = finding.find(tx, Search(near=me), 20)
        metres = [hit.metres or 0.0 for hit in found]
        assert len(found) == len(where) and metres == sorted(metres)


def test_published_again_one_session_moved_one_new_one_gone(database: Database) -> None:
    with database.tx() as tx:
        proposal = accepted(tx, at_hours(*(MONDAY + timedelta(days=n) for n in range(3))))
        stays, moves, goes = sessions.sessions_of(tx, proposal.key)
        for session in (stays, moves, goes):
            eve = session.starts_at - timedelta(days=1)
            reminders.remind(tx, person=5, session=session, at=eve, now=NOW)
        reminders.remind(tx, person=6, session=moves, at=moves.starts_at - 2 * HOUR, now=NOW)

        kept = revisions.agreed_answers(tx, proposal.key)
        assert kept is not None
        later = moves.starts_at + timedelta(days=3, hours=2)
        new = MONDAY + timedelta(days=6)
        answers = kept.with_sessions([(stays.starts_at, stays.ends_at), (later, later + HOUR)])
        answers = answers.with_sessions([(s.start, s.end) for s in answers.sessions] + [(new, new + HOUR)])
        answers.sessions[1].number = moves.number
        published_again(tx, proposal, answers)

        now = {session.number: session for session in sessions.sessions_of(tx, proposal.key)}
        assert now[stays.number] == stays
        assert (now[moves.number].id, now[moves.number].state) == (moves.id, "rescheduled")
        assert (now[goes.number].id, now[goes.number].state) == (goes.id, "cancelled")
        assert now[4].state == "planned" and len(now) == 4
        due = {(r.person, r.session): r.at for r in (*reminders.reminders_of(tx, 5), *reminders.reminders_of(tx, 6))}
        assert due[5, stays.key] == stays.starts_at - timedelta(days=1)
        assert due[5, moves.key] == moves.starts_at + timedelta(days=2)  # the eve, at the same hour
        assert due[6, moves.key] == later - 2 * HOUR  # the day itself: as long before
        waiting = {(n.chat, n.about): n.due_at for n in notices.due(tx, later, 9, worker=0) if n.kind == "reminder"}
        assert set(due.values()) == set(waiting.values())
        found = {hit.session for hit in finding.find(tx, Search(words="titre"), 9)}
        assert found == {stays.key}


def test_a_cancelled_event_is_found_no_more(database: Database) -> None:
    with database.tx() as tx:
        proposal = accepted(tx, at_hours(MONDAY))
        lifecycle.cancel(tx, proposal, by=5, role="organiser", why="la salle", now=NOW)
        assert [session.state for session in sessions.sessions_of(tx, proposal.key)] == ["cancelled"]
        assert not finding.find(tx, Search(), 9) and not sessions.events_in(tx, 2016, "11")


def test_a_reminder_may_move_onto_the_moment_that_another_had(database: Database) -> None:
    with database.tx() as tx:
        proposal = accepted(tx, at_hours(MONDAY))
        (before,) = sessions.sessions_of(tx, proposal.key)
        for hours in (2, 1):
            reminders.remind(tx, person=5, session=before, at=before.starts_at - hours * HOUR, now=NOW)
        kept = at_hours(MONDAY).with_sessions([(MONDAY + HOUR, MONDAY + 2 * HOUR)])
        published_again(tx, proposal, kept)
        assert [r.at for r in reminders.reminders_of(tx, 5)] == [MONDAY - HOUR, MONDAY]


def test_two_reminders_that_become_one_are_given_once(database: Database) -> None:
    with database.tx() as tx:
        proposal = accepted(tx, at_hours(MONDAY))
        (before,) = sessions.sessions_of(tx, proposal.key)
        for at in (before.starts_at - HOUR, before.starts_at - 2 * HOUR):
            reminders.remind(tx, person=5, session=before, at=at, now=NOW)
        soon = NOW + timedelta(minutes=5)  # both moments would be past
        kept = at_hours(MONDAY).with_sessions([(soon, soon + HOUR)])
        published_again(tx, proposal, kept)
        assert [reminder.at for reminder in reminders.reminders_of(tx, 5)] == [NOW]


WINTER, SUMMER = datetime(2016, 12, 1, 9, tzinfo=UTC), datetime(2016, 7, 1, 8, tzinfo=UTC)  # both at 10:00 in Paris


@pytest.mark.parametrize(("start", "to"), [(SUMMER, WINTER), (WINTER, SUMMER)])
def test_a_reminder_of_the_eve_keeps_its_hour_across_the_change_of_clocks(start: datetime, to: datetime) -> None:
    eve = start - timedelta(days=1)
    before, after = (reminders.Start(moment, "Europe/Paris") for moment in (start, to))
    assert reminders.moved(eve, before, after) == to - timedelta(days=1)


@given(st.lists(st.integers(0, 40), unique=True, max_size=8), st.lists(st.integers(0, 40), unique=True, max_size=8))
def test_sessions_keep_their_numbers_and_none_is_given_twice(before: list[int], after: list[int]) -> None:
    def times(hours: list[int]) -> list[tuple[datetime, datetime]]:
        return [(MONDAY + hour * HOUR, MONDAY + (hour + 1) * HOUR) for hour in sorted(hours)]

    first = Answers().with_sessions(times(before))
    second = first.with_sessions(times(after))
    known = {(s.start, s.end): s.number for s in first.sessions}
    numbers = [s.number for s in second.sessions]
    assert len(set(numbers)) == len(numbers) == len(after)
    assert all(known.get((s.start, s.end), s.number) == s.number for s in second.sessions)
    assert len(set(numbers) & set(known.values())) == min(len(before), len(after))
    assert second.last_session == max([first.last_session, *numbers])
