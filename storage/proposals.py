"""Proposals: an organiser's answers, and the only moves that a proposal can make."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    UniqueConstraint,
    delete,
    false,
    func,
    insert,
    select,
    update,
)
from sqlmodel import Field

from storage.answers import PRIVATE_ANSWERS, Answers
from storage.database import JSON_COLUMN, JsonDict, Keyed, one, record, records, table_of
from storage.personal import BY_THEM, person_column, said
from storage.quick import Quick, json_in, json_out, moment_in, moment_out

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
UNFINISHED = ("draft", "changes_requested")  # the organiser has the word
EDITABLE = (*UNFINISHED, "submitted", "accepted")  # the working copy may be changed; others see what was handed in


class MovedOn(Exception):
    """What was seen is no longer so: read the proposal again and show what is now."""


class ForbiddenMove(Exception):
    """A proposal cannot go from that state to the other, or not by that role: see `MOVES`."""


class Proposal(Keyed, table=True):
    """One proposal. `version` grows with every change; `number` is given when it is first submitted,
    `title_key` (the folded title) with every revision that counts; `agreed` is the revision that the programme shows;
    `late`: it may be submitted after its edition has closed.
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
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
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


proposals, moves = table_of(Proposal), table_of(Move)

_COLUMNS = (
    "id", "edition", "number", "organiser", "state", "version", "revision", "agreed", "late", "title_key", "answers",
    "created_at", "updated_at",
)  # fmt: skip
_by_id = Quick(f"select {', '.join(_COLUMNS)} from proposals where id = :key")
_by_organiser = Quick(
    f"select {', '.join(_COLUMNS)} from proposals where organiser = :organiser"
    " or id in (select proposal from co_organisers where person = :organiser) order by updated_at desc, id desc"
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
    values["late"] = bool(values["late"])
    moments = {name: moment_out(values[name]) for name in ("created_at", "updated_at")}
    return record(Proposal, values | moments | {"answers": json_out(values["answers"])})


def proposal_of_reference(tx: Connection, reference: str) -> Proposal | None:
    """The proposal behind `2016-042`, or None; anything else gives None too."""
    year, _, number = reference.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) <= 6):
        return None
    query = select(proposals).where(proposals.c.edition == int(year), proposals.c.number == int(number))
    return one(Proposal, tx.execute(query))


def is_known(tx: Connection, edition: int, title: str, start: datetime | None) -> bool:
    """Whether an edition has a proposal of that title, not withdrawn or rejected, whose first session begins then."""
    columns = (proposals.c.answers,)
    like = proposals.c.answers["title"].as_string() == title
    alive = proposals.c.state.not_in(("withdrawn", "rejected"))
    for row in tx.execute(select(*columns).where(proposals.c.edition == edition, like, alive)):
        known = Answers.model_validate(row.answers).sessions
        if min((each.start for each in known), default=None) == start:
            return True
    return False


def count(tx: Connection, edition: int) -> int:
    """How many proposals an edition has, drafts included."""
    number: int = tx.execute(select(func.count()).where(proposals.c.edition == edition)).scalar_one()
    return number


def lock(tx: Connection, key: int) -> None:
    """Whoever else would decide about it waits until this transaction is over."""
    tx.execute(select(proposals.c.id).where(proposals.c.id == key).with_for_update())


def proposals_of(tx: Connection, organiser: int) -> list[Proposal]:
    """The proposals that somebody organises, alone or with others, the one touched last first."""
    return [_proposal(row) for row in _by_organiser.run(tx, {"organiser": organiser}).fetchall()]


def move_with(tx: Connection, key: int) -> Move | None:
    """One line of a history, or None."""
    return one(Move, tx.execute(select(moves).where(moves.c.id == key)))


def history(tx: Connection, key: int) -> list[Move]:
    """Every move of a proposal, the first first."""
    return records(Move, tx.execute(select(moves).where(moves.c.proposal == key).order_by(moves.c.id)))


def start(
    tx: Connection, *, edition: int, organiser: int, answers: Answers, late: bool = False, now: datetime
) -> Proposal:
    """A new draft in the edition, with what is already known filled in."""
    fresh = Proposal(
        edition=edition,
        organiser=organiser,
        late=late,
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


def take_to(tx: Connection, proposal: Proposal, edition: int) -> None:
    """A draft goes on in another edition. Raises MovedOn when it is a draft no more."""
    taken = update(proposals).where(proposals.c.id == proposal.id, proposals.c.state == "draft")
    if tx.execute(taken.values(edition=edition, late=False)).rowcount != 1:
        raise MovedOn
    proposal.edition, proposal.late = edition, False


def delete_draft(tx: Connection, proposal: Proposal) -> None:
    """Deletes a draft for good. Raises MovedOn when it is a draft no more."""
    gone = delete(proposals).where(proposals.c.id == proposal.id, proposals.c.state == "draft")
    if tx.execute(gone).rowcount != 1:
        raise MovedOn


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
