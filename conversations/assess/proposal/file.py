"""A member's own chat: the whole proposal, and what can be done about it there."""

from markupsafe import Markup

from conversations.assess.card import card_rows, heading, standing_parts
from conversations.assess.membership import member_here, refuse
from conversations.assess.rights import DECLARED, kept_out
from conversations.exchange import Button, Card, SendPicture, Tap, Turn
from conversations.shown.answers import answer_lines
from conversations.shown.rated import rating_lines
from storage import proposals, ratings, revisions
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
        refuse(turn, "assess.no_file")
        return None
    if refusal := kept_out(turn.tx, proposal, member):
        turn.say(kept_out_card(turn, proposal, refusal))
        return None
    return proposal, member


def for_a_say(turn: Turn, proposal: Proposal | None, revision: int | None = None) -> Proposal | None:
    """The proposal, for a member who has a say in it; None for anybody else, who is told so.

    Raises MovedOn where its text is not that revision any more.
    """
    seen = seen_by(turn, proposal)
    if seen is None:
        return None
    known, member = seen
    if revision is not None and known.revision != revision:
        raise MovedOn
    if not member.decides:
        refuse(turn, "assess.observers_read")
        return None
    return known


def kept_out_card(turn: Turn, proposal: Proposal, refusal: str) -> Card:
    """Why somebody is kept out; who said so themselves may take it back."""
    if refusal != DECLARED:
        return Card(turn.w(refusal))
    mistaken = Button(turn.w.plain("assess.no_conflict"), Tap("no_conflict", proposal.key, proposal.revision))
    return Card(turn.w(refusal), [[mistaken]])


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
    """The file in place of the message whose button was pressed."""
    turn.show(_file(turn, proposal))


def _file(turn: Turn, proposal: Proposal) -> Card:
    answers = revisions.standing_answers(turn.tx, proposal)
    parts = [
        heading(turn.w, proposal, answers),
        answer_lines(turn.w, answers, private=True),
        *standing_parts(turn.tx, turn.w, proposal, turn.now),
        *([rating_lines(turn.w, rated)] if (rated := ratings.rated(turn.tx, proposal.key)) else []),
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
