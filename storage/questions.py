"""Questions for a reason: put in the committee's group to the member who wants to refuse or to have changes."""

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Field

from storage.database import Keyed, one, records, table_of
from storage.personal import THEIRS, person_column


class ReasonAsked(Keyed, table=True):
    """Why a member decides so about a revision of a proposal; its card is the message that a typed reason answers."""

    __tablename__ = "questions"

    proposal: int = Field(foreign_key="proposals.id", index=True, ondelete="CASCADE")
    revision: int
    verdict: str
    person: int = Field(sa_column=person_column(THEIRS))


questions = table_of(ReasonAsked)


def put(tx: Connection, *, proposal: int, revision: int, verdict: str, person: int) -> ReasonAsked:
    """Asks a member for the reason of a decision; what they were asked before about the proposal is over."""
    tx.execute(delete(questions).where(questions.c.proposal == proposal, questions.c.person == person))
    question = ReasonAsked(proposal=proposal, revision=revision, verdict=verdict, person=person)
    added = insert(questions).values(**question.model_dump(exclude={"id"})).returning(questions.c.id)
    question.id = tx.execute(added).scalar_one()
    return question


def question_with(tx: Connection, key: int) -> ReasonAsked | None:
    """The question, or None when it is over."""
    return one(ReasonAsked, tx.execute(select(questions).where(questions.c.id == key)))


def questions_about(tx: Connection, proposal: int) -> list[ReasonAsked]:
    """What members are being asked about a proposal."""
    return records(ReasonAsked, tx.execute(select(questions).where(questions.c.proposal == proposal)))


def close(tx: Connection, key: int) -> None:
    """The question is answered, or asks no more."""
    tx.execute(delete(questions).where(questions.c.id == key))
