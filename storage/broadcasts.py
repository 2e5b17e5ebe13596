"""Broadcasts: a message of an administrator's to many at once. It leaves behind all else; nobody gets it twice."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Connection, Select, delete, func, insert, literal, or_, select, update
from sqlmodel import Field

from storage import notices
from storage.database import JSON_COLUMN, Keyed, one, records, table_of
from storage.notices import BROADCAST
from storage.organisers import co_organisers
from storage.people import people
from storage.personal import DONE_BY, person_column
from storage.proposals import MovedOn, proposals
from storage.registrations import registrations
from storage.reminders import reminders
from storage.sessions import sessions

State = Literal["written", "sending", "paused", "stopped", "done"]
FAR = datetime(9000, 1, 1, tzinfo=UTC)  # when what is paused would be due
LOOK = timedelta(seconds=5)  # between two looks at how far it is
ALL, ORGANISERS, REGION, EVENT = "all", "organisers", "region", "event"


class Broadcast(Keyed, table=True):
    """One: who wrote it, the text by language (HTML that Telegram reads), to whom (`all`, `organisers:2016`,
    `region:32`, `event:` and its proposal's number), how it stands, how many people it is for once it has begun, and
    how many of them it was stopped before.
    """

    __tablename__ = "broadcasts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    person: int = Field(sa_column=person_column(DONE_BY))
    texts: dict[str, str] = Field(sa_column=Column(JSON_COLUMN, nullable=False))
    audience: str
    state: str = "written"
    total: int = 0
    dropped: int = 0
    begun_at: datetime | None = None


broadcasts = table_of(Broadcast)


def write(tx: Connection, *, by: int, texts: Mapping[str, str], audience: str) -> int:
    """Keeps one that is written; gives its number."""
    made = Broadcast(person=by, texts=dict(texts), audience=audience)
    added = insert(broadcasts).values(**made.model_dump(exclude={"id"})).returning(broadcasts.c.id)
    key: int = tx.execute(added).scalar_one()
    return key


def broadcast_with(tx: Connection, key: int) -> Broadcast:
    """The broadcast of that number. Raises MovedOn where there is none."""
    found = one(Broadcast, tx.execute(select(broadcasts).where(broadcasts.c.id == key)))
    if found is None:
        raise MovedOn
    return found


def under_way(tx: Connection) -> list[Broadcast]:
    """Those that are being sent, or paused."""
    query = select(broadcasts).where(broadcasts.c.state.in_(("sending", "paused"))).order_by(broadcasts.c.id)
    return records(Broadcast, tx.execute(query))


def count(tx: Connection, audience: str, communes: tuple[str, ...] = ()) -> int:
    """How many people it would reach."""
    return tx.execute(select(func.count()).select_from(_audience(audience, communes).subquery())).scalar_one()


def begin(tx: Connection, broadcast: Broadcast, now: datetime, communes: tuple[str, ...] = ()) -> int:
    """Sends it to whoever belongs to its audience now; gives how many. `communes`: how the INSEE codes of a région's
    communes begin. Raises MovedOn where it is begun already.
    """
    _move(tx, broadcast.key, "written", "sending", begun_at=now)
    who = _audience(broadcast.audience, communes)
    facts = who.add_columns(literal(broadcast.key).label("about"), literal(now, type_=notices.notices.c.due_at.type))
    notices.note_all(tx, "broadcast", facts, rank=BROADCAST)
    total = waiting(tx, broadcast.key)
    _move(tx, broadcast.key, "sending", "sending", total=total)
    return total


def waiting(tx: Connection, key: int) -> int:
    """How many have still to get it."""
    theirs = select(func.count()).where(notices.notices.c.kind == "broadcast", notices.notices.c.about == key)
    return tx.execute(theirs).scalar_one()


def pause(tx: Connection, key: int) -> None:
    """Nobody more gets it until it is resumed. Raises MovedOn where it is not being sent."""
    _move(tx, key, "sending", "paused")
    _put_off(tx, key, FAR)


def put_back(tx: Connection, key: int, chat: int) -> None:
    """One who was to get it, while it is paused."""
    notices.note(tx, "broadcast", chat=chat, about=key, due_at=FAR, rank=BROADCAST)


def resume(tx: Connection, key: int, now: datetime) -> None:
    """It goes on where it stood. Raises MovedOn where it is not paused."""
    _move(tx, key, "paused", "sending")
    _put_off(tx, key, now)


def stop(tx: Connection, key: int) -> None:
    """Nobody more gets it, ever. Raises MovedOn where it is over."""
    broadcast = broadcast_with(tx, key)
    if broadcast.state not in ("sending", "paused"):
        raise MovedOn
    _move(tx, key, broadcast.state, "stopped", dropped=waiting(tx, key))
    notices.drop(tx, "broadcast", key)


def drop(tx: Connection, key: int) -> None:
    """It is not wanted after all. Raises MovedOn where it is begun."""
    gone = delete(broadcasts).where(broadcasts.c.id == key, broadcasts.c.state == "written")
    if tx.execute(gone).rowcount != 1:
        raise MovedOn


def finish(tx: Connection, key: int) -> None:
    """It is worded for all. Raises MovedOn where it is not being sent."""
    _move(tx, key, "sending", "done")


def _move(tx: Connection, key: int, before: str, after: State, **values: object) -> None:
    moved = update(broadcasts).where(broadcasts.c.id == key, broadcasts.c.state == before)
    if tx.execute(moved.values(state=after, **values)).rowcount != 1:
        raise MovedOn


def _put_off(tx: Connection, key: int, to: datetime) -> None:
    theirs = update(notices.notices).where(notices.notices.c.kind == "broadcast", notices.notices.c.about == key)
    tx.execute(theirs.values(due_at=to))


def _audience(audience: str, communes: tuple[str, ...]) -> Select[Any]:
    """The chats of whoever belongs to it and can be reached."""
    reachable = select(people.c.id).where(people.c.blocked_at.is_(None), people.c.banned_why.is_(None))
    kind, _, which = audience.partition(":")
    if kind == ALL:
        return reachable
    if kind == ORGANISERS:
        own = select(proposals.c.organiser).where(proposals.c.edition == int(which))
        invited = select(co_organisers.c.person).join(proposals, proposals.c.id == co_organisers.c.proposal)
        return reachable.where(
            or_(people.c.id.in_(own), people.c.id.in_(invited.where(proposals.c.edition == int(which))))
        )
    if kind == REGION:
        there = [people.c.near.startswith(each) for each in communes]
        return reachable.where(or_(*there, _comes_to(sessions.c.region == which)))
    return reachable.where(_comes_to(sessions.c.proposal == int(which)))


def _comes_to(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody is reminded of such a session, or has a seat there."""
    return or_(
        *(
            people.c.id.in_(select(held.c.person).join(sessions, sessions.c.id == held.c.session).where(which))
            for held in (reminders, registrations)
        )
    )
