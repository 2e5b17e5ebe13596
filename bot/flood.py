"""How fast one person may write: so many messages at once, as many a minute; beyond that they are told once, and then
not answered until it ebbs. What is due to them leaves all the same.
"""

import time
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeVar

Heard = Literal["answer", "tell", "silence"]
MOST_PEOPLE, MOST_UPDATES = 50_000, 1_000  # of late, that are remembered
Who = tuple[int, int]  # a person, and the group that they write in: anonymous administrators of all have one number
K = TypeVar("K")
T = TypeVar("T")


class _Left(NamedTuple):
    """How many messages somebody had left at a moment, and whether they were told that it was none."""

    messages: float
    at: float
    told: bool


class Flood:
    """What each person has still to spend, `a_minute` at most; 0: as much as they like. Each worker keeps its own
    count: a person's own chat is answered by one at a time.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute, self._clock = a_minute, clock
        self._left: dict[Who, _Left] = {}
        self._heard: dict[int, Heard] = {}  # of late, by the number of the update

    def heard(self, person: Who, update: int) -> Heard:
        """What becomes of another message of theirs, which is asked again where its answer was rolled back."""
        if not self._a_minute:
            return "answer"
        if update not in self._heard:
            _keep(self._heard, update, self._decided(person), MOST_UPDATES)
        return self._heard[update]

    def _decided(self, person: Who) -> Heard:
        now = self._clock()
        before = self._left.pop(person, _Left(float(self._a_minute), now, False))
        left = min(self._a_minute, before.messages + (now - before.at) * self._a_minute / 60)
        told = before.told and left < self._a_minute / 2
        _keep(self._left, person, _Left(left - 1 if left >= 1 else left, now, told or left < 1), MOST_PEOPLE)
        if left >= 1:
            return "answer"
        return "silence" if before.told else "tell"


def _keep(known: dict[K, T], key: K, value: T, most: int) -> None:
    """Keeps it as the last; the first is forgotten where there is no room."""
    known[key] = value
    if len(known) > most:
        del known[next(iter(known))]
