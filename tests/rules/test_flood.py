"""How fast one person may write."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from bot import flood
from bot.flood import Flood


@given(st.integers(1, 90), st.lists(st.floats(0, 30), min_size=1, max_size=300))
def test_nobody_is_answered_more_often_than_is_allowed(a_minute: int, pauses: list[float]) -> None:
    now, answered = 0.0, list[float]()
    told = Flood(a_minute, lambda: now)
    for update, pause in enumerate(pauses):
        now += pause
        if told.heard((5, 0), update) == "answer":
            answered.append(now)
    for at in answered:
        assert sum(at - 60 < each <= at for each in answered) <= 2 * a_minute


def test_who_writes_too_fast_is_told_once_and_answered_again_when_it_ebbs() -> None:
    now = 0.0
    told, updates = Flood(10, lambda: now), count()
    assert [told.heard((5, 0), next(updates)) for _ in range(12)] == ["answer"] * 10 + ["tell", "silence"]
    assert told.heard((5, 0), 10) == "tell"  # its answer was rolled back
    assert told.heard((6, 0), next(updates)) == "answer"  # somebody else
    now = 7.0
    assert [told.heard((5, 0), next(updates)) for _ in range(2)] == ["answer", "silence"]
    now = 70.0
    assert [told.heard((5, 0), next(updates)) for _ in range(11)] == ["answer"] * 10 + ["tell"]


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    told = Flood(1, lambda: 0.0)
    for person in range(flood.MOST_PEOPLE + 10):
        told.heard((person, 0), person)
    assert len(told._left) == flood.MOST_PEOPLE and len(told._heard) == flood.MOST_UPDATES
