"""The search of the programme: each question by the index that makes it cost what it gives, however much there is.

Near a place, rings are widened until enough is found (an index of places and times together); else sessions are walked
in the order of their beginnings. Words that few sessions have are looked up first, all others are asked of each session
that is looked at. What an index gives is always looked at again: the answers are those of a scan of everything.
"""

import math
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage.analyser import terms
from storage.database import read_once
from storage.quick import Quick
from storage.sessions import LONG, SOURCE, bits, in_months, in_title, minutes, unit_vector
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES
from storage.zones import PARIS, ZONES

NEWEST = "newest session"
EARTH_KM = 6371.0088  # mean radius, IUGG
MINUTES_A_DAY = 24 * 60
FIRST_KM = (3.0, 30.0)  # of the first ring, at least and at most
FIRST_OF = 3000.0  # kilometres of the first ring times the root of how many sessions there are: so it holds as many
WIDEST_KM = 100.0  # in a wider one there is more than in the days that are asked for
SHORT = timedelta(days=2)
FEW = 500  # sessions that have the words: looking at each costs less than asking others whether they have them
MOST_MONTHS = 24  # of a time that is asked for, as terms beside the words
EDGE = 1e-6  # degrees that a box is wider, so that nothing is lost by rounding
NEARNESS = "x * :x + y * :y + z * :z"  # the cosine of the angle between a session and the place


class Search(NamedTuple):
    """What is looked for; an empty field asks for nothing. Times are aware, half open.

    `near` (WGS 84 degrees) orders by distance; without it titles that have the words come first, then the soonest.
    Where the nearest is further than `nearest_km`, nothing is found.
    `day` is that of the beginning, on the clock of where it is.
    """

    start: datetime | None = None
    end: datetime | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    nearest_km: float | None = None
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


def metres_from_cosine(cosine: float) -> float:
    """Great-circle metres between two places whose unit vectors have this dot product."""
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_KM * 1000


_latest = Quick("select max(starts) from sessions")
_newest = Quick("select max(id) from sessions")


def find(tx: Connection, search: Search, most: int, few: int = FEW) -> list[Found]:
    """Up to `most` events: the nearest first, else those whose title has the words, and then the soonest.

    Words that no more than `few` sessions have are looked up; others are asked of each.
    """
    if search.attendance == "online":  # what is online has no place to be near to
        search = search._replace(near=None, radius_km=None)
    if _is_void(search):
        return []
    asking, sought = _Asking(tx, search, few), terms(search.words)
    if search.near:
        return _nearest(asking.having(sought), most)
    if not sought:
        return asking.soonest(most)
    titled = asking.having(in_title(sought)).soonest(most)
    if len(titled) == most:
        return titled
    others = asking.having(sought).soonest(most)  # those whose title has the words are among all that have them
    known = {found.proposal for found in titled}
    return [*titled, *(found for found in others if found.proposal not in known)][:most]


def is_any(tx: Connection, search: Search) -> bool:
    """Whether something fits; distances are not looked at."""
    if _is_void(search):
        return False
    asking = _Asking(tx, search._replace(near=None, radius_km=None), FEW)
    return bool(asking.having(terms(search.words)).soonest(1))


def tidy(tx: Connection) -> None:
    """Keeps the indexes as fast as they can be; once in a while, and after much was published."""
    SOURCE[tx.dialect.name].tidy(tx)


def _is_void(search: Search) -> bool:
    """Whether nothing can fit: words that are none, or a time that ends before it begins."""
    if search.words and not terms(search.words):
        return True
    return search.start is not None and search.end is not None and minutes(search.end) <= minutes(search.start)


def _nearest(asking: "_Asking", most: int) -> list[Found]:
    """Those within the radius; none where the first of them is not near enough."""
    radius, nearest = (math.inf if km is None else km for km in (asking.search.radius_km, asking.search.nearest_km))
    found = asking.at_any_distance(most) if asking.looked_up else _in_rings(asking, most, radius, min(radius, nearest))
    return found if found and (found[0].metres or 0) <= nearest * 1000 else []


def _in_rings(asking: "_Asking", most: int, radius: float, reach: float) -> list[Found]:
    """In rings, wider and wider until enough is found: whatever is beyond is further. Where there is nothing, not
    beyond the `reach` of the first.
    """
    km = min(asking.first_km, radius)
    while km <= WIDEST_KM:
        found = asking.around(km, most)
        if len(found) >= most or km == radius or (not found and km >= reach):
            return found
        km = min(km * 3, radius) if found else min(km * 10, reach)
    return asking.at_any_distance(most)


class _Asking:
    """One search as SQL: what sessions must fulfil, and the values of that; `looked_up`: they are, by their words."""

    def __init__(self, tx: Connection, search: Search, few: int) -> None:
        self._tx, self.search, self._few, self._source = tx, search, few, SOURCE[tx.dialect.name]
        self._where, self._values = _conditions(search)
        self.looked_up = self._words = False
        self._nearness, self._order = "null", "starts, id"
        if search.near:
            self._nearness, self._order = NEARNESS, "cosine desc, starts, id"
            self._where.append("on_site")
            self._values |= dict(zip("xyz", unit_vector(*search.near), strict=True))

    def having(self, sought: list[str]) -> "_Asking":
        """The same, of sessions that have all of these terms."""
        if not sought:
            return self
        same, words = copy(self), self._source.matching(sought, self._months)
        many = f"select 1 from session_words where {self._source.MATCH} limit 1 offset :few"
        same._words = True
        same.looked_up = not _statement(many, True).run(self._tx, words | {"few": self._few}).fetchone()
        condition, values = (self._source.MATCH, words) if same.looked_up else self._source.having_each(sought)
        same._where, same._values = [*self._where, condition], self._values | values
        return same

    @cached_property
    def _months(self) -> list[str]:
        """The months in which what fits may be; none where there are too many."""
        if self.search.start is None:
            return []
        last = _latest.run(self._tx, {}).fetchone()[0] if self.search.end is None else minutes(self.search.end)
        months = in_months(minutes(self.search.start), last or 0)
        return months if len(months) <= MOST_MONTHS else []

    @property
    def first_km(self) -> float:
        """How wide the first ring is: the fewer sessions there are, the wider."""
        newest = read_once(self._tx, NEWEST, lambda: _newest.run(self._tx, {}).fetchone()[0]) or 1  # about as many
        return max(FIRST_KM[0], min(FIRST_OF / math.sqrt(newest), FIRST_KM[1]))

    def around(self, km: float, most: int) -> list[Found]:
        """The nearest within so many kilometres, by the index of places and times."""
        assert self.search.near
        start, end = self.search.start, self.search.end
        short = start is not None and end is not None and end - start <= SHORT
        time = self._source.at_the_time(start is not None, end is not None, short)
        within, values = _within(km)
        part = self._select(self._source.AROUND, [self._source.BOX, *time, *self._where, *within])
        return self._events(part, values | _box(*self.search.near, km), most)

    def at_any_distance(self, most: int) -> list[Found]:
        """The nearest of all at that time, within the radius where there is one."""
        within, values = _within(self.search.radius_km)
        return self._events(" union all ".join(self._at_the_time(within)), values, most)

    def soonest(self, most: int) -> list[Found]:
        """Those that begin first."""
        orders = ("starts, id", "starts + 0, id")  # the second not by the index of beginnings: the long ones are few
        parts = (
            f"select * from ({part} order by {order} limit :most) as part"
            for part, order in zip(self._at_the_time([]), orders, strict=False)
        )
        return self._events(" union all ".join(parts), {}, most)

    def _at_the_time(self, more: list[str]) -> list[str]:
        """A select of the sessions that begin in the time asked for or shortly before it, and one of those that are so
        long that they may have begun whenever before.
        """
        if self.looked_up:
            return [self._select(self._source.HAVING, [*self._where, *more])]
        if self.search.start is None:
            return [self._select("sessions", [*self._where, *more])]
        return [
            self._select("sessions", ["starts >= :early", *self._where, *more]),
            self._select(self._source.FROM_LONG, [f"ends - starts > {LONG}", "+starts < :early", *self._where, *more]),
        ]

    def _select(self, source: str, where: list[str]) -> str:
        columns = f"sessions.id as id, proposal, {self._nearness} as cosine, starts"
        return f"select {columns} from {source} where {' and '.join(where)}"

    def _events(self, rows: str, values: dict[str, object], most: int) -> list[Found]:
        """An event of several sessions is found once: by its first."""
        statement = _statement(f"{rows} order by {self._order} limit :most", self._words)
        wanted = most
        while True:
            wanted *= 2
            found = statement.run(self._tx, self._values | values | {"most": wanted}).fetchall()
            first: dict[int, Found] = {}
            for session, proposal, cosine, _ in found:
                if proposal not in first:
                    metres = None if cosine is None else metres_from_cosine(cosine)
                    first[proposal] = Found(session, proposal, metres)
            if len(first) >= most or len(found) < wanted:
                return list(first.values())[:most]


@lru_cache(maxsize=512)
def _statement(sql: str, words: bool) -> Quick:
    return Quick(sql, anew=words)  # how many have a word decides how it is best done


def _conditions(search: Search) -> tuple[list[str], dict[str, object]]:
    """What sessions must fulfil, but for words and distance, and the values of that, as SQL."""
    where = ["takes_place"]
    values: dict[str, object] = {}
    if search.start is not None:
        where.append("ends > :start")
        values |= {"start": minutes(search.start), "early": minutes(search.start) - LONG}
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
        _on_the_day(search.day, where, values)
    for column, of in (("themes", THEMES), ("audiences", AUDIENCES), ("formats", FORMATS)):
        if codes := getattr(search, column):
            where.append(f"({column} & :{column}) <> 0")
            values[column] = bits(codes, of)
    if search.accessibility:
        where.append("(accessibility & :accessibility) = :accessibility")
        values["accessibility"] = bits(search.accessibility, ACCESSIBILITY)
    if search.attendance:
        where.append("online" if search.attendance == "online" else "on_site")
    return where, values


def _on_the_day(day: date, where: list[str], values: dict[str, object]) -> None:
    """That they begin on a day, by the clock of where they are; wherever it is, within a day of the same in UTC."""
    ahead = clocks(day)
    cases = " ".join(f"when '{name}' then {ahead[name]}" for name in ahead)
    number = minutes(datetime.combine(day, time(), UTC)) // MINUTES_A_DAY
    where.append("starts >= :day_early and starts < :day_late")
    where.append(f"(starts + case timezone {cases} else {ahead[PARIS]} end) / {MINUTES_A_DAY} = :day")
    values |= {"day": number, "day_early": (number - 1) * MINUTES_A_DAY, "day_late": (number + 2) * MINUTES_A_DAY}


def clocks(about: date) -> dict[str, int]:
    """How many minutes the clocks of our zones are ahead of UTC that day at noon."""
    noon = datetime.combine(about, time(12))
    return {name: int((ZoneInfo(name).utcoffset(noon) or timedelta()).total_seconds() // 60) for name in ZONES}


def _within(km: float | None) -> tuple[list[str], dict[str, object]]:
    """That sessions are no further than that."""
    if km is None:
        return [], {}
    return [f"{NEARNESS} >= :cosine"], {"cosine": math.cos(min(math.pi, km / EARTH_KM))}


def _box(lat: float, lon: float, km: float) -> dict[str, object]:
    """The degrees that hold every place within so many kilometres; round a pole and over the date line, all of them."""
    angle = km / EARTH_KM
    north = math.degrees(angle) + EDGE
    sine = math.sin(min(angle, math.pi / 2)) / max(math.cos(math.radians(lat)), 1e-12)
    east = math.degrees(math.asin(sine)) + EDGE if sine < 1 else 360.0
    over = lon - east < -180 or lon + east > 180
    west, east = (-180.0, 180.0) if over else (lon - east, lon + east)
    return {"south": lat - north, "north": lat + north, "west": west, "east": east}
