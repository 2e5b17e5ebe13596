"""The programme: what is on where, when and about what."""

import math
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, case, func, select

from storage.analyser import fold, terms
from storage.proposals import proposals
from storage.quick import Quick
from storage.sessions import SOURCE, bits, minutes, moment, sessions, unit_vector
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES
from storage.zones import PARIS, ZONES

EARTH_KM = 6371.0088  # mean radius, IUGG
MINUTES_A_DAY = 24 * 60
MOST_TITLED = 100  # sessions of one title that are looked at
RING_KM = 100.0  # who asks near a place is mostly answered from here; wider, all sessions of the days cost less


class Search(NamedTuple):
    """What is looked for; an empty field asks for nothing. Times are aware, half open.

    `near` (WGS 84 degrees) orders by distance; without it titles that have the words come first, then the soonest.
    `day` is that of the beginning, on the clock of where it is.
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
    organisations: tuple[str, ...] = ()
    edition: int | None = None
    day: date | None = None


class Found(NamedTuple):
    """An event found, by the first of its sessions that fits; its distance in metres if asked near a place."""

    session: int
    proposal: int
    metres: float | None


class Hit(NamedTuple):
    """What a list shows of an event found; `taken` is how many of its seats are taken or waited for."""

    session: int
    metres: float | None
    reference: str
    title: str
    title_en: str
    organisation: str
    place: str
    timezone: str
    starts: int
    ends: int
    state: str
    seats: int | None
    online: bool
    taken: int

    @property
    def full(self) -> bool:
        """Whether one can only wait for a seat that the bot gives."""
        return self.seats is not None and self.taken >= self.seats

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
    "select reference, title, title_en, organisation, place, timezone, starts, ends, state, seats, online,"
    " case when seats is null then 0 else (select count(*) from registrations where session = sessions.id)"
    " + (select count(*) from waiting_list where session = sessions.id) end"
    " from sessions where id = :id"
)


def metres_from_cosine(cosine: float) -> float:
    """Great-circle metres between two places whose unit vectors have this dot product."""
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_KM * 1000


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle metres between two places (WGS 84 degrees)."""
    vectors = zip(unit_vector(*one), unit_vector(*other), strict=True)
    return metres_from_cosine(sum(a * b for a, b in vectors))


def find(tx: Connection, search: Search, most: int) -> list[Found]:
    """Up to `most` events: the nearest first, else those whose title has the words, and then the soonest."""
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
    if search.near is None and (sought := terms(search.words)):
        source = SOURCE[tx.dialect.name]
        order = f"case when {source.WORDS.format('titled')} then 0 else 1 end, {order}"
        values["titled"] = source.title(sought)
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


def places_of(tx: Connection, keys: Collection[int]) -> dict[int, tuple[float, float, str, str]]:
    """Where each of these sessions is that is somewhere: WGS 84 degrees, région and département."""
    query = select(sessions.c.id, sessions.c.lat, sessions.c.lon, sessions.c.region, sessions.c.departement)
    rows = tx.execute(query.where(sessions.c.id.in_(keys), sessions.c.on_site))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


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
    for column in ("region", "departement", "edition"):
        if wanted := getattr(search, column):
            where.append(f"{column} = :{column}")
            values[column] = wanted
    if search.organisations:
        named = {f"organisation{n}": name for n, name in enumerate(search.organisations)}
        where.append(f"organisation in ({', '.join(f':{name}' for name in named)})")
        values |= named
    if search.day:
        cases = " ".join(f"when '{name}' then {ahead}" for name, ahead in _ahead(search.day).items())
        where.append(f"(starts + case timezone {cases} else {_ahead(search.day)[PARIS]} end) / {MINUTES_A_DAY} = :day")
        values["day"] = minutes(datetime.combine(search.day, time(), UTC)) // MINUTES_A_DAY
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
        where.append(source.WORDS.format("words") if sought else "false")
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


# --- how much there is --------------------------------------------------------------------------


def count(tx: Connection, edition: int) -> int:
    """How many events of an edition take place."""
    number: int = tx.execute(_counting().where(*_of(edition))).scalar_one()
    return number


def count_by_region(tx: Connection, edition: int) -> dict[str, int]:
    """The same by région, the fullest first."""
    query = select(sessions.c.region, _distinct).where(*_of(edition), sessions.c.region != "")
    rows = tx.execute(query.group_by(sessions.c.region).order_by(_distinct.desc(), sessions.c.region))
    return {row[0]: row[1] for row in rows}


def organisations(tx: Connection, edition: int) -> list[str]:
    """Who organises something in an edition, also what does not take place, in the order of their names."""
    query = select(sessions.c.organisation).where(sessions.c.edition == edition).distinct()
    return list(tx.execute(query.order_by(sessions.c.organisation)).scalars())


def count_by_theme(tx: Connection, edition: int) -> dict[str, int]:
    """The same by theme."""

    def having(theme: str) -> Any:
        return _counting().where(*_of(edition), sessions.c.themes.op("&")(bits([theme], THEMES)) != 0)

    return {theme: tx.execute(having(theme)).scalar_one() for theme in THEMES}


def count_by_day(tx: Connection, edition: int, about: date) -> dict[date, int]:
    """The same by day, on the clocks of where they are, as these are set `about` that day."""
    ahead = _ahead(about)
    on_clock = sessions.c.starts + case(ahead, value=sessions.c.timezone, else_=ahead[PARIS])
    day = (on_clock // MINUTES_A_DAY).label("day")
    rows = tx.execute(select(day, _distinct).where(*_of(edition)).group_by(day))
    return {moment(number * MINUTES_A_DAY).date(): found for number, found in rows}


def called_off(tx: Connection, edition: int) -> list[int]:
    """The events of an edition of which no session takes place any more, in the order of their numbers."""
    there = select(sessions.c.proposal).where(*_of(edition))
    gone = (
        select(sessions.c.proposal).where(sessions.c.edition == edition, sessions.c.proposal.not_in(there)).distinct()
    )
    return list(tx.execute(gone.order_by(sessions.c.proposal)).scalars())


def newest(tx: Connection, edition: int, most: int) -> list[int]:
    """The events of an edition that came last or changed last, the last first."""
    known = select(proposals.c.id).where(proposals.c.edition == edition, proposals.c.agreed.is_not(None))
    return list(tx.execute(known.order_by(proposals.c.updated_at.desc(), proposals.c.id.desc()).limit(most)).scalars())


def _ahead(about: date) -> dict[str, int]:
    """How many minutes the clocks of our zones are ahead of UTC that day at noon."""
    noon = datetime.combine(about, time(12))
    return {name: int((ZoneInfo(name).utcoffset(noon) or timedelta()).total_seconds() // 60) for name in ZONES}


_distinct = func.count(sessions.c.proposal.distinct())


def _counting() -> Any:
    return select(_distinct)


def _of(edition: int) -> tuple[Any, Any]:
    return sessions.c.edition == edition, sessions.c.takes_place
