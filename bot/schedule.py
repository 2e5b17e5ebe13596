"""What is due: the notices table knows what to say and when. It is looked at twice a second, and when told to.

The looks keep to a clock that never goes back; APScheduler has the rare chores.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot.calls import calls_of
from bot.clock import Clock
from bot.metrics import Metrics
from bot.outgoing import Outgoing
from bot.pace import Pace
from bot.workers import Worker
from conversations import notices as wording_of_notices
from conversations.exchange import World
from storage import (
    alerts,
    changes,
    closing,
    digests,
    finding,
    forgetting,
    imports,
    next_week,
    notices,
    parcels,
    pictures,
    readers,
    reminders,
    updates,
    workers,
)
from storage.database import Database, is_away, savepoint
from storage.notices import NO_CHAT, Notice
from storage.parcels import Parcel, Unpacked

log = logging.getLogger(__name__)
TICK = 0.5  # seconds
NEXT = 0.1  # seconds until the pace lets more through
SWEEP = timedelta(hours=1)
FIRST_SWEEP = timedelta(seconds=10)  # until the first
CHORES: tuple[Callable[[Connection, datetime], None], ...] = (
    updates.sweep,
    changes.sweep,
    digests.plan,
    pictures.sweep,
    reminders.sweep,
    alerts.sweep,
    readers.sweep,
    next_week.plan,
    closing.plan,
    forgetting.sweep,
    imports.sweep,
    lambda tx, _: finding.tidy(tx),
    lambda tx, _: workers.sweep(tx),
)
Packed = tuple[list[Parcel], dict[int, workers.Taken]]  # parcels, and the chats to which the right was taken


class Schedule:
    """Words what is due, as much as the pace lets through, and hands it to `outgoing`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        world: World,
        outgoing: Outgoing,
        pace: Pace,
        worker: Worker,
        metrics: Metrics,
    ) -> None:
        self._database, self._clock, self._world = database, clock, world
        self._outgoing, self._pace, self._worker, self._metrics = outgoing, pace, worker, metrics
        self._chores = AsyncIOScheduler(timezone="UTC")
        self._look = asyncio.Event()
        self.idle = asyncio.Event()

    def start(self) -> None:
        """Starts the chores; the first sweep comes soon, for a bot may be restarted often, but after those who wait."""
        sweep = {
            "seconds": SWEEP.total_seconds(),
            "next_run_time": datetime.now(UTC) + FIRST_SWEEP,
            "misfire_grace_time": None,
        }
        self._chores.add_job(self.sweep, "interval", **sweep)
        self._chores.start()

    async def stop(self) -> None:
        """Ends the chores, once one that has begun is over."""
        if not self._chores.running:
            return
        self._chores.remove_all_jobs()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._chores.shutdown(wait=False)

    def wake(self) -> None:
        """Looks for what is due now."""
        self.idle.clear()
        self._look.set()

    async def run(self) -> None:
        """Says what is due, for ever."""
        wait = TICK
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._look.wait()
            self._look.clear()
            wait = TICK
            try:
                while said := self.say_due():
                    await asyncio.sleep(0)
                if said is None:
                    wait = NEXT
            except Exception:
                log.exception("what is due cannot be said now, again in %.1f s", TICK)
            if not self._look.is_set():
                self.idle.set()

    def say_due(self) -> int | None:
        """Words what is due, in one transaction; gives how much that was, None where the pace holds the rest back."""
        room = self._pace.most_unasked - self._outgoing.unasked
        with self._database.tx() as tx:
            if not self._worker.alive or not notices.any_due(tx, self._clock.now()):
                return 0
            full = self._pace.full()
            found = notices.due(tx, self._clock.now(), room, worker=self._worker.key, not_in=full) if room > 0 else []
            granted = self._granted(tx, found)
            try:
                packed = self._word_all(tx, granted)
            except Exception as error:
                if is_away(error):
                    raise
                packed = None
        if packed is None:
            return self._word_one_by_one(granted)
        self._outgoing.send_all(*packed)
        for notice in granted:
            late = self._clock.now() - notice.due_at
            self._metrics.late.labels(notice.kind).observe(max(0.0, late.total_seconds()))
        return len(granted) or None

    def _granted(self, tx: Connection, found: list[Notice]) -> list[Notice]:
        """Those that may leave now: as many a chat, and in all, as the pace lets through."""
        in_chat: Counter[int] = Counter()
        fit = []
        for notice in found:
            in_chat[notice.chat] += 1
            if notice.chat == NO_CHAT or in_chat[notice.chat] <= self._pace.room(notice.chat):
                fit.append(notice)
        return fit[: self._pace.reserve(tx, len(fit))] if fit else []

    def _word_all(self, tx: Connection, granted: list[Notice]) -> Packed:
        """Words them in one savepoint, and takes the rights to write to their chats; gives what is for this worker."""
        with savepoint(tx):
            notices.over(tx, [notice.key for notice in granted])  # first: what is noted anew meanwhile is another
            packed = parcels.pack(tx, [self._word(tx, notice) for notice in granted])
        self._pace.return_unused(tx, len(granted) - len(packed))
        taken = workers.take(tx, self._worker.key, {parcel.chat for parcel in packed})
        return [parcel for parcel in packed if parcel.chat in taken], taken

    def _word(self, tx: Connection, notice: Notice) -> Unpacked:
        replies = wording_of_notices.word(tx, self._clock.now(), self._world, notice)
        return Unpacked(notice.chat, notice.rank, calls_of(replies, notice.chat, self._world.bot_name))

    def _word_one_by_one(self, granted: list[Notice]) -> int:
        """The same, each in a transaction of its own, so that what fails fails alone and is put off."""
        for notice in granted:
            try:
                with self._database.tx() as tx:
                    packed = self._word_all(tx, [notice])
                self._outgoing.send_all(*packed)
            except Exception as error:
                if is_away(error):
                    raise
                log.exception("a notice (%s about %s) failed and is put off", notice.kind, notice.about)
                with self._database.tx() as tx:
                    notices.put_off(tx, notice, self._clock.now())
        return len(granted)

    async def sweep(self) -> None:
        """A coroutine, for APScheduler runs plain functions in a thread of its own."""
        for chore in CHORES:
            try:
                with self._database.tx() as tx:
                    chore(tx, self._clock.now())
            except Exception:
                log.exception("%s is left for the next time", chore.__module__)
        self._database.tidy()
