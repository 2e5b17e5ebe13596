"""From a press on the committee's card to its effect, in one straight reading."""

from datetime import datetime, timedelta
from typing import cast

from markupsafe import Markup

from conversations.assess.card import committee_card, subject
from conversations.assess.reasons import LONGEST, READY, ready, reason_text
from conversations.exchange import AskMembership, Button, Card, Show, Tap, Text, Turn
from conversations.form import in_columns
from conversations.propose.preview import answer_lines
from conversations.tidying import is_visible, length_of, tidy
from conversations.wording.catalogue import wording
from storage import cards, committee, dialogs, editions, proposals
from storage.committee import NEEDS_REASON, Decision, Member, Verdict
from storage.proposals import MovedOn, Proposal

DOING = "reason"
VERBS = ("decide", "reason", "no_reason", "undo", "at_once")
FRESH = timedelta(hours=1)
PATIENCE = timedelta(minutes=15)  # how long a typed reason is waited for


def tapped(turn: Turn, tap: Tap) -> None:
    """A press on a card: by a member, in the committee's group, about what is now; else it is refused."""
    if not _may_press(turn):
        return
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if proposal is None or not proposal.revision:
        raise MovedOn
    try:
        if proposal.version != tap.version or proposal.state != "submitted":
            raise MovedOn
        _press(turn, tap, proposal)
    except MovedOn:
        _say_what_is_now(turn, proposal)


def typed_reason(turn: Turn, text: Text) -> None:
    """The reason that a member types, as a reply to the question that Reject or Ask for changes put to them."""
    asked_at = datetime.fromisoformat(str(turn.state["asked_at"]))
    if turn.now - asked_at > PATIENCE or turn.incoming.chat != committee.committee_chat(turn.tx):
        turn.leave()
        return
    member = _member(turn, turn.incoming.chat) if turn.incoming.answers_bot else None
    if member is None:
        return
    waiting = dict(turn.state)
    turn.leave()
    if not member.belongs:
        turn.say(Card(turn.w("assess.members_only")), answers=turn.incoming.message)
        return
    proposal = proposals.proposal_with(turn.tx, int(str(waiting["proposal"])))
    reason = tidy(text.body)
    if proposal is None or proposal.version != waiting["version"] or proposal.state != "submitted":
        _refresh(turn, proposal)
        turn.say(Card(turn.w("assess.moved_on")), answers=turn.incoming.message)
    elif not (is_visible(reason) and 5 <= length_of(reason) <= LONGEST):
        turn.state |= waiting
        turn.say(Card(turn.w("assess.reason_length", most=LONGEST)), answers=turn.incoming.message)
    else:
        verdict = cast(Verdict, waiting["verdict"])
        try:
            _decide(turn, proposal, verdict, reason)
        except MovedOn:
            turn.say(Card(turn.w("assess.moved_on")), answers=turn.incoming.message)
        else:
            given = _reason_given(turn, proposal, verdict, reason)
            turn.replies.append(Show(given, chat=turn.incoming.chat, subject=_question(turn.person.id, proposal)))


def open_file(turn: Turn, reference: str) -> None:
    """The whole proposal in a member's private chat; to anybody else it does not exist."""
    proposal = proposals.proposal_of_reference(turn.tx, reference)
    group = committee.committee_chat(turn.tx)
    member = _member(turn, group) if group is not None else None
    if member is None and group is not None:
        return
    if proposal is None or proposal.state == "withdrawn" or member is None or not member.belongs:
        turn.say(Card(turn.w("assess.members_only")))
        return
    if proposal.organiser == turn.person.id:
        turn.say(Card(turn.w("assess.conflict")))
        return
    answers = proposals.submitted_answers(turn.tx, proposal)
    heading = turn.w("card.heading", reference=proposal.reference, title=answers.title)
    turn.say(Card(heading + Markup("\n\n") + answer_lines(turn.w, answers, private=True)))


# --- one press ----------------------------------------------------------------------------------


def _may_press(turn: Turn) -> bool:
    """Whether the person is a member now; Telegram is asked when that is not known or an hour old."""
    group = committee.committee_chat(turn.tx)
    if group is None or turn.incoming.chat != group:
        turn.toast(turn.w("assess.not_here"), alert=True)
        return False
    member = _member(turn, group)
    if member is not None and not member.belongs:
        turn.toast(turn.w("assess.members_only"), alert=True)
    return member is not None and member.belongs


def _member(turn: Turn, group: int) -> Member | None:
    """What Telegram said of the person's membership within the hour; else None, and it is being asked."""
    known = committee.membership(turn.tx, chat=group, person=turn.person.id)
    if known is None or turn.now - known.checked_at > FRESH:
        turn.replies.append(AskMembership(group, turn.person.id))
        return None
    return known


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
            _no_reason(turn, tap, proposal)
        case "undo", _:
            _undo(turn, proposal, tap)
        case "at_once", _:
            _at_once(turn, proposal, tap)
        case _:
            raise MovedOn


def _decide(turn: Turn, proposal: Proposal, verdict: Verdict, reason: str | None) -> None:
    edition = editions.edition_of(turn.tx, proposal.edition)
    minutes = edition.settle_minutes if edition else 10
    committee.decide(
        turn.tx,
        proposal,
        verdict,
        by=turn.person.id,
        name=turn.person.name,
        reason=reason,
        settle=timedelta(minutes=minutes),
        now=turn.now,
    )
    turn.toast(turn.w("assess.decided", minutes=minutes))
    _refresh(turn, proposal)
    _close_questions(turn, proposal, verdict)


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
        "asked_at": turn.now.isoformat(),
    }
    text = w(
        f"assess.why.{verdict}",
        name=turn.person.name,
        reference=proposal.reference,
        title=proposal.read().title,
    )
    turn.replies.append(Show(Card(text, rows), chat=turn.incoming.chat, subject=_question(turn.person.id, proposal)))


def _question(member: int, proposal: Proposal) -> str:
    """Under which name the question for a reason is remembered: one a member and version."""
    return f"why:{proposal.key}.{proposal.version}.{member}"


def _close_questions(turn: Turn, proposal: Proposal, verdict: Verdict) -> None:
    """Other members were being asked for a reason: the decision is made."""
    chat = turn.incoming.chat
    text = turn.w("assess.already", verdict=turn.w(f"verdict.{verdict}"), name=turn.person.name)
    every = _question(turn.person.id, proposal).rpartition(".")[0]
    for question in cards.subjects(turn.tx, f"{every}.", chat):
        member = int(question.rpartition(".")[2])
        asked = dialogs.state_of(turn.tx, chat, member)
        if member != turn.person.id and asked.get("doing") == DOING and asked.get("proposal") == proposal.key:
            turn.replies.append(Show(Card(text), chat=chat, subject=question))


def _ready_reason(turn: Turn, tap: Tap, proposal: Proposal, verdict: Verdict) -> None:
    _, asked, code = ([*tap.value.split(".", 2), "", ""])[:3]
    if not _is_asked(turn, asked, proposal):
        return
    if code not in READY[verdict]:
        raise MovedOn
    turn.leave()
    reason = ready(verdict, code)
    _decide(turn, proposal, verdict, reason)
    turn.show(_reason_given(turn, proposal, verdict, reason))


def _reason_given(turn: Turn, proposal: Proposal, verdict: Verdict, reason: str) -> Card:
    """What the question for a reason becomes once it is answered."""
    text = turn.w(
        "assess.reason_given",
        verdict=turn.w(f"verdict.{verdict}"),
        reference=proposal.reference,
        name=turn.person.name,
        reason=reason_text(turn.w, reason),
    )
    return Card(text)


def _no_reason(turn: Turn, tap: Tap, proposal: Proposal) -> None:
    if _is_asked(turn, tap.value.split(".")[1] if "." in tap.value else "", proposal):
        turn.leave()
        turn.show(Card(turn.w("assess.dropped", name=turn.person.name)))


def _is_asked(turn: Turn, asked: str, proposal: Proposal) -> bool:
    """Whether the reasons were offered to the person who pressed. Raises MovedOn when it is not their question."""
    if asked != str(turn.person.id):
        turn.toast(turn.w("assess.not_yours"), alert=True)
        return False
    if cards.posted(turn.tx, _question(turn.person.id, proposal), turn.incoming.chat) != turn.incoming.message:
        raise MovedOn
    return True


def _seen_decision(turn: Turn, proposal: Proposal, tap: Tap) -> Decision:
    """The pending decision that stood on the card when it was pressed. Raises MovedOn when another stands now."""
    decision = committee.standing_decision(turn.tx, proposal)
    if decision is None or decision.applied or str(decision.key) != tap.value:
        raise MovedOn
    return decision


def _undo(turn: Turn, proposal: Proposal, tap: Tap) -> None:
    decision = _seen_decision(turn, proposal, tap)
    committee.undo(turn.tx, decision)
    turn.toast(turn.w("assess.undone"))
    question = _question(decision.person, proposal)
    if decision.reason and cards.posted(turn.tx, question, turn.incoming.chat):
        text = turn.w("assess.taken_back", reference=proposal.reference, name=turn.person.name)
        turn.replies.append(Show(Card(text), chat=turn.incoming.chat, subject=question))
    _refresh(turn, proposal)


def _at_once(turn: Turn, proposal: Proposal, tap: Tap) -> None:
    decision = _seen_decision(turn, proposal, tap)
    committee.take_effect_now(turn.tx, decision, turn.now)
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
    """Brings the card up to date, wherever it stands."""
    if proposal is None:
        return
    group_words = wording(turn.world.default_language)
    card = committee_card(turn.tx, group_words, proposal)
    turn.replies.append(Show(card, chat=turn.incoming.chat, subject=subject(proposal)))
