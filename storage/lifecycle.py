"""The life of a proposal: each change is one function here, with all that follows from it.

Dialogs, notices and the sample programme call these; nothing else puts a change's effects together. Who may do what
from which state is `storage.proposals.MOVES`: each raises ForbiddenMove for what it does not list, and MovedOn
when the proposal is no longer as the caller saw it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from storage import (
    alerts,
    awaiting,
    changes,
    committee,
    decisions,
    drafts,
    inquiries,
    likenesses,
    notices,
    organisers,
    proposals,
    registrations,
    reminders,
    revisions,
    sessions,
    threads,
)
from storage.answers import HEARD_OF, PRIVATE_ANSWERS, Answers, Parted, changed_fields, parted
from storage.decisions import Decision
from storage.proposals import Proposal, Role, State


def begin(
    tx: Connection, *, edition: int, organiser: int, answers: Answers, late: bool = False, now: datetime
) -> Proposal:
    """A new draft; whoever leaves it untouched is reminded of it."""
    proposal = proposals.start(tx, edition=edition, organiser=organiser, answers=answers, late=late, now=now)
    drafts.watch(tx, proposal)
    return proposal


def submit(tx: Connection, proposal: Proposal, *, by: int | None = None, now: datetime) -> None:
    """Hands the proposal to the committee.

    State submitted; history; the answers kept as a revision, the first of which gives the number; what it looks like;
    the committee's card, and for what came back a word about it.
    """
    by = by or proposal.organiser
    proposals.move(tx, proposal, "submitted", by=by, role="organiser", now=now)
    revisions.add_revision(tx, proposal, by=by, now=now)
    likenesses.renew(tx, proposal)
    committee.tell(tx, proposal, now)
    if proposal.revision > 1:
        committee.tell_that_it_came_back(tx, proposal, now)


def hand_in(tx: Connection, proposal: Proposal, *, by: int, now: datetime) -> Parted:
    """Hands in what was changed of a proposal that is submitted or accepted, and gives what; nothing where nothing was.

    Who proposes, which only the committee reads, is simply written anew.

    Submitted: another revision; a decision that was pending about the text before is undone; the card, and a word
    about it. Accepted: what needs nobody's agreement is agreed and published at once, and readers hear of it when it
    has settled; the rest is one proposed revision, in the place of any before, which the committee sees.
    Raises ForbiddenMove in any other state.
    """
    agreed = revisions.agreed_answers(tx, proposal.key)
    if proposal.state in ("submitted", "accepted"):
        revisions.write_who(tx, proposal.key, {field: proposal.answers.get(field) for field in PRIVATE_ANSWERS})
    if proposal.state == "accepted" and agreed is not None:
        return _hand_in_accepted(tx, proposal, agreed, by=by, now=now)
    if proposal.state != "submitted":
        raise proposals.ForbiddenMove(f"{proposal.state} is handed in by nobody")
    changed = changed_fields(revisions.submitted_answers(tx, proposal), proposal.read())
    if any(field not in PRIVATE_ANSWERS for field in changed):
        undo_pending(tx, proposal, by, now)
        revisions.add_revision(tx, proposal, by=by, now=now)
        likenesses.renew(tx, proposal)
        committee.tell(tx, proposal, now)
        committee.tell_that_it_came_back(tx, proposal, now)
    return Parted(waiting=tuple(changed))


def _hand_in_accepted(tx: Connection, proposal: Proposal, agreed: Answers, *, by: int, now: datetime) -> Parted:
    after, proposed = proposal.read(), revisions.proposed_answers(tx, proposal)
    live, waiting = parted(agreed, after)
    public = [field for field in live if field not in PRIVATE_ANSWERS]
    same = proposed is not None and not set(changed_fields(proposed, after)).difference(PRIVATE_ANSWERS)
    if not public and (same if waiting else proposed is None):
        return Parted(live, waiting)
    undo_pending(tx, proposal, by, now)  # first: what it was about is replaced
    if public:
        now_agreed = agreed.model_copy(update={field: getattr(after, field) for field in public})
        _agree_at_once(tx, proposal, now_agreed, by=by, now=now)
    if waiting:
        revisions.add_revision(tx, proposal, by=by, now=now, state="proposed")
        committee.tell_that_it_came_back(tx, proposal, now)
    else:
        revisions.close_proposed(tx, proposal, "replaced")  # what was proposed was taken back
    committee.tell(tx, proposal, now)
    return Parted(live, waiting)


def drop_changes(tx: Connection, proposal: Proposal, *, by: int, now: datetime) -> None:
    """The organiser's working copy is again what stands: the answers agreed to, else those handed in.

    Changes that were proposed are taken back: a decision pending about them undone; the card.
    """
    stands = revisions.agreed_answers(tx, proposal.key) or revisions.submitted_answers(tx, proposal)
    if revisions.proposed_answers(tx, proposal) is not None:
        undo_pending(tx, proposal, by, now)
        revisions.close_proposed(tx, proposal, "replaced")
        committee.tell(tx, proposal, now)
    proposals.save(tx, proposal, stands, now=now)


def accept(tx: Connection, proposal: Proposal, *, by: int, now: datetime) -> None:
    """The event is on the programme.

    State accepted; history; what was submitted is what readers see; its sessions published; whoever asked to be told of
    such an event will hear; the organiser hears; the committee's card.
    """
    _decided(tx, proposal, "accepted", by=by, why=None, now=now)
    revisions.agree(tx, proposal)
    publish(tx, proposal, now=now)
    alerts.published(tx, proposal.key, now)


def ask_for_changes(tx: Connection, proposal: Proposal, *, by: int, why: str, now: datetime) -> None:
    """The organiser is asked to mend it, and reminded where it is left. State changes requested; history; the
    organiser hears; the card.
    """
    _decided(tx, proposal, "changes_requested", by=by, why=why, now=now)
    drafts.watch(tx, proposal)


def reject(tx: Connection, proposal: Proposal, *, by: int, why: str, now: datetime) -> None:
    """The event is not on the programme. State rejected; history; the organiser hears; the card."""
    _decided(tx, proposal, "rejected", by=by, why=why, now=now)


def agree_to_changes(tx: Connection, proposal: Proposal, decision: Decision, *, now: datetime) -> None:
    """The changes that were proposed are what readers see.

    The revision agreed; the programme; readers hear when it has settled; the organiser hears; the card.
    """
    before = proposal.agreed
    revisions.agree(tx, proposal)
    _republish(tx, proposal, before, now=now)
    _changes_decided(tx, proposal, decision, now)


def refuse_changes(tx: Connection, proposal: Proposal, decision: Decision, *, now: datetime) -> None:
    """What readers see stays; the organiser's working copy too. The revision refused; the organiser hears; the card."""
    revisions.close_proposed(tx, proposal, "refused")
    _changes_decided(tx, proposal, decision, now)


def withdraw(tx: Connection, proposal: Proposal, *, by: int | None = None, now: datetime) -> None:
    """The organiser takes it back. A decision that is pending is undone; state withdrawn; history; the card."""
    by = by or proposal.organiser
    undo_pending(tx, proposal, by, now)
    proposals.move(tx, proposal, "withdrawn", by=by, role="organiser", now=now)
    committee.tell(tx, proposal, now)


def cancel(tx: Connection, proposal: Proposal, *, by: int, role: Role, why: str | None, now: datetime) -> None:
    """An accepted event does not take place.

    A decision pending about its changes is undone; state cancelled; history; all its sessions cancelled; readers hear
    when it has settled, and are not reminded; the organisers hear, where another cancels it; the card.
    """
    undo_pending(tx, proposal, by, now)
    revisions.close_proposed(tx, proposal, "replaced")
    line = proposals.move(tx, proposal, "cancelled", by=by, role=role, now=now, why=why)
    keys = [session.key for session in sessions.sessions_of(tx, proposal.key)]
    _readers_will_hear(tx, proposal, proposal.agreed, keys, now)
    sessions.cancel_all(tx, proposal.key)
    committee.tell(tx, proposal, now)
    if role != "organiser":
        organisers.tell(tx, proposal, "decided", line, now)


def call_off(
    tx: Connection,
    proposal: Proposal,
    numbers: Collection[int],
    state: Literal["planned", "postponed", "cancelled"],
    *,
    by: int,
    now: datetime,
) -> None:
    """Sessions of an accepted event are cancelled, postponed without a date, or take place after all.

    It is a fact, and needs nobody's agreement: agreed and published at once, in the working copy and in what is
    proposed too, but for a session that is to have other times there. A decision pending about what is proposed is
    undone; readers hear when it has settled. Raises ForbiddenMove where the proposal is not accepted.
    """
    agreed = revisions.agreed_answers(tx, proposal.key)
    if proposal.state != "accepted" or agreed is None:
        raise proposals.ForbiddenMove(f"the sessions of what is {proposal.state} are not called off")
    proposed = revisions.proposed_answers(tx, proposal)
    undo_pending(tx, proposal, by, now)  # first: what it was about is replaced
    proposals.save(tx, proposal, proposal.read().with_state(numbers, state, of=agreed), now=now)
    _agree_at_once(tx, proposal, agreed.with_state(numbers, state, of=agreed), by=by, now=now)
    if proposed:
        again = proposed.with_state(numbers, state, of=agreed)
        revisions.add_revision(tx, proposal, by=by, now=now, answers=again, state="proposed")
        committee.tell_that_it_came_back(tx, proposal, now)
    committee.tell(tx, proposal, now)


def join(tx: Connection, proposal: Proposal, *, person: int, now: datetime) -> None:
    """Somebody organises it too; whoever proposed it hears. Raises MovedOn for that one, and for too many."""
    organisers.join(tx, proposal, person, now)
    notices.note(tx, "joined", chat=proposal.organiser, about=proposal.key, due_at=now)
    _catch_up(tx, proposal, person, now)


def hand_over(tx: Connection, proposal: Proposal, *, to: int, now: datetime) -> None:
    """It is another's from now on; whoever had it stays in the team, and hears.

    Their name and address leave the answers and every revision: the new one gives their own, and gets what the
    committee asks in threads that are open. Raises MovedOn when it is theirs already.
    """
    before = proposal.organiser
    organisers.hand_over(tx, proposal, to, now)
    proposals.save(tx, proposal, proposal.read().model_copy(update=PRIVATE_ANSWERS), now=now)
    revisions.write_who(tx, proposal.key, PRIVATE_ANSWERS)
    for said in threads.last_asked(tx, proposal.key):
        notices.note(tx, "remark", chat=to, about=said, due_at=now)
    _catch_up(tx, proposal, to, now)
    notices.note(tx, "handed_over", chat=before, about=proposal.key, due_at=now)


def _catch_up(tx: Connection, proposal: Proposal, person: int, now: datetime) -> None:
    """Who organises it now hears what readers have asked and nobody answered, and gets the list of who comes."""
    for inquiry in inquiries.unanswered(tx, proposal.key):
        notices.note(tx, "inquiry", chat=person, about=inquiry.key, due_at=now)
    _list_will_come(tx, proposal, now)


def take_effect(tx: Connection, decision: Decision, *, now: datetime) -> None:
    """A decision takes effect, once, with all that its verdict does; nothing when it was undone or is too late."""
    proposal = proposals.proposal_with(tx, decision.proposal)
    if proposal is None or proposal.revision != decision.revision or not decisions.is_open(tx, proposal):
        return
    if not decisions.mark_applied(tx, decision, now):
        return
    by, why = decision.person, decision.reason or ""
    match decision.verdict:
        case "accepted":
            accept(tx, proposal, by=by, now=now)
        case "changes_requested":
            ask_for_changes(tx, proposal, by=by, why=why, now=now)
        case "rejected":
            reject(tx, proposal, by=by, why=why, now=now)
        case "agreed":
            agree_to_changes(tx, proposal, decision, now=now)
        case "refused":
            refuse_changes(tx, proposal, decision, now=now)


def publish(tx: Connection, proposal: Proposal, *, now: datetime) -> None:
    """Brings the programme up to what is agreed; the reminders of a session that has moved follow it, and so does the
    list of who comes. Those of one that is called off stay, and are silent: it may be back, or get another date. Seats
    that are more than before are offered to whoever waits.
    """
    agreed = revisions.agreed_answers(tx, proposal.key)
    if agreed is None:
        return
    for before, after in sessions.publish(tx, proposal, agreed):
        reminders.follow(tx, before, after, now)
    for session in sessions.sessions_of(tx, proposal.key):
        if registrations.waiting(tx, [session.key]):
            registrations.follow(tx, session, now)
    _list_will_come(tx, proposal, now)


def _list_will_come(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """Everybody who organises it gets the list of who comes, on the day."""
    for session in sessions.sessions_of(tx, proposal.key):
        if registrations.taken(tx, [session.key]):
            registrations.list_will_come(tx, session, now)


def _agree_at_once(tx: Connection, proposal: Proposal, answers: Answers, *, by: int, now: datetime) -> None:
    before = proposal.agreed
    revisions.add_revision(tx, proposal, by=by, now=now, answers=answers, state="agreed")
    revisions.agree(tx, proposal)
    _republish(tx, proposal, before, now=now)


def _republish(tx: Connection, proposal: Proposal, before: int | None, *, now: datetime) -> None:
    keys = [session.key for session in sessions.sessions_of(tx, proposal.key)]
    _readers_will_hear(tx, proposal, before, keys, now)
    publish(tx, proposal, now=now)


def _readers_will_hear(
    tx: Connection, proposal: Proposal, before: int | None, keys: Collection[int], now: datetime
) -> None:
    if before is None:
        return
    known, now_agreed = (revisions.answers_of(tx, proposal.key, each) for each in (before, proposal.agreed or before))
    if proposal.state == "cancelled" or HEARD_OF.intersection(changed_fields(known, now_agreed)):
        readers = awaiting.people_awaiting(tx, keys)
        changes.note(tx, proposal.key, before=before, readers=readers, soonest=_soonest(tx, proposal, now), now=now)


def _soonest(tx: Connection, proposal: Proposal, now: datetime) -> datetime | None:
    """When the next session begins, as it was announced."""
    ahead = (each.starts_at for each in sessions.sessions_of(tx, proposal.key) if each.takes_place)
    return min((start for start in ahead if start > now), default=None)


def undo_pending(tx: Connection, proposal: Proposal, by: int, now: datetime) -> None:
    """A decision that is pending is undone: what it is about changes."""
    pending = decisions.standing_decision(tx, proposal)
    if pending and not pending.applied:
        decisions.undo(tx, pending, by=by, now=now)


def _changes_decided(tx: Connection, proposal: Proposal, decision: Decision, now: datetime) -> None:
    organisers.tell(tx, proposal, "revised", decision.key, now)
    committee.tell(tx, proposal, now)


def _decided(tx: Connection, proposal: Proposal, verdict: State, *, by: int, why: str | None, now: datetime) -> None:
    line = proposals.move(tx, proposal, verdict, by=by, role="committee", now=now, why=why)
    organisers.tell(tx, proposal, "decided", line, now)
    committee.tell(tx, proposal, now)
