"""From a press on the committee's card to its effect, in one straight reading."""

from datetime import timedelta
from typing import cast

from markupsafe import Markup

from conversations.assess.card import committee_card, subject
from conversations.assess.reasons import LONGEST, READY, ready, reason_text
from conversations.exchange import AskMembership, Button, Card, Show, Tap, Text, Turn
from conversations.form import in_columns
from conversations.propose.preview import answer_lines
from conversations.tidying import tidy
from conversations.wording.catalogue import wording
from storage import committee, editions, notices, proposals
from storage.committee import NEEDS_REASON, Verdict
from storage.proposals import MovedOn, Proposal

DOING = "reason"
VERBS = ("decide", "reason", "no_reason", "undo", "at_once")
FRESH = timedelta(hours=1)


def tapped(turn: Turn, tap: Tap) -> None:
    """A press on a card: by a member, in the committee's group, about what is now; else it is refused."""
    if not _may_press(turn):
        return
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if proposal is None:
        raise MovedOn
    try:
        if proposal.version != tap.version or proposal.state != "submitted":
            raise MovedOn
        _press(turn, tap, proposal)
    except MovedOn:
        _say_what_is_now(turn, proposal)


def typed_reason(turn: Turn, text: Text) -> None:
    """The reason that a member types after Reject or Ask for changes."""
    waiting, turn.state = dict(turn.state), {}
    proposal = proposals.proposal_with(turn.tx, int(str(waiting["proposal"])))
    reason = tidy(text.body)
    if proposal is None or proposal.version != waiting["version"] or proposal.state != "submitted":
        _refresh(turn, proposal)
        turn.say(Card(turn.w("assess.moved_on")), answers=turn.incoming.message)
    elif not 5 <= len(reason) <= LONGEST:
        turn.state = waiting
        turn.say(Card(turn.w("assess.reason_length", most=LONGEST)), answers=turn.incoming.message)
    else:
        try:
            _decide(turn, proposal, cast(Verdict, waiting["verdict"]), reason)
        except MovedOn:
            turn.say(Card(turn.w("assess.moved_on")), answers=turn.incoming.message)


def open_file(turn: Turn, reference: str) -> None:
    """The whole proposal in a member's private chat; to anybody else it does not exist."""
    proposal = proposals.proposal_of_reference(turn.tx, reference)
    group = committee.committee_chat(turn.tx)
    known = group is not None and committee.membership(turn.tx, chat=group, person=turn.person.id)
    if proposal is None or not known or not known.belongs:
        turn.say(Card(turn.w("assess.members_only")))
        return
    if proposal.organiser == turn.person.id:
        turn.say(Card(turn.w("assess.conflict")))
        return
    heading = turn.w("card.heading", reference=proposal.reference, title=proposal.read().title)
    turn.say(Card(heading + Markup("\n\n") + answer_lines(turn.w, proposal.read(), private=True)))


# --- one press ----------------------------------------------------------------------------------


def _may_press(turn: Turn) -> bool:
    """Whether the person is a member now; Telegram is asked when that is not known or an hour old."""
    group = committee.committee_chat(turn.tx)
    if group is None or turn.incoming.chat != group:
        turn.toast(turn.w("assess.not_here"), alert=True)
        return False
    known = committee.membership(turn.tx, chat=group, person=turn.person.id)
    if known is None or turn.now - known.checked_at > FRESH:
        turn.replies.append(AskMembership(group, turn.person.id))
        return False
    if not known.belongs:
        turn.toast(turn.w("assess.members_only"), alert=True)
        return False
    return True


def _press(turn: Turn, tap: Tap, proposal: Proposal) -> None:
    if proposal.organiser == turn.person.id:
        turn.toast(turn.w("assess.conflict"), alert=True)
        return
    match tap.verb, tap.value.partition(".")[0]:
        case "decide", "accepted":
            _decide(turn, proposal, "accepted", None)
        case "decide", verdict if verdict in NEEDS_REASON:
            _ask_reason(turn, proposal, verdict)
        case "reason", verdict if verdict in NEEDS_REASON:
            _ready_reason(turn, tap, proposal, cast(Verdict, verdict))
        case "no_reason", _:
            _no_reason(turn, tap)
        case "undo", _:
            _undo(turn, proposal)
        case "at_once", _:
            _at_once(turn, proposal)
        case _:
            raise MovedOn


def _decide(turn: Turn, proposal: Proposal, verdict: Verdict, reason: str | None) -> None:
    edition = editions.edition_of(turn.tx, proposal.edition)
    settle = timedelta(minutes=edition.settle_minutes if edition else 10)
    decision = committee.decide(
        turn.tx,
        proposal,
        verdict,
        by=turn.person.id,
        name=turn.person.name,
        reason=reason,
        settle=settle,
        now=turn.now,
    )
    notices.note(turn.tx, "decision", chat=turn.incoming.chat, about=decision.id or 0, due_at=decision.effective_at)
    turn.toast(turn.w("assess.decided", minutes=settle.seconds // 60))
    _refresh(turn, proposal)


def _ask_reason(turn: Turn, proposal: Proposal, verdict: str) -> None:
    """Asks the member who pressed, in the group, for one of the ready reasons or their own words."""
    if committee.standing_decision(turn.tx, proposal):
        raise MovedOn
    w = turn.w
    asked = f"{verdict}.{turn.person.id}"
    rows = in_columns(
        [
            Button(
                w.plain(f"reason.{verdict}.{code}.short"),
                Tap("reason", proposal.key, proposal.version, f"{asked}.{code}"),
            )
            for code in READY[verdict]
        ],
        2,
    )
    rows.append([Button(w.plain("assess.never_mind"), Tap("no_reason", proposal.key, proposal.version, asked))])
    turn.state = {
        "doing": DOING,
        "proposal": proposal.key,
        "version": proposal.version,
        "verdict": verdict,
    }
    text = w(
        f"assess.why.{verdict}",
        name=turn.person.name,
        reference=proposal.reference,
        title=proposal.read().title,
    )
    turn.say(Card(text, rows), answers=turn.incoming.message)


def _ready_reason(turn: Turn, tap: Tap, proposal: Proposal, verdict: Verdict) -> None:
    _, asked, code = ([*tap.value.split(".", 2), "", ""])[:3]
    if not _is_asked(turn, asked):
        return
    if code not in READY[verdict]:
        raise MovedOn
    turn.state.clear()
    reason = ready(verdict, code)
    _decide(turn, proposal, verdict, reason)
    text = turn.w(
        "assess.reason_given",
        verdict=turn.w(f"verdict.{verdict}"),
        reference=proposal.reference,
        name=turn.person.name,
        reason=reason_text(turn.w, reason),
    )
    turn.show(Card(text))


def _no_reason(turn: Turn, tap: Tap) -> None:
    if _is_asked(turn, tap.value.split(".")[1] if "." in tap.value else ""):
        turn.state.clear()
        turn.show(Card(turn.w("assess.dropped", name=turn.person.name)))


def _is_asked(turn: Turn, asked: str) -> bool:
    """Whether the reasons were offered to the person who pressed."""
    if asked == str(turn.person.id):
        return True
    turn.toast(turn.w("assess.not_yours"), alert=True)
    return False


def _undo(turn: Turn, proposal: Proposal) -> None:
    decision = committee.standing_decision(turn.tx, proposal)
    if decision is None:
        raise MovedOn
    committee.undo(turn.tx, decision)
    notices.drop(turn.tx, "decision", decision.id or 0)
    turn.toast(turn.w("assess.undone"))
    _refresh(turn, proposal)


def _at_once(turn: Turn, proposal: Proposal) -> None:
    decision = committee.standing_decision(turn.tx, proposal)
    if decision is None or decision.applied:
        raise MovedOn
    notices.note(turn.tx, "decision", chat=turn.incoming.chat, about=decision.id or 0, due_at=turn.now)
    turn.toast(turn.w("assess.takes_effect"))


def _say_what_is_now(turn: Turn, proposal: Proposal) -> None:
    decision = committee.standing_decision(turn.tx, proposal)
    if decision:
        verdict = turn.w(f"verdict.{decision.verdict}")
        turn.toast(turn.w("assess.already", verdict=verdict, name=decision.name), alert=True)
    else:
        turn.toast(turn.w("assess.moved_on"), alert=True)
    _refresh(turn, proposal)


def _refresh(turn: Turn, proposal: Proposal | None) -> None:
    """Brings the card up to date: in place where it was tapped, else with the next notices."""
    if proposal is None:
        return
    group_words = wording(turn.world.default_language)
    card = committee_card(turn.tx, group_words, proposal)
    turn.replies.append(Show(card, chat=turn.incoming.chat, subject=subject(proposal)))
