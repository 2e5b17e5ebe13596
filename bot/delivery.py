"""One call on its way to Telegram: made until Telegram has taken it, has said a no that is final for it alone, or has
failed at it again and again while others were taken.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.calls import ERRANDS, SEND_FILE, SEND_PICTURE, SHOW, Call
from bot.documents import Documents
from bot.files.making import PHOTOS
from bot.incoming import Json
from bot.pace import Pace
from bot.transport import NotSent, call_telegram, seconds_of
from storage.database import is_away

log = logging.getLogger(__name__)
AT_ONCE = 48  # requests under way
HANGING = 150  # requests under way that hang, besides
HANGS = 0.3  # seconds after which a request gives its slot to another
UPLOAD = 4  # times as long as another request may a file take
MOST_FAILURES = 8  # of a call that alone fails, while others are taken
FAILED = ("internal server error", "bad gateway", "service unavailable")  # says a server that has not taken it
SILENT = ("answerCallbackQuery", "answerInlineQuery", *ERRANDS)  # calls that are no messages
EDITS = ("editMessageText", "editMessageReplyMarkup")
ALREADY_SO = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message")
# What is final for one chat; any other "forbidden" may concern the bot as a whole, and waits.
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


@dataclass(frozen=True)
class Patience:
    """How many seconds a request may take until it is made again, and how long a call that fails waits for its next
    try: at first, and at most; how long the geocoder is waited for, and how long a card rests between two edits.
    """

    geocoder: float = 3.0
    card: float = 3.0
    request: float = 8.0
    first: float = 0.5
    longest: float = 30.0


USUAL = Patience()


class Slots:
    """Requests under way: `AT_ONCE`, and besides up to `HANGING` that hang and hold nobody up."""

    def __init__(self) -> None:
        self._quick = asyncio.Semaphore(AT_ONCE)
        self._hanging = 0

    async def take(self) -> "Slot":
        """A slot for one request."""
        await self._quick.acquire()
        return Slot(self)

    def hangs(self) -> bool:
        """A request hangs: it leaves its slot to another, unless too many hang already."""
        if self._hanging == HANGING:
            return False
        self._hanging += 1
        self._quick.release()
        return True

    def free(self, *, hung: bool) -> None:
        """A request is over."""
        if hung:
            self._hanging -= 1
        else:
            self._quick.release()


class Slot:
    """A slot that is taken by a request."""

    __slots__ = ("_hung", "_slots", "_timer")

    def __init__(self, slots: Slots) -> None:
        self._slots, self._hung = slots, False
        self._timer = asyncio.get_running_loop().call_later(HANGS, self._give_up)

    def _give_up(self) -> None:
        self._hung = self._slots.hangs()

    def leave(self) -> None:
        """The request is over."""
        self._timer.cancel()
        self._slots.free(hung=self._hung)


class Once(Protocol):
    """Notes that a call leaves now, or did not leave after all."""

    def __call__(self, *, leaves: bool) -> None:
        """Notes it."""


class Delivery:
    """Makes calls, while this worker `is_alive`.

    `posted` tells which message shows a subject in a chat, `documents` makes the files of calls, `errand` runs what is
    to be waited for; `report` takes what is learned meanwhile.
    """

    def __init__(
        self,
        bot: Bot,
        pace: Pace,
        patience: Patience,
        is_alive: Callable[[], bool],
        posted: Callable[[Call], int | None],
        documents: Documents,
        errand: Callable[[Call], Awaitable[Json]],
        report: Callable[[list[Json]], None],
        count: Callable[[str, str], None],
    ) -> None:
        self._bot, self._pace, self._patience, self._is_alive = bot, pace, patience, is_alive
        self._posted, self._documents, self._errand, self._report = posted, documents, errand, report
        self._count = count
        self._slots = Slots()
        self._last_taken = time.monotonic()
        self.under_way: set[asyncio.Task[Any] | None] = set()  # whose requests Telegram may take at any moment
        self.tell_silence: Callable[[float], None] = lambda seconds: None

    async def deliver(
        self, call: Call, *, asked: bool, stalled: Callable[[], None], once: Once | None = None
    ) -> Json | None:
        """Makes a call until it is over; gives the message that came of it, if any. Says when it has `stalled`.

        What is to leave `once` is marked just before, and the mark is taken back where Telegram refused it; where
        nobody knows whether Telegram has it, it is not said again.
        """
        began, pause, failures = time.monotonic(), self._patience.first, 0
        while True:
            try:
                await self._pace_of(call, asked=asked)
                slot = await self._slots.take()
                try:
                    while not self._is_alive():  # another worker may write to this chat now
                        await asyncio.sleep(self._patience.first)
                    if once:
                        once(leaves=True)
                    message = await self._attempt(call, asked=asked)
                    self._count(call["method"], "taken")
                    return message
                except NetworkError as error:
                    if once and not isinstance(error, BadRequest) and is_unknown(error):
                        self._count(call["method"], "unknown")
                        log.info("nobody knows whether a message to many has arrived: it is not said again")
                        return None
                    _take_back(once)
                    raise
                except Exception:
                    _take_back(once)
                    raise
                finally:
                    slot.leave()
            except RetryAfter as error:
                self._count(call["method"], "too_many")
                if call["method"] in SILENT:  # of no chat's pace
                    await asyncio.sleep(seconds_of(error))
                else:
                    self._refused(call, seconds_of(error))
            except ChatMigrated as error:
                was_posted = call.get("subject") and self._posted(call) is not None
                self._report([{"moved_group": {"from": call["params"]["chat_id"], "to": error.new_chat_id}}])
                if was_posted:  # that card is posted anew
                    return None
                call["params"]["chat_id"] = error.new_chat_id
            except (InvalidToken, EndPointNotFound):
                log.critical("Telegram does not take this token now: nothing is sent until it does. Is .env right?")
                self._pace.close(pause)
                pause = min(pause * 2, self._patience.longest)
            except (BadRequest, Forbidden) as error:
                self._count(call["method"], "refused")
                if self._is_over(call, error):
                    return None
            except Exception as error:  # noqa: BLE001 - the network, Telegram, the database or our own code: again
                failures += not is_away(error)
                self._count(call["method"], "failed")
                if failures >= MOST_FAILURES and self._last_taken > began:
                    log.error("%s is given up after %d tries: %s", call["method"], failures, error)
                    return None
                log.warning("%s failed, again in %.1f s: %s", call["method"], pause, error)
                stalled()
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._patience.longest)

    async def _pace_of(self, call: Call, *, asked: bool) -> None:
        """Waits until Telegram's pace lets the call through; meanwhile it takes no slot."""
        if call["method"] in SILENT:
            await self._pace.opened()
        else:
            await self._pace.turn(_chat(call), asked=asked)

    async def _attempt(self, call: Call, *, asked: bool) -> Json | None:
        method, params = call["method"], call["params"]
        if method in ERRANDS:
            self._report([await self._errand(call)])
            return None
        if method == SHOW:
            message = self._posted(call)
            method = "sendMessage" if message is None else "editMessageText"
            params = params if message is None else params | {"message_id": message}
        patience = self._patience.request
        if method == SEND_FILE:
            document = await self._documents.of(call)
            if document is None:
                return None
            as_photo = call["file"]["kind"] in PHOTOS
            method = "sendPhoto" if as_photo else "sendDocument"
            params, patience = params | {"photo" if as_photo else "document": document}, patience * UPLOAD
        elif method == SEND_PICTURE:
            photo = self._documents.picture(call)
            if photo is None:
                return None
            method, params, patience = "sendPhoto", params | {"photo": photo}, patience * UPLOAD
        if not asked and self._pace.is_paid and method.startswith("send"):
            params = params | {"allow_paid_broadcast": True}
        task = asyncio.current_task()
        self.under_way.add(task)
        try:
            result: Any = await call_telegram(self._bot, method, params, read_timeout=patience)
        finally:
            self.under_way.discard(task)
        self._last_taken = time.monotonic()
        if call["method"] == SEND_PICTURE:
            self._documents.sent(call, result)
        return result if isinstance(result, dict) else None

    def _refused(self, call: Call, seconds: float) -> None:
        """Telegram wants silence: what it says of one chat holds that chat, what it says of several all."""
        if (of_all := self._pace.refused(_chat(call), seconds)) is not None:
            self.tell_silence(of_all)

    def _is_over(self, call: Call, error: TelegramError) -> bool:
        """Whether a refusal ends the call; a message that is gone is said anew, what concerns the whole bot waits."""
        said, method = str(error).lower(), call["method"]
        if ALREADY_SO in said:
            return True
        if method in ("editMessageText", SHOW) and any(reason in said for reason in GONE):
            call["method"] = "sendMessage"
            call["params"].pop("message_id", None)
            return False
        if method == "editMessageReplyMarkup" and any(reason in said for reason in GONE):
            return True
        if method in SILENT:
            log.info("answered too late: %s", error)
            return True
        if any(reason in said for reason in UNREACHABLE):
            log.info("not delivered: %s", error)
            self._report([{"unreachable": _chat(call)}])
            return True
        if isinstance(error, Forbidden):
            log.critical("Telegram forbids the bot to send: %s", error)
            self._refused(call, self._patience.longest)  # that chat waits; all, where it is said of several
            return False
        log.error("Telegram refused %s: %s", method, error)
        return True


def is_new_message(call: Call) -> bool:
    """Whether the call, made twice, would be read twice."""
    return call["method"] not in (*SILENT, *EDITS)


def _chat(call: Call) -> int:
    return int(call["params"].get("chat_id", 0))


def _take_back(once: Once | None) -> None:
    if once:
        once(leaves=False)


def is_unknown(error: NetworkError) -> bool:
    """Whether Telegram may have taken the call all the same: it left, and no answer came, or none of Telegram's."""
    return not isinstance(error, NotSent) and not any(said in str(error).lower() for said in FAILED)
