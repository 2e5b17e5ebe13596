"""A playground whose bots are processes of their own, killed and begun anew, on a database that others can reach."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from storage.database import Database, is_away
from storage.notices import notices
from storage.parcels import parcels
from storage.updates import RECEIVED, updates
from tests.own_process import OwnProcess, serving
from tests.week import Week

T = TypeVar("T")
SAID = re.compile(rb" (?:ERROR|WARNING) ([\w.]+): (.{0,60})")


class Life(Week):
    """A Week whose `workers` bots run in processes that can be killed."""

    def __init__(self, database_url: str, workers: int) -> None:
        super().__init__(database_url)
        self.workers: list[OwnProcess] = []
        self.count, self.kills = workers, 0
        self.told: Counter[str] = Counter()
        self.beside = Database(database_url)

    def start_bot(self) -> None:
        self.workers = [self._begun() for _ in range(self.count)]

    def stop_bot(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.beside.close()

    def kill(self, number: int) -> None:
        """One of them ends as in a power cut, and another begins at once."""
        self.workers[number].kill()
        self.kills += 1
        self.workers[number] = self._begun()

    def ensure_all_live(self) -> None:
        """Begins anew whoever has ended by itself; that is told."""
        for number, worker in enumerate(self.workers):
            if not worker.alive:
                self.told["a worker ended by itself"] += 1
                self.workers[number] = self._begun()

    def _begun(self) -> OwnProcess:
        return serving(self, self._hear)

    def _hear(self, line: bytes) -> None:
        if found := SAID.search(line):
            self.told[f"{found[1].decode()}: {found[2].decode(errors='replace')}"] += 1

    def in_tx(self, work: Callable[[Connection], T]) -> T:
        """Looks into, or writes to, the bots' database beside them, as often as it takes."""
        while True:
            try:
                with self.beside.tx() as tx:
                    return work(tx)
            except DBAPIError as error:
                if not is_away(error):
                    raise
            time.sleep(0.2)

    def stored(self, work: Callable[[Connection], Any]) -> Any:
        return self.in_tx(work)

    def settle(self) -> None:
        self.quiet()

    def quiet(self, patience: float = 120) -> None:
        """Waits until nothing is left to do. Raises TimeoutError with what is left."""
        deadline = time.monotonic() + patience
        while left := self._left():
            if time.monotonic() > deadline:
                raise TimeoutError(f"this is left: {left}")
            time.sleep(0.2)
            self.ensure_all_live()

    def _left(self) -> dict[str, int]:
        now, counted = self.now, func.count()

        def count(tx: Connection) -> dict[str, int]:
            waiting: dict[str, Any] = {
                "updates": select(counted).select_from(updates).where(updates.c.state == RECEIVED),
                "parcels": select(counted).select_from(parcels),
                "notices": select(counted).select_from(notices).where(notices.c.due_at <= now),
            }
            return {what: tx.execute(query).scalar_one() for what, query in waiting.items()}

        left = self.in_tx(count) | {"unfetched": int(not self.playground.telegram.emptied.is_set())}
        return {what: number for what, number in left.items() if number}


def beside(work: Callable[[], None]) -> threading.Thread:
    """Does it while life goes on."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
