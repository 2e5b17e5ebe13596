"""Proposals: an organiser's answers, their revisions, and the only moves that a proposal can make."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel
from sqlalchemy import (
    Column,
    Connection,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlmodel import Field, SQLModel

from storage.analyser import fold
from storage.database import JSON_COLUMN, JsonDict, Keyed, one, records, table_of
from storage.editions import editions
from storage.personal import BY_THEM, THROUGH, person_column, said
from storage.quick import Quick, json_in, json_out, moment_in, moment_out
from storage.zones import PARIS

State = Literal["draft", "submitted", "changes_requested", "accepted", "rejected", "withdrawn", "cancelled"]
Role = Literal["organiser", "committee", "chair", "administrator"]

MOVES: dict[tuple[str, str], frozenset[Role]] = {
    ("draft", "submitted"): frozenset({"organiser"}),
    ("submitted", "changes_requested"): frozenset({"committee"}),
    ("submitted", "accepted"): frozenset({"committee"}),
    ("submitted", "rejected"): frozenset({"committee"}),
    ("submitted", "withdrawn"): frozenset({"organiser"}),
    ("changes_requested", "withdrawn"): frozenset({"organiser"}),
    ("changes_requested", "submitted"): frozenset({"organiser"}),
    ("accepted", "cancelled"): frozenset({"organiser", "chair", "administrator"}),
}
EDITABLE = ("draft", "changes_requested")
PRIVATE_ANSWERS: JsonDict = {"who": None, "who_function": None, "email": None}  # what only the committee reads


class MovedOn(Exception):
    """What was seen is no longer so: read the proposal again and show what is now."""


class ForbiddenMove(Exception):
    """A proposal cannot go from that state to the other, or not by that role: see `MOVES`."""


class EventPlace(BaseModel):
    """Where an event is: a commune, its position (WGS 84 degrees) and its IANA time zone."""

    code: str
    name: str
    departement: str
    region: str
    lat: float
    lon: float
    timezone: str


class SessionTimes(BaseModel):
    """When one session of an event is, half open, in the event's own zone; `number` is its own for good."""

    number: int = 0
    start: AwareDatetime
    end: AwareDatetime


class Answers(BaseModel):
    """What an organiser has answered so far. None or empty: not asked yet, or not applicable.

    `last_session` is the highest number that a session ever had; `unconfirmed` names the fields that were filled in
    from an announcement and not yet seen at their turn.
    """

    who: str | None = None
    who_function: str | None = None
    email: str | None = None
    conditions: bool | None = None
    body: str | None = None
    partner_of: str | None = None
    organisation: str | None = None
    title: str | None = None
    summary: str | None = None
    format: str | None = None
    themes: list[str] = []
    audiences: list[str] = []
    criteria: list[str] = []
    attendance: str | None = None
    place: EventPlace | None = None
    venue: str | None = None
    link: str | None = None
    sessions: list[SessionTimes] = []
    last_session: int = 0
    unconfirmed: list[str] = []

    def with_sessions(self, times: Iterable[tuple[datetime, datetime]]) -> "Answers":
        """The answers with sessions at these times.

        A session that was there keeps its number; one left over becomes one that is new, first on the same day, then
        in order: that is what moving a session is.
        """
        known = {(session.start, session.end): session.number for session in self.sessions}
        wanted = list(times)
        numbers = {each: known.pop(each) for each in wanted if each in known}
        left = sorted(known.items())
        for same_day in (True, False):
            for each in (each for each in wanted if each not in numbers):
                moved = next((old for old in left if not same_day or old[0][0].date() == each[0].date()), None)
                if moved:
                    left.remove(moved)
                    numbers[each] = moved[1]
        last = self.last_session
        for each in wanted:
            if each not in numbers:
                last += 1
                numbers[each] = last
        sessions = [SessionTimes(number=numbers[each], start=each[0], end=each[1]) for each in wanted]
        return self.model_copy(update={"sessions": sessions, "last_session": last})

    @property
    def on_site(self) -> bool:
        """Whether one can go there."""
        return self.attendance in ("on_site", "both")

    @property
    def online(self) -> bool:
        """Whether one can follow from afar."""
        return self.attendance in ("online", "both")

    @property
    def region(self) -> str | None:
        """The région in which one can go there; None for what is only online."""
        return self.place.region if self.place and self.on_site else None

    @property
    def zone(self) -> str:
        """The event's own time zone: its place's, else Paris's."""
        return self.place.timezone if self.place and self.on_site else PARIS


class Proposal(Keyed, table=True):
    """One proposal. `version` grows with every change; `number` is given when it is first submitted,
    `title_key` (the folded title) with every submission; `agreed` is the revision that the programme shows.
    """

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("edition", "number"), {"sqlite_autoincrement": True})

    edition: int = Field(foreign_key="editions.year")
    number: int | None = None
    organiser: int = Field(sa_column=person_column(BY_THEM, index=True))
    state: str = "draft"
    version: int = 1
    revision: int = 0
    agreed: int | None = None
    title_key: str | None = Field(default=None, index=True)
    answers: JsonDict = Field(
        default_factory=dict, sa_column=Column(JSON_COLUMN, nullable=False, info=said(PRIVATE_ANSWERS))
    )
    created_at: datetime
    updated_at: datetime

    @property
    def reference(self) -> str:
        """The event's public reference, `2016-042`: the edition's year and the proposal's number."""
        return f"{self.edition}-{self.number or 0:03d}"

    def read(self) -> Answers:
        """The answers, typed."""
        return Answers.model_validate(self.answers)


class Revision(SQLModel, table=True):
    """The answers as they stood when the proposal was submitted for the nth time."""

    __tablename__ = "revisions"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", sa_column_kwargs={"info": THROUGH})
    number: int = Field(primary_key=True)
    answers: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False, info=said(PRIVATE_ANSWERS)))
    submitted_at: datetime


class Move(Keyed, table=True):
    """One line of a proposal's history: who moved it, when, from where to where, and why."""

    __tablename__ = "moves"

    proposal: int = Field(foreign_key="proposals.id", index=True)
    before: str
    after: str
    person: int = Field(sa_column=person_column(BY_THEM))
    role: str
    why: str | None = None
    at: datetime


proposals, revisions, moves = table_of(Proposal), table_of(Revision), table_of(Move)

_COLUMNS = (
    "id", "edition", "number", "organiser", "state", "version", "revision", "agreed", "title_key", "answers",
    "created_at", "updated_at",
)  # fmt: skip
_by_id = Quick(f"select {', '.join(_COLUMNS)} from proposals where id = :key")
_by_organiser = Quick(
    f"select {', '.join(_COLUMNS)} from proposals where organiser = :organiser order by updated_at desc, id desc"
)
_save = Quick(
    "update proposals set answers = :answers, updated_at = :now, version = version + 1"
    f" where id = :key and version = :seen and state in ({', '.join(repr(state) for state in EDITABLE)})"
)


def proposal_with(tx: Connection, key: int) -> Proposal | None:
    """The proposal, or None when there is none (any more)."""
    row = _by_id.run(tx, {"key": key}).fetchone()
    return None if row is None else _proposal(row)


def _proposal(row: tuple[Any, ...]) -> Proposal:
    values = dict(zip(_COLUMNS, row, strict=True))
    moments = {name: moment_out(values[name]) for name in ("created_at", "updated_at")}
    return Proposal(**values | moments | {"answers": json_out(values["answers"])})


def proposal_of_reference(tx: Connection, reference: str) -> Proposal | None:
    """The proposal behind `2016-042`, or None; anything else gives None too."""
    year, _, number = reference.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) <= 6):
        return None
    query = select(proposals).where(proposals.c.edition == int(year), proposals.c.number == int(number))
    return one(Proposal, tx.execute(query))


def proposals_of(tx: Connection, organiser: int) -> list[Proposal]:
    """An organiser's proposals, the one touched last first."""
    return [_proposal(row) for row in _by_organiser.run(tx, {"organiser": organiser}).fetchall()]


def submitted_answers(tx: Connection, proposal: Proposal) -> Answers:
    """The answers as they were last submitted: what the committee sees, whatever the organiser changes meanwhile."""
    return _revision(tx, proposal.key, proposal.revision)


def agreed_answers(tx: Connection, key: int) -> Answers | None:
    """The answers that the committee agreed to: what readers see. None for what was never accepted."""
    agreed = tx.execute(select(proposals.c.agreed).where(proposals.c.id == key)).scalar()
    return None if agreed is None else _revision(tx, key, agreed)


def _revision(tx: Connection, key: int, number: int) -> Answers:
    query = select(revisions.c.answers).where(revisions.c.proposal == key, revisions.c.number == number)
    return Answers.model_validate(tx.execute(query).scalar_one())


def changed_fields(tx: Connection, proposal: Proposal) -> list[str]:
    """Which answers the last submission changed, in the order of the form."""
    query = select(revisions.c.answers).where(
        revisions.c.proposal == proposal.id, revisions.c.number == proposal.revision - 1
    )
    before = tx.execute(query).scalar() or {}
    return [field for field in Answers.model_fields if before.get(field) != proposal.answers.get(field)]


def move_with(tx: Connection, key: int) -> Move | None:
    """One line of a history, or None."""
    return one(Move, tx.execute(select(moves).where(moves.c.id == key)))


def history(tx: Connection, key: int) -> list[Move]:
    """Every move of a proposal, the first first."""
    return records(Move, tx.execute(select(moves).where(moves.c.proposal == key).order_by(moves.c.id)))


def start(tx: Connection, *, edition: int, organiser: int, answers: Answers, now: datetime) -> Proposal:
    """A new draft in the edition, with what is already known filled in."""
    fresh = Proposal(
        edition=edition,
        organiser=organiser,
        answers=answers.model_dump(mode="json"),
        created_at=now,
        updated_at=now,
    )
    fresh.id = tx.execute(
        insert(proposals).values(**fresh.model_dump(exclude={"id"})).returning(proposals.c.id)
    ).scalar_one()
    return fresh


def save(tx: Connection, proposal: Proposal, answers: Answers, *, now: datetime) -> None:
    """Keeps the answers; `proposal` follows. Raises MovedOn unless it is still as the writer saw it."""
    kept = answers.model_dump(mode="json")
    values = {"key": proposal.id, "seen": proposal.version, "answers": json_in(kept), "now": moment_in(tx, now)}
    if _save.run(tx, values).rowcount != 1:
        raise MovedOn
    proposal.answers, proposal.version, proposal.updated_at = kept, proposal.version + 1, now


def delete_draft(tx: Connection, proposal: Proposal) -> None:
    """Deletes a draft for good. Raises MovedOn when it is a draft no more."""
    gone = delete(proposals).where(proposals.c.id == proposal.id, proposals.c.state == "draft")
    if tx.execute(gone).rowcount != 1:
        raise MovedOn


def add_revision(tx: Connection, proposal: Proposal, *, now: datetime) -> None:
    """Keeps the answers as they stand, as the next revision; the first one gives the proposal its number."""
    _lock_edition(tx, proposal.edition)
    proposal.number = proposal.number or _next_number(tx, proposal.edition)
    proposal.revision += 1
    key = fold(str(proposal.answers.get("title") or ""))
    values = {"number": proposal.number, "revision": proposal.revision, "title_key": key}
    tx.execute(update(proposals).where(proposals.c.id == proposal.id).values(**values))
    kept = {"proposal": proposal.id, "number": proposal.revision, "answers": proposal.answers, "submitted_at": now}
    tx.execute(insert(revisions).values(**kept))


def agree(tx: Connection, proposal: Proposal) -> None:
    """The revision that was submitted last is what readers see from now on."""
    proposal.agreed = proposal.revision
    tx.execute(update(proposals).where(proposals.c.id == proposal.id).values(agreed=proposal.revision))


def _lock_edition(tx: Connection, year: int) -> None:
    tx.execute(select(editions.c.year).where(editions.c.year == year).with_for_update())


def _next_number(tx: Connection, edition: int) -> int:
    highest = select(func.max(proposals.c.number)).where(proposals.c.edition == edition)
    return (tx.execute(highest).scalar() or 0) + 1


def move(
    tx: Connection,
    proposal: Proposal,
    to: State,
    *,
    by: int,
    role: Role,
    now: datetime,
    why: str | None = None,
) -> int:
    """Moves a proposal to another state and writes it into the history; nothing else changes a state.

    Gives the number of the line in the history. Raises ForbiddenMove when `MOVES` has no such move for that role,
    MovedOn when somebody was faster.
    """
    if role not in MOVES.get((proposal.state, to), frozenset()):
        raise ForbiddenMove(f"{proposal.state} -> {to} by {role}")
    moved = update(proposals).where(
        proposals.c.id == proposal.id,
        proposals.c.state == proposal.state,
        proposals.c.version == proposal.version,
    )
    if tx.execute(moved.values(state=to, version=proposals.c.version + 1, updated_at=now)).rowcount != 1:
        raise MovedOn
    line = {"proposal": proposal.id, "before": proposal.state, "after": to, "person": by, "role": role}
    written = insert(moves).values(**line, why=why, at=now).returning(moves.c.id)
    proposal.state, proposal.version, proposal.updated_at = to, proposal.version + 1, now
    key: int = tx.execute(written).scalar_one()
    return key


def lookalikes(tx: Connection, proposal: Proposal) -> list[Proposal]:
    """Other proposals of the edition, submitted or accepted, of the same title by the same organisation or place."""
    query = select(proposals).where(
        proposals.c.edition == proposal.edition,
        proposals.c.id != proposal.id,
        proposals.c.title_key == fold(str(proposal.answers.get("title") or "")),
        proposals.c.state.in_(("submitted", "accepted")),
    )
    mine = proposal.read()
    return [other for other in records(Proposal, tx.execute(query)) if _alike(mine, other.answers)]


def _alike(mine: Answers, other: JsonDict) -> bool:
    place = other.get("place")
    same_place = mine.place is not None and isinstance(place, dict) and place.get("code") == mine.place.code
    return same_place or fold(mine.organisation or "") == fold(str(other.get("organisation") or ""))
