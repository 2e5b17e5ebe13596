"""Links to a search: deep ones, what is asked in 64 letters that Telegram lets through; and to the pages."""

import base64
import binascii
from urllib.parse import urlencode

from conversations.exchange import AnyButton, AppButton, Turn
from conversations.tidying import one_line
from conversations.understanding.question import Question
from conversations.understanding.time import DAY

LONGEST = 64  # letters of a payload, its first two say what it is
LETTER = "f"


def in_app(turn: Turn, question: Question) -> list[AnyButton]:
    """The button that opens the same on a map, with the days beside it, inside Telegram; none where it does not."""
    if not (turn.world.pages and turn.world.in_app):
        return []
    place, chosen = question.place, dict[str, object]()
    if place and place.kind == "region":
        chosen["region"] = place.region
    elif place and place.lat is not None and place.lon is not None:
        chosen |= {"lat": round(place.lat, 2), "lon": round(place.lon, 2)}
    for name, codes in (("theme", question.themes), ("format", question.formats), ("audience", question.audiences)):
        chosen |= {name: codes[0]} if codes else {}
    if question.start and question.end and question.end - question.start == DAY:
        chosen["day"] = question.start.date()
    address = f"{turn.world.pages}/{turn.w.language}/"
    return [AppButton(turn.w.plain("results.in_app"), f"{address}?{urlencode(chosen)}" if chosen else address)]


def search_link(text: str) -> str | None:
    """The payload that asks this; None for a text that is too long for it."""
    packed = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    payload = f"{LETTER}_{packed}"
    return payload if text and len(payload) <= LONGEST else None


def text_of(packed: str) -> str | None:
    """What such a payload asks; None for what is none."""
    try:
        return one_line(base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True).decode())
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
