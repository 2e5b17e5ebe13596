"""What somebody wants who speaks of a seat at an event."""

from functools import cache

from conversations.understanding.lexicon import Intents
from conversations.understanding.text import stems_in
from conversations.understanding.vocabulary import table_of

LONGEST = 200  # characters of what is no more than that
ACTS = ("elsewhere", "leave", "several", "ask", "wait", "take")


def seat_act(text: str) -> str | None:
    """`take` a seat, `wait` for one, `leave` the one that one has, `ask` how, which is also to say no; `several` for
    more than oneself. None where a text says none of these.
    """
    if len(text) > LONGEST:
        return None
    told = _acts().fitting(stems_in(text))
    act = next((act for act in ACTS if act in told), None)
    if act == "elsewhere":
        return None
    return "ask" if act in ("take", "wait") and text.rstrip().endswith("?") else act


@cache
def _acts() -> Intents:
    return Intents(table_of("seats.toml"))
