"""Threads: questions that the committee puts to the organisers of a proposal, and what is answered, through the bot."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, UniqueConstraint, func, insert, select, update
from sqlmodel import Field

from storage.database import Keyed, one, records, table_of
from storage.personal import BY_THEM, person_column, said
from storage.proposals import Proposal, lock

Attached = Literal["photo", "document"]


class Said(NamedTuple):
    """What somebody says: for the committee or as an organiser, who, what they are called, and what they attach."""

    by_committee: bool
    person: int
    name: str
    text: str
    attached: Attached | None = None
    file_id: str | None = None


class Thread(Keyed, table=True):
    """One exchange about a proposal; `number` is its own within it. Whoever opened it, any member may go on with it."""

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("proposal", "number"), {"sqlite_autoincrement": True})

    proposal: int = Field(foreign_key="proposals.id", index=True, ondelete="CASCADE")
    number: int
    opened_at: datetime
    closed_at: datetime | None = None


class Remark(Keyed, table=True):
    """One thing said in a thread: by a member of the committee, or by an organiser; what was attached is kept by
    Telegram's id for it.
    """

    __tablename__ = "remarks"

    thread: int = Field(foreign_key="threads.id", index=True, ondelete="CASCADE")
    by_committee: bool
    person: int = Field(sa_column=person_column(BY_THEM, index=True))
    name: str = Field(sa_column_kwargs={"info": said("")})
    text: str = Field(sa_column_kwargs={"info": said("")})
    attached: str | None = None
    file_id: str | None = Field(default=None, sa_column_kwargs={"info": said(None)})
    at: datetime


threads, remarks = table_of(Thread), table_of(Remark)


def open_thread(tx: Connection, proposal: Proposal, now: datetime) -> Thread:
    """A new thread about a proposal; two that are opened at once have two numbers."""
    lock(tx, proposal.key)
    highest = select(func.max(threads.c.number)).where(threads.c.proposal == proposal.key)
    thread = Thread(proposal=proposal.key, number=(tx.execute(highest).scalar() or 0) + 1, opened_at=now)
    made = insert(threads).values(**thread.model_dump(exclude={"id"})).returning(threads.c.id)
    thread.id = tx.execute(made).scalar_one()
    return thread


def thread_with(tx: Connection, key: int) -> Thread | None:
    """The thread, or None."""
    return one(Thread, tx.execute(select(threads).where(threads.c.id == key)))


def threads_of(tx: Connection, key: int) -> list[Thread]:
    """Every thread about a proposal, the first first."""
    return records(Thread, tx.execute(select(threads).where(threads.c.proposal == key).order_by(threads.c.number)))


def count_open(tx: Connection, key: int) -> tuple[int, int]:
    """How many threads about a proposal are open, and in how many of them the organisers spoke last."""
    going = [each for each in threads_of(tx, key) if each.closed_at is None]
    last = [remarks_of(tx, each.key)[-1] for each in going]
    return len(going), sum(not each.by_committee for each in last)


def asker_of(tx: Connection, key: int) -> int | None:
    """Who spoke last for the committee in a thread."""
    said = [each.person for each in remarks_of(tx, key) if each.by_committee]
    return said[-1] if said else None


def last_asked(tx: Connection, key: int) -> list[int]:
    """The remarks with which the committee waits for an answer."""
    going = [each for each in threads_of(tx, key) if each.closed_at is None]
    last = [remarks_of(tx, each.key)[-1] for each in going]
    return [each.key for each in last if each.by_committee]


def answered_since(tx: Connection, moment: datetime) -> list[int]:
    """What organisers have said since then."""
    query = select(remarks.c.id).where(remarks.c.at >= moment, remarks.c.by_committee.is_(False))
    return list(tx.execute(query.order_by(remarks.c.id)).scalars())


def close_thread(tx: Connection, key: int, now: datetime) -> bool:
    """Nothing more is to be said; whether it was open."""
    open_one = update(threads).where(threads.c.id == key, threads.c.closed_at.is_(None))
    return tx.execute(open_one.values(closed_at=now)).rowcount == 1


def remark(tx: Connection, thread: Thread, what: Said, now: datetime) -> int:
    """Keeps what is said, and gives its number; a thread that was closed is open again."""
    made = Remark(thread=thread.key, at=now, **what._asdict())
    added = insert(remarks).values(**made.model_dump(exclude={"id"})).returning(remarks.c.id)
    tx.execute(update(threads).where(threads.c.id == thread.key).values(closed_at=None))
    key: int = tx.execute(added).scalar_one()
    return key


def remark_with(tx: Connection, key: int) -> Remark | None:
    """One thing said, or None."""
    return one(Remark, tx.execute(select(remarks).where(remarks.c.id == key)))


def remarks_of(tx: Connection, thread: int) -> list[Remark]:
    """All that was said in a thread, the first first."""
    return records(Remark, tx.execute(select(remarks).where(remarks.c.thread == thread).order_by(remarks.c.id)))
