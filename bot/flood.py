"""How fast one person may write: so many messages at once, as many a minute; beyond that they are told once, and then
not answered until it ebbs. What is due to them leaves all the same.
"""

import time
from collections.abc import Callable
from typing import Literal

Heard = Literal["answer", "tell", "silence"]
MOST_KNOWN = 50_000  # people who wrote of late


class Flood:
    """What each person has still to spend. A chat is answered by one worker at a time, so each keeps its own count."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute, self._clock = a_minute, clock
        self._left: dict[int, tuple[float, float, bool]] = {}  # how much, at which moment, and whether they were told

    def heard(self, person: int) -> Heard:
        """What becomes of another message of theirs."""
        if not self._a_minute:
            return "answer"
        now = self._clock()
        left, at, told = self._left.pop(person, (float(self._a_minute), now, False))
        left = min(self._a_minute, left + (now - at) * self._a_minute / 60)
        if left >= 1:
            self._keep(person, left - 1, now, told and left < self._a_minute / 2)
            return "answer"
        self._keep(person, left, now, True)
        return "silence" if told else "tell"

    def _keep(self, person: int, left: float, now: float, told: bool) -> None:
        self._left[person] = (left, now, told)
        if len(self._left) > MOST_KNOWN:  # the first is who wrote longest ago
            del self._left[next(iter(self._left))]
