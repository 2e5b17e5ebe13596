"""Webhook: Telegram posts each update; 200 is answered once it is stored."""

import logging
import secrets
from urllib.parse import urlsplit

from aiohttp import web

from bot.inbox import Inbox
from bot.incoming import arrived_of
from bot.transport import read_json

log = logging.getLogger(__name__)
PATH = "/telegram"
PORT = 8080
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def webhook_url(public_url: str) -> str:
    """Where Telegram posts updates: `PATH` below the public address."""
    parts = urlsplit(public_url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}{PATH}"


def listening_at(public_url: str) -> tuple[str, int]:
    """Where to listen: on this machine alone and at its own port where the public address is of this machine, else
    everywhere, at 8080.
    """
    parts = urlsplit(public_url)
    if parts.hostname in ("127.0.0.1", "::1", "localhost"):
        return parts.hostname, parts.port or PORT
    return "0.0.0.0", PORT


def add_webhook(app: web.Application, inbox: Inbox, secret: str) -> None:
    """Takes updates at `PATH` from who knows the secret."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not secrets.compare_digest(given.encode(errors="replace"), secret.encode()):
            return web.Response(status=401)
        try:
            row = arrived_of(read_json(await request.read()))
        except ValueError:
            return web.Response(status=400)
        try:
            await inbox.take_in(row)
        except Exception as error:  # noqa: BLE001 - not stored, so not confirmed: Telegram posts it again
            log.warning("an update cannot be stored now: %s", type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    app.router.add_post(PATH, take)
