"""Forgetting: what follows for others when somebody is erased, and what is not kept for ever.

Which columns hold a person they say themselves (`storage.personal`).
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage import editions, lifecycle, organisers, people, personal, proposals, registrations, revisions, threads
from storage.database import savepoint
from storage.proposals import EDITABLE, Proposal

WORDS_KEPT = timedelta(days=365)  # after the last day of an edition: who proposed, and what was said about it
UNSEEN_KEPT = timedelta(days=730)  # who has not written for so long is forgotten
AT_ONCE = 5  # people who are forgotten in one sweep: each takes some tens of milliseconds


def forget(tx: Connection, person: int, *, now: datetime) -> None:
    """Forgets somebody for good.

    Their seats go to whoever waits. What they organise with others is the next one's; alone: a draft is deleted, what
    waits for the committee is withdrawn, what was decided stays, without them. All that is kept of them goes, but that
    the bot does not answer them, where it does not.
    """
    for proposal in proposals.proposals_of(tx, person):
        if proposal.organiser == person:
            _leave(tx, proposal, now)
    registrations.leave_all(tx, person=person, now=now)
    known = people.person_with(tx, person)
    personal.erase(tx, person)
    if known and known.ban:
        people.stay_banned(tx, person, known.ban)


def _leave(tx: Connection, proposal: Proposal, now: datetime) -> None:
    others = organisers.joined(tx, proposal.key)
    if others and proposal.state in EDITABLE:
        lifecycle.hand_over(tx, proposal, to=others[0].person, now=now)
    elif others:  # nothing becomes of it any more, but they are its organiser
        organisers.hand_over(tx, proposal, others[0].person, now)
        _forget_who(tx, [proposal.key])
    elif proposal.state == "draft":
        proposals.delete_draft(tx, proposal)
    elif (proposal.state, "withdrawn") in proposals.MOVES:
        lifecycle.withdraw(tx, proposal, now=now)


def sweep(tx: Connection, now: datetime) -> None:
    """Lets go of what has been kept for long enough."""
    registrations.sweep(tx, now)
    for edition in editions.all_editions(tx):
        if not edition.names_forgotten and edition.over(now - WORDS_KEPT):
            _forget_names(tx, edition.year)
    for person in people.unseen_since(tx, (now - UNSEEN_KEPT).date(), AT_ONCE):
        with savepoint(tx):
            forget(tx, person, now=now)


def _forget_who(tx: Connection, keys: list[int]) -> None:
    """Who proposed these, with their function and address."""
    personal.blank(tx, proposals.proposals, proposals.proposals.c.id.in_(keys))
    personal.blank(tx, revisions.revisions, revisions.revisions.c.proposal.in_(keys))


def _forget_names(tx: Connection, year: int) -> None:
    """Who proposed in an edition, with their address, and what was asked and answered about it."""
    of_edition = select(proposals.proposals.c.id).where(proposals.proposals.c.edition == year)
    _forget_who(tx, list(tx.execute(of_edition).scalars()))
    of_threads = select(threads.threads.c.id).where(threads.threads.c.proposal.in_(of_edition))
    personal.blank(tx, threads.remarks, threads.remarks.c.thread.in_(of_threads))
    editions.change(tx, year, names_forgotten=True)
