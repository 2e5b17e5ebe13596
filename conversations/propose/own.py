"""What is a person's own, and the way back to it."""

from conversations.exchange import Button, Tap, Turn
from storage import organisers
from storage.proposals import MovedOn, Proposal


def own(turn: Turn, key: int) -> Proposal:
    """A proposal that the person organises. Raises MovedOn when they do not, or it is gone."""
    proposal = organisers.organised(turn.tx, key, turn.person.id)
    if proposal is None:
        raise MovedOn
    return proposal


def back(turn: Turn, proposal: Proposal) -> Button:
    """A button that shows it."""
    return Button(turn.w.plain("mine.back"), Tap("mine", proposal.key, proposal.version))
