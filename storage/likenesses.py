"""Likenesses: proposals of an edition that look as though they were one, found by the words of their titles, their
place and their days; and which of them the committee says are one.
"""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Connection, and_, delete, insert, or_, select
from sqlmodel import Field, SQLModel

from storage.analyser import fold, terms
from storage.answers import Answers
from storage.database import one, records, table_of, upsert
from storage.personal import DONE_BY, person_column
from storage.proposals import Proposal, proposals
from storage.revisions import revisions, submitted_answers

ALIVE = ("submitted", "changes_requested", "accepted")
EQUAL, NEAR = 0.75, 0.4  # shares of the words of two titles that are the same
MOST = 50  # proposals of the likest titles that are looked at closely
SHORTEST_WORD = 3  # letters of a word that tells something


class Likeness(SQLModel, table=True):
    """A proposal looks like another; it is kept both ways."""

    __tablename__ = "likenesses"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    other: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE", index=True)


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
        proposals.c.edition == proposal.edition, proposals.c.id != key, proposals.c.state.in_(ALIVE)
    )
    common = {other: _common(words, _words(title or "")) for other, title in tx.execute(titles)}
    near = sorted((other for other, share in common.items() if share >= NEAR), key=lambda other: -common[other])[:MOST]
    handed_in = select(proposals.c.id, revisions.c.answers).join(
        revisions, and_(revisions.c.proposal == proposals.c.id, revisions.c.number == proposals.c.revision)
    )
    alike = [
        other
        for other, answers in tx.execute(handed_in.where(proposals.c.id.in_(near)))
        if _alike(mine, Answers.model_validate(answers), common[other])
    ]
    pairs = [pair for other in alike for pair in ((key, other), (other, key))]
    if pairs:
        tx.execute(insert(likenesses), [{"proposal": one_of, "other": other} for one_of, other in pairs])


def like(tx: Connection, proposal: Proposal) -> list[Proposal]:
    """What a proposal looks like, of what still stands."""
    others = select(likenesses.c.other).where(likenesses.c.proposal == proposal.key)
    query = select(proposals).where(proposals.c.id.in_(others), proposals.c.state.in_(ALIVE))
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
    """Nearly the same title in the same place or of the same organisation; or much of it beside two of place,
    organisation and days.
    """
    signs = (
        mine.place is not None and other.place is not None and mine.place.code == other.place.code,
        fold(mine.organisation or "") == fold(other.organisation or "") != "",
        not _days(mine).isdisjoint(_days(other)),
    )
    return (common >= EQUAL and (signs[0] or signs[1])) or sum(signs) >= 2


def _days(answers: Answers) -> set[date]:
    return {each.start.date() for each in answers.sessions}
