"""Claims: which member has taken a proposal to look after, and until when. Then it is free again."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlmodel import Field, SQLModel

from storage.database import one, records, table_of, upsert
from storage.personal import THEIRS, person_column

LASTS = timedelta(days=3)


class Claim(SQLModel, table=True):
    """Somebody looks after a proposal until then."""

    __tablename__ = "claims"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, index=True))
    until: datetime


claims = table_of(Claim)


def claim_on(tx: Connection, key: int, now: datetime) -> Claim | None:
    """Who has taken it, while that lasts."""
    return one(Claim, tx.execute(select(claims).where(claims.c.proposal == key, claims.c.until > now)))


def claims_on(tx: Connection, keys: Collection[int], now: datetime) -> dict[int, Claim]:
    """The same of several, by proposal."""
    found = records(Claim, tx.execute(select(claims).where(claims.c.proposal.in_(keys), claims.c.until > now)))
    return {each.proposal: each for each in found}


def take(tx: Connection, key: int, person: int, now: datetime) -> Claim | None:
    """Somebody takes it, for `LASTS`; None where another has it."""
    claim = Claim(proposal=key, person=person, until=now + LASTS)
    values = claim.model_dump()
    free = (claims.c.until <= now) | (claims.c.person == person)
    added = upsert(tx, claims).values(**values)
    taken = added.on_conflict_do_update(index_elements=["proposal"], set_=values, where=free)
    return claim if tx.execute(taken.returning(claims.c.person)).first() else None


def release_all(tx: Connection, person: int) -> None:
    """Somebody looks after nothing any more."""
    tx.execute(delete(claims).where(claims.c.person == person))


def release(tx: Connection, key: int, person: int) -> None:
    """Whoever had it gives it back."""
    tx.execute(delete(claims).where(claims.c.proposal == key, claims.c.person == person))
