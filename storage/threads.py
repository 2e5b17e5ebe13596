"""Threads: questions that the committee puts to the organisers of a proposal, and what is answered, through the bot."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update
from sqlmodel import Field

from storage.database import Keyed, one, records, table_of
from storage.personal import BY_THEM, person_column, said
from storage.proposals import Proposal

Attached = Literal["photo", "document"]


class Thread(Keyed, table=True):
    """One exchange about a proposal; `number` is its own within it. Whoever opened it, any member may go on with it."""

    __tablename__ = "threads"

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
    """A new thread about a proposal."""
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


def open_threads(tx: Connection, keys: Collection[int]) -> dict[int, int]:
    """How many threads about each of these proposals are open; those with none are left out."""
    query = select(threads.c.proposal, func.count()).where(threads.c.proposal.in_(keys), threads.c.closed_at.is_(None))
    return dict(tx.execute(query.group_by(threads.c.proposal)).all())


def close_thread(tx: Connection, key: int, now: datetime) -> bool:
    """Nothing more is to be said; whether it was open."""
    open_one = update(threads).where(threads.c.id == key, threads.c.closed_at.is_(None))
    return tx.execute(open_one.values(closed_at=now)).rowcount == 1


def remark(
    tx: Connection,
    thread: Thread,
    *,
    by_committee: bool,
    person: int,
    name: str,
    text: str,
    attached: str | None = None,
    file_id: str | None = None,
    now: datetime,
) -> Remark:
    """Something is said; a thread that was closed is open again."""
    made = Remark(
        thread=thread.key,
        by_committee=by_committee,
        person=person,
        name=name,
        text=text,
        attached=attached,
        file_id=file_id,
        at=now,
    )
    added = insert(remarks).values(**made.model_dump(exclude={"id"})).returning(remarks.c.id)
    made.id = tx.execute(added).scalar_one()
    tx.execute(update(threads).where(threads.c.id == thread.key).values(closed_at=None))
    return made


def remark_with(tx: Connection, key: int) -> Remark | None:
    """One thing said, or None."""
    return one(Remark, tx.execute(select(remarks).where(remarks.c.id == key)))


def remarks_of(tx: Connection, thread: int) -> list[Remark]:
    """All that was said in a thread, the first first."""
    return records(Remark, tx.execute(select(remarks).where(remarks.c.thread == thread).order_by(remarks.c.id)))
