"""Where everything is put together: the bot as one process."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
from aiohttp import web
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from bot.clock import Clock, follow
from bot.inbox import Inbox
from bot.incoming import ALLOWED_UPDATES, Json
from bot.outgoing import Outgoing
from bot.polling import poll
from bot.schedule import Schedule
from bot.settings import Settings
from bot.transport import AiohttpRequest
from bot.webhook import add_webhook, listening_port, webhook_url
from conversations.account.menu import MENU
from conversations.exchange import World
from conversations.understanding.places import Gazetteer
from conversations.understanding.questions import prepare
from conversations.wording.catalogue import LANGUAGES, wording
from storage import committee, invitations, people, served
from storage.database import Database
from storage.migrations import migrate

log = logging.getLogger(__name__)


class NoToken(Exception):
    """TELEGRAM_BOT_TOKEN is not set: put the token that @BotFather gave you into `.env`."""

    def __str__(self) -> str:
        return str(self.__doc__)


class Application:
    """The bot: `await start()`, then `await stop()`; or `await run()` until cancelled.

    `clock_url` is where a clock is followed instead of keeping real time.
    """

    def __init__(self, settings: Settings, clock_url: str | None = None) -> None:
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
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connections=2),
        )
        prepare()
        self.world = World(
            gazetteer=Gazetteer.load(),
            bot_name="",
            administrators=settings.admin_ids,
            default_language=settings.default_language,
        )
        self.outgoing = Outgoing(self.database, self.clock, self.bot, self._report)
        self.schedule = Schedule(self.database, self.clock, self.world, self.outgoing)
        self.inbox = Inbox(self.database, self.clock, self.world, self.outgoing, self.schedule.wake)
        self._tasks: list[asyncio.Task[None]] = []
        self._client: aiohttp.ClientSession | None = None
        self._site: web.AppRunner | None = None

    async def start(self) -> None:
        """Migrates the database, says hello to Telegram and takes up where the last process stood."""
        migrate(self.database)
        await self.bot.initialize()
        self.world.bot_name = self.bot.username
        await self._tell_commands()
        if self._clock_url:
            self._client = aiohttp.ClientSession()
            self._begin(follow(self.clock, self._clock_url, self._client))
            await self.clock.moved.wait()
        self._settle_in()
        self.outgoing.resume()
        self.schedule.start()
        self._begin(self.schedule.run())
        self._begin(self.schedule.wake_with_the_clock())
        self._begin(self.inbox.run())
        gc.collect()
        gc.freeze()  # what is loaded now stays: the collector need not walk it again and again
        await self._open_the_way_in()
        log.info("@%s answers", self.world.bot_name)

    async def stop(self) -> None:
        """Stops; what was not sent yet leaves at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.schedule.stop()
        await self.outgoing.stop()
        if self._site:
            await self._site.cleanup()
        if self._client:
            await self._client.close()
        await self.bot.shutdown()
        self.database.close()

    async def settled(self) -> None:
        """Waits until every update that came is answered, all that is due is said, and Telegram has taken it."""
        parts = (self.inbox.idle, self.schedule.idle, self.outgoing.idle)
        while not all(part.is_set() for part in parts):
            for part in parts:
                await part.wait()

    async def run(self) -> None:
        """Runs until cancelled, or until a part of the bot fails for good."""
        await self.start()
        try:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self.stop()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(_log_failure)
        self._tasks.append(task)

    def _report(self, facts: list[Json]) -> None:
        """What the bot learned while sending comes back as updates of its own."""
        self.inbox.receive(facts)

    async def _open_the_way_in(self) -> None:
        public, secret = self._settings.public_url, self._settings.webhook_secret
        if public and secret:
            app = web.Application()
            add_webhook(app, self.inbox, secret.get_secret_value())
            self._site = web.AppRunner(app)
            await self._site.setup()
            await web.TCPSite(self._site, "0.0.0.0", listening_port(public)).start()
            await self.bot.set_webhook(
                webhook_url(public), secret_token=secret.get_secret_value(), allowed_updates=ALLOWED_UPDATES
            )
        else:
            await self.bot.delete_webhook()
            self._begin(poll(self.bot, self.inbox))

    async def _tell_commands(self) -> None:
        for language in LANGUAGES:
            w = wording(language)
            commands = [BotCommand(name[language], w.plain(f"menu.{key}")) for key, name in MENU.items()]
            code = None if language == self._settings.default_language else language
            await self.bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=code)

    def _settle_in(self) -> None:
        """Notes who is served, where the committee meets, and how one becomes administrator where nobody is yet."""
        now = self.clock.now()
        with self.database.tx() as tx:
            served.note_served(tx, self.bot.id, now)
            if self._settings.committee_chat_id is not None:
                committee.configure(tx, self._settings.committee_chat_id, now)
            if self.world.administrators or people.any_administrator(tx):
                return
            code = invitations.invite(tx, "administrator", now)
        log.warning(
            "Open this link once to become administrator: https://t.me/%s?start=a_%s",
            self.world.bot_name,
            code,
        )


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("a part of the bot has failed", exc_info=error)
