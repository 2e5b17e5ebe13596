"""Votes: what members of the committee would decide about a revision, until there are enough of them."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlmodel import Field, SQLModel

from storage.database import records, table_of, upsert
from storage.editions import Rule
from storage.personal import THEIRS, person_column
from storage.proposals import Proposal


class Vote(SQLModel, table=True):
    """One member's vote about the revision that they saw, and why; `question` is the one that they answered."""

    __tablename__ = "votes"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    revision: int = Field(primary_key=True)
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    verdict: str
    reason: str | None = None
    question: int | None = None
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
    now: datetime,
) -> None:
    """Somebody's vote, in the place of any before."""
    values = {"verdict": verdict, "reason": reason, "question": question, "at": now}
    keys = {"proposal": proposal.key, "revision": proposal.revision, "person": person}
    added = upsert(tx, votes).values(**keys, **values)
    tx.execute(added.on_conflict_do_update(index_elements=list(keys), set_=values))


def take_back(tx: Connection, proposal: Proposal, person: int | None = None) -> bool:
    """Somebody votes no more about this revision, or nobody does; whether they had."""
    gone = delete(votes).where(votes.c.proposal == proposal.key, votes.c.revision == proposal.revision)
    if person is not None:
        gone = gone.where(votes.c.person == person)
    return tx.execute(gone).rowcount > 0


def votes_about(tx: Connection, proposal: Proposal) -> list[Vote]:
    """The votes about the revision that `proposal` shows, the first first."""
    query = select(votes).where(votes.c.proposal == proposal.key, votes.c.revision == proposal.revision)
    return records(Vote, tx.execute(query.order_by(votes.c.at, votes.c.person)))


def carried(tx: Connection, proposal: Proposal, rule: Rule) -> list[Vote]:
    """The like votes that are as many as the rule asks for; none where no verdict has so many. By the chair's rule one
    is enough: nobody else's is taken.
    """
    known = votes_about(tx, proposal)
    enough = 1 if rule.by == "chair" else max(1, rule.votes)
    for verdict, number in Counter(each.verdict for each in known).most_common(1):
        if number >= enough:
            return [each for each in known if each.verdict == verdict]
    return []
