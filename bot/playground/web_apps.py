"""Pages that open inside Telegram: who opened them is told in their address, signed with the bot's token.

https://core.telegram.org/bots/webapps#initializing-mini-apps
"""

import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlencode, urlsplit

import orjson

from bot.playground.refusals import bad_request
from bot.playground.store import Document

VERSION = "9.1"


def check_address(url: str) -> None:
    """Raises Refused for what Telegram opens no page at; it may be on this machine, for want of a certificate."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def launched(url: str, user: Document, theme: Document, token: str, now: datetime) -> str:
    """The address at which the page opens for this person, in these colours."""
    said = {
        "auth_date": str(int(now.timestamp())),
        "query_id": f"AA{user['id']}",
        "user": orjson.dumps({key: value for key, value in user.items() if key != "is_bot"}).decode(),
    }
    lines = "\n".join(f"{name}={said[name]}" for name in sorted(said))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    said["hash"] = hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()
    fragment = {
        "tgWebAppData": urlencode(said),
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": "web",
        "tgWebAppThemeParams": orjson.dumps(theme).decode(),
    }
    return f"{url}#{urlencode(fragment)}"
