"""The end of an edition: what it was, in figures, and the thanks of which each organiser hears once."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from storage import coverage, editions, notices, organisers, proposals, queue, ratings, readers, registrations, sessions
from storage.coverage import Coverage
from storage.notices import DIGEST
from storage.proposals import Proposal
from storage.ratings import Rated

LATELY = timedelta(days=30)  # after an edition is over nobody is thanked any more


class Figures(NamedTuple):
    """An edition in figures: proposals by state, what the programme covered, sessions that took place, people who read
    it, seats that were taken, of which how many came, and what people said.
    """

    states: Counter[str]
    covered: Coverage
    sessions: int
    readers: int
    seats: int
    came: int
    rated: Rated | None


class Thanks(NamedTuple):
    """An event in figures, for its organisers."""

    readers: int
    seats: int
    came: int
    rated: Rated | None


def figures_of(tx: Connection, year: int) -> Figures:
    """What an edition was, or is so far."""
    there = sessions.sessions.c.edition == year
    held = select(func.count()).where(there, sessions.sessions.c.takes_place)
    keys = list(tx.execute(select(sessions.sessions.c.id).where(there)).scalars())
    seats, came = registrations.taken_and_came(tx, keys)
    return Figures(
        Counter(queue.by_state(tx, year)),
        coverage.coverage_of(tx, year),
        tx.execute(held).scalar_one(),
        readers.of_edition(tx, year),
        seats,
        came,
        ratings.of_edition(tx, year),
    )


def thanks_of(tx: Connection, proposal: Proposal) -> Thanks:
    """What came of an event."""
    keys = [each.key for each in sessions.sessions_of(tx, proposal.key)]
    read = sum(readers.by_day(tx, proposal.key).values())
    return Thanks(read, *registrations.taken_and_came(tx, keys), ratings.rated(tx, proposal.key))


def plan(tx: Connection, now: datetime) -> None:
    """Notes, once an edition is over, that its organisers are to be thanked."""
    for edition in editions.all_editions(tx):
        if edition.thanked or not edition.over(now):
            continue
        if edition.over(now - LATELY):
            editions.change(tx, edition.year, thanked=True)
            continue
        columns = proposals.proposals.c
        accepted = select(columns.id).where(columns.edition == edition.year, columns.state == "accepted")
        for key in list(tx.execute(accepted.order_by(columns.id)).scalars()):
            proposal = proposals.proposal_with(tx, key)
            for person in organisers.all_of(tx, proposal) if proposal else []:
                notices.note(tx, "thanks", chat=person, about=key, due_at=now, rank=DIGEST)
        editions.change(tx, edition.year, thanked=True)
