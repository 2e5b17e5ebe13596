"""Alerts: whoever would find an event by asking hears of it when it comes up, and nobody else."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from storage import alerts, finding, notices, people
from storage.alerts import RADIUS_KM, Alert
from storage.answers import Answers
from storage.database import Database
from storage.finding import Search
from storage.terms import AUDIENCES, FORMATS, THEMES
from storage.zones import next_at
from tests.budget import examples
from tests.rules.databases import migrated
from tests.rules.test_moves import NOW
from tests.rules.test_programme import HOUR, MONDAY, accepted, place

ZOE = 5
NEAR = st.sampled_from([(48.85, 2.35), (48.6, 2.4), (49.4, 1.1), (-20.9, 55.5)])
WORDS = st.sampled_from(["", "guichet", "guichets uniques", "données", "jardin"])


def some(of: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(of[:3]), max_size=2, unique=True).map(tuple)


SEARCHES = st.builds(
    Search,
    near=st.none() | NEAR,
    radius_km=st.sampled_from([10.0, 100.0]),
    region=st.sampled_from([None, "11", "32"]),
    departement=st.sampled_from([None, "75"]),
    themes=some(THEMES),
    audiences=some(AUDIENCES),
    formats=some(FORMATS),
    accessibility=st.sampled_from([(), ("step_free",)]),
    attendance=st.sampled_from([None, "online", "on_site"]),
    words=WORDS,
    start=st.sampled_from([None, MONDAY + timedelta(days=1)]),
    end=st.sampled_from([None, MONDAY + timedelta(days=2)]),
    organisations=st.just(()),
    day=st.none(),
    edition=st.none(),
)
EVENTS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Un guichet unique", "Le jardin des données", "Rien"]),
        "themes": some(THEMES),
        "audiences": some(AUDIENCES),
        "format": st.sampled_from(FORMATS[:3]),
        "accessibility": st.sampled_from([[], ["step_free", "captions"]]),
        "attendance": st.sampled_from(["on_site", "online", "both"]),
    }
)


def set_alert(tx: Connection, search: Search, *, person: int = ZOE, daily: bool = False, name: int = 0) -> Alert:
    return alerts.add(
        tx, person=person, search=search, asked={"name": name}, timezone="Europe/Paris", daily=daily, now=NOW
    )


def told_of(tx: Connection) -> set[int]:
    """The alerts that will tell, once all that is to be compared is."""
    while due := [each for each in notices.due(tx, NOW + timedelta(days=30), 99, worker=0) if each.kind == "matching"]:
        notices.over(tx, [each.key for each in due])
        for each in due:
            alerts.match(tx, each.about, NOW)
    return set(tx.execute(select(alerts.hits.c.alert)).scalars())


@settings(max_examples=examples(25))
@given(EVENTS, NEAR, st.lists(st.sampled_from([0, 1, 3]), min_size=1, unique=True), st.lists(SEARCHES, max_size=6))
@example({"title": "Un guichet", "attendance": "online"}, (0.0, 0.0), [0], [Search(near=(0.0, 0.0))])
def test_an_alert_tells_of_exactly_what_its_search_finds(
    event: dict[str, Any], where: tuple[float, float], days: list[int], searches: list[Search]
) -> None:
    with migrated() as database, database.tx() as tx:
        people.welcome(tx, ZOE, "Zoé")
        made = {set_alert(tx, search, name=n).key: search for n, search in enumerate(searches)}
        starts = [MONDAY + timedelta(days=day) for day in sorted(days)]
        answers = Answers(place=place(*where), **event).with_sessions([(start, start + HOUR) for start in starts])
        accepted(tx, answers)
        fitting = set()
        for key, search in made.items():
            around = search._replace(radius_km=search.radius_km or RADIUS_KM) if search.near else search
            if finding.find(tx, around, 1):
                fitting.add(key)
        assert told_of(tx) == fitting


def test_what_fits_several_alerts_is_told_once(database: Database) -> None:
    with database.tx() as tx:
        people.welcome(tx, ZOE, "Zoé")
        near, about = set_alert(tx, Search(near=(48.85, 2.35)), name=1), set_alert(tx, Search(words="titre"), name=2)
        answers = Answers(title="Un titre", attendance="on_site", place=place())
        proposal = accepted(tx, answers.with_sessions([(MONDAY, MONDAY + HOUR)]))
        assert told_of(tx) == {near.key, about.key}
        assert alerts.take_hits(tx, near, NOW) == [proposal.key]
        assert alerts.take_hits(tx, about, NOW) == []


def test_once_a_day_waits_for_eight_in_the_morning_where_it_is(database: Database) -> None:
    with database.tx() as tx:
        people.welcome(tx, ZOE, "Zoé")
        for person, zone in ((ZOE, "Europe/Paris"), (6, "Indian/Reunion"), (7, "Pacific/Noumea")):
            alerts.add(tx, person=person, search=Search(), asked={}, timezone=zone, daily=True, now=NOW)
        set_alert(tx, Search(), person=8)
        accepted(tx, Answers(title="Un titre", attendance="online").with_sessions([(MONDAY, MONDAY + HOUR)]))
        told_of(tx)
        waiting = notices.due(tx, NOW + timedelta(days=2), 99, worker=0)
        due = {each.chat: each.due_at for each in waiting if each.kind == "alert"}
    assert {chat: at for chat, at in due.items() if chat != 8} == {
        chat: next_at(NOW, alerts.DAILY, zone)
        for chat, zone in ((ZOE, "Europe/Paris"), (6, "Indian/Reunion"), (7, "Pacific/Noumea"))
    }
    assert due[8] == NOW
    late = datetime.fromisoformat("2016-11-07T09:59:00+04:00")
    assert next_at(late, alerts.DAILY, "Indian/Reunion").isoformat() == "2016-11-08T08:00:00+04:00"


def test_more_alerts_than_are_compared_at_once_are_all_compared(database: Database) -> None:
    with database.tx() as tx:
        row = set_alert(tx, Search(), daily=True).model_dump(exclude={"id"})
        count = alerts.SLICE + 10
        tx.execute(insert(alerts.alerts), [row | {"person": 100 + n} for n in range(count)])
        accepted(tx, Answers(title="Un titre", attendance="online").with_sessions([(MONDAY, MONDAY + HOUR)]))
        assert len(told_of(tx)) == count + 1
        assert not tx.execute(select(alerts.rounds)).first()
