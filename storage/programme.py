"""The programme: what is on where, when and about what."""

import math
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from storage.analyser import fold, terms
from storage.quick import Quick
from storage.sessions import SOURCE, bits, minutes, moment, unit_vector
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES

EARTH_KM = 6371.0088  # mean radius, IUGG
MOST_TITLED = 100  # sessions of one title that are looked at
RING_KM = 100.0  # who asks near a place is mostly answered from here; wider, all sessions of the days cost less


class Search(NamedTuple):
    """What is looked for; an empty field asks for nothing. Times are aware, half open.

    `near` (WGS 84 degrees) orders by distance, without it the soonest comes first.
    """

    start: datetime | None = None
    end: datetime | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    region: str | None = None
    departement: str | None = None
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    attendance: str | None = None
    words: str = ""


class Found(NamedTuple):
    """An event found, by the first of its sessions that fits; its distance in metres if asked near a place."""

    session: int
    proposal: int
    metres: float | None


class Hit(NamedTuple):
    """What a list shows of an event found."""

    session: int
    metres: float | None
    reference: str
    title: str
    organisation: str
    place: str
    timezone: str
    starts: int
    ends: int
    state: str
    seats: int | None

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return moment(self.starts)

    @property
    def end(self) -> datetime:
        """When it ends, in UTC."""
        return moment(self.ends)


_titled = Quick(
    "select sessions.id, sessions.proposal, sessions.title from proposals"
    " join sessions on sessions.proposal = proposals.id"
    " where proposals.title_key = :key and takes_place order by ends < :now, starts, sessions.id limit :most"
)
_shown = Quick(
    "select reference, title, organisation, place, timezone, starts, ends, state, seats from sessions where id = :id"
)


def metres_from_cosine(cosine: float) -> float:
    """Great-circle metres between two places whose unit vectors have this dot product."""
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_KM * 1000


def find(tx: Connection, search: Search, most: int) -> list[Found]:
    """Up to `most` events: the nearest first, else the soonest."""
    if search.attendance == "online":  # what is online has no place to be near to
        search = search._replace(near=None, radius_km=None)
    if search.near is None or search.radius_km is not None:
        return _run(tx, search, search.radius_km, most)
    near = _run(tx, search, RING_KM, most)
    return near if len(near) >= most else _run(tx, search, None, most)


def titled(tx: Connection, title: str, now: datetime) -> list[Found]:
    """The events of exactly that title, however it is spelt, those still to come first."""
    key = fold(title)
    rows = _titled.run(tx, {"key": key, "now": minutes(now), "most": MOST_TITLED}).fetchall()
    first: dict[int, Found] = {}
    for session, proposal, agreed in rows:
        if fold(agreed) == key:  # a title that is only proposed is nobody's to find
            first.setdefault(proposal, Found(session, proposal, None))
    return list(first.values())


def shown(tx: Connection, found: Iterable[Found]) -> list[Hit]:
    """What a list shows of events found, in their order."""
    rows = ((each, _shown.run(tx, {"id": each.session}).fetchone()) for each in found)
    return [Hit._make((each.session, each.metres, *row)) for each, row in rows]


def _run(tx: Connection, search: Search, within_km: float | None, most: int) -> list[Found]:
    condition, cosine, values = _condition(tx.dialect.name, search, within_km)
    order = "cosine desc, starts, id" if search.near else "starts, id"
    sql = f"select id, proposal, {cosine} as cosine from sessions where {condition} order by {order} limit :most"
    wanted = most
    while True:
        wanted *= 2  # an event of several sessions is found once: by its first
        rows = _statement(sql).run(tx, values | {"most": wanted}).fetchall()
        first: dict[int, Found] = {}
        for session, proposal, nearness in rows:
            if proposal not in first:
                metres = metres_from_cosine(nearness) if search.near else None
                first[proposal] = Found(session, proposal, metres)
        if len(first) >= most or len(rows) < wanted:
            return list(first.values())[:most]


def is_any(tx: Connection, search: Search) -> bool:
    """Whether something fits; distances are not looked at."""
    condition, _, values = _condition(tx.dialect.name, search._replace(near=None), None)
    row = _statement(f"select 1 from sessions where {condition} limit 1").run(tx, values).fetchone()
    return row is not None


@lru_cache(maxsize=512)
def _statement(sql: str) -> Quick:
    return Quick(sql)


def _condition(dialect: str, search: Search, within_km: float | None) -> tuple[str, str, dict[str, object]]:
    """What rows must fulfil, how near they are (the cosine of the angle), and the values of both, as SQL."""
    where = ["takes_place"]
    values: dict[str, object] = {}
    if search.start is not None:
        where.append("ends > :start")
        values["start"] = minutes(search.start)
    if search.end is not None:
        where.append("starts < :end")
        values["end"] = minutes(search.end)
    for column in ("region", "departement"):
        if code := getattr(search, column):
            where.append(f"{column} = :{column}")
            values[column] = code
    for column, of in (("themes", THEMES), ("audiences", AUDIENCES), ("formats", FORMATS)):
        if codes := getattr(search, column):
            where.append(f"({column} & :{column}) <> 0")
            values[column] = bits(codes, of)
    if search.accessibility:
        where.append("(accessibility & :accessibility) = :accessibility")
        values["accessibility"] = bits(search.accessibility, ACCESSIBILITY)
    if search.attendance:
        where.append("online" if search.attendance == "online" else "on_site")
    source = SOURCE[dialect]
    if search.words:
        sought = terms(search.words)
        where.append(source.WORDS if sought else "false")
        values |= {"words": source.words(sought)} if sought else {}
    cosine = "0.0"
    if search.near is not None:
        cosine = "x * :x + y * :y + z * :z"
        values |= dict(zip("xyz", unit_vector(*search.near), strict=True))
        where.append("on_site")
        if within_km is not None:
            where.append(f"{cosine} >= :cosine")
            values["cosine"] = math.cos(min(math.pi, within_km / EARTH_KM))
        if within_km is not None and within_km <= RING_KM:
            where.append(source.BOX)
            values |= _box(*search.near, within_km)
    return " and ".join(where), cosine, values


def _box(lat: float, lon: float, within_km: float) -> dict[str, float]:
    """The degrees that hold every place within so many kilometres."""
    north = math.degrees(within_km / EARTH_KM)
    east = math.degrees(math.asin(min(1.0, math.sin(within_km / EARTH_KM) / math.cos(math.radians(lat)))))
    return {"south": lat - north, "north": lat + north, "west": lon - east, "east": lon + east}
