"""The programme: what is on where, when and about what."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select

from storage.analyser import fold
from storage.finding import MINUTES_A_DAY, Found, clocks, metres_from_cosine
from storage.proposals import proposals
from storage.quick import Quick
from storage.sessions import bits, minutes, moment, sessions, unit_vector
from storage.terms import THEMES
from storage.zones import PARIS

MOST_TITLED = 100  # sessions of one title that are looked at


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
SHOWN = (
    "select id, reference, title, title_en, organisation, place, timezone, starts, ends, state, seats, online,"
    " case when seats is null then 0 else (select count(*) from registrations where session = sessions.id)"
    " + (select count(*) from waiting_list where session = sessions.id) end"
    " from sessions where id in ({})"
)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle metres between two places (WGS 84 degrees)."""
    vectors = zip(unit_vector(*one), unit_vector(*other), strict=True)
    return metres_from_cosine(sum(a * b for a, b in vectors))


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
    asked = list(found)
    if not asked:
        return []
    values = {f"id{n}": each.session for n, each in enumerate(asked)}
    rows = {row[0]: row[1:] for row in _showing(len(asked)).run(tx, values).fetchall()}
    return [Hit._make((each.session, each.metres, *rows[each.session])) for each in asked]


@cache
def _showing(count: int) -> Quick:
    return Quick(SHOWN.format(", ".join(f":id{n}" for n in range(count))))


def places_of(tx: Connection, keys: Collection[int]) -> dict[int, tuple[float, float, str, str]]:
    """Where each of these sessions is that is somewhere: WGS 84 degrees, région and département."""
    query = select(sessions.c.id, sessions.c.lat, sessions.c.lon, sessions.c.region, sessions.c.departement)
    rows = tx.execute(query.where(sessions.c.id.in_(keys), sessions.c.on_site))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


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
    ahead = clocks(about)
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


_distinct = func.count(sessions.c.proposal.distinct())


def _counting() -> Any:
    return select(_distinct)


def _of(edition: int) -> tuple[Any, Any]:
    return sessions.c.edition == edition, sessions.c.takes_place
