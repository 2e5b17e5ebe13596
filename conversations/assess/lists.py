"""The list of proposals that came many at once, page by page in the group."""

from conversations.assess.membership import member_here
from conversations.assess.reminding import list_card
from conversations.exchange import Tap, Turn
from conversations.wording.catalogue import wording
from storage.proposals import MovedOn


def turned(turn: Turn, tap: Tap) -> None:
    """Another page. Raises MovedOn for what no button says."""
    if member_here(turn) is None:
        return
    if not tap.value.isdecimal():
        raise MovedOn
    w = wording(turn.world.default_language)
    turn.show(list_card(turn.tx, w, turn.world, tap.reference, int(tap.value)))
