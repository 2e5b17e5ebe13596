"""This process among the workers of one database: it lives as long as its beats come in time."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.pace import Pace
from storage import workers
from storage.database import Database

log = logging.getLogger(__name__)
BEAT = 0.8  # seconds
LIVES = workers.LIVES.total_seconds()


class Worker:
    """One worker. On SQLite it is alone, and needs no beats.

    `lost` is called when it was taken for dead: its chats are others' now, and it begins anew under another number.
    """

    def __init__(self, database: Database, pace: Pace) -> None:
        self._database, self._pace = database, pace
        self._lives_until = 0.0
        self.alone = database.engine.dialect.name == "sqlite"
        self.key = workers.ALONE
        self.lost: Callable[[], None] = lambda: None

    @property
    def alive(self) -> bool:
        """Whether no other worker can have taken over."""
        return self.alone or time.monotonic() < self._lives_until

    def enrol(self) -> None:
        """Begins to live."""
        since = time.monotonic()
        with self._database.tx() as tx:
            self.key = workers.enrol(tx)
        self._lives_until = since + LIVES

    async def run(self) -> None:
        """Beats for ever, and counts the answers of this process where it is alone."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                self._beat()
            except Exception:
                log.exception("the database cannot be reached")

    def _beat(self) -> None:
        self._pace.forget_past()
        answers = self._pace.answers_a_second()
        if self.alone:
            self._pace.answers = max(answers, self._pace.answers / 2)  # a pause says little of what comes
            return
        since = time.monotonic()
        with self._database.tx() as tx:
            heard = workers.beat(tx, self.key, answers)
        if heard.alive:
            self._lives_until = since + LIVES
            self._pace.workers, self._pace.answers = heard.workers, max(heard.answers, self._pace.answers / 2)
            if heard.closed_for > 0:
                self._pace.close(heard.closed_for)
            return
        log.warning("this worker was away too long: others have its chats, it begins anew")
        self.lost()
        self.enrol()

    def resign(self) -> None:
        """Ends: others may take its chats at once."""
        with self._database.tx() as tx:
            workers.resign(tx, self.key)
