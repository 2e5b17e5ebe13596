"""Inquiries: what readers ask the organisers of an event, through the bot, and what they are answered."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlmodel import Field

from storage import notices, organisers
from storage.database import Keyed, one, records, table_of
from storage.personal import BY_THEM, DONE_BY, person_column, said
from storage.proposals import Proposal

GRACE = timedelta(minutes=1)  # in which what is asked can be taken back


class Inquiry(Keyed, table=True):
    """One thing asked, and its answer; `public`: whoever opens the event may read both, but not who asked."""

    __tablename__ = "inquiries"

    proposal: int = Field(foreign_key="proposals.id", ondelete="CASCADE", index=True)
    person: int = Field(sa_column=person_column(BY_THEM, index=True))
    text: str = Field(sa_column_kwargs={"info": said("")})
    at: datetime
    answer: str | None = None
    answered_by: int | None = Field(default=None, sa_column=person_column(DONE_BY, nullable=True))
    answered_at: datetime | None = None
    public: bool = False


inquiries = table_of(Inquiry)


def ask(tx: Connection, proposal: Proposal, *, person: int, text: str, now: datetime) -> int:
    """Keeps what is asked, and gives its number; the organisers hear in a minute."""
    asked = insert(inquiries).values(proposal=proposal.key, person=person, text=text, at=now, public=False)
    key = tx.execute(asked.returning(inquiries.c.id)).scalar_one()
    organisers.tell(tx, proposal, "inquiry", key, now + GRACE)
    return int(key)


def take_back(tx: Connection, *, key: int, person: int, now: datetime) -> bool:
    """What somebody has just asked is gone, before anybody has read it; False where it is too late, or not theirs."""
    mine = delete(inquiries).where(
        inquiries.c.id == key, inquiries.c.person == person, inquiries.c.at > now - GRACE, inquiries.c.answer.is_(None)
    )
    return tx.execute(mine).rowcount == 1


def answer(tx: Connection, inquiry: Inquiry, *, by: int, text: str, now: datetime) -> None:
    """An organiser answers, or words their answer anew; whoever asked hears."""
    values = {"answer": text, "answered_by": by, "answered_at": now}
    tx.execute(update(inquiries).where(inquiries.c.id == inquiry.key).values(**values))
    if inquiry.person:
        notices.note(tx, "inquiry_answer", chat=inquiry.person, about=inquiry.key, due_at=now)


def publish(tx: Connection, inquiry: Inquiry, public: bool) -> None:
    """Whoever opens the event may read it, or no more."""
    tx.execute(update(inquiries).where(inquiries.c.id == inquiry.key).values(public=public))


def inquiry_with(tx: Connection, key: int) -> Inquiry | None:
    """One of them, or None."""
    return one(Inquiry, tx.execute(select(inquiries).where(inquiries.c.id == key)))


def public_ones(tx: Connection, proposal: int) -> list[Inquiry]:
    """What whoever opens the event may read, the first first."""
    query = select(inquiries).where(*_is_public(proposal))
    return records(Inquiry, tx.execute(query.order_by(inquiries.c.id)))


def count_public(tx: Connection, proposal: int) -> int:
    """How many of them there are."""
    return tx.execute(select(func.count()).where(*_is_public(proposal))).scalar_one()


def _is_public(proposal: int) -> tuple[ColumnElement[bool], ...]:
    c = inquiries.c
    return c.proposal == proposal, c.public, c.answer.is_not(None), c.text != ""


def unanswered(tx: Connection, proposal: int) -> list[Inquiry]:
    """What waits for an answer, the first first."""
    query = select(inquiries).where(
        inquiries.c.proposal == proposal, inquiries.c.answer.is_(None), inquiries.c.text != ""
    )
    return records(Inquiry, tx.execute(query.order_by(inquiries.c.id)))
