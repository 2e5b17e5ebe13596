"""Deep links to a search: what is asked, in 64 letters that Telegram lets through."""

import base64
import binascii

from conversations.tidying import one_line

LONGEST = 64  # letters of a payload, its first two say what it is
LETTER = "f"


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
