"""Files that an administrator brings in, a stretch at a time: whoever dies on the way goes on where it stopped."""

from datetime import datetime, timedelta

from pydantic import JsonValue
from sqlalchemy import Connection, LargeBinary, delete, insert, select, update
from sqlmodel import Column, Field

from storage.database import JSON_COLUMN, Keyed, one, table_of
from storage.personal import THEIRS, person_column
from storage.proposals import MovedOn

KEPT = timedelta(days=7)
Outcome = list[JsonValue]  # of one event: its place in the file, its title, what it became, what was missing


class Import(Keyed, table=True):
    """A file, who brought it, what is in it (`kind`, `total` events), what is wanted of it (`accept`: on the programme
    at once; None until that is said) and how far that has come. What was read of it beforehand stands in `lines`, then
    what became of each. `problem`: why it could not be taken after all.
    """

    __tablename__ = "imports"
    __table_args__ = ({"sqlite_autoincrement": True},)

    person: int = Field(sa_column=person_column(THEIRS))
    name: str
    kind: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    accept: bool | None = None
    total: int
    done: int = 0
    lines: list[Outcome] = Field(sa_column=Column(JSON_COLUMN, nullable=False))
    problem: str = ""
    brought_at: datetime

    @property
    def over(self) -> bool:
        """Whether nothing more will be taken of it."""
        return bool(self.problem) or self.done >= self.total


imports = table_of(Import)


def add(tx: Connection, brought: Import) -> int:
    """Keeps a file; gives its number."""
    values = brought.model_dump(exclude={"id"})
    key: int = tx.execute(insert(imports).values(**values).returning(imports.c.id)).scalar_one()
    return key


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
    begun = update(imports).where(imports.c.id == key, imports.c.accept.is_(None)).values(accept=accept, lines=[])
    if tx.execute(begun).rowcount == 0:
        raise MovedOn


def go_on(tx: Connection, brought: Import, lines: list[Outcome], *, problem: str = "") -> None:
    """Some more of it is taken, or it turned out that it cannot be. Raises MovedOn where another has done so."""
    brought.done += len(lines)
    brought.lines = [*brought.lines, *lines]
    brought.problem = problem
    content = {"content": b""} if brought.over else {}
    before = imports.c.done == brought.done - len(lines)
    values = {"done": brought.done, "lines": brought.lines, "problem": problem, **content}
    if tx.execute(update(imports).where(imports.c.id == brought.key, before).values(**values)).rowcount == 0:
        raise MovedOn


def forget(tx: Connection, key: int) -> None:
    """It is not wanted after all."""
    tx.execute(delete(imports).where(imports.c.id == key))


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets files after a week."""
    tx.execute(delete(imports).where(imports.c.brought_at < now - KEPT))
