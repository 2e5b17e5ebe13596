"""Calls to Telegram, in order a chat, different chats side by side; what was taken is marked in groups."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.calls import Call
from bot.clock import Clock
from bot.incoming import Json
from bot.transport import call_telegram, seconds_of
from storage import cards, notices, people, updates
from storage.database import Database

log = logging.getLogger(__name__)
AT_ONCE = 48
FLUSH = 0.01  # seconds in which what Telegram took is gathered, to be marked in one transaction
LONGEST_PAUSE = 30.0
SOURCES = {"update": updates, "notice": notices}  # where the calls of a parcel are kept
NOBODY = "chat not found"
ALREADY_SO = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message")


@dataclass(slots=True)
class Parcel:
    """The calls of one update or notice, of which the first `sent` were taken by Telegram."""

    source: str
    key: int
    chat: int
    calls: list[Call]
    sent: int = 0


@dataclass(slots=True)
class _Marks:
    """What Telegram took since the last flush."""

    progress: dict[tuple[str, int], int] = field(default_factory=dict)
    done: dict[str, list[int]] = field(default_factory=lambda: {source: [] for source in SOURCES})
    cards: list[tuple[str, int, int]] = field(default_factory=list)
    blocked: list[int] = field(default_factory=list)


class Outgoing:
    """Sends parcels: one lane a chat, at most `AT_ONCE` requests under way."""

    def __init__(self, database: Database, clock: Clock, bot: Bot, report: Callable[[list[Json]], None]) -> None:
        self._database, self._clock, self._bot, self._report = database, clock, bot, report
        self._lanes: dict[int, deque[Parcel]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._open_from = 0.0
        self._marks = _Marks()
        self._flushing = False
        self.idle = asyncio.Event()
        self.idle.set()

    def resume(self) -> None:
        """Takes up what an earlier process answered and did not send."""
        with self._database.tx() as tx:
            waiting = [
                Parcel("update", row.id, row.chat, orjson.loads(row.replies), row.sent) for row in updates.unsent(tx)
            ]
            waiting += [
                Parcel("notice", notice.key, notice.chat, orjson.loads(notice.replies or "[]"), notice.sent)
                for notice in notices.unsent(tx)
            ]
        for parcel in waiting:
            self.send(parcel)

    def send(self, parcel: Parcel) -> None:
        """Puts a parcel on its chat's lane."""
        if not parcel.calls:
            return
        self.idle.clear()
        lane = self._lanes.get(parcel.chat)
        if lane is not None:
            lane.append(parcel)
            return
        self._lanes[parcel.chat] = deque([parcel])
        task = asyncio.create_task(self._run_lane(parcel.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Ends every lane; what was not sent stays in its row."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._flush()

    async def _run_lane(self, chat: int) -> None:
        lane = self._lanes[chat]
        while lane:
            parcel = lane[0]
            for position in range(parcel.sent, len(parcel.calls)):
                await self._deliver_surely(parcel.calls[position])
                self._marks.progress[parcel.source, parcel.key] = position + 1
                self._flush_soon()
            self._marks.progress.pop((parcel.source, parcel.key), None)
            self._marks.done[parcel.source].append(parcel.key)
            self._flush_soon()
            lane.popleft()
        del self._lanes[chat]

    async def _deliver_surely(self, call: Call) -> None:
        """Delivers a call though the database or our own code fails meanwhile: the lane goes on."""
        while True:
            try:
                return await self._deliver(call)
            except Exception:
                log.exception("%s failed unexpectedly, again in %.0f s", call["method"], LONGEST_PAUSE)
                await asyncio.sleep(LONGEST_PAUSE)

    # --- one call -------------------------------------------------------------------------------

    async def _deliver(self, call: Call) -> None:
        """Makes a call until Telegram has taken it or said a final no."""
        pause = 0.5
        while True:
            try:
                async with self._slots:
                    await self._wait_until_open()
                    await self._make(call)
                return
            except RetryAfter as error:
                await self._slow_down(call, seconds_of(error))
            except ChatMigrated as error:
                self._report([{"moved_group": {"from": call["params"]["chat_id"], "to": error.new_chat_id}}])
                call["params"]["chat_id"] = error.new_chat_id
            except Forbidden as error:
                log.info("not delivered: %s", error)
                self._marks.blocked.append(call["params"].get("chat_id", 0))
                return
            except BadRequest as error:
                if self._final(call, error):
                    return
            except NetworkError as error:
                log.warning("%s failed, again in %.1f s: %s", call["method"], pause, error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except InvalidToken:
                log.critical("Telegram no longer takes this token: put the right one into .env and start again")
                await asyncio.sleep(LONGEST_PAUSE)
            except TelegramError:
                log.exception("%s cannot be made", call["method"])
                return

    async def _slow_down(self, call: Call, seconds: float) -> None:
        """A group's own limit holds back that group, any other everybody."""
        if call["params"].get("chat_id", 0) < 0:
            await asyncio.sleep(seconds)
        else:
            self._open_from = asyncio.get_running_loop().time() + seconds

    async def _wait_until_open(self) -> None:
        loop = asyncio.get_running_loop()
        while (wait := self._open_from - loop.time()) > 0:
            await asyncio.sleep(wait)

    async def _make(self, call: Call) -> None:
        method, params = call["method"], call["params"]
        if method == "@membership":
            await self._ask_membership(call)
            return
        if method == "@show":
            with self._database.tx() as tx:
                self._write_marks(tx)
                message = cards.posted(tx, call["subject"], params["chat_id"])
            self._marks = _Marks()
            method = "sendMessage" if message is None else "editMessageText"
            params = params if message is None else params | {"message_id": message}
        result: Any = await call_telegram(self._bot, method, params)
        if call.get("subject") and isinstance(result, dict):
            self._marks.cards.append((call["subject"], params["chat_id"], result["message_id"]))

    async def _ask_membership(self, call: Call) -> None:
        person = call["params"]["user_id"]
        try:
            member: Any = await call_telegram(self._bot, "getChatMember", call["params"])
        except (BadRequest, Forbidden):  # nobody there whom Telegram finds, or the bot was put out of the group
            member = {"status": "left", "user": {"id": person}}
        self._report([{"membership": member, "group": call["params"]["chat_id"], "then": call["then"]}])

    def _final(self, call: Call, error: TelegramError) -> bool:
        """Whether a refusal ends the call; a message that is gone is said anew instead."""
        said = str(error).lower()
        if ALREADY_SO in said:
            return True
        if call["method"] in ("editMessageText", "@show") and any(reason in said for reason in GONE):
            call["method"] = "sendMessage"
            call["params"].pop("message_id", None)
            return False
        if call["method"] in ("answerCallbackQuery", "answerInlineQuery"):
            log.info("answered too late: %s", error)
            return True
        if NOBODY in said:
            log.info("not delivered: %s", error)
            self._marks.blocked.append(call["params"].get("chat_id", 0))
            return True
        log.error("Telegram refused %s: %s", call["method"], error)
        return True

    # --- marking --------------------------------------------------------------------------------

    def _flush_soon(self) -> None:
        if not self._flushing:
            self._flushing = True
            asyncio.get_running_loop().call_later(FLUSH, self._flush)

    def _flush(self) -> None:
        self._flushing = False
        with self._database.tx() as tx:
            self._write_marks(tx)
        self._marks = _Marks()
        if not self._lanes:
            self.idle.set()

    def _write_marks(self, tx: Connection) -> None:
        marks = self._marks
        for source, keys in marks.done.items():
            SOURCES[source].done(tx, keys)
        for (source, key), count in marks.progress.items():
            SOURCES[source].mark_sent(tx, key, count)
        for subject, chat, message in marks.cards:
            cards.remember(tx, subject, chat, message)
        for person in marks.blocked:
            people.change(tx, person, blocked_at=self._clock.now())
