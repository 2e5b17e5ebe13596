"""A member's own chat: the whole proposal, and what can be done about it there."""

from markupsafe import Markup

from conversations.assess.card import card_rows, heading, standing_parts
from conversations.assess.conflicts import conflict_of
from conversations.assess.membership import member_here
from conversations.exchange import Button, Card, Rows, SendPicture, Tap, Turn
from conversations.shown.answers import answer_lines
from storage import committee, proposals, revisions
from storage.committee import Member
from storage.proposals import MovedOn, Proposal


def seen_by(turn: Turn, proposal: Proposal | None) -> tuple[Proposal, Member] | None:
    """The proposal, and the member who may see it; None for anybody else, who is told so.

    Whoever has a conflict of interest is told, before anything is seen.
    """
    member = member_here(turn)
    if member is None:
        return None
    if proposal is None or proposal.state == "withdrawn" or not proposal.revision:
        turn.say(Card(turn.w("assess.no_file")))
        return None
    if refusal := conflict_of(turn.tx, proposal, member):
        turn.say(Card(turn.w(refusal), _mistaken(turn, proposal) if refusal == "assess.conflict_declared" else ()))
        return None
    return proposal, member


def _mistaken(turn: Turn, proposal: Proposal) -> Rows:
    return [[Button(turn.w.plain("assess.no_conflict"), Tap("no_conflict", proposal.key, proposal.revision))]]


def open_file(turn: Turn, reference: str) -> None:
    """The whole proposal; to anybody but a member it does not exist."""
    if seen := seen_by(turn, proposals.proposal_of_reference(turn.tx, reference)):
        say_file(turn, seen[0])


def opened(turn: Turn, tap: Tap) -> None:
    """The same by a button."""
    if seen := seen_by(turn, proposals.proposal_with(turn.tx, tap.reference)):
        say_file(turn, seen[0])


def say_file(turn: Turn, proposal: Proposal) -> None:
    """The file in a new message, with its description and picture."""
    answers = revisions.standing_answers(turn.tx, proposal)
    if answers.picture:
        turn.replies.append(SendPicture(answers.picture))
    if answers.description:
        turn.say(Card(Markup(answers.description)))
    turn.say(_file(turn, proposal))


def show_file(turn: Turn, proposal: Proposal) -> None:
    """The file in place of the message whose button was pressed; nothing of it for whoever may not see it any more."""
    group = committee.committee_chat(turn.tx) or 0
    member = committee.membership(turn.tx, chat=group, person=turn.person.id)
    refusal = conflict_of(turn.tx, proposal, member) if member else "assess.members_only"
    turn.show(Card(turn.w(refusal), _mistaken(turn, proposal)) if refusal else _file(turn, proposal))


def _file(turn: Turn, proposal: Proposal) -> Card:
    answers = revisions.standing_answers(turn.tx, proposal)
    parts = [
        heading(turn.w, proposal, answers),
        answer_lines(turn.w, answers, private=True),
        *standing_parts(turn.tx, turn.w, proposal, turn.now),
    ]
    return Card(Markup("\n\n").join(parts), card_rows(turn.tx, turn.w, proposal, "private"))


def seen_proposal(turn: Turn, tap: Tap) -> Proposal | None:
    """The proposal of a button of a member's own chat, as they saw it; None where they may not see it.

    Raises MovedOn when it is another text now.
    """
    seen = seen_by(turn, proposals.proposal_with(turn.tx, tap.reference))
    if seen and seen[0].revision != tap.version:
        raise MovedOn
    return seen[0] if seen else None
