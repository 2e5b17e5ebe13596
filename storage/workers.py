"""Workers: the processes that serve one database, who of them may write to which chat, and the pace of them all.

On PostgreSQL there may be any number. Answering a chat and writing to it is one right, held by one worker while it
has something to say there; a worker lives as long as its beats come, and whoever is dead has no rights. The moments
are the database's own, so that the clocks of machines do not matter. On SQLite one process has the file to itself:
every right is its own, and nothing is written about it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, exists, false, func, insert, not_, or_, select, true, update
from sqlmodel import Field, SQLModel

from storage.database import Keyed, table_of
from storage.personal import THEIRS, person_column
from storage.quick import Quick

LIVES = timedelta(seconds=3.5)  # after a beat; a worker that is dead is replaced within five seconds
ALONE = 0  # the worker of a SQLite file
WAY_IN = -(2**63)  # the right, under a number that no chat has, to fetch updates or to set the webhook


class Worker(Keyed, table=True):
    """One process, how long it is known to live, and how many answers it gave a second of late."""

    __tablename__ = "workers"

    alive_until: datetime
    answers: float = 0.0


class Right(SQLModel, table=True):
    """The right to a chat; `paced_until` is up to when messages of the past count against the chat's pace."""

    __tablename__ = "rights"

    chat: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    worker: int | None = Field(default=None, index=True)
    paced_until: datetime | None = None


class SharedPace(SQLModel, table=True):
    """One row: up to when the unasked messages of the past count, and until when Telegram wants silence."""

    __tablename__ = "pace"

    id: int = Field(primary_key=True)
    paced_until: datetime
    closed_until: datetime


workers, rights, pace = table_of(Worker), table_of(Right), table_of(SharedPace)
HELD_BY_OTHERS = (
    "exists (select 1 from rights r join workers w on w.id = r.worker"
    " where r.chat = u.chat and r.worker <> :worker and w.alive_until > clock_timestamp())"
)
_take = Quick(
    "insert into rights as r (chat, worker) select chat, :worker from unnest(:chats::bigint[]) as chat order by chat"
    " on conflict (chat) do update set worker = excluded.worker where r.worker is null or r.worker = excluded.worker"
    " or not exists (select 1 from workers w where w.id = r.worker and w.alive_until > clock_timestamp())"
    " returning chat, extract(epoch from paced_until - clock_timestamp())::float,"
    " exists (select 1 from parcels p where p.chat = r.chat and p.rank = 0)"
)
_held = Quick("select chat from rights where chat = any(:chats) and worker = :worker order by chat for update")


class Beat(NamedTuple):
    """What a worker learns at a beat: that it lives, how many there are, how many answers all of them give a second,
    and for how many seconds Telegram wants silence.
    """

    alive: bool
    workers: int = 1
    answers: float = 0.0
    closed_for: float = 0.0


class Taken(NamedTuple):
    """What comes with the right to a chat: for how many seconds it is paced still, and whether answers wait there,
    worded by this worker or by one that is dead.
    """

    paced: float | None = None
    answers_wait: bool = False


def enrol(tx: Connection) -> int:
    """A new worker; gives its number."""
    if tx.dialect.name == "sqlite":
        return ALONE
    added = insert(workers).values(alive_until=_in(LIVES), answers=0.0).returning(workers.c.id)
    key: int = tx.execute(added).scalar_one()
    return key


def beat(tx: Connection, worker: int, answers: float) -> Beat:
    """Says that this worker lives; one that came too late is told that it is taken for dead."""
    alive = update(workers).where(workers.c.id == worker, workers.c.alive_until > func.clock_timestamp())
    if tx.execute(alive.values(alive_until=_in(LIVES), answers=answers)).rowcount != 1:
        return Beat(False)
    living = select(func.count(), func.sum(workers.c.answers)).where(workers.c.alive_until > func.clock_timestamp())
    closed = select(func.extract("epoch", pace.c.closed_until - func.clock_timestamp()))
    count, total = tx.execute(living).one()
    return Beat(True, count, total, float(tx.execute(closed).scalar_one()))


def resign(tx: Connection, worker: int) -> None:
    """The worker ends in order: its rights are free at once."""
    if tx.dialect.name != "sqlite":
        tx.execute(update(rights).where(rights.c.worker == worker).values(worker=None))
        tx.execute(delete(workers).where(workers.c.id == worker))


def take(tx: Connection, worker: int, chats: Iterable[int]) -> dict[int, Taken]:
    """The rights to these chats, as far as no other living worker has them."""
    wanted = sorted(set(chats))
    if tx.dialect.name == "sqlite":
        return dict.fromkeys(wanted, Taken())
    rows = _take.run(tx, {"chats": wanted, "worker": worker}).fetchall() if wanted else []
    return {chat: Taken(paced, wait) for chat, paced, wait in rows}


def lock(tx: Connection, worker: int, chats: Collection[int]) -> set[int]:
    """Holds on to the rights to these chats until the transaction ends, so that nobody gives this worker work there
    unseen; gives those that it still has.
    """
    if tx.dialect.name == "sqlite":
        return set(chats)
    return {row[0] for row in _held.run(tx, {"chats": list(chats), "worker": worker}).fetchall()}


def release(tx: Connection, chats: Mapping[int, float]) -> None:
    """Gives the rights to these chats back; each is paced for so many seconds more."""
    if tx.dialect.name == "sqlite":
        return
    tx.execute(delete(rights).where(rights.c.chat.in_([chat for chat, seconds in chats.items() if seconds <= 0])))
    for chat, seconds in chats.items():
        if seconds > 0:
            paced = {"worker": None, "paced_until": _in(timedelta(seconds=seconds))}
            tx.execute(update(rights).where(rights.c.chat == chat).values(**paced))


def free_of_others(tx: Connection, chat: Any, worker: int) -> ColumnElement[bool]:
    """The condition that no other living worker has the right to `chat`."""
    if tx.dialect.name == "sqlite":
        return true()
    living = select(workers.c.id).where(workers.c.alive_until > func.clock_timestamp())
    held = select(rights.c.chat).where(rights.c.chat == chat, rights.c.worker != worker, rights.c.worker.in_(living))
    return ~exists(held)


def reserve(tx: Connection, most: int, *, interval: float, burst: float) -> int:
    """How many of `most` unasked messages may leave now, all workers together: one each `interval` seconds, so many
    at once as fit into `burst` seconds. What is granted counts at once.
    """
    row = select(func.extract("epoch", pace.c.paced_until - func.clock_timestamp())).with_for_update()
    ahead = max(0.0, float(tx.execute(row).scalar_one()))
    granted = max(0, min(most, int((burst - ahead) / interval)))
    if granted:
        tx.execute(update(pace).values(paced_until=_in(timedelta(seconds=ahead + granted * interval))))
    return granted


def return_unused(tx: Connection, seconds: float) -> None:
    """What was reserved and not needed counts no more."""
    tx.execute(update(pace).values(paced_until=pace.c.paced_until - timedelta(seconds=seconds)))


def close(tx: Connection, seconds: float) -> None:
    """Telegram wants silence from all workers for so long."""
    if tx.dialect.name != "sqlite":
        until = _in(timedelta(seconds=seconds))
        tx.execute(update(pace).values(closed_until=func.greatest(pace.c.closed_until, until)))


def sweep(tx: Connection) -> None:
    """Forgets the dead, and the rights that nobody has and no pace needs any more."""
    if tx.dialect.name != "sqlite":
        dead = delete(workers).where(workers.c.alive_until < func.clock_timestamp() - timedelta(minutes=1))
        tx.execute(dead)
        nobodys = or_(rights.c.worker.is_(None), rights.c.worker.not_in(select(workers.c.id)))
        paced = func.coalesce(rights.c.paced_until > func.clock_timestamp(), false())
        tx.execute(delete(rights).where(nobodys, not_(paced)))


def _in(ahead: timedelta) -> Any:
    return func.clock_timestamp() + ahead
