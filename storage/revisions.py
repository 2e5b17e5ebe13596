"""Revisions: a proposal's answers as they stood each time that they were handed in."""

from datetime import datetime

from sqlalchemy import Column, Connection, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage.analyser import fold
from storage.answers import PRIVATE_ANSWERS, Answers
from storage.database import JSON_COLUMN, JsonDict, table_of
from storage.editions import editions
from storage.personal import THROUGH, said
from storage.proposals import Proposal, proposals


class Revision(SQLModel, table=True):
    """The answers as they stood when the proposal was submitted for the nth time."""

    __tablename__ = "revisions"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", sa_column_kwargs={"info": THROUGH})
    number: int = Field(primary_key=True)
    answers: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False, info=said(PRIVATE_ANSWERS)))
    submitted_at: datetime


revisions = table_of(Revision)


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
