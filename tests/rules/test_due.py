"""What is due is said once, by rank, and a fact that is noted while another is worded is not lost."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery import AT_ONCE, HANGING, Slots
from storage import notices, workers
from storage.database import Database
from storage.notices import BROADCAST, DIGEST

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)


def kinds(tx: Connection, worker: int, most: int = 9) -> list[tuple[int, int]]:
    return [(notice.rank, notice.about) for notice in notices.due(tx, NOW, most, worker=worker)]


def test_by_rank_then_the_longest_due_first(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        for about, rank, ago in ((1, BROADCAST, 9), (2, DIGEST, 1), (3, 1, 1), (4, 1, 5), (5, 1, -1)):
            notices.note(tx, "card", chat=7, about=about, due_at=NOW - timedelta(minutes=ago), rank=rank)
        assert kinds(tx, worker) == [(1, 4), (1, 3), (2, 2), (3, 1)]
        assert kinds(tx, worker, 2) == [(1, 4), (1, 3)]


def test_a_fact_noted_anew_while_it_is_worded_is_another(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        notices.note(tx, "card", chat=7, about=1, due_at=NOW)
        (taken,) = notices.due(tx, NOW, 9, worker=worker)
        notices.over(tx, [taken.key])
        notices.note(tx, "card", chat=7, about=1, due_at=NOW)  # as wording it may do
        assert kinds(tx, worker) == [(1, 1)]
        with pytest.raises(notices.SaidAlready):
            notices.over(tx, [taken.key])


def test_slots_are_never_lost() -> None:
    async def lived() -> None:
        slots = Slots()
        taken = [await slots.take() for _ in range(AT_ONCE)]
        waiting = [asyncio.create_task(slots.take()) for _ in range(HANGING)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        for slot in taken:
            slot.leave()
        async with asyncio.timeout(1):
            again = [await slots.take() for _ in range(AT_ONCE)]
        for slot in again:
            slot.leave()

    asyncio.run(lived())
