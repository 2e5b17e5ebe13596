"""Receives updates and answers them: first stored, then confirmed; the answer, the records and the replies
in one transaction. All updates that wait, one a chat, share a transaction, with the batch that has just come and
the marks of what was sent: a quiet bot commits once an update. When one fails, the batch is stored by itself and
each gets its own.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

import orjson
from sqlalchemy import Connection

from bot.calls import ERRANDS, Call, calls_of
from bot.clock import Clock
from bot.flood import Flood, Heard
from bot.incoming import Json, NotOurs, arrived_of, incoming
from bot.metrics import Metrics, kind_of
from bot.outgoing import Outgoing
from bot.workers import Worker
from conversations import reception
from conversations.exchange import (
    Command,
    Edited,
    ForgedTap,
    Incoming,
    Location,
    Picture,
    Tap,
    Text,
    Unreadable,
    World,
)
from storage import notices, parcels, updates
from storage.database import Database, is_away, is_contended
from storage.parcels import ANSWER, Parcel, Unpacked
from storage.updates import AnsweredAlready, Arrived, Waiting

log = logging.getLogger(__name__)
GROUP = 64  # updates a transaction
TOGETHER = 0.002  # seconds in which what is posted is gathered, to be stored and answered in one transaction
BREATH = 0.2  # seconds after another worker held for too long what was to be changed
PAUSE = 1.0  # seconds after the database failed
TICK = 0.5  # seconds between two looks
# What people say and press; what Telegram tells of them is never too much:
SAID = (Text, Command, Tap, ForgedTap, Location, Picture, Unreadable, Edited)


class Inbox:
    """Updates in, answers out. `due` looks for notices that fell due with an answer."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        world: World,
        outgoing: Outgoing,
        worker: Worker,
        flood: Flood,
        metrics: Metrics,
        due: Callable[[], None],
    ) -> None:
        self._database, self._clock, self._world = database, clock, world
        self._outgoing, self._worker, self._flood = outgoing, worker, flood
        self._metrics, self._due = metrics, due
        self._arriving: list[tuple[Arrived, asyncio.Future[None]]] = []
        self._look = asyncio.Event()
        self.idle = asyncio.Event()

    def receive(self, batch: list[Json]) -> None:
        """Stores Telegram's updates; when this returns they may be confirmed. What is none is passed over."""
        rows = []
        for update in batch:
            try:
                rows.append(arrived_of(update))
            except NotOurs as error:
                log.warning("an update is passed over: %s", error)
        self._store(rows)

    async def take_in(self, row: Arrived) -> None:
        """Stores an update together with all that come at the same moment; when this returns it may be confirmed."""
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        self._arriving.append((row, stored))
        if len(self._arriving) == 1:
            loop.call_later(TOGETHER, self._take_in_all)
        await stored

    def _take_in_all(self) -> None:
        arriving, self._arriving = self._arriving, []
        try:
            self._store([row for row, _ in arriving])
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            for _, stored in arriving:
                if not stored.done():
                    stored.set_exception(error)
        else:
            for _, stored in arriving:
                if not stored.done():  # who posted it may have gone
                    stored.set_result(None)

    def report(self, facts: list[Json]) -> None:
        """What the bot learned by itself, as updates of its own."""
        self._store([arrived_of(fact, own=True) for fact in facts])

    def wake(self) -> None:
        """Looks for updates to answer."""
        self.idle.clear()
        self._look.set()

    async def run(self) -> None:
        """Answers what waits, for ever, the oldest of each chat first; looks also unasked, for what is tried again and
        for what a dead worker left.
        """
        self.wake()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await self._look.wait()
            self._look.clear()
            try:
                while self._answer_waiting():
                    await asyncio.sleep(0)
            except Exception as error:
                if is_contended(error):
                    log.info("another worker holds what is to be changed, again in %.1f s", BREATH)
                else:
                    log.exception("updates cannot be answered, again in %.0f s", PAUSE)
                await asyncio.sleep(BREATH if is_contended(error) else PAUSE)
                self._look.set()
            if not self._look.is_set():
                self.idle.set()

    def _store(self, rows: list[Arrived]) -> None:
        """Stores updates and answers the first of each chat."""
        try:
            more = self._answer_group(rows)
        except Exception:  # noqa: BLE001 - stored by itself; whichever update failed is logged when it is answered alone
            with self._database.tx() as tx:
                updates.receive(tx, rows, self._clock.now())
            more = True
        if more:
            self.wake()

    def _answer_waiting(self) -> bool:
        """Answers the updates that wait, one a chat; gives whether more wait."""
        try:
            return self._answer_group([])
        except Exception as error:
            if is_away(error):
                raise
        return self._answer_one_by_one()

    def _answer_group(self, rows: list[Arrived]) -> bool:
        """Stores what arrived and answers what waits, one a chat, in one transaction; gives whether more wait."""
        with self._database.tx() as tx:
            marks = self._outgoing.write_marks(tx)
            if rows:
                updates.receive(tx, rows, self._clock.now())
            work = self._work(tx, {row.chat for row in rows})
            updates.mark_answered(tx, [row.id for row in work.rows])
            answers = parcels.pack(tx, [self._answer(tx, row) for row in work.rows])
            noted = notices.were_noted(tx)
        self._outgoing.marked(marks)
        if noted:
            self._due()
        self._outgoing.send_all(answers, work.taken)
        return work.more

    def _work(self, tx: Connection, arrived: set[int]) -> updates.Work:
        if not self._worker.alive:
            return updates.Work([], False, {})
        return updates.waiting(tx, GROUP, worker=self._worker.key, now=self._clock.now(), arrived=arrived)

    def _answer_one_by_one(self) -> bool:
        """Answers what waits, each in a transaction of its own, so that what fails fails alone."""
        with self._database.tx() as tx:
            work = self._work(tx, set())
        self._outgoing.send_all([], work.taken)
        for row in work.rows:
            for parcel in self._answer_alone(row):
                self._outgoing.send(parcel)
        self._due()
        return bool(work.rows)

    def _answer_alone(self, row: Waiting) -> list[Parcel]:
        """The parcel of its answer, or of an apology; none where there is nothing to say."""
        try:
            with self._database.tx() as tx:
                updates.mark_answered(tx, [row.id])
                return parcels.pack(tx, [self._answer(tx, row)])
        except AnsweredAlready:
            return []
        except Exception as error:
            if is_away(error):
                raise
            log.exception("update %s failed (%s before)", row.id, row.tries)
        with self._database.tx() as tx:
            aside = updates.failed(tx, row, self._clock.now())
            self._metrics.updates.labels(_kind(row), "set_aside" if aside else "failed").inc()
            calls = self._apology(row) if aside else []
            return parcels.pack(tx, [Unpacked(row.chat, ANSWER, calls)])

    def _answer(self, tx: Connection, row: Waiting) -> Unpacked:
        update = orjson.loads(row.body)
        said = incoming(update, self._world.bot_name)
        is_said = said is not None and isinstance(said.content, SAID) and "update_id" in update
        heard = (
            self._flood.heard((said.person, 0 if said.private else said.chat), row.id) if said and is_said else "answer"
        )
        calls = self._calls(tx, said, heard) if said else []
        self._metrics.updates.labels(kind_of(update), "answered" if heard == "answer" else "too_fast").inc()
        for call in calls:
            if call["method"] in ERRANDS:
                call["then"] = update.get("then", update)
        return Unpacked(row.chat, ANSWER, calls)

    def _calls(self, tx: Connection, said: Incoming, heard: Heard) -> list[Call]:
        if heard != "answer":
            replies = [reception.too_fast(said, self._world)] if heard == "tell" else []
            return calls_of(replies, said.chat, self._world.bot_name, said)
        answered = reception.answer(tx, self._clock.now(), self._world, said)
        return calls_of(answered.replies, said.chat, self._world.bot_name, answered.incoming)

    def _apology(self, row: Waiting) -> list[Call]:
        """A sentence for the chat of an update that is set aside, if even that can be made out."""
        try:
            said = incoming(orjson.loads(row.body), self._world.bot_name)
            if said is None or not said.private:
                return []
            return calls_of([reception.apology(said, self._world)], said.chat, self._world.bot_name, said)
        except Exception:  # noqa: BLE001 - the update that cannot be read is why we are here
            return []


def _kind(row: Waiting) -> str:
    """The kind of an update that cannot be answered, if it can be read at all."""
    try:
        return kind_of(orjson.loads(row.body))
    except (TypeError, ValueError):
        return "own"
