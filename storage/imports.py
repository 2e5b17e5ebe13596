"""Files that an administrator brings in from the chat: read once, then written event by event; whoever dies on the way
goes on where it stopped.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlmodel import Column, Field, SQLModel

from storage.database import JSON_COLUMN, JsonDict, Keyed, one, table_of
from storage.personal import THEIRS, person_column
from storage.proposals import MovedOn

KEPT = timedelta(days=7)


class Import(Keyed, table=True):
    """A file: who brought it, its `kind` and how many events it has, what is wanted of it (`accept`: on the programme
    at once; None until that is said) and how many are done. `year` is the edition's that the file holds whole, `title`
    its name. `problem`: why the rest is not taken.
    """

    __tablename__ = "imports"
    __table_args__ = ({"sqlite_autoincrement": True},)

    person: int = Field(sa_column=person_column(THEIRS))
    name: str
    kind: str
    year: int | None = None
    title: str = ""
    accept: bool | None = None
    total: int
    done: int = 0
    problem: str = ""
    brought_at: datetime

    @property
    def over(self) -> bool:
        """Whether nothing more will be taken of it."""
        return bool(self.problem) or self.done >= self.total


class ImportedEvent(SQLModel, table=True):
    """One event of a file, the nth: where it stands there, its title, what is `missing` (`lacking`: anything is),
    whether it can be a `draft`, and what it `became`: a reference, `draft`, or nothing. `content` is what is to be
    written, until it is.
    """

    __tablename__ = "imported_events"

    file: int = Field(primary_key=True, foreign_key="imports.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    place: str
    title: str
    missing: list[str] = Field(default_factory=list, sa_column=Column(JSON_COLUMN, nullable=False))
    lacking: bool = False
    draft: bool = False
    became: str = ""
    content: JsonDict | None = Field(default=None, sa_column=Column(JSON_COLUMN, nullable=True))


class Outcome(NamedTuple):
    """What became of an event, as it is told: where it stands in the file, its title, what it became, what it lacks."""

    place: str
    title: str
    became: str
    missing: tuple[str, ...]


imports, events = table_of(Import), table_of(ImportedEvent)


def add(tx: Connection, brought: Import) -> int:
    """Keeps that a file was brought; gives its number."""
    values = brought.model_dump(exclude={"id"})
    key: int = tx.execute(insert(imports).values(**values).returning(imports.c.id)).scalar_one()
    return key


def add_events(tx: Connection, key: int, start: int, read: Iterable[ImportedEvent]) -> None:
    """Keeps what was read of a file, from the event of that number on."""
    rows = [each.model_dump() | {"file": key, "position": position} for position, each in enumerate(read, start)]
    tx.execute(insert(events), rows)


def find(tx: Connection, key: int, person: int) -> Import | None:
    """The file of that number that this person brought, or None."""
    return one(Import, tx.execute(select(imports).where(imports.c.id == key, imports.c.person == person)))


def import_with(tx: Connection, key: int, person: int) -> Import:
    """The same. Raises MovedOn where there is none."""
    found = find(tx, key, person)
    if found is None:
        raise MovedOn
    return found


def begin(tx: Connection, key: int, *, accept: bool) -> None:
    """It is said what is wanted of it. Raises MovedOn where that was said before."""
    begun = update(imports).where(imports.c.id == key, imports.c.accept.is_(None)).values(accept=accept)
    if tx.execute(begun).rowcount == 0:
        raise MovedOn


def next_event(tx: Connection, known: Import) -> ImportedEvent | None:
    """The event that is to be written next; None where it is gone."""
    here = select(events).where(events.c.file == known.key, events.c.position == known.done)
    return one(ImportedEvent, tx.execute(here))


def note(tx: Connection, known: Import, event: ImportedEvent, *, became: str = "", missing: Iterable[str] = ()) -> None:
    """The next event is written, or cannot be. Raises MovedOn where another worker has done so."""
    on = update(imports).where(imports.c.id == known.key, imports.c.done == known.done, imports.c.problem == "")
    if tx.execute(on.values(done=known.done + 1)).rowcount == 0:
        raise MovedOn
    lacks = list(missing)
    here = update(events).where(events.c.file == known.key, events.c.position == event.position)
    tx.execute(here.values(became=became, missing=lacks, lacking=bool(lacks), content=None))


def end(tx: Connection, key: int, problem: str) -> None:
    """The rest is not taken. Raises MovedOn where there is no rest."""
    rest = update(imports).where(imports.c.id == key, imports.c.problem == "", imports.c.done < imports.c.total)
    if tx.execute(rest.values(problem=problem)).rowcount == 0:
        raise MovedOn
    tx.execute(update(events).where(events.c.file == key).values(content=None))


def outcomes(tx: Connection, key: int, *, lacking: bool = False, most: int | None = None) -> list[Outcome]:
    """What became of each event so far, in the order of the file; of those alone that lack something, the first."""
    columns = (events.c.place, events.c.title, events.c.became, events.c.missing)
    query = select(*columns).where(events.c.file == key).order_by(events.c.position).limit(most)
    rows = tx.execute(query.where(*_lacking()) if lacking else query)
    return [Outcome(row.place, row.title, row.became, tuple(row.missing)) for row in rows]


class Counts(NamedTuple):
    """How many events of a file became something, how many lack something and are nothing, how many can be drafts."""

    became: int
    lacking: int
    drafts: int


def counts(tx: Connection, key: int) -> Counts:
    """So far."""
    there = events.c.file == key
    taken = select(func.count()).where(there, events.c.became != "").scalar_subquery()
    lacking = select(func.count()).where(there, *_lacking()).scalar_subquery()
    drafts = select(func.count()).where(there, events.c.draft).scalar_subquery()
    found: Any = tx.execute(select(taken, lacking, drafts)).one()
    return Counts(*map(int, found))


def _lacking() -> tuple[Any, ...]:
    return events.c.became == "", events.c.lacking


def forget(tx: Connection, key: int) -> None:
    """It is not wanted after all."""
    tx.execute(delete(imports).where(imports.c.id == key))


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets files after a week."""
    tx.execute(delete(imports).where(imports.c.brought_at < now - KEPT))
