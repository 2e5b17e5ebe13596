"""The search at 1,000 to 1,000,000 sessions on both databases: what each kind of question costs, in ms, median and p95.

Beside it, for the nearest within a day: a look at every session, and a plain index on (lat, lon).
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, TextClause, text

from benchmarks.country import COMMON, FIRST_YEAR, RARE, YEARS, fill, week_of
from benchmarks.measuring import timed
from benchmarks.postgresql import postgresql_in
from conversations.understanding.place import Gazetteer
from storage import finding, programme
from storage.database import Database
from storage.finding import Search
from storage.migrations import migrate
from storage.sessions import minutes, unit_vector
from storage.terms import FORMATS, THEMES

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PAGE = 6  # a page, and one more to know whether there are others
NOW = week_of(FIRST_YEAR + YEARS - 1) - timedelta(days=3)  # shortly before the last Week
DAY, WEEK = timedelta(days=1), timedelta(days=7)
Place = tuple[float, float]
Ask = Callable[[Place, Random], Search]


def _on_a_day(near: Place, random: Random, **more: Any) -> Search:
    start = week_of(NOW.year) + DAY * random.randrange(7)
    return Search(start=start, end=start + DAY, near=near, **more)


def _within(near: Place | None, start: datetime, **more: Any) -> Search:
    return Search(start=start, end=start + WEEK, near=near, **more)


KINDS: dict[str, Ask] = {
    "near, a day of the Week": _on_a_day,
    "near, the Week": lambda near, _: _within(near, week_of(NOW.year)),
    "near, from now on": lambda near, _: Search(start=NOW, near=near),
    "near, a past Week": lambda near, random: _within(near, week_of(FIRST_YEAR + random.randrange(YEARS - 1))),
    "near, within 10 km, the Week": lambda near, _: _within(near, week_of(NOW.year), radius_km=10),
    "near, a theme, a day": lambda near, random: _on_a_day(near, random, themes=(random.choice(THEMES[:12]),)),
    "near, a format, the Week": lambda near, random: _within(
        near, week_of(NOW.year), formats=(random.choice(FORMATS),)
    ),
    "near, a common word, the Week": lambda near, _: _within(near, week_of(NOW.year), words=COMMON),
    "near, some word, the Week": lambda near, random: _within(near, week_of(NOW.year), words=_word(random)),
    "near, a rare word, from now on": lambda near, _: Search(start=NOW, near=near, words=RARE),
    "a common word, from now on": lambda _, __: Search(start=NOW, words=COMMON),
    "some word, from now on": lambda _, random: Search(start=NOW, words=_word(random)),
    "a rare word, from now on": lambda _, __: Search(start=NOW, words=RARE),
    "a région's Week": lambda _, random: _within(None, week_of(NOW.year), region=random.choice(("11", "53", "06"))),
    "online, from now on": lambda _, __: Search(start=NOW, attendance="online"),
    "all, from now on": lambda _, __: Search(start=NOW),
}


def _word(random: Random) -> str:
    return f"mot{random.randrange(2000)}"


def asked_from(random: Random) -> Iterator[Place]:
    """Communes, as often as people live there."""
    places = [place for place in Gazetteer.load().all_places() if place.kind == "commune" and place.population]
    heaps = list(accumulate(place.population for place in places))
    while True:
        place = random.choices(places, cum_weights=heaps)[0]
        yield place.lat or 0.0, place.lon or 0.0


def measured(act: Callable[[Search], object], ask: Ask, times: int, seed: int) -> tuple[float, float]:
    """Median and 95th percentile in ms of what is done for a question, asked so many times from everywhere."""
    random = Random(seed)
    places = asked_from(random)
    took = sorted(timed(partial(act, ask(next(places), random)))[0] for _ in range(times))
    return statistics.median(took), took[int(len(took) * 0.95)]


def asked(tx: Connection, ask: Ask, times: int, seed: int) -> tuple[float, float]:
    """The same of a search and of what its page shows."""
    return measured(lambda search: programme.shown(tx, finding.find(tx, search, PAGE)), ask, times, seed)


PEERS = {
    "every session looked at": ("sessions not indexed", "sessions", ""),
    "a plain index on (lat, lon)": (
        "sessions indexed by plain", "sessions",
        "and lat between :lat - 0.9 and :lat + 0.9 and lon between :lon - 1.3 and :lon + 1.3",
    ),
}  # fmt: skip


def peers(tx: Connection, times: int, seed: int) -> dict[str, tuple[float, float]]:
    """The same of the nearest within a day, in the ways that one would write first."""
    tx.execute(text("create index plain on sessions (lat, lon)"))
    found = {}
    for name, (sqlite, postgresql, box) in PEERS.items():
        source = sqlite if tx.dialect.name == "sqlite" else postgresql
        query = text(
            f"select id, x * :x + y * :y + z * :z as cosine from {source} where takes_place and on_site"
            f" and ends > :start and starts < :end {box} order by cosine desc limit {PAGE}"
        )
        with _all_looked_at(tx) if not box else nullcontext():
            found[name] = measured(partial(_ask_peer, tx, query), _on_a_day, times, seed)
    tx.execute(text("drop index plain"))
    return found


def _ask_peer(tx: Connection, query: TextClause, search: Search) -> None:
    assert search.near and search.start and search.end
    values: dict[str, object] = {"lat": search.near[0], "lon": search.near[1]}
    values |= zip("xyz", unit_vector(*search.near), strict=True)
    tx.execute(query, values | {"start": minutes(search.start), "end": minutes(search.end)}).fetchall()


@contextmanager
def _all_looked_at(tx: Connection) -> Iterator[None]:
    """PostgreSQL uses no index meanwhile; SQLite is told so by the query."""
    scans = ("indexscan", "indexonlyscan", "bitmapscan") if tx.dialect.name == "postgresql" else ()
    for scan in scans:
        tx.execute(text(f"set local enable_{scan} = off"))
    yield
    for scan in scans:
        tx.execute(text(f"set local enable_{scan} = on"))


def main() -> None:
    """The first two tables of docs/scale.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20161114)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgresql_in(Path(folder)) as server:
        for name in options.databases:
            table: dict[str, list[tuple[float, float]]] = {}
            for size in options.sizes:
                made = server.make(f"search_{size}") if name == "postgresql" else f"sqlite:///{folder}/{size}.db"
                database = Database(made)
                migrate(database)
                fill(database, size)
                database.engine.dispose()  # a connection of its own, as a bot's that has just begun
                with database.tx() as tx:
                    for kind, ask in KINDS.items():
                        asked(tx, ask, 20, options.seed)  # so that all are warm
                        table.setdefault(kind, []).append(asked(tx, ask, options.times, options.seed))
                    for peer, took in peers(tx, max(options.times // 10, 5), options.seed).items():
                        table.setdefault(peer, []).append(took)
                database.close()
            print(f"\n{name}: ms, median / p95" + " " * 10 + "".join(f"{size:>18,}" for size in options.sizes))
            for kind, row in table.items():
                print(f"{kind:32}" + "".join(f"{f'{median:.2f} / {p95:.2f}':>18}" for median, p95 in row))


if __name__ == "__main__":
    main()
