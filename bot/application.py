"""Where everything is put together: the bot as one process."""

import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from telegram import Bot

from bot.check import findings
from bot.clock import Clock, follow
from bot.delivery import AT_ONCE, HANGING, USUAL, Patience
from bot.documents import Documents
from bot.errands import Errands
from bot.flood import Flood
from bot.geocoder import Geocoder
from bot.inbox import Inbox
from bot.incoming import Json
from bot.metrics import Metrics
from bot.operations import Operations
from bot.outgoing import Outgoing
from bot.pace import Limits, Pace
from bot.pages.site import TELEGRAM_WEB, Site
from bot.schedule import Schedule
from bot.settings import Settings
from bot.transport import AiohttpRequest
from bot.way_in import WayIn, persist, say_hello
from bot.webhook import add_webhook, listening_at
from bot.workers import Worker
from conversations.exchange import Finding, World
from conversations.understanding.place import Gazetteer
from conversations.understanding.question import prepare
from storage import committee, invitations, people, served, waiting
from storage.database import Database
from storage.migrations import migrate

log = logging.getLogger(__name__)


class NoToken(Exception):
    """TELEGRAM_BOT_TOKEN is not set: put the token that @BotFather gave you into `.env`."""

    def __str__(self) -> str:
        return str(self.__doc__)


class Application:
    """The bot: `await start()`, then `await stop()`; or `await run()` until cancelled.

    `clock_url` is where a clock is followed instead of keeping real time; `limits` is Telegram's pace, by
    default that of the settings, `patience` ours with what fails.
    """

    def __init__(
        self,
        settings: Settings,
        clock_url: str | None = None,
        limits: Limits | None = None,
        patience: Patience = USUAL,
    ) -> None:
        if settings.telegram_bot_token is None:
            raise NoToken
        self._settings, self._clock_url = settings, clock_url
        self.clock = Clock()
        self.database = Database(settings.database_url)
        base = settings.telegram_api_url.rstrip("/")
        self.bot = Bot(
            settings.telegram_bot_token.get_secret_value(),
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=AiohttpRequest(connections=AT_ONCE + HANGING),
            get_updates_request=AiohttpRequest(connections=2),
        )
        prepare()
        self.metrics = Metrics()
        self.world = World(
            gazetteer=Gazetteer.load(),
            bot_name="",
            administrators=settings.admin_ids,
            default_language=settings.default_language,
            geocodes=settings.geocoder_url is not None,
            controller=settings.data_controller,
            pages=settings.pages_url.rstrip("/") if settings.pages_url else None,
            in_app=_opens_in_app(settings.pages_url, clock_url),
            card_rest=timedelta(seconds=patience.card),
        )
        limits = limits or Limits.at(settings.messages_a_second)
        self._put_together(Pace(limits, time.monotonic), patience)
        self._tasks: list[asyncio.Task[None]] = []
        self._beats: asyncio.Task[None] | None = None
        self._client: aiohttp.ClientSession | None = None
        self._site: web.AppRunner | None = None
        self._pages: Site | None = None
        self._operations: Operations | None = None

    def _put_together(self, pace: Pace, patience: Patience) -> None:
        self.worker = Worker(self.database, pace)
        metrics = self.metrics
        documents = Documents(self.database, self.world, self.clock)
        geocoder = Geocoder(self._settings.geocoder_url, patience.geocoder)
        errands = Errands(
            self.bot, self.database, self.world, self.clock, geocoder, self._look_at_health, patience.request
        )
        self.outgoing = Outgoing(
            self.database, self.bot, pace, patience, self.worker, documents, errands.run, self._report, metrics
        )
        self.schedule = Schedule(self.database, self.clock, self.world, self.outgoing, pace, self.worker, metrics)
        flood = Flood(self._settings.messages_a_minute)
        self.inbox = Inbox(
            self.database, self.clock, self.world, self.outgoing, self.worker, flood, metrics, self.schedule.wake
        )
        app = f"{self.world.pages}/" if self.world.in_app else None
        self.way_in = WayIn(self.bot, self.inbox, self.database, self.worker, self._settings, app, self._settle_in)
        self.outgoing.wake = self.inbox.wake
        self.worker.lost = self.outgoing.drop

    async def start(self) -> None:
        """Migrates the database, says hello to Telegram and takes up where the last process stood.

        Raises InUse where another process has the SQLite file, RefusedToken; waits for what is away.
        """
        self.database.keep_for_this_process()
        await persist(self._open_database, "opening the database")
        await say_hello(self.bot)
        self.world.bot_name, self.world.bot_id = self.bot.username, self.bot.id
        if self._clock_url:
            self._client = aiohttp.ClientSession()
            self._begin(follow(self.clock, self._clock_url, self._client))
            await self.clock.moved.wait()
        await persist(self._note_what_is_served, "noting which bot is served")
        self.schedule.start()
        self._beats = asyncio.create_task(self.worker.run())
        for part in (self.outgoing.run, self.schedule.run, self._wake_with_the_clock):
            self._begin(part())
        self._begin(self.inbox.run())
        await self._open_door()
        self._open_pages()
        await self._open_operations()
        way_in = self._begin(self.way_in.run())
        opened = asyncio.ensure_future(self.way_in.open.wait())
        await asyncio.wait(
            [way_in, opened], return_when=asyncio.FIRST_COMPLETED, timeout=None if self.worker.alone else 1
        )
        opened.cancel()
        if way_in.done():
            way_in.result()
        log.info("@%s answers", self.world.bot_name)

    async def stop(self) -> None:
        """Stops once what is under way is over; what was not sent yet leaves at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._site:
            await self._site.cleanup()
        if self._operations:
            await self._operations.stop()
        if self._pages:
            await asyncio.to_thread(self._pages.stop)
        await self.schedule.stop()
        await self.outgoing.stop()  # the worker lives as long as a request of it is under way
        if self._beats:
            self._beats.cancel()
        if self._client:
            await self._client.close()
        await self.bot.shutdown()
        with contextlib.suppress(Exception):
            self.worker.resign()
        self.database.close()

    async def settled(self) -> None:
        """Waits until every update that came is answered, all that is due is said, and Telegram has taken it."""
        parts = (self.inbox.idle, self.schedule.idle, self.outgoing.idle)
        while not all(part.is_set() for part in parts):
            for part in parts:
                await part.wait()
        self.outgoing.flush()

    async def run(self) -> None:
        """Runs until cancelled, or until a part of the bot fails for good."""
        try:
            await self.start()
            gc.collect()
            gc.freeze()  # what is loaded now stays: the collector need not walk it again and again
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self.stop()

    async def _wake_with_the_clock(self) -> None:
        """Looks at once for what is due when the clock is put forward, for ever."""
        while True:
            await self.clock.moved.wait()
            self.clock.moved.clear()
            self.schedule.wake()
            self.inbox.wake()

    async def _look_at_health(self, now: datetime) -> list[Finding]:
        """In a thread of its own, for it waits for files, and for Telegram."""
        return await asyncio.to_thread(lambda: asyncio.run(findings(self._settings, now)))

    def _report(self, facts: list[Json]) -> None:
        """What the bot learned while sending comes back as updates of its own."""
        self.inbox.report(facts)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.append(task)
        return task

    async def _open_database(self) -> None:
        migrate(self.database)
        self.worker.enrol()

    async def _note_what_is_served(self) -> None:
        with self.database.tx() as tx:
            served.note_served(tx, self.bot.id)
            committee.configure(tx, self._settings.committee_chat_id, self.clock.now())

    async def _open_door(self) -> None:
        """Listens for updates where they come by webhook."""
        public, secret = self._settings.public_url, self._settings.webhook_secret
        if public and secret:
            app = web.Application()
            add_webhook(app, self.inbox, secret.get_secret_value())
            self._site = web.AppRunner(app, access_log=None)
            await self._site.setup()
            await web.TCPSite(self._site, *listening_at(public)).start()

    def _open_pages(self) -> None:
        """Serves the public pages where they have a port."""
        port = self._settings.pages_port
        if port is not None:
            site = Site(
                self._settings.database_url,
                self.world,
                self.clock,
                self._settings.pages_url,
                token=self.bot.token,
                framed_by=_origin(self._clock_url) if self._clock_url else TELEGRAM_WEB,
            )
            try:
                site.start("0.0.0.0", port)
            except OSError as error:  # the bot answers all the same
                log.error("no public pages: %s. Set PAGES_PORT to a port that is free", error)
                return
            self._pages = site
            log.info("the public pages are at port %d", site.port)

    async def _open_operations(self) -> None:
        """Tells whoever runs the bot how it is, where they want to know."""
        port = self._settings.operations_port
        if port is not None:
            self._operations = Operations(self._lives, self._ready, self._figures)
            try:
                log.info(
                    "health is told at port %d", await self._operations.start(self._settings.operations_host, port)
                )
            except OSError as error:  # the bot answers all the same
                log.error("health is not told: %s. Set OPERATIONS_PORT to a port that is free", error)

    def _lives(self) -> bool:
        """Whether every part of this process is at work."""
        return not any(task.done() for task in self._tasks)

    def _figures(self) -> bytes:
        """What this process has done, and what waits."""
        now = self.clock.now()
        try:
            with self.database.tx() as tx:
                return self.metrics.shown(waiting.look(tx, now), waiting.workers_alive(tx), now)
        except Exception as error:  # noqa: BLE001 - whatever it is, the database is not reached
            log.warning("the database is not reached: %s", type(error).__name__)
            return self.metrics.shown(None, 0, now)

    def _ready(self) -> dict[str, bool]:
        """How each thing is without which nobody is answered."""
        try:
            with self.database.tx() as tx:
                others = waiting.workers_alive(tx) > 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the database is not reached
            log.warning("the database is not reached: %s", type(error).__name__)
            return {"database": False, "worker": self.worker.alive, "updates": self.way_in.open.is_set()}
        return {"database": True, "worker": self.worker.alive, "updates": self.way_in.open.is_set() or others}

    def _settle_in(self) -> None:
        """Prints how one becomes administrator where nobody is yet, and looks whether the committee hears again."""
        now = self.clock.now()
        with self.database.tx() as tx:
            group = committee.committee_chat(tx)
            if group is not None:
                committee.group_found(tx, group, now)
            if self.world.administrators or people.administrators(tx):
                return
            code = invitations.invite(tx, "administrator", now)
        log.warning(
            "Open this link once to become administrator: https://t.me/%s?start=a_%s",
            self.world.bot_name,
            code,
        )


def _opens_in_app(pages_url: str | None, clock_url: str | None) -> bool:
    """Telegram opens pages by https alone; the playground, whose clock is followed, opens those of this machine."""
    return pages_url is not None and (pages_url.startswith("https://") or clock_url is not None)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
