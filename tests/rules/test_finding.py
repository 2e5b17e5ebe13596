"""What the indexes find is what a look at everything finds, wherever on earth and whenever."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from storage import finding
from storage.analyser import terms
from storage.database import Database
from storage.finding import Found, Search, clocks, metres_from_cosine
from storage.sessions import SOURCE, bits, in_months, in_title, minutes, sessions, unit_vector
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES
from tests.budget import examples
from tests.rules.test_moves import fresh

NOW = datetime(2016, 11, 14, 9, tzinfo=UTC)
WORDS = ("budget", "numérique", "santé", "06", "l'eau")
PLACES = st.one_of(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.tuples(st.floats(48.7, 49.0), st.floats(2.1, 2.6)),
    st.tuples(st.sampled_from([-90.0, -89.99, 89.99, 90.0]), st.floats(-180, 180)),
    st.tuples(st.floats(-21, 0), st.sampled_from([-180.0, -179.99, 179.99, 180.0])),
).map(lambda at: (round(at[0], 7), round(at[1], 7)))
MOMENTS = st.integers(-60 * 24 * 3, 60 * 24 * 40).map(lambda n: NOW + timedelta(minutes=n))
LENGTHS = st.one_of(st.integers(1, 600), st.sampled_from([1440, 1441]), st.integers(1440, 60 * 24 * 60))
EVENT = st.fixed_dictionaries(
    {
        "proposal": st.integers(0, 3),
        "where": PLACES,
        "start": MOMENTS,
        "length": LENGTHS,
        "takes_place": st.sampled_from([True, True, True, False]),
        "on_site": st.sampled_from([True, True, False]),
        "online": st.booleans(),
        "region": st.sampled_from(["11", "53", ""]),
        "departement": st.sampled_from(["75", "35", ""]),
        "edition": st.sampled_from([2015, 2016]),
        "organisation": st.sampled_from(["Ville", "Région"]),
        "timezone": st.sampled_from(["Europe/Paris", "Pacific/Noumea", "America/Martinique"]),
        "themes": st.integers(0, 7),
        "audiences": st.integers(0, 3),
        "formats": st.integers(0, 3),
        "accessibility": st.integers(0, 3),
        "title": st.lists(st.sampled_from(WORDS), max_size=2),
        "told": st.lists(st.sampled_from(WORDS), max_size=2),
    }
)
SEARCH = st.builds(
    Search,
    start=st.none() | MOMENTS,
    end=st.none() | MOMENTS,
    near=st.none() | PLACES,
    radius_km=st.none() | st.sampled_from([1.0, 5.0, 100.0, 150.0, 20_000.0, 30_000.0]),
    nearest_km=st.none() | st.sampled_from([1.0, 2.0, 30.0, 500.0, 30_000.0]),
    region=st.none() | st.just("11"),
    departement=st.none() | st.just("35"),
    themes=st.sampled_from([(), (), (THEMES[0],), THEMES[:2]]),
    audiences=st.sampled_from([(), (), (AUDIENCES[0],)]),
    formats=st.sampled_from([(), (), (FORMATS[1],)]),
    accessibility=st.sampled_from([(), (), ACCESSIBILITY[:2]]),
    attendance=st.none() | st.sampled_from(["on_site", "online"]),
    words=st.sampled_from(["", "", "", *WORDS, "budget santé", "…"]),
    organisations=st.sampled_from([(), (), ("Ville",)]),
    edition=st.none() | st.just(2016),
    day=st.none() | st.integers(-2, 9).map(lambda n: date(2016, 11, 14) + timedelta(days=n)),
)


class Undone(Exception):
    """Nothing of an example is to stay."""


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(EVENT, min_size=1, max_size=14),
    st.lists(SEARCH, min_size=1, max_size=6),
    st.integers(1, 8),
    st.sampled_from([1, finding.FEW]),
)
def test_what_is_found_is_what_a_look_at_everything_finds(
    database: Database, events: list[dict[str, Any]], searches: list[Search], most: int, few: int
) -> None:
    with contextlib.suppress(Undone), database.tx() as tx:
        _agree(tx, events, searches, most, few)
        raise Undone


def _agree(tx: Connection, events: list[dict[str, Any]], searches: list[Search], most: int, few: int) -> None:
    keys = _publish(tx, events)
    for search in searches:
        found = finding.find(tx, search, most, few)
        wanted = _scan(keys, search, most)
        assert [(f.session, f.proposal) for f in found] == [(w.session, w.proposal) for w in wanted], search
        assert [f.metres for f in found] == [w.metres for w in wanted]
        assert finding.is_any(tx, search) == bool(_scan(keys, search._replace(near=None, radius_km=None), 1))


def _publish(tx: Connection, events: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    proposals = [fresh(tx).key for _ in range(4)]  # all of 2016; the sessions' own edition is what is searched
    stored = {}
    for number, event in enumerate(events):
        lat, lon = event["where"]
        ends = event["start"] + timedelta(minutes=event["length"])
        row = {column.name: event.get(column.name, "") for column in sessions.columns if column.name != "id"} | {
            "proposal": proposals[event["proposal"]], "number": number, "state": "planned",
             "title": "", "seats": None, "lat": lat, "lon": lon,
            "starts_at": event["start"], "ends_at": ends, "starts": minutes(event["start"]), "ends": minutes(ends),
            **dict(zip("xyz", unit_vector(lat, lon), strict=True)),
        }  # fmt: skip
        key = tx.execute(insert(sessions).values(**row).returning(sessions.c.id)).scalar_one()
        title, told = (terms(" ".join(event[of])) for of in ("title", "told"))
        found_by = sorted({*title, *told, *in_title(title), *in_months(row["starts"], row["ends"])})
        SOURCE[tx.dialect.name].index(tx, [row | {"id": key, "terms": found_by}])
        stored[key] = row | {"titled": {*title}, "terms": {*title, *told}}
    return stored


def _scan(stored: dict[int, dict[str, Any]], search: Search, most: int) -> list[Found]:
    """What fits, looked at one by one."""
    if search.attendance == "online":
        search = search._replace(near=None, radius_km=None)
    near = unit_vector(*search.near) if search.near else None
    rows = []
    for key, row in stored.items():
        cosine = row["x"] * near[0] + row["y"] * near[1] + row["z"] * near[2] if near else 0.0
        if _fits(row, search) and (not near or row["on_site"]) and _is_within(cosine, search):
            rows.append((-cosine, not _has(row["titled"], search) or bool(near), row["starts"], key, row["proposal"]))
    first: dict[int, Found] = {}
    for cosine, _, _, key, proposal in sorted(rows):
        first.setdefault(proposal, Found(key, proposal, metres_from_cosine(-cosine) if near else None))
    found = list(first.values())[:most]
    return found if found and _is_near(found[0], search) else []


def _is_near(nearest: Found, search: Search) -> bool:
    return nearest.metres is None or search.nearest_km is None or nearest.metres <= search.nearest_km * 1000


def _is_within(cosine: float, search: Search) -> bool:
    if search.near is None or search.radius_km is None:
        return True
    return metres_from_cosine(cosine) <= search.radius_km * 1000


def _has(having: set[str], search: Search) -> bool:
    return bool(search.words) and bool(terms(search.words)) and {*terms(search.words)} <= having


def _fits(row: dict[str, Any], search: Search) -> bool:
    at = minutes(search.start) if search.start else None
    until = minutes(search.end) if search.end else None
    local = row["starts"] + clocks(search.day)[row["timezone"]] if search.day else 0
    day = (search.day - date(2010, 1, 1)).days if search.day else 0
    return (
        row["takes_place"]
        and (at is None or until is None or at < until)
        and (at is None or row["ends"] > at)
        and (until is None or row["starts"] < until)
        and all(getattr(search, of) in (None, row[of]) for of in ("region", "departement", "edition"))
        and (not search.organisations or row["organisation"] in search.organisations)
        and (not search.day or local // 1440 == day)
        and all(
            not getattr(search, of) or row[of] & bits(getattr(search, of), codes)
            for of, codes in (("themes", THEMES), ("audiences", AUDIENCES), ("formats", FORMATS))
        )
        and row["accessibility"] & (wanted := bits(search.accessibility, ACCESSIBILITY)) == wanted
        and (not search.attendance or row[search.attendance])
        and (not search.words or _has(row["terms"], search))
    )
