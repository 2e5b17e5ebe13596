"""Ratings: what people say of an event once it is over, 1 to 5 and a word. They are asked once."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select, update
from sqlmodel import Field, SQLModel

from storage import notices
from storage.database import table_of, upsert
from storage.notices import DIGEST
from storage.personal import THEIRS, person_column
from storage.proposals import proposals
from storage.sessions import Session
from storage.zones import by_day

MOST = 5
LONGEST = 500  # characters of the word
AFTER = timedelta(hours=1)  # the end


class Rating(SQLModel, table=True):
    """What somebody says of an event."""

    __tablename__ = "ratings"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True, index=True))
    score: int
    words: str | None = None
    at: datetime


class Rated(NamedTuple):
    """What people said of an event in all: how many, their mean, and the words, the last first."""

    number: int
    mean: float
    words: list[str]


ratings = table_of(Rating)


def will_be_asked(tx: Connection, *, person: int, session: Session) -> None:
    """Somebody means to come: once it is over they are asked. What stands already moves to this session's end."""
    due = asked_at(session)
    notices.note(tx, "rating", chat=person, about=session.proposal, due_at=due, rank=DIGEST)


def asked_at(session: Session) -> datetime:
    """An hour after the end, but not in the evening or at night where it is."""
    return by_day(session.ends_at + AFTER, session.timezone)


def rate(tx: Connection, *, proposal: int, person: int, score: int, now: datetime) -> None:
    """Somebody's score, in place of an earlier one; their word stays."""
    added = upsert(tx, ratings).values(proposal=proposal, person=person, score=score, at=now)
    tx.execute(added.on_conflict_do_update(index_elements=["proposal", "person"], set_={"score": score, "at": now}))


def drop(tx: Connection, *, proposal: int, person: int) -> None:
    """Forgets what somebody said of an event."""
    tx.execute(delete(ratings).where(ratings.c.proposal == proposal, ratings.c.person == person))


def word_of(tx: Connection, *, proposal: int, person: int) -> str | None:
    """The word that somebody added, or None."""
    mine = select(ratings.c.words).where(ratings.c.proposal == proposal, ratings.c.person == person)
    return tx.execute(mine).scalar()


def say(tx: Connection, *, proposal: int, person: int, words: str | None) -> None:
    """Adds a word to a score, or with None takes it back."""
    mine = update(ratings).where(ratings.c.proposal == proposal, ratings.c.person == person)
    tx.execute(mine.values(words=words))


def has_rated(tx: Connection, *, proposal: int, person: int) -> bool:
    """Whether somebody has said it already."""
    mine = select(ratings.c.score).where(ratings.c.proposal == proposal, ratings.c.person == person)
    return tx.execute(mine).first() is not None


def of_edition(tx: Connection, edition: int) -> Rated | None:
    """What people said of all events of an edition, without their words; None where nobody did."""
    said = select(func.count(), func.avg(ratings.c.score)).join(proposals, proposals.c.id == ratings.c.proposal)
    number, mean = tx.execute(said.where(proposals.c.edition == edition)).one()
    return Rated(number, float(mean), []) if number else None


def rated(tx: Connection, proposal: int) -> Rated | None:
    """What people said of an event; None where nobody did."""
    count, mean = tx.execute(
        select(func.count(), func.avg(ratings.c.score)).where(ratings.c.proposal == proposal)
    ).one()
    if not count:
        return None
    said = select(ratings.c.words).where(ratings.c.proposal == proposal, ratings.c.words.is_not(None))
    return Rated(count, float(mean), list(tx.execute(said.order_by(ratings.c.at.desc())).scalars()))
