"""Many at once: what the queue's filters let through is accepted or rejected together, seen first, with one undo."""

from markupsafe import Markup

from conversations.assess import queueing
from conversations.assess.conflicts import conflict_of
from conversations.assess.membership import member_here
from conversations.exchange import Button, Card, Tap, Turn
from conversations.form.steps import in_columns
from conversations.shown.reasons import READY, ready
from storage import committee, decisions, proposals, ruling
from storage.committee import Member
from storage.decisions import Verdict
from storage.proposals import MovedOn, Proposal

MOST = 50  # at a time: each is a decision that somebody answers for
SHOWN = 20


def tapped(turn: Turn, tap: Tap) -> None:
    """From the preview to the votes. Raises MovedOn for what no button says."""
    member = _may(turn)
    if member is None:
        return
    act, _, code = tap.value.partition(".")
    if act == "what":
        _preview(turn, member)
    elif act == "accept":
        _vote(turn, member, "accepted", None)
    elif act == "why":
        _ask_why(turn)
    elif act == "reject" and code in READY["rejected"]:
        _vote(turn, member, "rejected", ready("rejected", code))
    elif act == "undo" and code.isdecimal():
        _undo(turn, int(code))
    else:
        raise MovedOn


def _may(turn: Turn) -> Member | None:
    member = member_here(turn)
    if member is None:
        return None
    if not member.decides:
        turn.toast(turn.w("assess.observers_read"), alert=True)
        return None
    rule = queueing.running_edition(turn).decided_by
    if rule.by == "chair" and member.role != "chair":
        turn.toast(turn.w("assess.chair_decides"), alert=True)
        return None
    return member


def _preview(turn: Turn, member: Member) -> None:
    """What would be decided about, and what is left out: what they have a stake in, and what is decided already."""
    found = [each for each in queueing.found_now(turn) if each.proposal.state == "submitted"]
    free = [each for each in queueing.without_conflict(turn, member, found) if _open(turn, each.proposal)][:MOST]
    here = queueing.kept(turn)
    here.about_to = [(each.proposal.key, each.proposal.revision) for each in free]
    w = turn.w
    if not free:
        turn.toast(w("together.nothing"), alert=True)
        return
    lines = [Markup("• {} {}").format(each.proposal.reference, each.answers.title) for each in free[:SHOWN]]
    lines += [w("together.more", count=len(free) - SHOWN)] if len(free) > SHOWN else []
    lines += [w("together.left_out", count=len(found) - len(free))] if len(found) > len(free) else []
    rows = [
        [Button(w.plain("together.accept", count=len(free)), Tap("together", 0, 0, "accept"))],
        [Button(w.plain("together.reject", count=len(free)), Tap("together", 0, 0, "why"))],
        [Button(w.plain("together.back"), Tap("queue", 0, 0, "page.0"))],
    ]
    turn.show(Card(Markup("\n").join([w.n("together.heading", len(free)), Markup(""), *lines]), rows))


def _open(turn: Turn, proposal: Proposal) -> bool:
    return decisions.standing_decision(turn.tx, proposal) is None


def _ask_why(turn: Turn) -> None:
    w = turn.w
    buttons = [
        Button(w.plain(f"reason.rejected.{code}.short"), Tap("together", 0, 0, f"reject.{code}"))
        for code in READY["rejected"]
    ]
    back = [Button(w.plain("together.back"), Tap("together", 0, 0, "what"))]
    count = len(queueing.kept(turn).about_to)
    turn.show(Card(w("together.why", count=count), [*in_columns(buttons, 2), back]))


def _vote(turn: Turn, member: Member, verdict: Verdict, reason: str | None) -> None:
    """Votes about each, as it was seen; what has changed meanwhile is passed over and named."""
    here = queueing.kept(turn)
    batch = decisions.next_batch(turn.tx)
    decided, voted, passed = 0, 0, []
    for key, revision in here.about_to:
        proposal = proposals.proposal_with(turn.tx, key)
        try:
            if proposal is None or proposal.revision != revision or conflict_of(turn.tx, proposal, member):
                raise MovedOn
            made = ruling.vote(turn.tx, proposal, turn.person.id, verdict, reason=reason, batch=batch, now=turn.now)
        except MovedOn:
            passed += [proposal.reference] if proposal else []
            continue
        decided, voted = decided + (made is not None), voted + (made is None)
        committee.tell_by_and_by(turn.tx, proposal, turn.now)
    here.about_to = []
    w = turn.w
    parts = [w.n("together.decided", decided, verdict=w(f"verdict.{verdict}"))] if decided else []
    parts += [w.n("together.voted", voted, verdict=w(f"verdict.{verdict}"))] if voted else []
    parts += [w("together.passed", references=", ".join(passed))] if passed else []
    rows = [[Button(w.plain("together.undo"), Tap("together", 0, 0, f"undo.{batch}"))]] if decided else []
    back = [Button(w.plain("together.back"), Tap("queue", 0, 0, "page.0"))]
    turn.show(Card(Markup("\n").join(parts or [w("together.nothing")]), [*rows, back]))


def _undo(turn: Turn, batch: int) -> None:
    """Takes back whatever of it has not taken effect. Raises MovedOn for another's, and where nothing is left."""
    pending = [each for each in decisions.pending_of(turn.tx, batch) if each.person == turn.person.id]
    if not pending:
        raise MovedOn
    for decision in pending:
        proposal = proposals.proposal_with(turn.tx, decision.proposal)
        if proposal is not None:
            ruling.undo(turn.tx, proposal, decision)
            committee.tell_by_and_by(turn.tx, proposal, turn.now)
    back = [Button(turn.w.plain("together.back"), Tap("queue", 0, 0, "page.0"))]
    turn.show(Card(turn.w.n("together.undone", len(pending)), [back]))
