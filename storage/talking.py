"""Talking: what the committee and the organisers say to each other about a proposal, with all that follows from it."""

from datetime import datetime

from sqlalchemy import Connection

from storage import committee, notices, organisers, threads
from storage.proposals import Proposal
from storage.threads import Said, Thread


def say(tx: Connection, proposal: Proposal, thread: Thread, what: Said, now: datetime) -> None:
    """Something is said in a thread, which is open again if it was closed.

    The remark; the other side hears, in the group and whoever asked last, and of the organisers those who did not say
    it; the card.
    """
    key = threads.remark(tx, thread, what, now)
    organisers.tell(tx, proposal, "remark", key, now, but=what.person)
    if not what.by_committee:
        committee.tell_remark(tx, key, now)
        if asker := threads.asker_of(tx, thread.key):
            notices.note(tx, "remark", chat=asker, about=key, due_at=now)
    committee.tell_by_and_by(tx, proposal, now)


def close(tx: Connection, proposal: Proposal, thread: Thread, now: datetime) -> bool:
    """A member has what they wanted; whether the thread was open. The card."""
    was_open = threads.close_thread(tx, thread.key, now)
    committee.tell(tx, proposal, now)
    return was_open
