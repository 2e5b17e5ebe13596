"""The server of the pages: a loop and a thread of its own, so that whoever reads pages holds up nobody who writes to
the bot; a connection that only reads; and every answer kept for a few seconds, for whoever asks the same.
"""

import asyncio
import contextlib
import gzip
import hashlib
import logging
import re
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import orjson
from aiohttp import web

from bot.clock import Clock
from bot.pages.asked import SAID
from bot.pages.door import PATIENCE, Door, Handler
from bot.pages.feeds import FEEDS
from bot.pages.init_data import LONGEST, NotTelegrams
from bot.pages.opener import told
from bot.pages.views import PAGES, missing_page
from bot.pages.visit import Answer, Elsewhere, Kept, NotFound, Visit, with_query
from conversations.exchange import World
from conversations.wording.catalogue import LANGUAGES, wording
from storage import editions
from storage.database import Database

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
FRESH = 10.0  # seconds for which an answer serves whoever asks the same
MOST_KEPT = 400  # answers
SWITCH = 0.0005  # seconds that a thread runs while another waits: one that makes a page gives way sooner than usual
LASTING = ("/france.svg", "/style.css", "/near.js", "/telegram.js", "/icon.svg")  # that change with the bot alone
SHORTEST_ZIPPED = 500  # bytes
SMALL = ("image/jpeg", "image/png")  # that are as small as they can be
LONGEST_PATH = 2_000  # characters
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))")
IDLE = 15.0  # seconds between two requests of a connection
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self';"
    " connect-src 'self'; base-uri 'none'; frame-ancestors"
)
TELEGRAM_WEB = "https://web.telegram.org"  # which shows pages in a frame; elsewhere Telegram opens a window of its own
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self)",
    "Access-Control-Allow-Origin": "*",
    "Vary": "Accept-Encoding",
}
NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Prepared(NamedTuple):
    """An answer as it leaves: plain and compressed, its tag, since when it is so, and when it was made."""

    answer: Answer
    zipped: bytes | None
    tag: str
    since: datetime
    made: float


class Site:
    """The pages at a port, from `start` until `stop`."""

    def __init__(
        self,
        database_url: str,
        world: World,
        clock: Clock,
        base: str | None = None,
        *,
        token: str,
        framed_by: str = TELEGRAM_WEB,
        fresh: float = FRESH,
        patience: float = PATIENCE,
    ) -> None:
        self._patience = patience
        self._token, self._headers = token, HEADERS | {"Content-Security-Policy": f"{POLICY} {framed_by}"}
        self._database = Database(database_url, read_only=True)
        self._world, self._clock, self._base, self._fresh = world, clock, base, fresh
        self._answers: OrderedDict[tuple[str, str], Prepared] = OrderedDict()
        self._shared = Kept(fresh)
        self._static = {f"/{path.name}": _static(path) for path in STATIC.iterdir()}
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self.port = 0

    def start(self, host: str, port: int) -> None:
        """Opens the door; 0 is any port that is free. Raises OSError where the port is taken."""
        opened, failed = threading.Event(), list[Exception]()

        def run() -> None:
            try:
                asyncio.run(self._serve(host, port, opened))
            except Exception as error:
                if opened.is_set():
                    log.exception("the public pages have ended")
                failed.append(error)
                opened.set()

        sys.setswitchinterval(SWITCH)
        self._thread = threading.Thread(target=run, name="pages", daemon=True)
        self._thread.start()
        opened.wait()
        if failed:
            self._database.close()
            raise failed[0]

    def stop(self) -> None:
        """Closes it."""
        if self._loop and self._over:
            self._loop.call_soon_threadsafe(self._over.set)
        if self._thread:
            self._thread.join()
        self._database.close()

    async def _serve(self, host: str, port: int, opened: threading.Event) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        door = Door(self._patience)
        app = web.Application(middlewares=[door.hear], client_max_size=LONGEST)
        app.router.add_post("/app", self._opened)
        app.router.add_get("/", self._front)
        app.router.add_get("/{language:fr|en}", self._front)
        for path, answer in FEEDS.items():
            app.router.add_get(path, self._handler(answer))
        for path, answer in PAGES.items():
            app.router.add_get("/{language:fr|en}" + path, self._handler(answer))
        app.router.add_get("/{rest:.*}", self._other)
        runner = web.AppRunner(app, access_log=None, keepalive_timeout=IDLE, auto_decompress=False)
        await runner.setup()
        try:
            server = await self._loop.create_server(lambda: door.opens(runner), host, port)
            self.port = server.sockets[0].getsockname()[1]
            opened.set()
            await self._over.wait()
            server.close()
        finally:
            await runner.cleanup()

    # --- answering ------------------------------------------------------------------------------

    async def _front(self, request: web.Request) -> web.StreamResponse:
        """The programme in the reader's language."""
        language = request.match_info.get("language") or _preferred(request.headers.get("Accept-Language", ""))
        raise web.HTTPFound(with_query(f"/{language}/", request.query), headers={"Vary": "Accept-Language"})

    async def _other(self, request: web.Request) -> web.StreamResponse:
        if kept := self._static.get(request.path):
            return self._response(request, kept)
        return self._response(request, self._made(request, missing_page))

    async def _opened(self, request: web.Request) -> web.StreamResponse:
        """What somebody has with the bot who opened a page inside Telegram."""
        try:
            async with asyncio.timeout(self._patience):
                said = await request.read()
        except (TimeoutError, OSError, web.RequestPayloadError):  # it does not come
            return web.Response(status=408, headers=NO_STORE | {"Connection": "close"})
        try:
            with self._database.tx() as tx:
                known = told(tx, self._world, said.decode("ascii", "replace"), self._token, self._clock.now())
        except NotTelegrams:
            return web.Response(status=403, headers=NO_STORE)
        return web.Response(body=orjson.dumps(known), content_type="application/json", headers=NO_STORE)

    def _handler(self, answer: Callable[[Visit], Answer]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return self._response(request, self._answered(request, answer))

        return handle

    def _answered(self, request: web.Request, answer: Callable[[Visit], Answer]) -> Prepared:
        """The answer, made anew where none is kept that is fresh."""
        if len(request.path_qs) > LONGEST_PATH:
            return _prepared(Answer(b"", "text/plain", status=414), self._clock.now())
        key = (with_query(request.path, _query(request)), self._address(request))
        kept = self._answers.get(key)
        if kept is None or time.monotonic() - kept.made >= self._fresh:
            made = self._made(request, answer)
            kept = made if kept is None or kept.tag != made.tag else made._replace(since=kept.since)
            self._answers[key] = kept
        self._answers.move_to_end(key)
        while len(self._answers) > MOST_KEPT:
            self._answers.popitem(last=False)
        return kept

    def _made(self, request: web.Request, answer: Callable[[Visit], Answer]) -> Prepared:
        language = request.match_info.get("language") or request.query.get("language", "")
        if language not in LANGUAGES:
            language = next((each for each in LANGUAGES if request.path.startswith(f"/{each}/")), LANGUAGES[0])
        now = self._clock.now()
        with self._database.tx() as tx:
            visit = Visit(
                tx,
                now,
                self._world,
                wording(language),
                request.path,
                request.match_info,
                _query(request),
                self._address(request),
                editions.current(tx, now),
                self._shared,
            )
            try:
                made = answer(visit)
            except NotFound:
                made = missing_page(visit)
            except Elsewhere as other:
                raise web.HTTPMovedPermanently(with_query(other.address, request.query)) from None
        return _prepared(made, now)

    def _address(self, request: web.Request) -> str:
        return self._base.rstrip("/") if self._base else f"{request.scheme}://{request.host}"

    def _response(self, request: web.Request, kept: Prepared) -> web.Response:
        """As much as the reader does not have yet."""
        lasts = 86_400 if request.path in LASTING else int(self._fresh)
        headers = self._headers | {
            "ETag": kept.tag,
            "Last-Modified": format_datetime(kept.since, usegmt=True),
            "Cache-Control": f"public, max-age={lasts}",
        }
        if kept.answer.status == 200 and _has(request, kept):
            return web.Response(status=304, headers=headers)
        if kept.answer.name:
            headers["Content-Disposition"] = f'inline; filename="{kept.answer.name}"'
        headers["Content-Type"] = kept.answer.kind
        body = kept.answer.body
        if kept.zipped and _GZIP.search(request.headers.get("Accept-Encoding", "")):
            headers["Content-Encoding"] = "gzip"
            body = kept.zipped
        return web.Response(body=body, status=kept.answer.status, headers=headers)


def _query(request: web.Request) -> dict[str, str]:
    """What the address says that means something here, in one order: anything else makes no other answer."""
    return {name: request.query[name] for name in sorted(SAID & request.query.keys())}


def _preferred(accepted: str) -> str:
    """The language of ours that a reader likes best (RFC 9110, 12.5.4), else the first."""
    liked: dict[str, float] = {}
    for said in accepted.lower().split(","):
        tag, _, weight = said.strip().partition(";q=")
        language = tag.partition("-")[0]
        if language in LANGUAGES:
            with contextlib.suppress(ValueError):
                liked[language] = max(liked.get(language, 0.0), float(weight or 1))
    return max(LANGUAGES, key=lambda each: liked.get(each, 0.0))


def _prepared(answer: Answer, now: datetime) -> Prepared:
    tag = f'W/"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"'
    small = answer.kind in SMALL or len(answer.body) < SHORTEST_ZIPPED
    zipped = None if small else gzip.compress(answer.body, 6, mtime=0)
    return Prepared(answer, zipped, tag, now.replace(microsecond=0), time.monotonic())


def _static(path: Path) -> Prepared:
    kinds = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
    since = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return _prepared(Answer(path.read_bytes(), kinds[path.suffix]), since)


def _has(request: web.Request, kept: Prepared) -> bool:
    """Whether the reader has this already (RFC 9110, 13.2.2: the tag counts before the date)."""
    if tags := request.headers.get("If-None-Match"):
        return kept.tag.removeprefix("W/") in tags or tags.strip() == "*"
    try:
        known = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except (ValueError, OverflowError):
        return False
    return known.tzinfo is not None and kept.since <= known
