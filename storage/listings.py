"""Listings: proposals that come many at once stand together in one message of the committee's group."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlmodel import Field, SQLModel

from storage.database import records, table_of, upsert
from storage.proposals import Proposal, proposals
from storage.revisions import revisions

AT_ONCE, WITHIN = 6, timedelta(minutes=10)  # so many first submissions in that time have a card each
GOES_ON = timedelta(hours=6)  # after its last proposal a list takes no more


class Listed(SQLModel, table=True):
    """A proposal that stands in the list of that number."""

    __tablename__ = "listed"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    listing: int = Field(index=True)
    at: datetime


listed = table_of(Listed)


def many(tx: Connection, now: datetime) -> bool:
    """Whether more have come of late, and still wait, than have a card each."""
    lately = (
        select(revisions.c.proposal)
        .join(proposals, proposals.c.id == revisions.c.proposal)
        .where(revisions.c.number == 1, revisions.c.submitted_at > now - WITHIN, proposals.c.state == "submitted")
    )
    return len(tx.execute(lately.limit(AT_ONCE + 1)).all()) > AT_ONCE


def add(tx: Connection, key: int, now: datetime) -> int:
    """Puts a proposal into the list that goes on, else into a new one; gives its number."""
    (listing,) = add_all(tx, [key], now)
    return listing


def add_all(tx: Connection, keys: Collection[int], now: datetime) -> set[int]:
    """The same of several, but for those that stand in one already; gives the lists in which they stand."""
    newest = select(listed.c.listing, listed.c.at).order_by(listed.c.listing.desc(), listed.c.at.desc())
    last = tx.execute(newest.limit(1)).first()
    listing = 1 if last is None else int(last.listing + (now - last.at > GOES_ON))
    rows = [{"proposal": key, "listing": listing, "at": now} for key in keys]
    if rows:
        tx.execute(upsert(tx, listed).on_conflict_do_nothing(), rows)
    found = select(listed.c.listing).distinct().where(listed.c.proposal.in_(keys))
    return set(tx.execute(found).scalars())


def listing_of(tx: Connection, key: int) -> int | None:
    """The list in which a proposal stands, or None."""
    return tx.execute(select(listed.c.listing).where(listed.c.proposal == key)).scalar()


def proposals_in(tx: Connection, listing: int, *, start: int, most: int) -> tuple[list[Proposal], int]:
    """Some of the proposals of a list in the order in which they came, and how many it has in all."""
    within = select(proposals).join(listed, listed.c.proposal == proposals.c.id).where(listed.c.listing == listing)
    count = select(func.count()).select_from(listed).where(listed.c.listing == listing)
    page = within.order_by(listed.c.at, proposals.c.id).offset(start).limit(most)
    return records(Proposal, tx.execute(page)), tx.execute(count).scalar_one()
