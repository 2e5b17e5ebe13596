"""Links to a search: deep ones, what is asked in 64 letters that Telegram lets through; and to the pages."""

import base64
import binascii
from urllib.parse import urlencode

from conversations.exchange import AnyButton, AppButton, Turn
from conversations.tidying import one_line
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import zone

LONGEST = 64  # letters of a payload, its first two say what it is
LETTER = "f"


def in_app(turn: Turn, question: Question) -> list[AnyButton]:
    """The button that opens the same place and kinds of events on a map, with the days beside it, inside Telegram;
    none where it does not.
    """
    if not (turn.world.pages and turn.world.in_app):
        return []
    address = f"{turn.world.pages}/{turn.w.language}/"
    asked = urlencode({name: value for name, value in _asked(question).items() if value})
    return [AppButton(turn.w.plain("results.in_app"), f"{address}?{asked}" if asked else address)]


def _asked(question: Question) -> dict[str, str]:
    """What of a question an address can say."""
    place = question.place
    kind = {"region": "region", "departement": "departement"}.get(place.kind, "town") if place else "town"
    is_a_day = question.start and question.end and question.end - question.start <= DAY
    return {
        "q": question.words,
        kind: (place.region if kind == "region" else place.code or "") if place else "",
        "theme": "".join(question.themes[:1]),
        "format": "".join(question.formats[:1]),
        "audience": "".join(question.audiences[:1]),
        "attendance": question.attendance or "",
        "day": question.start.astimezone(zone(question.zone)).date().isoformat() if question.start and is_a_day else "",
    }


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
