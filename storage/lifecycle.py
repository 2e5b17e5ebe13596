"""The life of a proposal: each change is one function here, with all that follows from it.

Dialogs, notices and the sample programme call these; nothing else puts a change's effects together. Who may do what
from which state is `storage.proposals.MOVES`: each raises ForbiddenMove for what it does not list, and MovedOn
when the proposal is no longer as the caller saw it.
"""

from datetime import datetime

from sqlalchemy import Connection

from storage import committee, decisions, notices, proposals, reminders, revisions, sessions
from storage.decisions import Decision
from storage.proposals import Proposal, Role, State


def submit(tx: Connection, proposal: Proposal, *, now: datetime) -> None:
    """Hands the proposal to the committee.

    State submitted; history; the answers kept as a revision, the first of which gives the number; the committee's
    card, and for what came back a word about it.
    """
    proposals.move(tx, proposal, "submitted", by=proposal.organiser, role="organiser", now=now)
    revisions.add_revision(tx, proposal, now=now)
    committee.tell(tx, proposal, now)
    if proposal.revision > 1:
        committee.tell_that_it_came_back(tx, proposal, now)


def accept(tx: Connection, proposal: Proposal, *, by: int, now: datetime) -> None:
    """The event is on the programme.

    State accepted; history; what was submitted is what readers see; its sessions published; the organiser hears;
    the committee's card.
    """
    _decided(tx, proposal, "accepted", by=by, why=None, now=now)
    revisions.agree(tx, proposal)
    publish(tx, proposal, now=now)


def ask_for_changes(tx: Connection, proposal: Proposal, *, by: int, why: str, now: datetime) -> None:
    """The organiser is asked to mend it. State changes requested; history; the organiser hears; the card."""
    _decided(tx, proposal, "changes_requested", by=by, why=why, now=now)


def reject(tx: Connection, proposal: Proposal, *, by: int, why: str, now: datetime) -> None:
    """The event is not on the programme. State rejected; history; the organiser hears; the card."""
    _decided(tx, proposal, "rejected", by=by, why=why, now=now)


def withdraw(tx: Connection, proposal: Proposal, *, now: datetime) -> None:
    """The organiser takes it back. A decision that is pending is undone; state withdrawn; history; the card."""
    pending = decisions.standing_decision(tx, proposal)
    if pending and not pending.applied:
        decisions.undo(tx, pending)
    proposals.move(tx, proposal, "withdrawn", by=proposal.organiser, role="organiser", now=now)
    committee.tell(tx, proposal, now)


def cancel(tx: Connection, proposal: Proposal, *, by: int, role: Role, why: str | None, now: datetime) -> None:
    """An accepted event does not take place. State cancelled; history; all its sessions cancelled; the card."""
    proposals.move(tx, proposal, "cancelled", by=by, role=role, now=now, why=why)
    sessions.cancel_all(tx, proposal.key)
    committee.tell(tx, proposal, now)


def take_effect(tx: Connection, decision: Decision, *, now: datetime) -> None:
    """A decision takes effect, once, with all that its verdict does; nothing when it was undone or is too late."""
    proposal = proposals.proposal_with(tx, decision.proposal)
    if proposal is None or proposal.state != "submitted" or not decisions.mark_applied(tx, decision, now):
        return
    by, why = decision.person, decision.reason or ""
    match decision.verdict:
        case "accepted":
            accept(tx, proposal, by=by, now=now)
        case "changes_requested":
            ask_for_changes(tx, proposal, by=by, why=why, now=now)
        case "rejected":
            reject(tx, proposal, by=by, why=why, now=now)


def publish(tx: Connection, proposal: Proposal, *, now: datetime) -> None:
    """Brings the programme up to what is agreed; the reminders of a session that has moved follow it."""
    agreed = revisions.agreed_answers(tx, proposal.key)
    if agreed is not None:
        for before, after in sessions.publish(tx, proposal, agreed):
            reminders.follow(tx, before, after, now)


def _decided(tx: Connection, proposal: Proposal, verdict: State, *, by: int, why: str | None, now: datetime) -> None:
    line = proposals.move(tx, proposal, verdict, by=by, role="committee", now=now, why=why)
    notices.note(tx, "decided", chat=proposal.organiser, about=line, due_at=now)
    committee.tell(tx, proposal, now)
