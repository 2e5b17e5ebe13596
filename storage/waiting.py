"""What waits: updates to be answered, what is to be sent, what is due; how much, and since when the oldest."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from storage.notices import NO_CHAT, notices
from storage.parcels import ANSWER, parcels
from storage.updates import RECEIVED, SET_ASIDE, updates
from storage.workers import workers


class Waiting(NamedTuple):
    """`updates` to be answered and the oldest's moment; `answers` and `notices` (worded) to be sent; notices `due`
    and since when the first is; updates that failed and were `set_aside` within a day.
    """

    updates: int
    oldest_update: datetime | None
    answers: int
    notices: int
    due: int
    due_since: datetime | None
    set_aside: int


def look(tx: Connection, now: datetime) -> Waiting:
    """What waits at this moment."""
    received = select(func.count(), func.min(updates.c.received_at)).where(updates.c.state == RECEIVED)
    count, oldest = tx.execute(received).one()
    due = select(func.count(), func.min(notices.c.due_at)).where(notices.c.due_at <= now, notices.c.chat != NO_CHAT)
    due_count, due_since = tx.execute(due).one()
    is_answer = parcels.c.rank == ANSWER
    by_rank = {row[0]: row[1] for row in tx.execute(select(is_answer, func.count()).group_by(is_answer))}
    aside = tx.execute(select(func.count()).where(updates.c.state == SET_ASIDE)).scalar_one()
    answers, worded = by_rank.get(True, 0), by_rank.get(False, 0)
    return Waiting(count, oldest, answers, worded, due_count, due_since, aside)


def workers_alive(tx: Connection) -> int:
    """How many processes serve this database; on SQLite one does, and nothing is written about it."""
    if tx.dialect.name == "sqlite":
        return 1
    alive = select(func.count()).where(workers.c.alive_until > func.clock_timestamp())
    return tx.execute(alive).scalar_one()
