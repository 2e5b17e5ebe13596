"""Lives in turn on each database, across both changes of summer time, until the minutes are over."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.postgresql import postgresql_in
from benchmarks.soak.life import Life
from benchmarks.soak.mishaps import Mishaps
from benchmarks.soak.people import People
from benchmarks.soak.reckoning import Reckoning

WORKERS = {"sqlite": 1, "postgresql": 2}
PAUSE = 0.02  # seconds between two things that people do
PROPOSE_EVERY = 8.0
SETTLED = timedelta(hours=1)  # by then all has taken effect that did not fail
QUIET_DAYS = timedelta(days=3)  # before the events, into which no clock jumps


class Season(NamedTuple):
    """When a life begins, the days of its Week, the day of its events in words, and a moment shortly before these."""

    start: str
    edition: tuple[str, str]
    day: str
    before: str


SEASONS = (  # each begins shortly before clocks are changed
    Season("2016-10-29T22:00:00+02:00", ("2016-11-14", "2016-11-20"), "mardi 15 novembre", "2016-11-15T13:00:00+01:00"),
    Season("2017-03-25T22:00:00+01:00", ("2017-04-10", "2017-04-16"), "mardi 11 avril", "2017-04-11T13:00:00+02:00"),
)
Restart = Callable[[], None] | None  # of the database's server, where there is one


def live(url: str, kind: str, restart: Restart, seconds: float, kill_every: float, seed: int) -> int:
    """One life of so many seconds; prints its figures, and gives how many faults there are."""
    random, season = Random(seed), SEASONS[seed % 2]
    life = Life(url, WORKERS[kind])
    life.migrate()
    life.open(start=season.start, edition=None)
    life.in_tx(lambda tx: life.made_edition(tx, *season.edition))
    people = People(life, random, season.day)
    people.settle_in()
    latest = (datetime.fromisoformat(season.before) - QUIET_DAYS).timestamp()
    mishaps = Mishaps(life, random, restart, latest, kill_every)
    _go_on(life, people, mishaps, seconds)
    reckoning = Reckoning(life, people)
    _reckon(life, reckoning, mishaps.furthest + SETTLED, season)
    _tell(f"{kind}, {season.start[:10]}, seed {seed}", life, reckoning)
    life.close()
    return len(reckoning.faults)


def _go_on(life: Life, people: People, mishaps: Mishaps, seconds: float) -> None:
    ends, proposes = time.monotonic() + seconds, time.monotonic()
    while time.monotonic() < ends:
        people.do_something()
        mishaps.happen()
        if time.monotonic() >= proposes:
            people.propose()
            proposes = time.monotonic() + PROPOSE_EVERY
        life.ensure_all_live()
        time.sleep(PAUSE)


def _reckon(life: Life, reckoning: Reckoning, settled: datetime, season: Season) -> None:
    try:
        life.act("fault", kind="none")
        life.act("clock", to=settled.isoformat())
        life.quiet()
        reckoning.of_life()
        life.act("clock", to=season.before)
        life.quiet()
        reckoning.of_what_was_due()
    except TimeoutError as error:
        reckoning.faults.append(str(error))


def _tell(which: str, life: Life, reckoning: Reckoning) -> None:
    figures = ", ".join(f"{number} {what}" for what, number in reckoning.figures.items())
    print(f"{which}: {life.kills} kills; {figures}", flush=True)
    for fault in reckoning.faults:
        print(f"  FAULT: {fault}", flush=True)
    for said, times in life.told.most_common(6):
        print(f"    in the log {times} times: {said}", flush=True)


def main() -> int:
    """0 where nothing is missing, doubled or out of order."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--databases", nargs="*", default=list(WORKERS), choices=WORKERS)
    parser.add_argument("--kill-every", type=float, default=2.0, help="seconds, about")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    lives = len(SEASONS) * len(options.databases)
    each = (options.minutes * 60 / lives, options.kill_every)
    faults = 0
    with tempfile.TemporaryDirectory() as folder, postgresql_in(Path(folder)) as server:
        for n in range(lives):
            kind, seed = options.databases[n // len(SEASONS)], options.seed + n
            if kind == "postgresql":
                faults += live(server.make(f"life{n}"), kind, server.restart, *each, seed)
            else:
                faults += live(f"sqlite:///{folder}/{n}.db", kind, None, *each, seed)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
