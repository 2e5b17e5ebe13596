"""Votes: what members of the committee would decide about a revision, until there are enough of them."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlmodel import Field, SQLModel

from storage.database import records, table_of, upsert
from storage.personal import THEIRS, person_column
from storage.proposals import Proposal


class Vote(SQLModel, table=True):
    """One member's vote about the revision that they saw, and why; `question` is the one that they answered, `batch`
    counts those that were cast together.
    """

    __tablename__ = "votes"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    revision: int = Field(primary_key=True)
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    verdict: str
    reason: str | None = None
    question: int | None = None
    batch: int | None = Field(default=None, index=True)
    at: datetime


votes = table_of(Vote)


def cast_vote(
    tx: Connection,
    proposal: Proposal,
    person: int,
    verdict: str,
    *,
    reason: str | None,
    question: int | None,
    batch: int | None,
    now: datetime,
) -> None:
    """Somebody's vote, in the place of any before."""
    values = {"verdict": verdict, "reason": reason, "question": question, "batch": batch, "at": now}
    keys = {"proposal": proposal.key, "revision": proposal.revision, "person": person}
    added = upsert(tx, votes).values(**keys, **values)
    tx.execute(added.on_conflict_do_update(index_elements=list(keys), set_=values))


def take_back(tx: Connection, proposal: Proposal, person: int) -> bool:
    """Somebody votes no more about this revision; whether they had."""
    gone = delete(votes).where(votes.c.proposal == proposal.key, votes.c.revision == proposal.revision)
    return tx.execute(gone.where(votes.c.person == person)).rowcount > 0


def cast_in(tx: Connection, batch: int, person: int) -> set[int]:
    """The proposals about which somebody voted together."""
    query = select(votes.c.proposal).where(votes.c.batch == batch, votes.c.person == person)
    return set(tx.execute(query).scalars())


def votes_about(tx: Connection, proposal: Proposal) -> list[Vote]:
    """The votes about the revision that `proposal` shows, the first first."""
    query = select(votes).where(votes.c.proposal == proposal.key, votes.c.revision == proposal.revision)
    return records(Vote, tx.execute(query.order_by(votes.c.at, votes.c.person)))


def next_batch(tx: Connection) -> int:
    """A number for votes that are cast together."""
    return int(tx.execute(select(func.max(votes.c.batch))).scalar() or 0) + 1
