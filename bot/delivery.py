"""One call on its way to Telegram: made until Telegram has taken it, or has said a no that is final for it alone."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from itertools import count
from typing import Any

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.calls import Call
from bot.incoming import Json
from bot.pace import Pace
from bot.transport import call_telegram, seconds_of

log = logging.getLogger(__name__)
AT_ONCE = 48  # requests under way
HANGING = 150  # requests under way that hang, besides
HANGS = 0.3  # seconds after which a request gives its place to another
PATIENCE = 8.0  # seconds that a request may take: one that hangs is made again
LONGEST_PAUSE = 30.0
TRIES = 8  # of a call that alone fails, while others are taken
SILENT = ("answercallbackquery", "answerinlinequery", "@membership")  # calls that are no messages
ALREADY_SO = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message")
# What is final for one chat alone; any other "forbidden" concerns the bot as a whole, and waits.
UNREACHABLE = (
    "blocked by the user",
    "user is deactivated",
    "can't initiate conversation",
    "bot can't send messages to bots",
    "was kicked",
    "is not a member",
    "group chat was deleted",
    "chat not found",
    "have no rights to send",
    "not enough rights",
    "chat_write_forbidden",
    "need administrator rights",
)


class Places:
    """Requests under way: `AT_ONCE`, and as many again as `HANGING` that hang and hold nobody up."""

    def __init__(self) -> None:
        self._places, self._hanging = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(HANGING)

    @contextlib.asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for one request; one that takes long gives it up while it goes on."""
        async with self._hanging:
            await self._places.acquire()
            given_up = False

            def give_up() -> None:
                nonlocal given_up
                given_up = True
                self._places.release()

            timer = asyncio.get_running_loop().call_later(HANGS, give_up)
            try:
                yield
            finally:
                timer.cancel()
                if not given_up:
                    self._places.release()


class Delivery:
    """Makes calls. `posted` tells which message shows a subject in a chat; `report` takes what is learned meanwhile."""

    def __init__(
        self, bot: Bot, pace: Pace, posted: Callable[[Call], int | None], report: Callable[[list[Json]], None]
    ) -> None:
        self._bot, self._pace, self._posted, self._report = bot, pace, posted, report
        self._places = Places()
        self._last_taken = time.monotonic()
        self.under_way: set[asyncio.Task[Any] | None] = set()  # whose requests Telegram may take at any moment
        self.tell_silence: Callable[[float], None] = lambda seconds: None

    async def deliver(self, call: Call, *, asked: bool) -> Json | None:
        """Makes a call until it is over; gives the message that came of it, if any."""
        began, pause = time.monotonic(), 0.5
        for tries in count(1):
            try:
                async with self._places.place():
                    return await self._attempt(call, asked=asked)
            except RetryAfter as error:
                self._refused(call, seconds_of(error))
            except ChatMigrated as error:
                self._report([{"moved_group": {"from": call["params"]["chat_id"], "to": error.new_chat_id}}])
                call["params"]["chat_id"] = error.new_chat_id
            except (InvalidToken, EndPointNotFound):
                log.critical("Telegram does not take this token now: nothing is sent until it does. Is .env right?")
                self._pace.close(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except (BadRequest, Forbidden) as error:
                if self._is_over(call, error):
                    return None
            except Exception as error:  # noqa: BLE001 - the network, Telegram, the database or our own code: again
                if tries >= TRIES and self._last_taken > began:
                    log.error("%s to %s is given up after %d tries: %s", call["method"], _chat(call), tries, error)
                    return None
                log.warning("%s failed, again in %.1f s: %s", call["method"], pause, error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        raise AssertionError("there is always another try")

    async def _attempt(self, call: Call, *, asked: bool) -> Json | None:
        method, params = call["method"], call["params"]
        if method.lower() in SILENT:
            await self._pace.opened()
        else:
            await self._pace.turn(_chat(call), asked=asked)
        if method == "@membership":
            await self._ask_membership(call)
            return None
        if method == "@show":
            message = self._posted(call)
            method = "sendMessage" if message is None else "editMessageText"
            params = params if message is None else params | {"message_id": message}
        task = asyncio.current_task()
        self.under_way.add(task)
        try:
            result: Any = await call_telegram(self._bot, method, params, read_timeout=PATIENCE)
        finally:
            self.under_way.discard(task)
        self._last_taken = time.monotonic()
        return result if isinstance(result, dict) else None

    async def _ask_membership(self, call: Call) -> None:
        person = call["params"]["user_id"]
        try:
            member: Any = await call_telegram(self._bot, "getChatMember", call["params"], read_timeout=PATIENCE)
        except (BadRequest, Forbidden):  # nobody there whom Telegram finds, or the bot was put out of the group
            member = {"status": "left", "user": {"id": person}}
        self._report([{"membership": member, "group": call["params"]["chat_id"], "then": call["then"]}])

    def _refused(self, call: Call, seconds: float) -> None:
        """Telegram wants silence: what it says of one chat holds that chat, what it says of several all."""
        if (of_all := self._pace.refused(_chat(call), seconds)) is not None:
            self.tell_silence(of_all)

    def _is_over(self, call: Call, error: TelegramError) -> bool:
        """Whether a refusal ends the call; a message that is gone is said anew, what concerns the whole bot waits."""
        said, method = str(error).lower(), call["method"]
        if ALREADY_SO in said:
            return True
        if method in ("editMessageText", "@show") and any(reason in said for reason in GONE):
            call["method"] = "sendMessage"
            call["params"].pop("message_id", None)
            return False
        if method.lower() in SILENT:
            log.info("answered too late: %s", error)
            return True
        if any(reason in said for reason in UNREACHABLE):
            log.info("not delivered: %s", error)
            self._report([{"unreachable": _chat(call)}])
            return True
        if isinstance(error, Forbidden):
            log.critical("Telegram forbids the bot to send: %s", error)
            self._pace.close(LONGEST_PAUSE)
            return False
        log.error("Telegram refused %s: %s", method, error)
        return True


def is_new_message(call: Call) -> bool:
    """Whether the call, made twice, would be read twice."""
    return call["method"].lower() not in (*SILENT, "editmessagetext")


def _chat(call: Call) -> int:
    return int(call["params"].get("chat_id", 0))
