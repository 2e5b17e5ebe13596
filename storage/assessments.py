"""Assessments: what each member of the committee thinks of a proposal, criterion by criterion; and who had better not
say, for they have a stake in it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Connection, delete, func, select, update
from sqlmodel import Field, SQLModel

from storage.database import JSON_COLUMN, JsonDict, one, records, table_of, upsert
from storage.editions import Criterion
from storage.personal import THEIRS, person_column
from storage.proposals import Proposal, proposals

SCALE = 4  # of a mean over criteria, whatever the scale of each
LONGEST_NOTE = 600  # characters


class Assessment(SQLModel, table=True):
    """One member's scores of a proposal by the code of the criterion (None: cannot say), for the `revision` that they
    saw, and a note that only they read. It counts once it is `complete`: each criterion has its answer.
    """

    __tablename__ = "assessments"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True, index=True))
    revision: int
    scores: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False))
    complete: bool = False
    note: str | None = None
    at: datetime

    def mean(self, criteria: Iterable[Criterion]) -> float | None:
        """The weighted mean on `SCALE`; None where nothing could be said."""
        scored = [(each, score) for each in criteria if isinstance(score := self.scores.get(each.code), int)]
        weight = sum(each.weight for each, _ in scored)
        return sum(each.weight * score / each.most for each, score in scored) / weight * SCALE if weight else None


class Conflict(SQLModel, table=True):
    """Somebody of the committee has a stake in a proposal, and said so."""

    __tablename__ = "conflicts"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True, index=True))
    at: datetime


class Spread(NamedTuple):
    """Of several means: theirs, the lowest and the highest, and of how many."""

    mean: float
    lowest: float
    highest: float
    of: int


assessments, conflicts = table_of(Assessment), table_of(Conflict)


def assessment_of(tx: Connection, key: int, person: int) -> Assessment | None:
    """What somebody thinks of a proposal, or None."""
    query = select(assessments).where(assessments.c.proposal == key, assessments.c.person == person)
    return one(Assessment, tx.execute(query))


def assess(
    tx: Connection,
    proposal: Proposal,
    person: int,
    scores: Mapping[str, int | None],
    *,
    criteria: Collection[Criterion],
    now: datetime,
) -> Assessment:
    """Sets these scores of somebody's, and leaves the others; what they saw is the revision that `proposal` shows."""
    known = assessment_of(tx, proposal.key, person)
    whole: JsonDict = (known.scores if known else {}) | dict(scores)
    made = Assessment(
        proposal=proposal.key,
        person=person,
        revision=proposal.revision,
        scores=whole,
        complete=all(each.code in whole for each in criteria),
        note=known.note if known else None,
        at=now,
    )
    values = made.model_dump()
    added = upsert(tx, assessments).values(**values)
    tx.execute(added.on_conflict_do_update(index_elements=["proposal", "person"], set_=values))
    return made


def write_note(tx: Connection, proposal: Proposal, person: int, note: str | None, now: datetime) -> None:
    """A private note; it needs no score."""
    mine = (assessments.c.proposal == proposal.key, assessments.c.person == person)
    if tx.execute(update(assessments).where(*mine).values(note=note)).rowcount == 0:
        blank = Assessment(
            proposal=proposal.key, person=person, revision=proposal.revision, scores={}, note=note, at=now
        )
        tx.execute(upsert(tx, assessments).values(**blank.model_dump()))


def assessments_of(tx: Connection, key: int) -> list[Assessment]:
    """The complete assessments of a proposal, the first first."""
    query = select(assessments).where(assessments.c.proposal == key, assessments.c.complete)
    return records(Assessment, tx.execute(query.order_by(assessments.c.at, assessments.c.person)))


def any_of(tx: Connection, edition: int) -> bool:
    """Whether somebody has assessed a proposal of that edition."""
    theirs = select(assessments.c.proposal).join(proposals, proposals.c.id == assessments.c.proposal)
    return tx.execute(theirs.where(proposals.c.edition == edition).limit(1)).first() is not None


def count(tx: Connection, key: int) -> int:
    """How many complete assessments a proposal has."""
    counted = select(func.count()).select_from(assessments)
    return tx.execute(counted.where(assessments.c.proposal == key, assessments.c.complete)).scalar_one()


def assessments_about(tx: Connection, keys: Collection[int]) -> dict[int, list[Assessment]]:
    """The same of many, by proposal; those with none are left out."""
    query = select(assessments).where(assessments.c.proposal.in_(keys), assessments.c.complete)
    found: dict[int, list[Assessment]] = defaultdict(list)
    for each in records(Assessment, tx.execute(query)):
        found[each.proposal].append(each)
    return found


def spread_of(known: Iterable[Assessment], criteria: Collection[Criterion]) -> Spread | None:
    """Of the means of these; None where nothing could be said."""
    means = [mean for each in known if (mean := each.mean(criteria)) is not None]
    return Spread(sum(means) / len(means), min(means), max(means), len(means)) if means else None


def declare(tx: Connection, key: int, person: int, now: datetime) -> None:
    """Somebody says that they have a stake in a proposal: what they thought of it counts no more."""
    tx.execute(upsert(tx, conflicts).values(proposal=key, person=person, at=now).on_conflict_do_nothing())
    tx.execute(delete(assessments).where(assessments.c.proposal == key, assessments.c.person == person))


def declared(tx: Connection, key: int, person: int) -> bool:
    """Whether they have said so."""
    query = select(conflicts.c.person).where(conflicts.c.proposal == key, conflicts.c.person == person)
    return tx.execute(query).first() is not None


def conflicts_of(tx: Connection, person: int) -> set[int]:
    """The proposals in which somebody has said to have a stake."""
    return set(tx.execute(select(conflicts.c.proposal).where(conflicts.c.person == person)).scalars())


def retract(tx: Connection, key: int, person: int) -> None:
    """It was a slip of the finger."""
    tx.execute(delete(conflicts).where(conflicts.c.proposal == key, conflicts.c.person == person))
