"""The end of an edition: what it was, in figures, and the thanks of which each organiser hears once."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, literal, select, union
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import coverage, editions, notices, proposals, queue, ratings, readers, registrations, sessions
from storage.coverage import Coverage
from storage.notices import DIGEST
from storage.organisers import co_organisers
from storage.personal import NOBODY
from storage.proposals import Proposal
from storage.ratings import Rated
from storage.zones import PARIS, by_day

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
    """Notes, once an edition is over, that its organisers are to be thanked, by day; not when that was long ago."""
    for edition in editions.all_editions(tx):
        if edition.thanked or not edition.over(now):
            continue
        if not edition.over(now - LATELY):
            notices.note_all(tx, "thanks", _organisers(edition.year, by_day(now, PARIS)), rank=DIGEST)
        editions.change(tx, edition.year, thanked=True)


def _organisers(year: int, due: datetime) -> Select[Any]:
    """Who organised an accepted event of that year, and which."""
    columns, joined = proposals.proposals.c, co_organisers.c
    accepted = (columns.edition == year, columns.state == "accepted")
    own = select(columns.organiser.label("chat"), columns.id.label("about")).where(*accepted)
    invited = select(joined.person, joined.proposal).join(proposals.proposals, columns.id == joined.proposal)
    who = union(own, invited.where(*accepted)).subquery()
    return select(who.c.chat, who.c.about, literal(due, UTCDateTime())).where(who.c.chat != NOBODY)
