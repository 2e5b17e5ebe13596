"""A programme as large as asked: sessions all over France in thirteen years, half of them in the Weeks.

Written past the rules, as many rows at a time as the database takes, for nothing else could fill a million in minutes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, text

from conversations.understanding.place import Gazetteer
from storage import sessions
from storage.database import Database
from storage.editions import Edition, editions
from storage.proposals import proposals
from storage.sessions import SOURCE, Words, minutes, unit_vector
from storage.terms import FORMATS

FIRST_YEAR, YEARS = 2014, 13
WORDS_KNOWN, WORDS_EACH = 20_000, 24
BATCH = 5_000
RARE, COMMON = "rarissime", "commun"  # a word of one session in ten thousand, and one of a quarter of them


def week_of(year: int) -> datetime:
    """The Monday of that year's Week, in UTC."""
    day = datetime(year, 11, 14, tzinfo=UTC)
    return day - timedelta(days=day.weekday())


def fill(database: Database, count: int, seed: int = 20161114) -> None:
    """Fills an empty, migrated database with so many sessions."""
    random = Random(seed)
    with database.tx() as tx, _without_indexes(tx):
        _editions(tx)
        made = _sessions(count, random)
        while batch := list(islice(made, BATCH)):
            _add(tx, batch)
    with database.tx() as tx:
        tx.execute(text("analyze"))


@contextmanager
def _without_indexes(tx: Connection) -> Iterator[None]:
    """PostgreSQL makes an index of a million rows in less than it takes to keep one for each of them."""
    if tx.dialect.name != "postgresql":
        yield
        return
    query = "select indexname, indexdef from pg_indexes where tablename in ('sessions', 'session_words')"
    made = [(name, made) for name, made in tx.execute(text(query)).all() if " UNIQUE " not in made]
    for name, _ in made:
        tx.execute(text(f"drop index {name}"))
    yield
    for _, definition in made:
        tx.execute(text(definition))


def _editions(tx: Connection) -> None:
    rows = []
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        first = week_of(year).date()
        made = Edition(year=year, name=str(year), first_day=first, last_day=first + timedelta(days=6))
        rows.append(made.model_dump(exclude={"id"}))
    tx.execute(insert(editions), rows)


def _sessions(count: int, random: Random) -> Iterator[tuple[dict[str, Any], list[str], list[str]]]:
    """Each session, the terms of its title, and those of the rest of its text."""
    places = [place for place in Gazetteer.load().all_places() if place.kind == "commune" and place.population]
    heaps = list(accumulate(place.population for place in places))
    ranks = list(accumulate(1 / (n + 10) for n in range(WORDS_KNOWN)))
    for n in range(count):
        year = FIRST_YEAR + n * YEARS // count
        place = random.choices(places, cum_weights=heaps)[0]
        starts = _start(year, random)
        ends = starts + timedelta(minutes=random.choice((60, 90, 120, 180, 480)))
        lat, lon = (at + random.gauss(0, 0.02) for at in (place.lat or 0.0, place.lon or 0.0))
        words = [f"mot{word}" for word in random.choices(range(WORDS_KNOWN), cum_weights=ranks, k=WORDS_EACH)]
        if random.random() < 0.25:
            words.append(COMMON)
        if random.random() < 1 / 10_000:
            words.append(RARE)
        form = random.randrange(len(FORMATS))
        on_site = random.random() < 0.9
        yield (
            {
                "id": n + 1, "proposal": n + 1, "number": 1, "edition": year, "reference": f"{year}-{n + 1}",
                "title": f"Rencontre {n}", "title_en": "", "summary": "", "organisation": f"Organisation {n % 5000}",
                "place": place.name if on_site else "", "commune": place.code, "departement": place.departement,
                "region": place.region, "timezone": "Europe/Paris", "format": FORMATS[form],
                "on_site": on_site, "online": not on_site or random.random() < 0.1,
                "themes": 1 << random.randrange(12) | 1 << random.randrange(12), "audiences": 1 << random.randrange(8),
                "formats": 1 << form, "accessibility": random.randrange(16),
                "starts_at": starts, "ends_at": ends, "starts": minutes(starts), "ends": minutes(ends),
                "lat": lat, "lon": lon, **dict(zip("xyz", unit_vector(lat, lon), strict=True)), "seats": None,
            },
            words[:5],
            words[5:],
        )  # fmt: skip


def _start(year: int, random: Random) -> datetime:
    """Half of a year's sessions are in its Week, the others on any day before."""
    hour = timedelta(hours=random.randrange(8, 20), minutes=random.choice((0, 30)))
    if random.random() < 0.5:
        return week_of(year) + timedelta(days=random.randrange(7)) + hour
    return week_of(year) - timedelta(days=random.randrange(1, 340)) + hour


def _add(tx: Connection, batch: list[tuple[dict[str, Any], list[str], list[str]]]) -> None:
    rows = [row for row, _, _ in batch]
    now = rows[0]["starts_at"]
    events = [
        {
            "id": row["proposal"], "edition": row["edition"], "number": row["proposal"], "organiser": 1,
            "state": "accepted", "version": 1, "answers": {}, "title_key": f"rencontre {row['proposal']}",
            "created_at": now, "updated_at": now,
        }
        for row in rows
    ]  # fmt: skip
    tx.execute(insert(proposals), events)
    tx.execute(insert(sessions.sessions), rows)
    found_by = (Words("", title, rest).indexed(row["starts"], row["ends"]) for row, title, rest in batch)
    SOURCE[tx.dialect.name].index(tx, [row | {"terms": each} for row, each in zip(rows, found_by, strict=True)])
