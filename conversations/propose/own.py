"""What is a person's own, and the way back to it."""

from conversations.exchange import Button, Tap, Turn
from storage import proposals
from storage.proposals import MovedOn, Proposal


def own(turn: Turn, key: int) -> Proposal:
    """A proposal of the person's. Raises MovedOn when it is not theirs or is gone."""
    proposal = proposals.proposal_with(turn.tx, key)
    if proposal is None or proposal.organiser != turn.person.id:
        raise MovedOn
    return proposal


def back(turn: Turn, proposal: Proposal) -> Button:
    """A button that shows it."""
    return Button(turn.w.plain("mine.back"), Tap("mine", proposal.key, proposal.version))
