"""What the committee's dialog answers."""

from collections.abc import Callable

from conversations.assess import dialog, why
from conversations.exchange import Tap, Turn
from conversations.routes import Routes
from storage.proposals import Proposal


def _on_card(act: Callable[[Turn, Tap, Proposal], object]) -> Callable[[Turn, Tap], None]:
    """A press on the card of a proposal, whose number and version the button carries."""

    def done(turn: Turn, tap: Tap, proposal: Proposal) -> None:
        act(turn, tap, proposal)

    return lambda turn, tap: dialog.pressed(turn, tap, tap.reference, tap.version, done)


ROUTES = Routes(
    in_group={
        "decide": _on_card(why.decided),
        "undo": _on_card(why.undone),
        "at_once": _on_card(dialog.at_once),
        "reason": why.answered,
        "no_reason": why.answered,
    },
    links={"p": dialog.open_file},
    replies=why.replied,
)
