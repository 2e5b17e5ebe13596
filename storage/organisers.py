"""Who organises a proposal: whoever proposed it, and those whom they asked to join."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Field, SQLModel

from storage import notices
from storage.database import records, table_of, upsert
from storage.personal import NOBODY, THEIRS, person_column
from storage.proposals import MovedOn, Proposal, proposal_with, proposals

MOST = 10  # that may join one


class CoOrganiser(SQLModel, table=True):
    """Somebody who organises a proposal that another proposed; they may do all that its organiser may, but choose who
    does.
    """

    __tablename__ = "co_organisers"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", ondelete="CASCADE")
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True, index=True))
    since: datetime


co_organisers = table_of(CoOrganiser)


def joined(tx: Connection, key: int) -> list[CoOrganiser]:
    """Those who joined, the first first."""
    query = select(co_organisers).where(co_organisers.c.proposal == key)
    return records(CoOrganiser, tx.execute(query.order_by(co_organisers.c.since, co_organisers.c.person)))


def all_of(tx: Connection, proposal: Proposal) -> list[int]:
    """Everybody who organises it and was not forgotten, the one who proposed it first."""
    known = [proposal.organiser, *(each.person for each in joined(tx, proposal.key))]
    return [person for person in known if person != NOBODY]


def tell(
    tx: Connection,
    proposal: Proposal,
    kind: notices.Kind,
    about: int,
    due_at: datetime,
    *,
    but: int | None = None,
) -> None:
    """Everybody who organises it hears of this, but one."""
    for organiser in all_of(tx, proposal):
        if organiser != but:
            notices.note(tx, kind, chat=organiser, about=about, due_at=due_at)


def organises(tx: Connection, proposal: Proposal, person: int) -> bool:
    """Whether somebody is one of them."""
    return person == proposal.organiser or any(each.person == person for each in joined(tx, proposal.key))


def organised(tx: Connection, key: int, person: int) -> Proposal | None:
    """The proposal of that number, where somebody organises it; else None."""
    proposal = proposal_with(tx, key)
    return proposal if proposal and organises(tx, proposal, person) else None


def organised_by(tx: Connection, person: int) -> set[int]:
    """The proposals that somebody organises, alone or with others."""
    alone = select(proposals.c.id).where(proposals.c.organiser == person)
    with_others = select(co_organisers.c.proposal).where(co_organisers.c.person == person)
    return set(tx.execute(alone.union(with_others)).scalars())


def join(tx: Connection, proposal: Proposal, person: int, now: datetime) -> None:
    """Somebody organises it too. Raises MovedOn for whoever proposed it, and where there are too many."""
    if person == proposal.organiser or len(joined(tx, proposal.key)) >= MOST:
        raise MovedOn
    added = upsert(tx, co_organisers).values(proposal=proposal.key, person=person, since=now)
    tx.execute(added.on_conflict_do_nothing())


def leave(tx: Connection, key: int, person: int) -> None:
    """Somebody organises it no more."""
    tx.execute(delete(co_organisers).where(co_organisers.c.proposal == key, co_organisers.c.person == person))


def hand_over(tx: Connection, proposal: Proposal, to: int, now: datetime) -> None:
    """It is another's from now on; whoever had it organises it with them. Raises MovedOn when it is so already."""
    before = proposal.organiser
    moved = update(proposals).where(proposals.c.id == proposal.key, proposals.c.organiser == before)
    if to == before or tx.execute(moved.values(organiser=to)).rowcount != 1:
        raise MovedOn
    leave(tx, proposal.key, to)
    stays = upsert(tx, co_organisers).values(proposal=proposal.key, person=before, since=now)
    tx.execute(stays.on_conflict_do_nothing())
    proposal.organiser = to
