"""The programme: every session of every accepted event, and what is on where, when and about what."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, Index, delete, func, insert, select
from sqlmodel import Field

from storage import programme_postgresql, programme_sqlite
from storage.analyser import terms
from storage.database import Keyed, records, table_of
from storage.proposals import Answers, Proposal
from storage.quick import Quick
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES

EARTH_KM = 6371.0088  # mean radius, IUGG
RING_KM = 100.0  # who asks near a place is mostly answered from here; wider, all sessions of the days cost less
SOURCE = {"sqlite": programme_sqlite, "postgresql": programme_postgresql}
# Whatever a search looks at, in an index: the rows themselves are wide, and read only when they are shown.
SEARCHED = (
    "ends", "starts", "proposal", "on_site", "online", "region", "departement",
    "themes", "audiences", "formats", "accessibility", "x", "y", "z",
)  # fmt: skip
BASE = datetime(2010, 1, 1, tzinfo=UTC)


class Listing(Keyed, table=True):
    """One session as the programme lists it. `starts` and `ends` are minutes since 2010 (UTC);
    `x`, `y`, `z` the place as a unit vector; themes, audiences and formats are bit sets over `storage.terms`.
    """

    __tablename__ = "listings"
    __table_args__ = (Index("listings_searched", *SEARCHED), {"sqlite_autoincrement": True})

    proposal: int = Field(foreign_key="proposals.id", index=True)
    edition: int
    reference: str
    title: str
    summary: str
    organisation: str
    place: str
    commune: str
    departement: str
    region: str
    timezone: str
    format: str
    on_site: bool
    online: bool
    themes: int
    audiences: int
    formats: int
    accessibility: int = 0
    starts_at: datetime
    ends_at: datetime
    starts: int
    ends: int
    lat: float
    lon: float
    x: float
    y: float
    z: float


listings = table_of(Listing)


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

    listing: int
    proposal: int
    metres: float | None


class Hit(NamedTuple):
    """What a list shows of an event found."""

    listing: int
    metres: float | None
    reference: str
    title: str
    organisation: str
    place: str
    timezone: str
    starts: int
    ends: int

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return moment(self.starts)

    @property
    def end(self) -> datetime:
        """When it ends, in UTC."""
        return moment(self.ends)


_shown = Quick("select reference, title, organisation, place, timezone, starts, ends from listings where id = :id")


def minutes(at: datetime) -> int:
    """Whole minutes from 2010 to an aware moment."""
    return int((at - BASE).total_seconds() // 60)


def moment(after: int) -> datetime:
    """The moment, in UTC, that many minutes after the beginning of 2010."""
    return datetime.fromtimestamp(BASE.timestamp() + after * 60, UTC)


def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """A place on the unit sphere; the dot product of two is the cosine of the angle between them."""
    phi, lam = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def metres_from_cosine(cosine: float) -> float:
    """Great-circle metres between two places whose unit vectors have this dot product."""
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_KM * 1000


def bits(codes: Iterable[str], of: tuple[str, ...]) -> int:
    """A set of codes as an integer, a bit for each place in the list."""
    return sum(1 << of.index(code) for code in set(codes))


def publish(tx: Connection, proposal: Proposal, answers: Answers) -> None:
    """Puts an accepted event into the programme, in place of what was listed of it before."""
    remove(tx, proposal)
    place = answers.place if answers.on_site else None
    lat, lon = (place.lat, place.lon) if place else (0.0, 0.0)
    x, y, z = unit_vector(lat, lon)
    common = {
        "proposal": proposal.key,
        "edition": proposal.edition,
        "reference": proposal.reference,
        "title": answers.title or "",
        "summary": answers.summary or "",
        "organisation": answers.organisation or "",
        "place": place.name if place else "",
        "commune": place.code if place else "",
        "departement": place.departement if place else "",
        "region": place.region if place else "",
        "timezone": answers.zone,
        "format": answers.format or "",
        "on_site": place is not None,
        "online": answers.online,
        "themes": bits(answers.themes, THEMES),
        "audiences": bits(answers.audiences, AUDIENCES),
        "formats": bits([answers.format] if answers.format else [], FORMATS),
        "accessibility": bits((), ACCESSIBILITY),
        "lat": lat,
        "lon": lon,
        "x": x,
        "y": y,
        "z": z,
    }
    words = " ".join(terms(f"{answers.title} {answers.summary} {answers.organisation} {answers.venue or ''}"))
    for session in answers.sessions:
        start, end = session.start.astimezone(UTC), session.end.astimezone(UTC)
        times = {"starts_at": start, "ends_at": end, "starts": minutes(start), "ends": minutes(end)}
        added = insert(listings).values(**common, **times).returning(listings.c.id)
        key: int = tx.execute(added).scalar_one()
        SOURCE[tx.dialect.name].index(tx, key, place is not None, lat, lon, words)


def remove(tx: Connection, proposal: Proposal) -> None:
    """Takes an event out of the programme, and the reminders of its sessions with it."""
    for key in tx.execute(select(listings.c.id).where(listings.c.proposal == proposal.id)).scalars().all():
        SOURCE[tx.dialect.name].unindex(tx, key)
    tx.execute(delete(listings).where(listings.c.proposal == proposal.id))


def listing_with(tx: Connection, key: int) -> Listing | None:
    """One session of the programme, or None when it is not listed (any more)."""
    found = records(Listing, tx.execute(select(listings).where(listings.c.id == key)))
    return found[0] if found else None


def listings_of(tx: Connection, proposal: int) -> list[Listing]:
    """The sessions of one event, the first first."""
    query = select(listings).where(listings.c.proposal == proposal).order_by(listings.c.starts)
    return records(Listing, tx.execute(query))


def events_in(tx: Connection, edition: int, region: str) -> int:
    """How many events the programme of an edition has in a région."""
    count = select(func.count(listings.c.proposal.distinct())).where(
        listings.c.edition == edition, listings.c.region == region
    )
    return tx.execute(count).scalar_one()


def find(tx: Connection, search: Search, most: int) -> list[Found]:
    """Up to `most` events: the nearest first, else the soonest."""
    if search.attendance == "online":  # what is online has no place to be near to
        search = search._replace(near=None, radius_km=None)
    if search.near is None or search.radius_km is not None:
        return _run(tx, search, search.radius_km, most)
    near = _run(tx, search, RING_KM, most)
    return near if len(near) >= most else _run(tx, search, None, most)


def shown(tx: Connection, found: Iterable[Found]) -> list[Hit]:
    """What a list shows of events found, in their order."""
    rows = ((each, _shown.run(tx, {"id": each.listing}).fetchone()) for each in found)
    return [Hit._make((each.listing, each.metres, *row)) for each, row in rows]


def _run(tx: Connection, search: Search, within_km: float | None, most: int) -> list[Found]:
    condition, cosine, values = _condition(tx.dialect.name, search, within_km)
    order = "cosine desc, starts, id" if search.near else "starts, id"
    sql = f"select id, proposal, {cosine} as cosine from listings where {condition} order by {order} limit :most"
    wanted = most
    while True:
        wanted *= 2  # an event of several sessions is found once: by its first
        rows = _statement(sql).run(tx, values | {"most": wanted}).fetchall()
        first: dict[int, Found] = {}
        for listing, proposal, nearness in rows:
            if proposal not in first:
                metres = metres_from_cosine(nearness) if search.near else None
                first[proposal] = Found(listing, proposal, metres)
        if len(first) >= most or len(rows) < wanted:
            return list(first.values())[:most]


def is_any(tx: Connection, search: Search) -> bool:
    """Whether something fits; distances are not looked at."""
    condition, _, values = _condition(tx.dialect.name, search._replace(near=None), None)
    row = _statement(f"select 1 from listings where {condition} limit 1").run(tx, values).fetchone()
    return row is not None


@lru_cache(maxsize=512)
def _statement(sql: str) -> Quick:
    return Quick(sql)


def _condition(dialect: str, search: Search, within_km: float | None) -> tuple[str, str, dict[str, object]]:
    """What rows must fulfil, how near they are (the cosine of the angle), and the values of both, as SQL."""
    where: list[str] = []
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
    return " and ".join(where) or "true", cosine, values


def _box(lat: float, lon: float, within_km: float) -> dict[str, float]:
    """The degrees that hold every place within so many kilometres."""
    north = math.degrees(within_km / EARTH_KM)
    east = math.degrees(math.asin(min(1.0, math.sin(within_km / EARTH_KM) / math.cos(math.radians(lat)))))
    return {"south": lat - north, "north": lat + north, "west": lon - east, "east": lon + east}
