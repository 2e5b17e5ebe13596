"""Whose data is whose: every column that holds a person says so in its `info`.

From these declarations follow what somebody is told that is kept of them, and what is erased when they ask.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, LargeBinary, Table, delete, select, update
from sqlmodel import SQLModel

from storage.database import JsonDict

NOBODY = 0  # who stands where somebody stood that was forgotten
THEIRS: dict[str, Any] = {"person": "theirs"}  # a person's Telegram id; the row is about them and goes with them
BY_THEM: dict[str, Any] = {"person": "by them"}  # who did it; the record stays, of NOBODY
DONE_BY: dict[str, Any] = {"person": "done by"}  # who did it; what the record holds is not of them
THROUGH: dict[str, Any] = {"person": "through"}  # a foreign key: the row is of whoever that record is of


def said(erased: object) -> dict[str, Any]:
    """What somebody told or is called, and what stands there once they are forgotten.

    A dict replaces these keys of a JSON object and leaves the others.
    """
    return {"erased": erased}


def person_column(info: dict[str, Any], *, nullable: bool = False, **how: Any) -> Column[int]:
    """A column of Telegram ids."""
    return Column(BigInteger, nullable=nullable, autoincrement=False, info=info, **how)


def told(tx: Connection, person: int) -> dict[str, list[JsonDict]]:
    """Every row that holds this person, by table."""
    found: dict[str, list[JsonDict]] = {}
    for table, condition in _held(person):
        told_of = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
        found_rows = tx.execute(select(*told_of).where(condition)).mappings()
        rows = [_as_told(table, row, person) for row in found_rows]
        if rows:
            found.setdefault(str(table.name), []).extend(rows)
    return found


def _as_told(table: Table, row: Any, person: int) -> JsonDict:
    """A row as this person may read it: who else is in it is nobody's business."""
    others = {c.name for c in table.columns if c.info.get("person") in ("theirs", "by them", "done by")}
    return {str(name): None if name in others and value != person else value for name, value in row.items()}


def erase(tx: Connection, person: int) -> None:
    """Forgets this person: what is about them goes, what they did stays without them."""
    for table, condition in _held(person):
        kinds = {column.info.get("person") for column in table.columns}
        if "theirs" in kinds:
            tx.execute(delete(table).where(condition))
        else:
            blank(tx, table, condition)
    for kind in ("by them", "done by"):
        for table, column in _columns(kind):
            tx.execute(update(table).where(column == person).values({column.name: NOBODY}))


def _held(person: int) -> Iterator[tuple[Table, Any]]:
    """Each table that holds people, with the rows that hold this one; those reached through another table first."""
    for table, column in _columns("through"):
        (key,) = column.foreign_keys
        owner = next(each for each in key.column.table.columns if each.info.get("person") in ("theirs", "by them"))
        yield table, column.in_(select(key.column).where(owner == person))
    for kind in ("by them", "theirs"):
        for table, column in _columns(kind):
            yield table, column == person


def _columns(kind: str) -> Iterator[tuple[Table, Column[Any]]]:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get("person") == kind:
                yield table, column


def blank(tx: Connection, table: Table, condition: Any) -> None:
    """Takes what people said, and how they were called, out of rows that stay."""
    keys = list(table.primary_key.columns)
    spoken = [column for column in table.columns if "erased" in column.info]
    if not spoken:
        return
    for row in tx.execute(select(*keys, *spoken).where(condition)).mappings().all():
        values = {
            column.name: row[column.name] | column.info["erased"]
            if isinstance(column.info["erased"], dict)
            else column.info["erased"]
            for column in spoken
        }
        tx.execute(update(table).where(*(key == row[key.name] for key in keys)).values(**values))
