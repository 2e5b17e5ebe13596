"""The list of proposals that came many at once, page by page in the group."""

from conversations.assess.membership import member_here
from conversations.assess.queue.reminding import list_card
from conversations.exchange import Tap, Turn, whole
from conversations.wording.catalogue import wording
from storage import cards
from storage.proposals import MovedOn

MOST_PAGES = 1_000


def turned(turn: Turn, tap: Tap) -> None:
    """Another page. Raises MovedOn for what no button says."""
    page = whole(tap.value, most=MOST_PAGES)
    shown = cards.card_at(turn.tx, turn.incoming.chat, turn.incoming.message or 0)
    if member_here(turn) is None:
        return
    if page is None or shown is None or (shown.kind, shown.about) != ("list", tap.reference):
        raise MovedOn
    cards.turn_to(turn.tx, ("list", tap.reference), turn.incoming.chat, page)
    w = wording(turn.world.default_language)
    turn.show(list_card(turn.tx, w, turn.world, tap.reference, page))
