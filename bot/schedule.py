"""What is due: APScheduler only ticks; the notices table knows what to say and when."""

import asyncio
import logging
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.calls import calls_of
from bot.clock import Clock
from bot.outgoing import Outgoing, Parcel
from conversations import notices as wording_of_notices
from conversations.exchange import World
from storage import notices, updates
from storage.database import Database
from storage.notices import Notice

log = logging.getLogger(__name__)
TICK = timedelta(seconds=0.5)
SWEEP = timedelta(hours=1)


class Schedule:
    """Words what is due and hands it to `outgoing`; looks at every tick, and when `wake` says so."""

    def __init__(self, database: Database, clock: Clock, world: World, outgoing: Outgoing) -> None:
        self._database, self._clock, self._world, self._outgoing = database, clock, world, outgoing
        self._ticks = AsyncIOScheduler(timezone="UTC")
        self._look = asyncio.Event()
        self.idle = asyncio.Event()

    def start(self) -> None:
        """Starts ticking."""
        self._ticks.add_job(self._tick, "interval", seconds=TICK.total_seconds(), max_instances=1, coalesce=True)
        self._ticks.add_job(self._sweep, "interval", seconds=SWEEP.total_seconds(), misfire_grace_time=None)
        self._ticks.start()

    async def stop(self) -> None:
        """Stops ticking, once a tick that has begun is over."""
        self._ticks.remove_all_jobs()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._ticks.shutdown(wait=False)

    async def _tick(self) -> None:
        """A coroutine, for APScheduler runs plain functions in a thread, where no event may be set."""
        self.wake()

    def wake(self) -> None:
        """Looks for what is due now."""
        self.idle.clear()
        self._look.set()

    async def run(self) -> None:
        """Says what is due, for ever."""
        while True:
            await self._look.wait()
            self._look.clear()
            try:
                while self.say_due():
                    await asyncio.sleep(0)
            except Exception:  # the next tick looks again
                log.exception("what is due cannot be said now")
            if not self._look.is_set():
                self.idle.set()

    async def wake_with_the_clock(self) -> None:
        """Looks at once when the clock is put forward, for ever."""
        while True:
            await self._clock.moved.wait()
            self._clock.moved.clear()
            self.wake()

    def say_due(self) -> int:
        """Words up to thirty due notices, each in its own transaction; gives how many were due."""
        with self._database.tx() as tx:
            if not notices.any_due(tx, self._clock.now()):
                return 0
            claimed = notices.claim_due(tx, self._clock.now())
        for notice in claimed:
            self._outgoing.send(self._word(notice))
        return len(claimed)

    def _word(self, notice: Notice) -> Parcel:
        key = notice.key
        try:
            with self._database.tx() as tx:
                replies = wording_of_notices.word(tx, self._clock.now(), self._world, notice)
                calls = calls_of(replies, notice.chat, self._world.bot_name)
                notices.worded(tx, key, calls)
        except Exception:
            log.exception("notice %s (%s about %s) failed and is put off", key, notice.kind, notice.about)
            with self._database.tx() as tx:
                notices.failed(tx, key, self._clock.now())
            calls = []
        return Parcel("notice", key, notice.chat, calls)

    async def _sweep(self) -> None:
        with self._database.tx() as tx:
            updates.sweep(tx, self._clock.now())
