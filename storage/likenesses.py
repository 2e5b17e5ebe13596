"""Likenesses: proposals of an edition that look as though they were one, found by the words of their titles, their
place and their days; and which of them the committee says are one.
"""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Connection, delete, insert, or_, select
from sqlmodel import Field, SQLModel

from storage.analyser import fold, terms
from storage.answers import Answers
from storage.database import one, records, table_of, upsert
from storage.personal import DONE_BY, person_column
from storage.proposals import Proposal, proposals
from storage.revisions import submitted_answers

STANDING = ("submitted", "changes_requested", "accepted")
EQUAL, NEAR = 0.75, 0.4  # of the words of two titles in common: enough alone beside one sign, or beside two
SHORTEST_WORD = 3  # letters of a word that tells something


class Likeness(SQLModel, table=True):
    """A proposal looks like another; it is kept both ways."""

    __tablename__ = "likenesses"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    other: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")


class Duplicate(SQLModel, table=True):
    """The committee says that a proposal is the same as another."""

    __tablename__ = "duplicates"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    other: int = Field(foreign_key="proposals.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(DONE_BY))
    at: datetime


likenesses, duplicates = table_of(Likeness), table_of(Duplicate)


def renew(tx: Connection, proposal: Proposal) -> None:
    """Looks anew what a proposal, as it was handed in last, looks like."""
    key, mine = proposal.key, submitted_answers(tx, proposal)
    tx.execute(delete(likenesses).where(or_(likenesses.c.proposal == key, likenesses.c.other == key)))
    words = _words(fold(mine.title or ""))
    titles = select(proposals.c.id, proposals.c.title_key).where(
        proposals.c.edition == proposal.edition, proposals.c.id != key, proposals.c.state.in_(STANDING)
    )
    near = {
        other: common for other, title in tx.execute(titles) if (common := _common(words, _words(title or ""))) >= NEAR
    }
    if not near:
        return
    candidates = records(Proposal, tx.execute(select(proposals).where(proposals.c.id.in_(near))))
    for other in candidates:
        if _alike(mine, submitted_answers(tx, other), near[other.key]):
            pair = [{"proposal": key, "other": other.key}, {"proposal": other.key, "other": key}]
            tx.execute(insert(likenesses), pair)


def like(tx: Connection, proposal: Proposal) -> list[Proposal]:
    """What a proposal looks like, of what still stands."""
    others = select(likenesses.c.other).where(likenesses.c.proposal == proposal.key)
    query = select(proposals).where(proposals.c.id.in_(others), proposals.c.state.in_(STANDING))
    return records(Proposal, tx.execute(query.order_by(proposals.c.id)))


def mark_duplicate(tx: Connection, proposal: Proposal, other: Proposal, *, by: int, now: datetime) -> None:
    """The committee says that it is the same as another."""
    values = {"other": other.key, "person": by, "at": now}
    added = upsert(tx, duplicates).values(proposal=proposal.key, **values)
    tx.execute(added.on_conflict_do_update(index_elements=["proposal"], set_=values))


def unmark_duplicate(tx: Connection, key: int) -> None:
    """It is one of its own after all."""
    tx.execute(delete(duplicates).where(duplicates.c.proposal == key))


def mark_of(tx: Connection, key: int) -> Duplicate | None:
    """Who said so, and when; None where nobody has."""
    return one(Duplicate, tx.execute(select(duplicates).where(duplicates.c.proposal == key)))


def duplicate_of(tx: Connection, key: int) -> Proposal | None:
    """The proposal that it is the same as, as the committee says; else None."""
    other = select(duplicates.c.other).where(duplicates.c.proposal == key).scalar_subquery()
    return one(Proposal, tx.execute(select(proposals).where(proposals.c.id == other)))


@lru_cache(maxsize=8192)
def _words(folded_title: str) -> frozenset[str]:
    return frozenset(word for word in terms(folded_title) if len(word) >= SHORTEST_WORD)


def _common(one_title: frozenset[str], other: frozenset[str]) -> float:
    """How much of two titles is the same: Jaccard's index of their words."""
    either = one_title | other
    return len(one_title & other) / len(either) if either else 0.0


def _alike(mine: Answers, other: Answers, common: float) -> bool:
    """Nearly the same title beside one of place, organisation and days; or much of it beside two of them."""
    signs = (
        mine.place is not None and other.place is not None and mine.place.code == other.place.code,
        fold(mine.organisation or "") == fold(other.organisation or "") != "",
        not _days(mine).isdisjoint(_days(other)),
    )
    same_days_only = signs == (False, False, True)  # a title of few words on the same day says little
    return (common >= EQUAL and any(signs) and not same_days_only) or sum(signs) >= 2


def _days(answers: Answers) -> set[date]:
    return {each.start.date() for each in answers.sessions}
