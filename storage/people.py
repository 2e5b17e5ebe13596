"""People: whoever has written to the bot, the language that they read and what they let it keep."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Column, Connection, false, select, update
from sqlmodel import Field, SQLModel

from storage import notices
from storage.database import JSON_COLUMN, JsonDict, table_of, upsert
from storage.personal import THEIRS, person_column
from storage.quick import Quick, json_out


class Person(SQLModel, table=True):
    """One person. `id` is Telegram's; `near` the INSEE code of the commune they last asked about; `accessible`: they
    read with a screen reader, or the like; `seen_on` the last day on which they wrote; `banned_why`: the bot no longer
    answers them; `allowance`: they may do as many times as much as others (`storage.limits`).
    """

    __tablename__ = "people"

    id: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    name: str
    language: str | None = None
    details: JsonDict = Field(default_factory=dict, sa_column=Column(JSON_COLUMN, nullable=False))
    near: str | None = None
    administrator: bool = False
    blocked_at: datetime | None = None
    accessible: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    seen_on: date | None = None
    banned_why: str | None = None
    allowance: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


@dataclass(slots=True)
class Known:
    """What is known of somebody while an update of theirs is answered."""

    id: int
    name: str
    language: str | None = None
    details: JsonDict = field(default_factory=dict)
    near: str | None = None
    administrator: bool = False
    blocked: bool = False
    accessible: bool = False
    seen_on: str | None = None
    ban: str | None = None
    allowance: int = 1


people = table_of(Person)
_known = Quick(
    "select name, language, details, near, administrator, blocked_at is not null, accessible, seen_on,"
    " banned_why, allowance from people"
    " where id = :id"
)
_seen = Quick("update people set seen_on = :today where id = :id")
_near = Quick("update people set near = :near where id = :id")


def person_with(tx: Connection, person_id: int) -> Known | None:
    """The person, or None when they have never written."""
    row = _known.run(tx, {"id": person_id}).fetchone()
    if row is None:
        return None
    name, language, details, near, administrator, blocked, accessible, seen_on, ban, allowance = row
    return Known(
        id=person_id,
        name=name,
        language=language,
        details=json_out(details),
        near=near,
        administrator=bool(administrator),
        blocked=bool(blocked),
        accessible=bool(accessible),
        seen_on=str(seen_on) if seen_on else None,
        ban=ban,
        allowance=allowance,
    )


def welcome(tx: Connection, person_id: int, name: str) -> Known:
    """The person, made known when they write for the first time; a new name replaces the old."""
    known = person_with(tx, person_id)
    if known is None:
        fresh = Person(id=person_id, name=name, details={})
        tx.execute(upsert(tx, people).values(**fresh.model_dump()).on_conflict_do_nothing())
        return Known(id=person_id, name=name)
    if known.name != name or known.blocked:
        change(tx, person_id, name=name, blocked_at=None)
        known.name, known.blocked = name, False
    return known


def remember_near(tx: Connection, person: Known, commune: str) -> None:
    """Notes the commune that somebody asked about last."""
    if person.near != commune:
        _near.run(tx, {"id": person.id, "near": commune})
        person.near = commune


def note_seen(tx: Connection, person: Known, today: date) -> None:
    """Notes that somebody wrote today."""
    if person.seen_on != (on := today.isoformat()):
        _seen.run(tx, {"id": person.id, "today": on})
        person.seen_on = on


def unseen_since(tx: Connection, day: date, most: int) -> list[int]:
    """Some of those who have not written since before that day."""
    query = select(people.c.id).where(people.c.seen_on < day, people.c.administrator.is_(False))
    return list(tx.execute(query.order_by(people.c.seen_on).limit(most)).scalars())


def change(tx: Connection, person_id: int, **values: object) -> None:
    """Sets columns of one person."""
    tx.execute(update(people).where(people.c.id == person_id).values(**values))


def ban(tx: Connection, person_id: int, why: str, now: datetime) -> None:
    """The bot no longer answers this person, who is told so, and why."""
    change(tx, person_id, banned_why=why)
    notices.note(tx, "ban", chat=person_id, about=0, due_at=now)


def stay_banned(tx: Connection, person_id: int, why: str) -> None:
    """Of somebody who was forgotten nothing stays but that the bot does not answer them, and why."""
    kept = Person(id=person_id, name="", details={}, banned_why=why)
    tx.execute(upsert(tx, people).values(**kept.model_dump()).on_conflict_do_nothing())


def let_in(tx: Connection, person_id: int, now: datetime) -> None:
    """It answers them again, and tells them."""
    change(tx, person_id, banned_why=None)
    notices.note(tx, "ban", chat=person_id, about=0, due_at=now)


def administrators(tx: Connection, *, lock: bool = False) -> list[int]:
    """Whoever has become administrator by a one-time link; with `lock` they stay so until the transaction ends."""
    query = select(people.c.id).where(people.c.administrator).order_by(people.c.id)
    return list(tx.execute(query.with_for_update() if lock else query).scalars())
