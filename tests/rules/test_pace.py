"""Telegram's pace: answers first, what is unasked as much as is left, a chat's own silence and everybody's."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import STRICT, TELEGRAMS, Pace
from storage import workers
from storage.database import Database
from tests.rules.databases import migrated


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(TELEGRAMS, clock)


def most_within(times: list[float], seconds: float) -> int:
    """The most of these moments that lie within so many seconds."""
    window: deque[float] = deque()
    most = 0
    for moment in times:
        window.append(moment)
        while moment - window[0] >= seconds:
            window.popleft()
        most = max(most, len(window))
    return most


@given(st.lists(st.floats(0.01, 0.6), min_size=20, max_size=200))
def test_never_more_than_thirty_unasked_messages_within_a_second(pauses: list[float]) -> None:
    clock = Clock()
    pace = Pace(TELEGRAMS, clock)
    with migrated() as database, database.tx() as tx:
        left: list[float] = []
        for pause in pauses:
            clock.seconds += pause
            left += [clock.seconds + pace.spaced() for _ in range(pace.reserve(tx, 24))]
        assert most_within(sorted(left), 1.0) <= 30


def test_with_much_to_say_nearly_all_of_the_pace_is_used(pace: Pace, clock: Clock) -> None:
    with migrated() as database, database.tx() as tx:
        left = []
        for tick in range(300):
            clock.seconds += 0.1 + 0.02 * (tick % 3)  # some come late
            left += [clock.seconds + pace.spaced() for _ in range(pace.reserve(tx, 24))]
        assert len(left) / (left[-1] - left[0]) > 0.97 * 30


def test_a_group_gets_twenty_a_minute_and_a_person_about_one_a_second(pace: Pace, clock: Clock) -> None:
    for chat, most, seconds in ((-5, 20, 60.0), (5, 4, 2.0)):
        left: list[float] = []
        for _ in range(1200):
            clock.seconds += 0.1
            if pace.wait(chat, asked=False) <= 0:
                pace.count(chat, asked=False)
                left.append(clock.seconds)
        assert most_within(left, seconds) <= most
        assert len(left) > 20


def test_answers_leave_at_once_and_leave_a_share_to_what_is_unasked(pace: Pace, clock: Clock) -> None:
    with migrated() as database, database.tx() as tx:
        unasked = 0
        for tenth in range(100):
            clock.seconds += 0.1
            for person in range(50):  # five hundred a second
                assert pace.wait(person, asked=True) <= 0
                pace.count(person, asked=True)
            if tenth % 10 == 9:
                pace.answers = pace.answers_a_second()
            unasked += pace.reserve(tx, 24)
        assert 60 <= unasked <= 160  # a third of twenty-five a second, for ten seconds, and what came before


def test_what_is_said_of_one_chat_holds_that_chat(pace: Pace, clock: Clock) -> None:
    assert pace.refused(5, 4.0) is None
    assert pace.wait(5, asked=True) == pytest.approx(4.0) and pace.wait(6, asked=True) <= 0
    clock.seconds += 4
    assert pace.wait(5, asked=True) <= 0
    for _ in range(3):
        pace.count(5, asked=True)
    assert pace.wait(5, asked=True) > 0  # for a while its answers keep to the pace too
    clock.seconds += STRICT
    assert pace.wait(5, asked=True) <= 0


def test_what_is_said_of_several_holds_all(pace: Pace, clock: Clock) -> None:
    assert [pace.refused(chat, 3.0) for chat in (5, 6, 7)] == [None, None, 3.0]
    assert pace.wait(8, asked=True) == pytest.approx(3.0)
    with migrated() as database, database.tx() as tx:
        assert pace.reserve(tx, 5) == 0
    clock.seconds += 3
    left = 0
    for _ in range(100):
        clock.seconds += 0.01
        if pace.wait(left, asked=True) <= 0:
            pace.count(left, asked=True)
            left += 1
    assert left <= 32


def test_who_was_over_their_own_pace_says_nothing_of_the_bots(pace: Pace) -> None:
    for chat in (5, 6, 7):
        for _ in range(5):
            pace.count(chat, asked=True)
        assert pace.refused(chat, 3.0) is None
    assert pace.wait(8, asked=True) <= 0


def test_what_one_worker_sent_counts_for_the_next(pace: Pace, clock: Clock) -> None:
    for _ in range(8):
        pace.count(-5, asked=True)
    other = Pace(TELEGRAMS, clock)
    other.take_over(-5, pace.left_over(-5))
    assert other.room(-5) == pace.room(-5) == 0 and -5 in other.full()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # a SQLite file has one worker
def test_two_workers_share_one_pace(database: Database) -> None:
    paces = [Pace(TELEGRAMS, Clock()) for _ in range(2)]
    with database.tx() as tx:
        granted = [pace.reserve(tx, 24) for pace in paces for _ in range(2)]
    assert sum(granted) <= 6
    with database.tx() as tx:
        keys = [workers.enrol(tx) for _ in range(2)]
        workers.close(tx, 30.0)
        beats = [workers.beat(tx, key, 12.0) for key in keys]
    assert beats[1].workers == 2 and beats[1].answers == 24.0 and 28 < beats[1].closed_for <= 30
