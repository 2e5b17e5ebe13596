"""From a press on the committee's card to its effect, in one straight reading."""

from collections.abc import Callable
from datetime import timedelta

from markupsafe import Markup

from conversations.assess.card import committee_card, subject
from conversations.assess.membership import member_of
from conversations.exchange import Card, SendPicture, Tap, Turn
from conversations.shown.answers import answer_lines
from conversations.wording.catalogue import wording
from storage import committee, decisions, editions, organisers, proposals, revisions
from storage.decisions import Decision, Verdict
from storage.proposals import MovedOn, Proposal


def open_file(turn: Turn, reference: str) -> None:
    """The whole proposal in a member's private chat; to anybody else it does not exist."""
    proposal = proposals.proposal_of_reference(turn.tx, reference)
    group = committee.committee_chat(turn.tx)
    member = member_of(turn, group) if group is not None else None
    if member is None and group is not None:
        return
    if proposal is None or proposal.state == "withdrawn" or member is None or not member.belongs:
        turn.say(Card(turn.w("assess.members_only")))
        return
    if organisers.organises(turn.tx, proposal, turn.person.id):
        turn.say(Card(turn.w("assess.conflict")))
        return
    answers = revisions.standing_answers(turn.tx, proposal)
    heading = turn.w("card.heading", reference=proposal.reference, title=answers.title)
    turn.say(Card(heading + Markup("\n\n") + answer_lines(turn.w, answers, private=True)))
    if answers.description:
        turn.say(Card(Markup(answers.description)))
    if answers.picture:
        turn.replies.append(SendPicture(answers.picture))


def pressed(turn: Turn, tap: Tap, key: int, revision: int, act: Callable[[Turn, Tap, Proposal], None]) -> None:
    """Does what was pressed by a member, in the committee's group, about a proposal as it is now; else refuses it."""
    if not _may_press(turn):
        return
    proposal = proposals.proposal_with(turn.tx, key)
    if proposal is None or not proposal.revision:
        raise MovedOn
    if organisers.organises(turn.tx, proposal, turn.person.id):
        turn.toast(turn.w("assess.conflict"), alert=True)
        return
    try:
        if proposal.revision != revision or not decisions.is_open(turn.tx, proposal):
            raise MovedOn
        act(turn, tap, proposal)
    except MovedOn:
        _say_what_is_now(turn, proposal)


def _may_press(turn: Turn) -> bool:
    """Whether the person is a member now; Telegram is asked when that is not known or an hour old."""
    group = committee.committee_chat(turn.tx)
    if group is None or turn.incoming.chat != group:
        turn.toast(turn.w("assess.not_here"), alert=True)
        return False
    member = member_of(turn, group)
    if member is not None and not member.belongs:
        turn.toast(turn.w("assess.members_only"), alert=True)
    return member is not None and member.belongs


def decide(
    turn: Turn, proposal: Proposal, verdict: Verdict, reason: str | None = None, question: int | None = None
) -> None:
    """Decides for the person, who may have answered a question why, and says so on the card.

    Raises MovedOn when somebody was faster.
    """
    edition = editions.edition_of(turn.tx, proposal.edition)
    minutes = edition.settle_minutes if edition else editions.SETTLE_MINUTES
    decisions.decide(
        turn.tx,
        proposal,
        verdict,
        by=turn.person.id,
        name=turn.person.name,
        reason=reason,
        question=question,
        settle=timedelta(minutes=minutes),
        now=turn.now,
    )
    turn.toast(turn.w("assess.decided", minutes=minutes))
    refresh(turn, proposal)


def take_back(turn: Turn, tap: Tap, proposal: Proposal) -> Decision:
    """Undoes the decision that is pending; gives it."""
    decision = _seen_decision(turn, proposal, tap)
    decisions.undo(turn.tx, decision)
    turn.toast(turn.w("assess.undone"))
    refresh(turn, proposal)
    return decision


def at_once(turn: Turn, tap: Tap, proposal: Proposal) -> None:
    """Lets the decision that is pending take effect without waiting."""
    decisions.take_effect_now(turn.tx, _seen_decision(turn, proposal, tap), turn.now)
    turn.toast(turn.w("assess.takes_effect"))


def _seen_decision(turn: Turn, proposal: Proposal, tap: Tap) -> Decision:
    """The pending decision that stood on the card when it was pressed. Raises MovedOn when another stands now."""
    decision = decisions.standing_decision(turn.tx, proposal)
    if decision is None or decision.applied or str(decision.key) != tap.value:
        raise MovedOn
    return decision


def _say_what_is_now(turn: Turn, proposal: Proposal) -> None:
    decision = decisions.standing_decision(turn.tx, proposal)
    if decision:
        verdict = turn.w(f"verdict.{decision.verdict}")
        turn.toast(turn.w("assess.already", verdict=verdict, name=decision.name), alert=True)
    else:
        turn.toast(turn.w("assess.moved_on"), alert=True)
    refresh(turn, proposal)


def refresh(turn: Turn, proposal: Proposal) -> None:
    """Brings the card up to date, wherever it stands."""
    group_words = wording(turn.world.default_language)
    turn.show_card(committee_card(turn.tx, group_words, proposal), subject(proposal))
