"""What Telegram says of who opened a page inside of it, and whether it was Telegram that said so."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl

import orjson

LASTS = timedelta(days=1)  # that a page may stay open
AHEAD = timedelta(minutes=5)  # that Telegram's clock may be before ours
LONGEST = 4_096  # bytes


class Opener(NamedTuple):
    """Who opened a page: Telegram's id, and the language of their app, an IETF tag or nothing."""

    id: int
    language: str


class NotTelegrams(ValueError):
    """It is not signed with this bot's token, or no longer fresh."""


def person_in(init_data: str, token: str, now: datetime) -> Opener:
    """Who opened the page. Raises NotTelegrams.

    https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
    """
    if not init_data.isascii() or len(init_data) > LONGEST:
        raise NotTelegrams
    said = dict(parse_qsl(init_data, keep_blank_values=True))
    if not hmac.compare_digest(signature(said, token), said.get("hash", "").encode()):
        raise NotTelegrams
    try:
        opened = datetime.fromtimestamp(int(said["auth_date"]), now.tzinfo)
        user = orjson.loads(said["user"])
        opener = Opener(int(user["id"]), str(user.get("language_code", "")))
    except (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError):
        raise NotTelegrams from None
    if not -AHEAD <= now - opened <= LASTS:
        raise NotTelegrams
    return opener


def signature(said: dict[str, str], token: str) -> bytes:
    """What `hash` is where Telegram says this: of every other field, in the order of their names."""
    lines = "\n".join(f"{name}={value}" for name, value in sorted(said.items()) if name != "hash")
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.digest(secret, lines.encode(), hashlib.sha256).hex().encode()
