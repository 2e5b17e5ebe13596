"""What happens to it: kills, a Telegram that fails, a database that is away, locked or full, clocks that jump."""

import resource
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from benchmarks.soak.life import Life, beside

LOCKED, FULL = 5.0, 3.0  # seconds
FAULTS: tuple[dict[str, object], ...] = (
    {"kind": "none"}, {"kind": "none"}, {"kind": "none"}, {"kind": "500", "left": 10}, {"kind": "cut", "left": 10},
    {"kind": "429", "seconds": 1, "left": 5}, {"kind": "timeout", "seconds": 2, "left": 3},
    {"kind": "404", "method": "sendMessage", "left": 2},
)  # fmt: skip
JUMPS = (60.0, 660.0, 660.0, 3600.0, -3600.0)  # seconds, forward and back


@dataclass
class Mishaps:
    """Each at random, about every so many seconds."""

    life: Life
    random: Random
    restart: Callable[[], None] | None  # the database's server
    latest: float  # the moment (POSIX) behind which the clock does not jump
    kill_every: float

    def __post_init__(self) -> None:
        self._every: list[tuple[float, Callable[[], None]]] = [
            (self.kill_every, self._kill), (4, self._fail), (5, self._jump), (20, self._lock), (25, self._away_or_full),
        ]  # fmt: skip
        self.furthest = self.life.now
        self._next = [time.monotonic() + seconds for seconds, _ in self._every]

    def happen(self) -> None:
        """Whatever is due."""
        for n, (seconds, act) in enumerate(self._every):
            if time.monotonic() >= self._next[n]:
                act()
                self._next[n] = time.monotonic() + seconds * self.random.uniform(0.5, 1.5)

    def _kill(self) -> None:
        self.life.kill(self.random.randrange(self.life.count))

    def _fail(self) -> None:
        self.life.act("fault", **self.random.choice(FAULTS))

    def _jump(self) -> None:
        jump = self.random.choice(JUMPS)
        if self.life.now.timestamp() + jump < self.latest:
            self.life.act("clock", seconds=jump)
            self.furthest = max(self.furthest, self.life.now)

    def _lock(self) -> None:
        statement = "lock table updates" if self.restart else "select 1"  # SQLite's BEGIN IMMEDIATE locks it all

        def hold() -> None:
            with suppress(DBAPIError), self.life.beside.engine.begin() as connection:  # it may be away itself
                if self.restart:
                    connection.execute(text("set local idle_in_transaction_session_timeout = 0"))
                connection.execute(text(statement))
                time.sleep(LOCKED)

        beside(hold)

    def _away_or_full(self) -> None:
        beside(self.restart or self._fill)

    def _fill(self) -> None:
        """No file may grow beyond a few kilobytes, as on a disk that is full."""
        process = self.life.workers[0].pid
        with suppress(ProcessLookupError):  # it may be killed meanwhile
            hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(process, resource.RLIMIT_FSIZE, (8192, hard))
            time.sleep(FULL)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))
