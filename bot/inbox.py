"""Receives updates and answers them: first stored, then confirmed; the answer, the records and the replies
in one transaction. All updates that wait, one a chat, share a transaction, with the batch that has just come:
a quiet bot commits once an update. When one fails, the batch is stored by itself and each gets its own.
"""

import asyncio
import logging
from collections.abc import Callable

import orjson
from sqlalchemy import Connection

from bot.calls import Call, calls_of
from bot.clock import Clock
from bot.incoming import Json, chat_of, incoming
from bot.outgoing import Outgoing, Parcel
from conversations import reception
from conversations.exchange import Incoming, World
from storage import notices, updates
from storage.database import Database
from storage.updates import Waiting

log = logging.getLogger(__name__)
GROUP = 64  # updates a transaction
PAUSE = 1.0  # seconds after the database failed


class Inbox:
    """Updates in, answers out."""

    def __init__(
        self, database: Database, clock: Clock, world: World, outgoing: Outgoing, due: Callable[[], None]
    ) -> None:
        self._database, self._clock, self._world = database, clock, world
        self._outgoing, self._due = outgoing, due
        self._arrived = asyncio.Event()
        self.idle = asyncio.Event()

    def receive(self, batch: list[Json]) -> None:
        """Stores updates and answers the first of each chat; when this returns they may be confirmed to Telegram."""
        rows = [(update.get("update_id"), chat_of(update), orjson.dumps(update)) for update in batch]
        try:
            more = self._answer_group(rows)
        except Exception:  # noqa: BLE001 - stored by itself; whichever update failed is logged when it is answered alone
            with self._database.tx() as tx:
                updates.receive(tx, rows, self._clock.now())
            more = True
        if more:
            self.wake()

    def wake(self) -> None:
        """Looks for updates to answer."""
        self.idle.clear()
        self._arrived.set()

    async def run(self) -> None:
        """Answers what waits, for ever, the oldest of each chat first."""
        self.wake()
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            try:
                while self._answer_waiting():
                    await asyncio.sleep(0)
            except Exception:
                log.exception("updates cannot be answered, again in %.0f s", PAUSE)
                await asyncio.sleep(PAUSE)
                self._arrived.set()
            if not self._arrived.is_set():
                self.idle.set()

    def _answer_waiting(self) -> bool:
        """Answers the updates that wait, one a chat; gives whether more wait."""
        try:
            return self._answer_group([])
        except Exception:
            with self._database.tx() as tx:
                group, _ = updates.waiting(tx, GROUP)
            if not group:
                raise
        self._send([self._answer_alone(row) for row in group])
        self._due()
        return True  # what failed waits for its next try

    def _answer_group(self, arrived: list[tuple[int | None, int, bytes]]) -> bool:
        """Stores what arrived and answers what waits, one a chat, in one transaction; gives whether more wait."""
        with self._database.tx() as tx:
            if arrived:
                updates.receive(tx, arrived, self._clock.now())
            group, more = updates.waiting(tx, GROUP)
            parcels = [self._answer(tx, row) for row in group]
            noted = notices.were_noted(tx)
        if noted:
            self._due()
        self._send(parcels)
        return more

    def _send(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            self._outgoing.send(parcel)

    def _answer_alone(self, row: Waiting) -> Parcel:
        try:
            with self._database.tx() as tx:
                return self._answer(tx, row)
        except Exception:
            log.exception("update %s failed (%s before)", row.id, row.tries)
        with self._database.tx() as tx:
            calls = self._apology(row) if row.tries + 1 >= updates.TRIES else []
            updates.failed(tx, row.id, calls)
        return Parcel("update", row.id, row.chat, calls)

    def _answer(self, tx: Connection, row: Waiting) -> Parcel:
        update = orjson.loads(row.body)
        said = incoming(update, self._world.bot_name)
        calls = self._calls(tx, said) if said else []
        for call in calls:
            if call["method"] == "@membership":
                call["then"] = update
        updates.answer(tx, row.id, calls)
        return Parcel("update", row.id, row.chat, calls)

    def _calls(self, tx: Connection, said: Incoming) -> list[Call]:
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
