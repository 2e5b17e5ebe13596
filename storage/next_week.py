"""Who wants to hear of the next Week, whenever that is: told once an edition, some days before it begins."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Field, SQLModel

from storage import editions, notices
from storage.database import table_of, upsert
from storage.editions import Edition
from storage.notices import DIGEST
from storage.personal import THEIRS, person_column
from storage.zones import PARIS

BEFORE = timedelta(days=7)  # the first day
AT = time(9)  # in Paris
AT_ONCE = 200  # people for whom it is noted in one sweep


class Follower(SQLModel, table=True):
    """Somebody who wants to hear of the next Week; `told` is the last edition of which they have, or will."""

    __tablename__ = "followers"

    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    told: int = 0


followers = table_of(Follower)


def follow(tx: Connection, person: int, now: datetime) -> None:
    """From now on; an edition that is running is no news."""
    running = editions.current(tx, now)
    told = running.year if running and due_of(running) <= now else 0
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
    untold = select(followers.c.person).where(followers.c.told < edition.year).order_by(followers.c.person)
    these = list(tx.execute(untold.limit(AT_ONCE)).scalars())
    for person in these:
        due = max(now, due_of(edition))
        notices.note(tx, "week", chat=person, about=edition.year, due_at=due, rank=DIGEST)
    tx.execute(update(followers).where(followers.c.person.in_(these)).values(told=edition.year))


def due_of(edition: Edition) -> datetime:
    """When those who want to hear of an edition do."""
    return datetime.combine(edition.first_day - BEFORE, AT, ZoneInfo(PARIS))
