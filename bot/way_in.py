"""The way in: updates by webhook or by polling. One worker at a time polls, or tells Telegram where the webhook is;
when it dies another does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButton,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.inbox import Inbox
from bot.incoming import ALLOWED_UPDATES
from bot.polling import FIRST_PAUSE, LONGEST_PAUSE, poll
from bot.settings import Settings
from bot.transport import seconds_of
from bot.webhook import webhook_url
from bot.workers import BEAT, Worker
from conversations.reception import GROUP_MENU, MENU
from conversations.wording.catalogue import LANGUAGES, wording
from storage import workers
from storage.database import Database

log = logging.getLogger(__name__)


class RefusedToken(Exception):
    """Telegram refuses the token: put the one that @BotFather gave you into `.env` as TELEGRAM_BOT_TOKEN."""

    def __str__(self) -> str:
        return str(self.__doc__)


async def persist(act: Callable[[], Awaitable[object]], what: str, *, final: tuple[type[Exception], ...] = ()) -> None:
    """Does something, however often it takes: at Telegram, or in a database. Raises what is `final`."""
    pause = FIRST_PAUSE
    while True:
        wait = pause
        try:
            await act()
            return
        except final:
            raise
        except (InvalidToken, EndPointNotFound):
            why = "Telegram does not take this token now"
        except RetryAfter as error:
            wait, why = seconds_of(error), "Telegram asks to wait"
        except Exception as error:  # noqa: BLE001 - the network, Telegram, or what it answered
            why = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        log.warning("%s failed, again in %.1f s: %s", what, wait, why)
        await asyncio.sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE)


async def say_hello(bot: Bot) -> None:
    """Asks Telegram who the bot is, however often it takes. Raises RefusedToken."""

    async def hello() -> str:
        await bot.initialize()
        return bot.username

    try:
        await persist(hello, "saying hello to Telegram", final=(InvalidToken, EndPointNotFound))
    except (InvalidToken, EndPointNotFound):
        raise RefusedToken from None


class WayIn:
    """Opens the way in where it is this worker's to open, for ever. `first` is done before, once a process."""

    def __init__(
        self,
        bot: Bot,
        inbox: Inbox,
        database: Database,
        worker: Worker,
        settings: Settings,
        app_url: str | None,
        first: Callable[[], None],
    ) -> None:
        self._bot, self._inbox, self._database = bot, inbox, database
        self._worker, self._settings, self._app_url, self._first = worker, settings, app_url, first
        self._done_first = False
        self.open = asyncio.Event()

    async def run(self) -> None:
        """Takes the way in when nobody has it, and keeps it."""
        while True:
            if self._is_ours():
                self._do_first()
                await persist(self._tell_commands, "telling Telegram the commands")
                await self._put_menu_button()
                await self._let_in()
            await asyncio.sleep(BEAT)

    def _do_first(self) -> None:
        if self._done_first:
            return
        try:
            self._first()
            self._done_first = True
        except Exception:
            log.exception("the database cannot be reached")

    def _is_ours(self) -> bool:
        if self._worker.alone:
            return True
        try:
            with self._database.tx() as tx:
                return self._worker.alive and workers.WAY_IN in workers.take(tx, self._worker.key, [workers.WAY_IN])
        except Exception:
            log.exception("the database cannot be reached")
            return False

    async def _let_in(self) -> None:
        public, secret = self._settings.public_url, self._settings.webhook_secret
        if not (public and secret):
            await persist(self._bot.delete_webhook, "taking the webhook away")
            self.open.set()
            await poll(self._bot, self._inbox, self._is_ours, self.open)
            return

        async def set_webhook() -> None:
            await self._bot.set_webhook(
                webhook_url(public), secret_token=secret.get_secret_value(), allowed_updates=ALLOWED_UPDATES
            )

        await persist(set_webhook, "setting the webhook")
        log.info("the webhook is set: %s", webhook_url(public))
        self.open.set()
        while self._is_ours():
            await asyncio.sleep(BEAT)

    async def _put_menu_button(self) -> None:
        """The public pages, where they open inside Telegram; else what Telegram gives to every bot, the commands."""
        button: MenuButton = MenuButtonDefault()
        if self._app_url:
            label = wording(self._settings.default_language).plain("menu.app")
            button = MenuButtonWebApp(label, WebAppInfo(self._app_url))
        try:
            await self._bot.set_chat_menu_button(menu_button=button)
        except TelegramError as error:  # the bot answers all the same
            log.error("the menu button cannot be set: %s. Is PAGES_URL right?", error)

    async def _tell_commands(self) -> None:
        """To people in their own chats, and to the committee in its group."""
        menus = ((MENU, BotCommandScopeAllPrivateChats()), (GROUP_MENU, BotCommandScopeAllGroupChats()))
        for language in LANGUAGES:
            w = wording(language)
            code = None if language == self._settings.default_language else language
            for menu, scope in menus:
                commands = [BotCommand(names[language], w.plain(f"menu.{key}")) for key, names in menu.items()]
                await self._bot.set_my_commands(commands, scope=scope, language_code=code)
