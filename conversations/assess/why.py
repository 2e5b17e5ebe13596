"""Why: Reject and Ask for changes put a question to the member who pressed. A ready reason is tapped under it, one of
their own is a reply to that very message; it belongs to the proposal that the question is about, and to no other.
"""

from typing import cast

from conversations.assess import dialog
from conversations.assess.membership import member_of
from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.form.steps import in_columns
from conversations.shown.reasons import LONGEST_REASON, READY, SHORTEST_REASON, ready, reason_text
from conversations.tidying import is_visible, length_of, tidy
from storage import cards, committee, decisions, organisers, proposals, questions, revisions
from storage.cards import Subject
from storage.decisions import NEEDS_REASON, Verdict
from storage.proposals import MovedOn, Proposal
from storage.questions import ReasonAsked

ANONYMOUS = 1087968824  # Telegram's own name for a group's anonymous administrators


def decided(turn: Turn, tap: Tap, proposal: Proposal) -> None:
    """Accept and Agree decide at once; Reject, Refuse and Ask for changes ask why."""
    if tap.value in ("accepted", "agreed"):
        verdict = cast(Verdict, tap.value)
        dialog.decide(turn, proposal, verdict)
        _close_others(turn, proposal, verdict)
    elif tap.value in NEEDS_REASON:
        _ask(turn, proposal, tap.value)
    else:
        raise MovedOn


def undone(turn: Turn, tap: Tap, proposal: Proposal) -> None:
    """Takes the pending decision back; the question that it answered says so."""
    decision = dialog.take_back(turn, tap, proposal)
    if decision.question is not None:
        text = turn.w("assess.taken_back", reference=proposal.reference, name=turn.person.name)
        turn.show_card(Card(text), ("question", decision.question))


def answered(turn: Turn, tap: Tap) -> None:
    """A button under a question: a ready reason, or none after all. Raises MovedOn when it asks no more."""
    question = questions.question_with(turn.tx, tap.reference)
    if question is None or _posted(turn, question) != turn.incoming.message:
        raise MovedOn
    if question.person != turn.person.id:
        turn.toast(turn.w("assess.not_yours"), alert=True)
    elif tap.verb == "no_reason":
        questions.close(turn.tx, question.key)
        turn.show(Card(turn.w("assess.dropped", name=turn.person.name)))
    elif tap.value in READY[question.verdict]:
        reason = ready(question.verdict, tap.value)
        dialog.pressed(turn, tap, question.proposal, question.revision, lambda *_: _decide(turn, question, reason))
    else:
        raise MovedOn


def replied(turn: Turn, content: Content) -> None:
    """What is written in the group in reply to a message of the bot's: a reason, where that message asks for one."""
    card = cards.card_at(turn.tx, turn.incoming.chat, turn.incoming.answers or 0)
    question = questions.question_with(turn.tx, card.about) if card and card.kind == "question" else None
    if question is None or turn.incoming.chat != committee.committee_chat(turn.tx):
        return
    if turn.incoming.person == ANONYMOUS:
        _reply(turn, "assess.anonymous")
    elif question.person != turn.person.id:
        _reply(turn, "assess.not_yours")
    elif not isinstance(content, Text):
        _reply(turn, "assess.reason_in_words")
    elif _organises(turn, question):
        _reply(turn, "assess.conflict")
    elif member := member_of(turn, turn.incoming.chat):
        if member.belongs:
            _take(turn, question, tidy(content.body))
        else:
            _reply(turn, "assess.members_only")


def _organises(turn: Turn, question: ReasonAsked) -> bool:
    proposal = proposals.proposal_with(turn.tx, question.proposal)
    return proposal is not None and organisers.organises(turn.tx, proposal, turn.person.id)


def _take(turn: Turn, question: ReasonAsked, reason: str) -> None:
    if not (is_visible(reason) and SHORTEST_REASON <= length_of(reason) <= LONGEST_REASON):
        _reply(turn, "assess.reason_length", least=SHORTEST_REASON, most=LONGEST_REASON)
        return
    try:
        _decide(turn, question, reason)
    except MovedOn:
        _reply(turn, "assess.moved_on")


def _reply(turn: Turn, key: str, **values: object) -> None:
    turn.say(Card(turn.w(key, **values)), answers=turn.incoming.message)


def _decide(turn: Turn, question: ReasonAsked, reason: str) -> None:
    """Decides for this reason. Raises MovedOn when the proposal is not what the question was about any more."""
    proposal = proposals.proposal_with(turn.tx, question.proposal)
    if proposal is None or proposal.revision != question.revision or not decisions.is_open(turn.tx, proposal):
        raise MovedOn
    verdict = cast(Verdict, question.verdict)
    dialog.decide(turn, proposal, verdict, reason, question.key)
    text = turn.w(
        "assess.reason_given",
        verdict=turn.w(f"verdict.{verdict}"),
        reference=proposal.reference,
        name=turn.person.name,
        reason=reason_text(turn.w, reason),
    )
    questions.close(turn.tx, question.key)
    turn.show_card(Card(text), _subject(question))
    _close_others(turn, proposal, verdict)


def _ask(turn: Turn, proposal: Proposal, verdict: str) -> None:
    """Asks the member who pressed, in the group, for one of the ready reasons or their own words."""
    if decisions.standing_decision(turn.tx, proposal):
        raise MovedOn
    w = turn.w
    question = questions.put(
        turn.tx, proposal=proposal.key, revision=proposal.revision, verdict=verdict, person=turn.person.id
    )
    codes = READY[verdict]
    buttons = [
        Button(w.plain(f"reason.{verdict}.{code}.short"), Tap("reason", question.key, proposal.revision, code))
        for code in codes
    ]
    none = Button(w.plain("assess.never_mind"), Tap("no_reason", question.key, proposal.revision))
    text = w(f"assess.why.{verdict}", name=turn.person.name, reference=proposal.reference, title=_title(turn, proposal))
    turn.show_card(Card(text, [*in_columns(buttons, 2), [none]]), _subject(question))


def _title(turn: Turn, proposal: Proposal) -> str | None:
    return revisions.submitted_answers(turn.tx, proposal).title


def _close_others(turn: Turn, proposal: Proposal, verdict: Verdict) -> None:
    """Other members were being asked for a reason: the decision is made."""
    text = turn.w("assess.already", verdict=turn.w(f"verdict.{verdict}"), name=turn.person.name)
    for question in questions.questions_about(turn.tx, proposal.key):
        if question.person != turn.person.id and question.revision == proposal.revision:
            questions.close(turn.tx, question.key)
            turn.show_card(Card(text), _subject(question))


def _subject(question: ReasonAsked) -> Subject:
    return "question", question.key


def _posted(turn: Turn, question: ReasonAsked) -> int | None:
    return cards.posted(turn.tx, _subject(question), turn.incoming.chat)
