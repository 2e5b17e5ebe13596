"""Webhook: Telegram posts each update; 200 is answered once it is stored."""

import secrets
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.inbox import Inbox

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def webhook_url(public_url: str) -> str:
    """Where Telegram posts updates: `PATH` below the public address."""
    parts = urlsplit(public_url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}{PATH}"


def listening_port(public_url: str) -> int:
    """The port to listen on: the public address's own where there is nothing in front of us, else 8080."""
    parts = urlsplit(public_url)
    return parts.port if parts.port and parts.hostname in ("127.0.0.1", "localhost") else 8080


def add_webhook(app: web.Application, inbox: Inbox, secret: str) -> None:
    """Takes updates at `PATH` from who knows the secret."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not secrets.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            return web.Response(status=400)
        inbox.receive([update])
        return web.Response()

    app.router.add_post(PATH, take)
