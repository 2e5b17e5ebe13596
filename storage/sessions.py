"""Sessions of accepted events: what citizens find, with ids that last.

Reminders, seats, calendars and feeds hold on to a session's id; an event that is published again keeps those of
the sessions that are still there, whatever has changed about them.
"""

import math
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Index, Select, func, insert, select, text, update
from sqlmodel import Field

from storage import finding_postgresql, finding_sqlite, spelling
from storage.analyser import plain, terms
from storage.answers import Answers, SessionTimes
from storage.database import Keyed, records, table_of
from storage.proposals import Proposal
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES

SessionState = Literal["planned", "rescheduled", "moved_online", "postponed", "cancelled"]
TAKES_PLACE = ("planned", "rescheduled", "moved_online")
SOURCE = {"sqlite": finding_sqlite, "postgresql": finding_postgresql}
KEPT = timedelta(days=30)  # after the end of a session: what people had to do with it
BASE = datetime(2010, 1, 1, tzinfo=UTC)
LONG = 24 * 60  # minutes; what is longer may have begun so long before that it has an index of its own
# Whatever a search looks at, in an index: the rows themselves are wide, and read only when they are shown.
SEARCHED = (
    "starts", "id", "ends", "proposal", "takes_place", "on_site", "online", "region", "departement",
    "themes", "audiences", "formats", "accessibility", "x", "y", "z",
)  # fmt: skip
LONG_ONES = ("ends", "starts", "id", *SEARCHED[3:])
IN_TITLE = "\u0167"  # before a term: that it is in the title; no text begins a word so
IN_MONTH = "\u0142"  # before a month, as a term among the words: likewise


class Session(Keyed, table=True):
    """One session as the programme has it; `number` is the one that it bears in the organiser's answers.

    `starts` and `ends` are minutes since 2010 (UTC); `x`, `y`, `z` the place as a unit vector; themes, audiences,
    formats and accessibility are bit sets over `storage.terms`;
    `seats` is how many the bot gives.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("sessions_of_proposal", "proposal", "number", unique=True),
        Index("sessions_searched", *SEARCHED),
        Index("sessions_of_region", "region", "starts"),
        Index("sessions_of_departement", "departement", "starts"),
        Index("sessions_of_edition", "edition", "starts"),
        Index("sessions_of_organisation", "organisation", "starts"),
        {"sqlite_autoincrement": True},
    )

    proposal: int = Field(foreign_key="proposals.id")
    number: int
    edition: int
    reference: str
    state: str = "planned"
    takes_place: bool = True
    title: str
    title_en: str = Field(default="", sa_column_kwargs={"server_default": ""})
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
    seats: int | None = None


sessions = table_of(Session)
Index(
    "sessions_long",
    *(sessions.c[name] for name in LONG_ONES),
    sqlite_where=text(f"ends - starts > {LONG}"),
    postgresql_where=text(f"ends - starts > {LONG}"),
)


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


def bits(codes: Iterable[str], of: tuple[str, ...]) -> int:
    """A set of codes as an integer, a bit for each place in the list."""
    return sum(1 << of.index(code) for code in set(codes))


def publish(tx: Connection, proposal: Proposal, answers: Answers) -> list[tuple[Session, Session]]:
    """Brings the programme up to these answers: new sessions are planned, those gone cancelled, the rest follow.

    Gives each session that takes place at other times than before, as it was and as it is.
    """
    before = {session.number: session for session in sessions_of(tx, proposal.key)}
    common = _of_event(proposal, answers)
    words = Words.of(answers)
    spelling.learn(tx, words.text)
    moved = []
    for given in answers.sessions:
        known = before.pop(given.number, None)
        if known is None:
            _add(tx, common | _times(given) | _became(given.state) | {"number": given.number}, words)
            continue
        now = _change(tx, known, common | _times(given) | _became(_state_now(known, given, common)), words)
        if now.takes_place and (known.starts_at, known.ends_at, known.timezone) != (
            now.starts_at,
            now.ends_at,
            now.timezone,
        ):
            moved.append((known, now))
    for gone in before.values():
        set_state(tx, gone, "cancelled")
    return moved


def _state_now(known: Session, given: SessionTimes, common: dict[str, Any]) -> str:
    """What becomes of a session that is still there: called off by the organiser, at other times it is rescheduled,
    without its place it has moved online; one that was called off is back.
    """
    if not given.takes_place:
        return given.state
    if known.starts_at != given.start or known.ends_at != given.end:
        return "rescheduled"
    if known.on_site and not common["on_site"]:
        return "moved_online"
    back = known.state not in TAKES_PLACE or (known.state == "moved_online" and common["on_site"])
    return "planned" if back else known.state


def _became(state: str) -> dict[str, Any]:
    return {"state": state, "takes_place": state in TAKES_PLACE}


def set_state(tx: Connection, session: Session, state: SessionState) -> None:
    """Notes what became of one session; one that does not take place is found no more."""
    tx.execute(update(sessions).where(sessions.c.id == session.key).values(**_became(state)))


def cancel_all(tx: Connection, proposal: int) -> None:
    """No session of this event takes place any more."""
    tx.execute(update(sessions).where(sessions.c.proposal == proposal).values(**_became("cancelled")))


def _of_event(proposal: Proposal, answers: Answers) -> dict[str, Any]:
    """What all sessions of an event have in common."""
    place = answers.place if answers.on_site else None
    lat, lon = (place.lat, place.lon) if place else (0.0, 0.0)
    return {
        "proposal": proposal.key,
        "edition": proposal.edition,
        "reference": proposal.reference,
        "title": answers.title or "",
        "title_en": answers.title_en or "",
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
        "seats": answers.registration.seats if answers.registration else None,
        "accessibility": bits(answers.accessibility, ACCESSIBILITY),
        "lat": round(lat, 7),  # to the centimetre; an index of PostgreSQL takes no floats next to nothing
        "lon": round(lon, 7),
        **dict(zip("xyz", unit_vector(lat, lon), strict=True)),
    }


def _times(given: SessionTimes) -> dict[str, Any]:
    start, end = given.start.astimezone(UTC), given.end.astimezone(UTC)
    return {"starts_at": start, "ends_at": end, "starts": minutes(start), "ends": minutes(end)}


def in_title(sought: Iterable[str]) -> list[str]:
    """These terms where they are in the title."""
    return [IN_TITLE + term for term in sought]


def in_months(starts: int, ends: int) -> list[str]:
    """The months (UTC) from one moment to another, both in minutes since 2010, as terms."""
    first, last = moment(starts), moment(max(starts, ends))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{IN_MONTH}{month // 12}{month % 12 + 1:02d}" for month in months]


class Words(NamedTuple):
    """The words by which an event is found: as they are written, and as terms, those of its title apart."""

    text: str
    title: list[str]
    rest: list[str]

    @classmethod
    def of(cls, answers: Answers) -> "Words":
        """The words of these answers."""
        titles = " ".join(part for part in (answers.title, answers.title_en) if part)
        meet = (part for each in answers.people for part in (each.name, each.role))
        told = (answers.summary, answers.summary_en, answers.organisation, answers.venue, *meet)
        rest = " ".join(part for part in (*told, plain(answers.description or "")) if part)
        return cls(f"{titles} {rest}", terms(titles), terms(rest))

    @property
    def terms(self) -> set[str]:
        """All of them, once each."""
        return {*self.title, *self.rest}

    def indexed(self, starts: int, ends: int) -> list[str]:
        """What a session is found by that is at that time: all of them, those of the title as such, and its months."""
        return sorted(self.terms | {*in_title(self.title), *in_months(starts, ends)})


def _add(tx: Connection, values: dict[str, Any], words: Words) -> None:
    key = tx.execute(insert(sessions).values(**values).returning(sessions.c.id)).scalar_one()
    _index(tx, values | {"id": key}, words)


def _change(tx: Connection, known: Session, values: dict[str, Any], words: Words) -> Session:
    tx.execute(update(sessions).where(sessions.c.id == known.key).values(**values))
    SOURCE[tx.dialect.name].unindex(tx, known.key)
    _index(tx, values | {"id": known.key}, words)
    return Session(**known.model_dump() | values)


def _index(tx: Connection, values: dict[str, Any], words: Words) -> None:
    SOURCE[tx.dialect.name].index(tx, [values | {"terms": words.indexed(values["starts"], values["ends"])}])


def reindex(tx: Connection, agreed: Iterable[tuple[int, Answers]]) -> None:
    """Makes the sessions of these events findable anew, by the words that they have now."""
    for proposal, answers in agreed:
        words = Words.of(answers)
        spelling.learn(tx, words.text)
        for each in sessions_of(tx, proposal):
            SOURCE[tx.dialect.name].unindex(tx, each.key)
            _index(tx, each.model_dump(), words)


def session_with(tx: Connection, key: int) -> Session | None:
    """One session, whatever became of it; None where there is none of that id."""
    found = records(Session, tx.execute(select(sessions).where(sessions.c.id == key)))
    return found[0] if found else None


def references(tx: Connection, keys: Collection[int]) -> list[str]:
    """The references of the events of these sessions."""
    return list(tx.execute(select(sessions.c.reference).where(sessions.c.id.in_(keys)).distinct()).scalars())


def long_over(now: datetime) -> Select[tuple[int]]:
    """The sessions of which nobody's part is kept any more; what was put off may still come."""
    return select(sessions.c.id).where(sessions.c.ends_at < now - KEPT, sessions.c.state != "postponed")


def open_session(tx: Connection, key: int) -> Session | None:
    """One session that takes place; None for any other."""
    session = session_with(tx, key)
    return session if session and session.takes_place else None


def sessions_of(tx: Connection, proposal: int) -> list[Session]:
    """The sessions of one event, the first first, whatever became of them."""
    query = select(sessions).where(sessions.c.proposal == proposal).order_by(sessions.c.starts, sessions.c.id)
    return records(Session, tx.execute(query))


def events_in(tx: Connection, edition: int, region: str) -> int:
    """How many events of an edition take place in a région."""
    count = select(func.count(sessions.c.proposal.distinct())).where(
        sessions.c.edition == edition, sessions.c.region == region, sessions.c.takes_place
    )
    return tx.execute(count).scalar_one()
