"""Parcels to Telegram: in order a chat, different chats side by side; what was taken is marked in groups.

A chat is written to by the worker that has the right to it. A lane is what waits in one chat; once it is empty, the
right goes back. At most `MOST` parcels are in memory, the rest stay in their rows and are found by looking.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection
from telegram import Bot

from bot.calls import Call
from bot.delivery import Delivery, Patience, is_new_message
from bot.documents import Documents
from bot.incoming import Json
from bot.metrics import Metrics
from bot.pace import Pace
from bot.workers import Worker
from storage import cards, parcels, updates, workers
from storage.cards import Subject
from storage.database import Database, is_away
from storage.notices import BROADCAST
from storage.parcels import ANSWER, Parcel
from storage.workers import Taken

log = logging.getLogger(__name__)
FLUSH = 0.01  # seconds in which what Telegram took is gathered, to be marked in one transaction
LOOK = 1.0  # seconds between two looks for parcels that nobody sends
MOST = 400  # parcels in memory
MOST_A_CHAT = 20  # of them in one chat: one that is held must not take the room of all


@dataclass(slots=True)
class Marks:
    """What Telegram took since it was marked last."""

    done: list[int] = field(default_factory=list)
    progress: dict[int, int] = field(default_factory=dict)
    cards: list[tuple[Subject, int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.done or self.progress or self.cards)

    def write(self, tx: Connection) -> None:
        """Marks it in a transaction."""
        if self.progress:
            parcels.mark_sent(tx, self.progress)
        if self.done:
            parcels.done(tx, self.done)
        for subject, chat, message in self.cards:
            cards.remember(tx, subject, chat, message)

    def each(self) -> Iterable["Marks"]:
        """The same, mark by mark."""
        yield from (Marks(done=[key]) for key in self.done)
        yield from (Marks(progress={key: count}) for key, count in self.progress.items())
        yield from (Marks(cards=[card]) for card in self.cards)


@dataclass(slots=True)
class Lane:
    """What waits in a chat, the first `sent` calls of its first parcel taken.

    `behind`: more stands in the rows; `stalled`: its call fails, and waits for another try; `unmarked`: where its last
    message is to be marked.
    """

    waiting: deque[Parcel]
    sent: int
    behind: bool = False
    stalled: bool = False
    unmarked: Marks | None = None


class Outgoing:
    """Sends parcels. `wake` looks for updates that wait in a chat which is to be given back."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        pace: Pace,
        patience: Patience,
        worker: Worker,
        documents: Documents,
        errand: Callable[[Call], Awaitable[Json]],
        report: Callable[[list[Json]], None],
        metrics: Metrics,
    ) -> None:
        self._database, self._pace, self._patience, self._worker = database, pace, patience, worker
        self._delivery = Delivery(
            bot, pace, patience, lambda: worker.alive, self._posted, documents, errand, report, metrics.count_call
        )
        self._delivery.tell_silence = self._tell_silence
        self._metrics = metrics
        self._put_at: dict[int, float] = {}  # answers under way, since when
        self._lanes: dict[int, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._drained: set[int] = set()
        self._left: set[int] = set()  # of them, those of which something older stands in the rows
        self._in_memory = 0
        self._marks = Marks()
        self._flushing = self._stopping = False
        self._rows_first = True  # what was not looked at may be older than what is worded now
        self._room = asyncio.Event()
        self.wake: Callable[[], None] = lambda: None
        self.idle = asyncio.Event()
        self.idle.set()

    # --- what is to be sent ---------------------------------------------------------------------

    def send(self, parcel: Parcel) -> None:
        """Sends a parcel that was just worded and that this worker may send; it stays in its row as long as others
        there may be older.
        """
        if parcel.chat in self._lanes or not (self._rows_first or parcel.chat in self._left):
            self._put(parcel)

    def _put(self, parcel: Parcel) -> None:
        """Puts a parcel on its chat's lane, or leaves it in its row where there are many."""
        lane = self._lanes.get(parcel.chat)
        if self._stopping or self._in_memory >= MOST or (lane and (lane.behind or len(lane.waiting) >= MOST_A_CHAT)):
            if lane:
                lane.behind = True
            else:
                self._rows_first = True
            return
        self.idle.clear()
        self._drained.discard(parcel.chat)
        self._in_memory += 1
        if parcel.rank == ANSWER:
            self._put_at[parcel.key] = time.monotonic()
        if lane:
            lane.waiting.append(parcel)
            return
        self._lanes[parcel.chat] = Lane(deque([parcel]), parcel.sent)
        task = asyncio.create_task(self._run_lane(parcel.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def send_all(self, packed: list[Parcel], taken: Mapping[int, Taken]) -> None:
        """Sends parcels that were just worded to chats to which the right was `taken`, after what a dead worker left
        there; where there is nothing to say the right goes back.
        """
        left = {chat for chat, right in taken.items() if right.answers_wait} - self._lanes.keys()
        for parcel in packed:
            if parcel.chat not in left:
                self.send(parcel)
        if left:
            with self._database.tx() as tx:
                self._put_all(parcels.unsent_in(tx, left, MOST), MOST)
        self._hold(taken)

    def _put_all(self, read: list[Parcel], most: int) -> None:
        """Sends what was read from the rows, at most so many; where that was not all these chats go on from their
        rows, so that nothing overtakes.
        """
        for parcel in read:
            self._put(parcel)
        if len(read) >= most:
            for parcel in read:
                if lane := self._lanes.get(parcel.chat):
                    lane.behind = True

    def _hold(self, taken: Mapping[int, Taken]) -> None:
        """Keeps the pace that others left, and gives back the rights to chats in which there is nothing to say."""
        for chat, right in taken.items():
            if right.paced:
                self._pace.take_over(chat, right.paced)
        if not self._worker.alone:
            self._drained.update(taken.keys() - self._lanes.keys())
            self._flush_soon()

    async def run(self) -> None:
        """Looks for parcels that nobody sends, for ever: a dead worker's, or left in their rows for want of room."""
        while True:
            self._room.clear()
            try:
                self.look()
            except Exception:
                log.exception("what waits to be sent cannot be read, again in %.0f s", LOOK)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._room.wait()

    def look(self) -> None:
        """Takes up parcels that wait in their rows, answers first, as far as there is room."""
        if self._stopping or not self._worker.alive:
            return
        self._write_marks()  # what was taken is not to be found
        unasked = min(self._pace.most_unasked - self.unasked, MOST - self._in_memory)
        for ranks, room in (((ANSWER, ANSWER), MOST - self._in_memory), ((ANSWER + 1, BROADCAST), unasked)):
            if room > 0:
                with self._database.tx() as tx:
                    busy = self._lanes.keys() | self._drained
                    found = parcels.unsent(tx, room, worker=self._worker.key, ranks=ranks, not_in=busy)
                    if ranks[0] != ANSWER:
                        found = found[: self._pace.reserve(tx, len(found))]
                    taken = workers.take(tx, self._worker.key, {parcel.chat for parcel in found})
                    # Read again: what is before these in their chats, and what another worker has sent meanwhile.
                    mine = found if self._worker.alone or not taken else parcels.unsent_in(tx, taken, room)
                if ranks[0] == ANSWER:
                    self._rows_first = len(found) >= room
                self._put_all(mine, room)
                self._hold(taken)

    def drop(self) -> None:
        """This worker was taken for dead: what it had to send is others' now."""
        with contextlib.suppress(Exception):
            self._write_marks()
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()
        self._put_at.clear()
        self._drained.clear()
        self._left.clear()
        self._in_memory = 0
        self._marks = Marks()
        self.idle.set()

    async def stop(self) -> None:
        """Ends once the requests under way are over; what was not sent stays in its row."""
        self._stopping = True
        for task in self._tasks - self._delivery.under_way:
            task.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._patience.request)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with contextlib.suppress(Exception):
            self.flush()

    # --- a lane ---------------------------------------------------------------------------------

    async def _run_lane(self, chat: int) -> None:
        lane = self._lanes[chat]
        while lane.waiting and not self._stopping:
            try:
                await self._send_first(lane)
            except Exception:  # the lane goes on, though the database or our own code fails meanwhile
                log.exception("a parcel cannot be sent now, again in %.0f s", LOOK)
                await asyncio.sleep(LOOK)
        del self._lanes[chat]
        self._in_memory -= len(lane.waiting)
        if lane.behind:
            self._left.add(chat)
        if lane.behind or not self._worker.alone:
            self._drained.add(chat)
        if not self._lanes:
            self.idle.set()
        if self._rows_first and self._in_memory < MOST // 2:
            self._room.set()
        self._flush_soon()

    async def _send_first(self, lane: Lane) -> None:
        """Sends the rest of a lane's first parcel, call by call."""
        parcel = lane.waiting[0]
        while lane.sent < len(parcel.calls):
            call = parcel.calls[lane.sent]
            anew = is_new_message(call)
            if anew and lane.unmarked is self._marks:
                self._write_marks()  # a kill may repeat the message that is under way, and no other
            if self._stopping:
                return
            asked = parcel.rank == ANSWER
            once = partial(self._mark_ahead, parcel, lane.sent) if parcel.rank == BROADCAST else None
            message = await self._delivery.deliver(call, asked=asked, stalled=lambda: self._stalled(lane), once=once)
            if message and call.get("subject"):
                kind, about = call["subject"]
                self._marks.cards.append(((kind, about), call["params"]["chat_id"], message["message_id"]))
            lane.sent += 1
            if anew:
                lane.unmarked = self._marks
            self._marks.progress[parcel.key] = lane.sent
            self._flush_soon()
        self._marks.progress.pop(parcel.key, None)
        self._marks.done.append(parcel.key)
        if began := self._put_at.pop(parcel.key, None):
            self._metrics.answered.observe(time.monotonic() - began)
        lane.waiting.popleft()
        lane.sent = lane.waiting[0].sent if lane.waiting else 0
        self._in_memory -= 1
        lane.stalled = False

    def _mark_ahead(self, parcel: Parcel, sent: int, *, leaves: bool) -> None:
        """Marks what is to many at once before it leaves, so that nobody gets it twice; and takes that back where
        Telegram did not take it.
        """
        with self._database.tx() as tx:
            parcels.mark(tx, parcel.key, sent + leaves)

    def _stalled(self, lane: Lane) -> None:
        lane.stalled = True

    @property
    def unasked(self) -> int:
        """How many unasked parcels are under way; those that have stalled take no room from others."""
        lanes = (lane for lane in self._lanes.values() if not lane.stalled)
        return sum(parcel.rank != ANSWER for lane in lanes for parcel in lane.waiting)

    def _posted(self, call: Call) -> int | None:
        """The message that shows the call's subject, by what is known at this moment."""
        kind, about = call["subject"]
        self._write_marks()
        with self._database.tx() as tx:
            return cards.posted(tx, (kind, about), call["params"]["chat_id"])

    def _tell_silence(self, seconds: float) -> None:
        if self._worker.alone:
            return
        with self._database.tx() as tx:
            workers.close(tx, seconds)

    # --- marking --------------------------------------------------------------------------------

    def write_marks(self, tx: Connection) -> Marks:
        """Marks what Telegram took in somebody else's transaction; `marked` says that it was committed."""
        self._marks.write(tx)
        return self._marks

    def marked(self, marks: Marks) -> None:
        """These marks are written."""
        if marks is self._marks:
            self._marks = Marks()

    def _flush_soon(self, seconds: float = FLUSH) -> None:
        if not self._flushing:
            self._flushing = True
            asyncio.get_running_loop().call_later(seconds, self._flush_later)

    def _flush_later(self) -> None:
        self._flushing = False
        try:
            self.flush()
        except Exception:
            log.exception("what was sent cannot be marked, again in %.0f s", LOOK)
            self._flush_soon(LOOK)

    def flush(self) -> None:
        """Marks what was taken, and gives back the chats in which nothing is left to do."""
        self._write_marks()
        drained, self._drained = self._drained, set()
        try:
            more = self._released(drained)
        except Exception:
            self._drained |= drained
            raise
        self._put_all(more, MOST)

    def _write_marks(self) -> None:
        if not self._marks:
            return
        try:
            with self._database.tx() as tx:
                self._marks.write(tx)
        except Exception as error:
            if is_away(error):
                raise
            self._write_each()
        self._marks = Marks()

    def _write_each(self) -> None:
        """What cannot be marked must not hold the others."""
        for mark in self._marks.each():
            try:
                with self._database.tx() as tx:
                    mark.write(tx)
            except Exception as error:
                if is_away(error):
                    raise
                log.exception("a message that was sent cannot be marked")

    def _released(self, drained: set[int]) -> list[Parcel]:
        """Gives the rights to these chats back; what has come there meanwhile is still for this worker to do."""
        if not drained or self._stopping:
            return []
        with self._database.tx() as tx:
            held = workers.lock(tx, self._worker.key, drained)
            more = parcels.unsent_in(tx, held, MOST) if held else []
            asked = updates.chats_waiting(tx, list(held)) if held and not self._worker.alone else set()
            left = held - asked - {parcel.chat for parcel in more}
            workers.release(tx, {chat: self._pace.left_over(chat) for chat in left})
        self._left -= drained
        if asked:
            self.wake()
        return more
