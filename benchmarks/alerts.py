"""A hundred thousand alerts against three hundred events that are published: how long each step holds the loop, and how
long all of it takes, beside the same comparison written as a loop in Python.

    python -m benchmarks.alerts [--alerts 100000] [--events 300] [--database URL]
"""

import argparse
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from conversations.understanding.place import Gazetteer, Place
from storage import alerts, editions, lifecycle, notices, people, proposals
from storage.alerts import SLICE
from storage.analyser import terms
from storage.answers import Answers, EventPlace
from storage.database import Database
from storage.editions import Edition
from storage.finding import Search
from storage.migrations import migrate
from storage.sessions import sessions_of
from storage.terms import FORMATS, THEMES

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)
WORDS = "données climat jardin santé école mobilité budget accueil design numérique".split()
AT_ONCE = 2_000  # rows that are written in one transaction
COMPARED = 5  # events that the loop in Python is given


def search(chance: random.Random, towns: list[Place]) -> Search:
    """What people look for: mostly near their town, some in a région, many of a kind, some with a word."""
    town = chance.choice(towns)
    near = chance.random() < 0.8
    return Search(
        near=(town.lat or 0, town.lon or 0) if near else None,
        radius_km=chance.choice([10.0, 30.0, 30.0, 100.0]) if near else None,
        region=None if near or chance.random() < 0.5 else town.region,
        themes=(chance.choice(THEMES),) if chance.random() < 0.4 else (),
        formats=(chance.choice(FORMATS),) if chance.random() < 0.3 else (),
        words=chance.choice(WORDS) if chance.random() < 0.2 else "",
    )


def fill(database: Database, chance: random.Random, towns: list[Place], count: int) -> None:
    """So many alerts, each of another person."""
    rows, words = [], []
    for n in range(count):
        asked = search(chance, towns)
        row = alerts.Alert(person=10_000 + n, asked={}, created_at=NOW, daily=chance.random() < 0.7)
        values = row.model_dump(exclude={"id"}) | alerts.sought(asked)
        rows.append(values | {"id": n + 1})
        words += [{"alert": n + 1, "term": term} for term in terms(asked.words)]
    for table, made in ((alerts.alerts, rows), (alerts.alert_terms, words)):
        for start in range(0, len(made), AT_ONCE):
            with database.tx() as tx:
                tx.execute(insert(table), made[start : start + AT_ONCE])


def publish(tx: Connection, chance: random.Random, towns: list[Place], n: int) -> int:
    """An event somewhere; gives its proposal's number."""
    town = chance.choice(towns)
    place = EventPlace(
        code=town.code or "",
        name=town.name,
        departement=town.departement,
        region=town.region,
        lat=town.lat or 0,
        lon=town.lon or 0,
        timezone=town.timezone,
    )
    told = " ".join(chance.sample(WORDS, 3))
    answers = Answers(
        title=f"Événement {n} : {told}",
        format=chance.choice(FORMATS),
        themes=chance.sample(THEMES, 2),
        attendance="on_site",
        place=place,
    )
    start = NOW + timedelta(days=chance.randrange(7, 14))
    answers = answers.with_sessions([(start, start + timedelta(hours=2))])
    proposal = proposals.start(tx, edition=2016, organiser=5, answers=answers, now=NOW)
    lifecycle.submit(tx, proposal, now=NOW)
    lifecycle.accept(tx, proposal, by=5, now=NOW)
    return proposal.key


def match_all(database: Database, keys: list[int]) -> list[float]:
    """Compares them as the bot does, a transaction a step; gives the seconds of each."""
    steps = []
    for key in keys:
        of_this = select(alerts.rounds.c.upto).where(alerts.rounds.c.proposal == key)
        going = True
        while going:
            began = time.perf_counter()
            with database.tx() as tx:
                alerts.match(tx, key, NOW)
                going = tx.execute(of_this).first() is not None
            steps.append(time.perf_counter() - began)
    return steps


def in_python(database: Database, keys: list[int]) -> float:
    """Seconds an event that a loop over all alerts takes, which are read once for all."""
    c = alerts.alerts.c
    with database.tx() as tx:
        rows = tx.execute(select(c.x, c.y, c.z, c.nearness, c.region, c.themes, c.formats)).all()
        events = [sessions_of(tx, key)[0] for key in keys[:COMPARED]]
    began = time.perf_counter()
    for event in events:
        _ = [
            row
            for row in rows
            if (row[3] == alerts.ANYWHERE or row[0] * event.x + row[1] * event.y + row[2] * event.z >= row[3])
            and row[4] in ("", event.region)
            and (not row[5] or row[5] & event.themes)
            and (not row[6] or row[6] & event.formats)
        ]
    return (time.perf_counter() - began) / len(events)


def main() -> None:
    """Fills, publishes, compares, prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--alerts", type=int, default=100_000)
    options.add_argument("--events", type=int, default=300)
    options.add_argument("--database", help="an empty database; a new SQLite file where none is given")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(chosen.database or f"sqlite:///{folder}/bench.db")
        migrate(database)
        run(database, chosen.alerts, chosen.events)
        database.close()


def run(database: Database, count: int, events: int) -> None:
    """One measurement."""
    chance = random.Random(25)
    towns = [place for place in Gazetteer.load().all_places() if place.population > 2_000]
    with database.tx() as tx:
        editions.add(tx, Edition(year=2016, name="x", first_day=date(2016, 11, 14), last_day=date(2016, 11, 20)))
        people.welcome(tx, 5, "Camille")
    fill(database, chance, towns, count)
    keys = []
    for n in range(events):
        with database.tx() as tx:
            keys.append(publish(tx, chance, towns, n))
    steps = match_all(database, keys)
    with database.tx() as tx:
        hits = tx.execute(select(func.count()).select_from(alerts.hits)).scalar_one()
        of_alerts = select(func.count()).select_from(notices.notices).where(notices.notices.c.kind == "alert")
        noted = tx.execute(of_alerts).scalar_one()
    a_loop = in_python(database, keys) * 1000
    cuts = statistics.quantiles(steps, n=20)
    median, p95, longest = (seconds * 1000 for seconds in (cuts[9], cuts[18], max(steps)))
    an_event = sum(steps) / events * 1000
    print(f"{count} alerts, {events} events, {SLICE} alerts a step, {database.engine.dialect.name}")
    print(f"  {len(steps)} steps, median {median:.1f} ms, p95 {p95:.1f}, longest {longest:.1f}")
    print(f"  in all {sum(steps):.1f} s, an event {an_event:.0f} ms; {hits} hits, {noted} messages wait")
    print(f"  a loop in Python, without words and times: {a_loop:.0f} ms an event, in one piece")


if __name__ == "__main__":
    main()
