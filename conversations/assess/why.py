"""Why: Reject and Ask for changes put a question to the member who pressed. A ready reason is tapped under it, one of
their own is a reply to that very message; it belongs to the proposal that the question is about, and to no other.

Until the decision takes effect, a reply to that message changes the reason.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, cast

from conversations.assess import dialog
from conversations.assess.membership import LISTENS, member_of, refuse
from conversations.assess.rights import no_vote
from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.form.steps import in_columns
from conversations.shown.reasons import LONGEST_REASON, READY, SHORTEST_REASON, ready, reason_text
from conversations.tidying import is_visible, length_of, tidy
from storage import cards, committee, decisions, proposals, questions, revisions, votes
from storage.cards import Subject
from storage.committee import Member
from storage.decisions import NEEDS_REASON, Decision, Verdict
from storage.proposals import MovedOn, Proposal
from storage.questions import ReasonAsked

ANONYMOUS = 1087968824  # Telegram's own name for a group's anonymous administrators
DOING = "why"
SAME = "same"  # the reason of a like vote


@dataclass
class Wanted:
    """The question for a reason that a member was asked last in their own chat: what they type there answers it."""

    key: ClassVar[str] = "why"
    question: int
    at: datetime


def decided(turn: Turn, tap: Tap, proposal: Proposal, member: Member) -> None:
    """Accept and Agree vote at once; Reject, Refuse and Ask for changes ask why. The same again takes the vote back."""
    if tap.value not in ("accepted", "agreed", *NEEDS_REASON):
        raise MovedOn
    if decisions.standing_decision(turn.tx, proposal):
        raise MovedOn
    if refusal := no_vote(turn.tx, proposal, member):
        refuse(turn, refusal)
        return
    if not decisions.fits(proposal, cast(Verdict, tap.value)):
        raise MovedOn
    if dialog.took_back_vote(turn, proposal, tap.value):
        return
    if tap.value in NEEDS_REASON:
        _ask(turn, proposal, tap.value)
        return
    if dialog.vote(turn, proposal, cast(Verdict, tap.value)):
        _close_others(turn, proposal, cast(Verdict, tap.value))


def undone(turn: Turn, tap: Tap, proposal: Proposal, member: Member) -> None:
    """Takes the pending decision back; the question that it answered says so."""
    if refusal := no_vote(turn.tx, proposal, member):
        refuse(turn, refusal)
        return
    decision = dialog.take_back(turn, tap, proposal)
    if decision.question is None:
        return
    questions.close(turn.tx, decision.question)
    subject: Subject = ("question", decision.question)
    if cards.posted(turn.tx, subject, turn.incoming.chat) is not None:
        text = turn.w("assess.taken_back", reference=proposal.reference, name=turn.person.name)
        turn.show_card(Card(text), subject)


def answered(turn: Turn, tap: Tap) -> None:
    """A button under a question: a ready reason, or none after all. Raises MovedOn when it asks no more."""
    question = questions.question_with(turn.tx, tap.reference)
    if question is None or _posted(turn, question) != turn.incoming.message:
        raise MovedOn
    if question.person != turn.person.id:
        turn.toast(turn.w("assess.not_yours"), alert=True)
    elif tap.verb == "no_reason":
        _over(turn, question)
        turn.show(Card(turn.w("assess.dropped", name=turn.person.name)))
    elif (reason := _picked(turn, question, tap.value)) is not None:
        dialog.pressed(turn, tap, question.proposal, question.revision, _for_reason(question, reason))
    else:
        raise MovedOn


def _for_reason(question: ReasonAsked, reason: str) -> dialog.Act:
    return lambda turn, tap, proposal, member: _decide(turn, question, reason, member)


def _picked(turn: Turn, question: ReasonAsked, code: str) -> str | None:
    if code in READY[question.verdict]:
        return ready(question.verdict, code)
    proposal = proposals.proposal_with(turn.tx, question.proposal)
    return _like_reason(turn, proposal, question.verdict) if code == SAME and proposal else None


def _like_reason(turn: Turn, proposal: Proposal, verdict: str) -> str | None:
    """Why another member voted so already."""
    known = votes.votes_about(turn.tx, proposal)
    reasons = (each.reason for each in known if each.verdict == verdict and each.person != turn.person.id)
    return next(reasons, None)


def replied(turn: Turn, content: Content, key: int) -> bool:
    """What is written in reply to a message of the bot's: a reason, where that message asks for one, or asked for the
    one of a decision that is still pending. False: it answers no such question.
    """
    question = questions.question_with(turn.tx, key)
    if question is None or turn.incoming.chat not in (committee.committee_chat(turn.tx), turn.person.id):
        return False
    _answer(turn, question, content)
    return True


def typed(turn: Turn, content: Content) -> bool | None:
    """What is typed in a member's own chat while a question for a reason stands there."""
    wanted = turn.state.of(Wanted)
    question = questions.question_with(turn.tx, wanted.question) if wanted else None
    late = wanted is None or turn.now - wanted.at > LISTENS
    if question is None or late or not isinstance(content, Text):
        turn.state.doing = None
        return False
    _answer(turn, question, content)
    return None


def _answer(turn: Turn, question: ReasonAsked, content: Content) -> None:
    if turn.incoming.person == ANONYMOUS:
        _reply(turn, "assess.anonymous")
    elif question.person != turn.person.id:
        _reply(turn, "assess.not_your_reason")
    elif not isinstance(content, Text):
        _reply(turn, "assess.reason_in_words")
    elif member := member_of(turn, committee.committee_chat(turn.tx) or 0):
        proposal = proposals.proposal_with(turn.tx, question.proposal)
        if not member.belongs:
            _reply(turn, "assess.members_only")
        elif proposal and (refusal := no_vote(turn.tx, proposal, member)):
            _reply(turn, refusal)
        else:
            _take(turn, question, tidy(content.body), member)


def _take(turn: Turn, question: ReasonAsked, reason: str, member: Member) -> None:
    if not (is_visible(reason) and SHORTEST_REASON <= length_of(reason) <= LONGEST_REASON):
        _reply(turn, "assess.reason_length", least=SHORTEST_REASON, most=LONGEST_REASON)
        return
    try:
        if decision := _pending_for(turn, question):
            _reword(turn, question, decision, reason)
        else:
            _decide(turn, question, reason, member)
    except MovedOn:
        _reply(turn, "assess.reason_left" if _has_left(turn, question) else "assess.moved_on")


def _has_left(turn: Turn, question: ReasonAsked) -> bool:
    """Whether the reason that was given here has reached the organiser."""
    made = decisions.decision_for(turn.tx, question.key)
    return made is not None and made.applied


def _pending_for(turn: Turn, question: ReasonAsked) -> Decision | None:
    """The decision that was made for the reason given here, while it may still be changed."""
    proposal = proposals.proposal_with(turn.tx, question.proposal)
    decision = decisions.standing_decision(turn.tx, proposal) if proposal else None
    return decision if decision and decision.question == question.key and not decision.applied else None


def _reword(turn: Turn, question: ReasonAsked, decision: Decision, reason: str) -> None:
    proposal = proposals.proposal_with(turn.tx, question.proposal)
    if proposal is None or not decisions.reword(turn.tx, decision, reason):
        raise MovedOn
    _say_given(turn, question, proposal, reason, decided=True)
    dialog.refresh(turn, proposal)


def _reply(turn: Turn, key: str, **values: object) -> None:
    turn.say(Card(turn.w(key, **values)), answers=turn.incoming.message)


def _decide(turn: Turn, question: ReasonAsked, reason: str, member: Member) -> None:
    """Votes for this reason. Raises MovedOn when the proposal is not what the question was about any more."""
    proposal = proposals.proposal_with(turn.tx, question.proposal)
    if proposal is None or proposal.revision != question.revision or not decisions.is_open(turn.tx, proposal):
        raise MovedOn
    if refusal := no_vote(turn.tx, proposal, member):
        refuse(turn, refusal)
        return
    verdict = cast(Verdict, question.verdict)
    decision = dialog.vote(turn, proposal, verdict, reason, question.key)
    _say_given(turn, question, proposal, reason, decided=decision is not None)
    turn.state.drop(Wanted)
    if turn.state.doing == DOING:
        turn.state.doing = None
    if decision:
        _close_others(turn, proposal, verdict)


def _say_given(turn: Turn, question: ReasonAsked, proposal: Proposal, reason: str, *, decided: bool) -> None:
    text = turn.w(
        "assess.reason_given" if decided else "assess.reason_voted",
        verdict=turn.w(f"verdict.{question.verdict}"),
        reference=proposal.reference,
        name=turn.person.name,
        reason=reason_text(turn.w, reason),
    )
    turn.show_card(Card(text), _subject(question))


def _ask(turn: Turn, proposal: Proposal, verdict: str) -> None:
    """Asks the member who pressed, where they pressed, for one of the ready reasons or their own words."""
    w = turn.w
    question = questions.put(
        turn.tx, proposal=proposal.key, revision=proposal.revision, verdict=verdict, person=turn.person.id
    )
    buttons = [
        Button(w.plain(f"reason.{verdict}.{code}.short"), Tap("reason", question.key, proposal.revision, code))
        for code in READY[verdict]
    ]
    same = []
    text = w(f"assess.why.{verdict}", name=turn.person.name, reference=proposal.reference, title=_title(turn, proposal))
    if reason := _like_reason(turn, proposal, verdict):
        text += w("assess.why_others", reason=reason_text(w, reason))
        same = [[Button(w.plain("assess.same_reason"), Tap("reason", question.key, proposal.revision, SAME))]]
    none = Button(w.plain("assess.never_mind"), Tap("no_reason", question.key, proposal.revision))
    turn.show_card(Card(text, [*same, *in_columns(buttons, 2), [none]]), _subject(question))
    if turn.incoming.private:
        turn.state.doing = DOING
        turn.state.keep(Wanted(question.key, turn.now))


def _title(turn: Turn, proposal: Proposal) -> str | None:
    return revisions.submitted_answers(turn.tx, proposal).title


def _over(turn: Turn, question: ReasonAsked) -> None:
    questions.close(turn.tx, question.key)
    if turn.state.doing == DOING:
        turn.state.doing = None


def _close_others(turn: Turn, proposal: Proposal, verdict: Verdict) -> None:
    """Other members were being asked for a reason: the decision is made."""
    text = turn.w("assess.already", verdict=turn.w(f"verdict.{verdict}"), name=turn.person.name)
    for question in questions.questions_about(turn.tx, proposal.key):
        if question.person != turn.person.id and question.revision == proposal.revision:
            questions.close(turn.tx, question.key)
            if _posted(turn, question) is not None:
                turn.show_card(Card(text), _subject(question))


def _subject(question: ReasonAsked) -> Subject:
    return "question", question.key


def _posted(turn: Turn, question: ReasonAsked) -> int | None:
    return cards.posted(turn.tx, _subject(question), turn.incoming.chat)
