"""Many at once: what the queue's filters let through is accepted or rejected together, seen first, with one undo."""

from collections.abc import Iterable

from markupsafe import Markup

from conversations.assess.membership import member_here, refuse
from conversations.assess.queue import queueing
from conversations.assess.rights import no_vote
from conversations.exchange import Button, Card, Tap, Turn, whole
from conversations.form.steps import in_columns
from conversations.shown.answers import shortened
from conversations.shown.reasons import READY, ready, reason_text
from conversations.wording.moments import hour, zone
from storage import committee, conflicts, proposals, ruling, votes
from storage.committee import Member
from storage.database import savepoint
from storage.decisions import Decision, Verdict
from storage.editions import Edition
from storage.proposals import MovedOn, Proposal
from storage.queue import Waiting
from storage.zones import PARIS

MOST = 50  # at a time: each is a decision that somebody answers for, and all are seen before
LONGEST_TITLE = 60  # characters, so that they fit in a message


def tapped(turn: Turn, tap: Tap) -> None:
    """From the preview to the votes. Raises MovedOn for what no button says, and for another preview than the last."""
    edition = queueing.running_edition(turn)
    member = _may(turn, edition) if edition else None
    if edition is None or member is None:
        return
    act, _, code = tap.value.partition(".")
    if act == "what":
        _preview(turn, edition, member)
    elif act == "undo" and (batch := whole(code)) is not None:
        _undo(turn, batch)
    elif tap.version != queueing.kept(turn).preview:
        raise MovedOn
    elif act == "accept":
        _vote(turn, member, "accepted", None)
    elif act == "why":
        _ask_why(turn)
    elif act == "reject" and code in READY["rejected"]:
        _vote(turn, member, "rejected", ready("rejected", code))
    else:
        raise MovedOn


def _may(turn: Turn, edition: Edition) -> Member | None:
    member = member_here(turn)
    if member is None:
        return None
    if not member.decides:
        refuse(turn, "assess.observers_read")
        return None
    if edition.decided_by.by == "chair" and member.role != "chair":
        refuse(turn, "assess.chair_decides")
        return None
    return member


def _preview(turn: Turn, edition: Edition, member: Member) -> None:
    """What would be decided about, and what is left out for the member has a stake in it."""
    wanted = queueing.kept(turn).wanted.model_copy(update={"state": "submitted"})
    free: list[Waiting] = []
    left_out: list[Waiting] = []
    for page in queueing.pages_of(turn, edition, wanted):
        theirs = conflicts.without_conflict(turn.tx, member, page)
        free += theirs[: MOST - len(free)]
        left_out += [each for each in page if each not in theirs]
        if len(free) == MOST:
            break
    w, here = turn.w, queueing.kept(turn)
    here.about_to = [(each.proposal.key, each.proposal.revision) for each in free]
    here.preview += 1
    if not free:
        turn.toast(w("together.nothing"), alert=True)
        return
    lines = [
        Markup("• {} {}").format(each.proposal.reference, shortened(each.answers.title or "", LONGEST_TITLE))
        for each in free
    ]
    out = [w("together.left_out", references=_references(each.proposal for each in left_out))] if left_out else []
    rows = [
        [_button(turn, "accept", count=len(free))],
        [_button(turn, "why", count=len(free))],
        [_back(turn)],
    ]
    turn.show(Card(Markup("\n").join([w.n("together.heading", len(free)), Markup(""), *lines, *out]), rows))


def _button(turn: Turn, act: str, **values: object) -> Button:
    return Button(turn.w.plain(f"together.{act}", **values), Tap("together", 0, queueing.kept(turn).preview, act))


def _back(turn: Turn) -> Button:
    return Button(turn.w.plain("together.back"), Tap("queue", 0, 0, "page.0"))


def _references(found: Iterable[Proposal]) -> str:
    return ", ".join(each.reference for each in found)


def _ask_why(turn: Turn) -> None:
    w, here = turn.w, queueing.kept(turn)
    buttons = [
        Button(w.plain(f"reason.rejected.{code}.short"), Tap("together", 0, here.preview, f"reject.{code}"))
        for code in READY["rejected"]
    ]
    turn.show(Card(w("together.why_reject", count=len(here.about_to)), [*in_columns(buttons, 2), [_back(turn)]]))


def _vote(turn: Turn, member: Member, verdict: Verdict, reason: str | None) -> None:
    """Votes about each, as it was seen; what has changed meanwhile is passed over and named."""
    here = queueing.kept(turn)
    batch = votes.next_batch(turn.tx)
    decided: list[Decision] = []
    voted, passed = [], []
    for key, revision in sorted(here.about_to):
        proposal = proposals.proposal_with(turn.tx, key)
        if proposal is None:
            continue
        try:
            if proposal.revision != revision or no_vote(turn.tx, proposal, member):
                raise MovedOn
            with savepoint(turn.tx):
                made = ruling.vote(turn.tx, proposal, turn.person.id, verdict, reason=reason, batch=batch, now=turn.now)
        except MovedOn:
            passed.append(proposal)
            continue
        voted.append(proposal)
        decided += [made] if made else []
        committee.tell_by_and_by(turn.tx, proposal, turn.now)
    here.about_to = []
    turn.show(_outcome(turn, verdict, reason, batch, decided, voted, passed))


def _outcome(
    turn: Turn,
    verdict: Verdict,
    reason: str | None,
    batch: int,
    decided: list[Decision],
    voted: list[Proposal],
    passed: list[Proposal],
) -> Card:
    """What came of it, with the way back."""
    w = turn.w
    parts = []
    if decided:
        at = hour(w, decided[0].effective_at.astimezone(zone(PARIS)))
        parts.append(w.n("together.decided", len(decided), verdict=w(f"verdict.{verdict}"), at=at))
    if only := len(voted) - len(decided):
        parts.append(w.n("together.voted", only, verdict=w(f"verdict.{verdict}")))
    parts += [w("card.reason", reason=reason_text(w, reason))] if reason else []
    parts += [Markup("{}").format(_references(voted))] if voted else []
    parts += [w("together.passed", references=_references(passed))] if passed else []
    undo = [Button(w.plain("together.undo"), Tap("together", 0, 0, f"undo.{batch}"))] if voted else []
    return Card(Markup("\n").join(parts or [w("together.nothing")]), [row for row in (undo, [_back(turn)]) if row])


def _undo(turn: Turn, batch: int) -> None:
    """Takes back whatever of it has not taken effect. Raises MovedOn for another's, and where nothing is left."""
    undone = ruling.undo_together(turn.tx, batch, by=turn.person.id, now=turn.now)
    if not undone:
        raise MovedOn
    for proposal in undone:
        committee.tell_by_and_by(turn.tx, proposal, turn.now)
    turn.show(Card(turn.w.n("together.undone", len(undone)), [[_back(turn)]]))
