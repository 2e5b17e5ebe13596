"""Who wants to hear of the next Week, whenever that is: told once an edition, some days before it begins."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, literal, select, update
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import editions, notices
from storage.database import table_of, upsert
from storage.editions import Edition
from storage.notices import BROADCAST
from storage.personal import THEIRS, person_column
from storage.zones import PARIS

BEFORE = timedelta(days=7)  # the first day
AT = time(9)  # in Paris
AT_ONCE = 2_000  # people for whom it is noted in one sweep


class Follower(SQLModel, table=True):
    """Somebody who wants to hear of the next Week; `told` is the last edition of which they have, or will."""

    __tablename__ = "followers"

    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    told: int = 0


followers = table_of(Follower)


def follow(tx: Connection, person: int, now: datetime) -> None:
    """From now on; an edition that is running is no news."""
    last = editions.current(tx, now)
    told = last.year if last and due_of(last) <= now else 0
    tx.execute(upsert(tx, followers).values(person=person, told=told).on_conflict_do_nothing())


def unfollow(tx: Connection, person: int) -> bool:
    """No more; False for who did not."""
    return tx.execute(delete(followers).where(followers.c.person == person)).rowcount == 1


def follows(tx: Connection, person: int) -> bool:
    """Whether somebody does."""
    return tx.execute(select(followers.c.person).where(followers.c.person == person)).first() is not None


def plan(tx: Connection, now: datetime) -> None:
    """Notes for those who do not know of it yet that the next edition comes."""
    edition = editions.current(tx, now)
    if edition is None or edition.over(now):
        return
    due = literal(max(now, due_of(edition)), UTCDateTime())
    these = select(followers.c.person).where(followers.c.told < edition.year).order_by(followers.c.person)
    keys = list(tx.execute(these.limit(AT_ONCE)).scalars())
    facts = select(followers.c.person, literal(edition.year), due).where(followers.c.person.in_(keys))
    notices.note_all(tx, "week", facts, rank=BROADCAST)
    tx.execute(update(followers).where(followers.c.person.in_(keys)).values(told=edition.year))


def due_of(edition: Edition) -> datetime:
    """When those who want to hear of an edition do."""
    return datetime.combine(edition.first_day - BEFORE, AT, ZoneInfo(PARIS))
