"""Alerts: who wants to hear when something new comes up, and of what kind. They are matched in the database.

An event that is published is compared with some thousand alerts at a time, so that nobody who waits for an answer is
held up by a hundred thousand. What fits is a hit; an alert's notice tells all its hits in one message.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlmodel import Field, SQLModel

from storage import notices
from storage.analyser import terms
from storage.database import JSON_COLUMN, JsonDict, Keyed, one, records, table_of, upsert
from storage.finding import EARTH_KM, Search, metres_from_cosine
from storage.notices import DIGEST, NO_CHAT
from storage.personal import THEIRS, person_column
from storage.revisions import agreed_answers
from storage.sessions import Session, Words, bits, minutes, sessions_of, unit_vector
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES
from storage.zones import PARIS, ZONES, next_at

MOST = 20  # that a person may have
RADIUS_KM = 30.0  # around a place, where none is said
SLICE = 5_000  # alerts that are compared at once
REST = timedelta(minutes=10)  # between two messages of an alert that tells at once
DAILY = time(8)  # where the alert's place is
ANYWHERE = -2.0  # no cosine is as small
ANY_TIME = (-(2**31), 2**31 - 1)


class Alert(Keyed, table=True):
    """One alert: what is looked for (as `storage.sessions` keeps an event), and how its reader hears of it.

    `asked` is the question as it was understood, for its reader; `nearness` the cosine of the angle within which an
    event is near `x`, `y`, `z`; `words` how many terms are looked for; `rest_until` when it may tell again.
    """

    __tablename__ = "alerts"

    person: int = Field(sa_column=person_column(THEIRS, index=True))
    asked: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False))
    daily: bool = True
    timezone: str = PARIS
    created_at: datetime
    rest_until: datetime | None = None
    region: str = ""
    departement: str = ""
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    nearness: float = ANYWHERE
    themes: int = 0
    audiences: int = 0
    formats: int = 0
    accessibility: int = 0
    attendance: str = ""
    starts: int = ANY_TIME[0]
    ends: int = ANY_TIME[1]
    words: int = 0


class AlertTerm(SQLModel, table=True):
    """A term that an alert looks for."""

    __tablename__ = "alert_terms"

    alert: int = Field(primary_key=True, foreign_key="alerts.id", ondelete="CASCADE")
    term: str = Field(primary_key=True)


class AlertHit(SQLModel, table=True):
    """An event that an alert has still to tell of."""

    __tablename__ = "alert_hits"

    alert: int = Field(primary_key=True, foreign_key="alerts.id", ondelete="CASCADE")
    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE", index=True)


class Round(SQLModel, table=True):
    """An event that is being compared: with the alerts up to `upto`, as yet."""

    __tablename__ = "alert_rounds"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    upto: int = 0


class TooMany(Exception):
    """A person has as many alerts as they may: one has to end first."""


alerts, alert_terms, hits, rounds = table_of(Alert), table_of(AlertTerm), table_of(AlertHit), table_of(Round)


def add(
    tx: Connection, *, person: int, search: Search, asked: JsonDict, timezone: str, daily: bool, now: datetime
) -> Alert:
    """A new alert; one that looks for the same is given back as it is. Raises TooMany."""
    mine = alerts_of(tx, person)
    for same in mine:
        if same.asked == asked:
            return same
    if len(mine) >= MOST:
        raise TooMany
    made = Alert(person=person, asked=asked, daily=daily, timezone=timezone, created_at=now, **sought(search))
    added = insert(alerts).values(**made.model_dump(exclude={"id"})).returning(alerts.c.id)
    made.id = tx.execute(added).scalar_one()
    if words := sorted(set(terms(search.words))):
        tx.execute(insert(alert_terms), [{"alert": made.id, "term": term} for term in words])
    return made


def sought(search: Search) -> dict[str, Any]:
    """The columns by which what is looked for is compared with events."""
    values: dict[str, Any] = {
        "region": search.region or "",
        "departement": search.departement or "",
        "themes": bits(search.themes, THEMES),
        "audiences": bits(search.audiences, AUDIENCES),
        "formats": bits(search.formats, FORMATS),
        "accessibility": bits(search.accessibility, ACCESSIBILITY),
        "attendance": search.attendance or "",
        "starts": minutes(search.start) if search.start else ANY_TIME[0],
        "ends": minutes(search.end) if search.end else ANY_TIME[1],
        "words": len(set(terms(search.words))),
    }
    if search.near and search.attendance != "online":  # what is online has no place to be near to
        values |= dict(zip("xyz", unit_vector(*search.near), strict=True))
        values["nearness"] = math.cos(min(math.pi, (search.radius_km or RADIUS_KM) / EARTH_KM))
    return values


def alerts_of(tx: Connection, person: int) -> list[Alert]:
    """A person's alerts, the first first."""
    return records(Alert, tx.execute(select(alerts).where(alerts.c.person == person).order_by(alerts.c.id)))


def alert_of(tx: Connection, key: int, person: int) -> Alert | None:
    """An alert of that person, or None."""
    return one(Alert, tx.execute(select(alerts).where(alerts.c.id == key, alerts.c.person == person)))


def look_for(tx: Connection, alert: Alert, search: Search, asked: JsonDict) -> None:
    """It looks for something else of the same words; what it has still to tell stays."""
    tx.execute(update(alerts).where(alerts.c.id == alert.key).values(asked=asked, **sought(search)))
    alert.asked = asked


def set_daily(tx: Connection, alert: Alert, daily: bool, now: datetime) -> None:
    """It tells once a day, or at once; what it has to tell already is told then."""
    tx.execute(update(alerts).where(alerts.c.id == alert.key).values(daily=daily, rest_until=None))
    alert.daily = daily
    if tx.execute(select(hits.c.proposal).where(hits.c.alert == alert.key)).first():
        due = next_at(now, DAILY, alert.timezone) if daily else now
        notices.note(tx, "alert", chat=alert.person, about=alert.key, due_at=due, rank=DIGEST)


def end(tx: Connection, *, key: int, person: int) -> bool:
    """Ends an alert; False when it was not theirs or is gone."""
    gone = delete(alerts).where(alerts.c.id == key, alerts.c.person == person)
    if tx.execute(gone).rowcount != 1:
        return False
    notices.drop(tx, "alert", key, chat=person)
    return True


# --- matching -----------------------------------------------------------------------------------


def published(tx: Connection, proposal: int, now: datetime) -> None:
    """An event has come up: whoever looks for such a one will hear of it."""
    tx.execute(upsert(tx, rounds).values(proposal=proposal, upto=0).on_conflict_do_nothing())
    notices.note(tx, "matching", chat=NO_CHAT, about=proposal, due_at=now, rank=DIGEST)


def match(tx: Connection, proposal: int, now: datetime) -> None:
    """Compares an event with the next of the alerts; comes again while there are more."""
    answers = agreed_answers(tx, proposal)
    after = tx.execute(select(rounds.c.upto).where(rounds.c.proposal == proposal)).scalar()
    last = tx.execute(select(func.max(alerts.c.id))).scalar() or 0
    ahead = [each for each in sessions_of(tx, proposal) if each.takes_place and each.ends_at > now]
    if after is None or after >= last or not ahead or answers is None:
        tx.execute(delete(rounds).where(rounds.c.proposal == proposal))
        return
    upto = after + SLICE
    fits = and_(alerts.c.id > after, alerts.c.id <= upto, *_fitting(ahead, Words.of(answers).terms))
    found = select(alerts.c.id, literal(proposal)).where(fits)
    tx.execute(upsert(tx, hits).from_select(["alert", "proposal"], found).on_conflict_do_nothing())
    of_event = select(hits.c.alert).where(hits.c.proposal == proposal, hits.c.alert > after, hits.c.alert <= upto)
    _note(tx, alerts.c.id.in_(of_event), now)
    this_round = rounds.c.proposal == proposal
    if upto >= last:
        tx.execute(delete(rounds).where(this_round))
        return
    tx.execute(update(rounds).where(this_round).values(upto=upto))
    notices.note(tx, "matching", chat=NO_CHAT, about=proposal, due_at=now, rank=DIGEST)


def _fitting(ahead: Sequence[Session], event_terms: Iterable[str]) -> list[ColumnElement[bool]]:
    """What an alert must look for, to be told of an event with these sessions."""
    event, c = ahead[0], alerts.c
    near: ColumnElement[bool] = c.nearness == ANYWHERE
    if event.on_site:
        near = or_(near, c.x * event.x + c.y * event.y + c.z * event.z >= c.nearness)
    attended = [mode for mode, is_so in (("online", event.online), ("on_site", event.on_site)) if is_so]
    said = select(func.count()).where(alert_terms.c.alert == c.id, alert_terms.c.term.in_(sorted(set(event_terms))))
    return [
        c.region.in_(["", event.region]),
        c.departement.in_(["", event.departement]),
        near,
        *(or_(c[kind] == 0, c[kind].op("&")(getattr(event, kind)) != 0) for kind in ("themes", "audiences", "formats")),
        c.accessibility.op("&")(event.accessibility) == c.accessibility,
        c.attendance.in_(["", *attended]),
        or_(*(and_(c.starts < each.ends, c.ends > each.starts) for each in ahead)),
        or_(c.words == 0, c.words == said.scalar_subquery()),
    ]


def _note(tx: Connection, fits: ColumnElement[bool], now: datetime) -> None:
    """Every alert that fits will tell: at once, or at its hour; one that waits to tell already keeps its moment."""
    mornings = {name: literal(next_at(now, DAILY, name), alerts.c.created_at.type) for name in ZONES}
    at_once = case((alerts.c.rest_until > now, alerts.c.rest_until), else_=literal(now, alerts.c.created_at.type))
    daily = case(mornings, value=alerts.c.timezone, else_=mornings[PARIS])
    due = case((alerts.c.daily, daily), else_=at_once)
    notices.note_all(tx, "alert", select(alerts.c.person, alerts.c.id, due).where(fits), rank=DIGEST)


def take_hits(tx: Connection, alert: Alert, now: datetime) -> list[int]:
    """The events that an alert has to tell of, which are then told: by its reader's other alerts, too."""
    waiting = select(hits.c.proposal).where(hits.c.alert == alert.key).order_by(hits.c.proposal)
    found = list(tx.execute(waiting).scalars())
    theirs = select(alerts.c.id).where(alerts.c.person == alert.person)
    tx.execute(delete(hits).where(hits.c.alert.in_(theirs), hits.c.proposal.in_(found)))
    tx.execute(update(alerts).where(alerts.c.id == alert.key).values(rest_until=now + REST))
    return found


def in_time(alert: Alert, session: Session) -> bool:
    """Whether a session is within the time that an alert looks for."""
    return alert.starts < session.ends and alert.ends > session.starts


def metres_to(alert: Alert, session: Session) -> float | None:
    """How far a session is from the place of an alert; None where either has none."""
    if alert.nearness == ANYWHERE or not session.on_site:
        return None
    return metres_from_cosine(alert.x * session.x + alert.y * session.y + alert.z * session.z)


def sweep(tx: Connection, now: datetime) -> None:
    """Ends the alerts that look for a time that is past."""
    tx.execute(delete(alerts).where(alerts.c.ends < minutes(now)))
