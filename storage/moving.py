"""From one database to another, SQLite to PostgreSQL or back: every row, then compared row by row."""

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrations import index_anew, migrate

MADE_ANEW = ("words", "slips", "workers", "rights", "pace")  # of what is there, or of who serves it
AT_ONCE = 500  # rows

Progress = Callable[[str, int], None]


class NotEmpty(ValueError):
    """There is something in the database to move to: move into an empty one."""

    def __str__(self) -> str:
        return str(self.__doc__)


class Differs(RuntimeError):
    """A table is not the same in both databases: nothing was moved."""


def move(source: Database, target: Database, progress: Progress = lambda table, rows: None) -> dict[str, int]:
    """Copies all of it into an empty database, and compares; gives the rows of each table. Nothing is written where
    that fails. The source stands still meanwhile, or is read as of one moment (`Database.to_read`). Raises NotEmpty
    and Differs.
    """
    migrate(target)
    moved: dict[str, int] = {}
    with source.tx() as before, target.tx() as after:
        tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in MADE_ANEW]
        if any(_count(after, table) for table in tables):
            raise NotEmpty
        for table in tables:
            for rows in _rows(before, table):
                after.execute(insert(table), rows)
            moved[str(table.name)] = _count(before, table)
            _count_on(after, table)
            progress(str(table.name), moved[str(table.name)])
        for table in tables:
            _compare(before, after, table)
        index_anew(after)
    return moved


def _rows(tx: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table in the order of their keys, some at a time."""
    ordered = select(table).order_by(*table.primary_key.columns)
    found = tx.execute(ordered, execution_options={"yield_per": AT_ONCE})
    yield from ([dict(row) for row in rows] for rows in found.mappings().partitions())


def _count(tx: Connection, table: Table) -> int:
    return tx.execute(select(func.count()).select_from(table)).scalar_one()


def _count_on(tx: Connection, table: Table) -> None:
    """The next number of a table follows the last that was ever given."""
    keys = list(table.primary_key.columns)
    if tx.dialect.name != "postgresql" or len(keys) != 1 or table.autoincrement_column is None:
        return
    of = {"table": table.name, "key": keys[0].name}
    sequence = tx.execute(text("select pg_get_serial_sequence(:table, :key)"), of)
    if name := sequence.scalar():
        last = tx.execute(select(func.max(keys[0]))).scalar()
        tx.execute(text("select setval(:name, :last, :given)"), {"name": name, "last": last or 1, "given": bool(last)})


def _compare(before: Connection, after: Connection, table: Table) -> None:
    for old, new in zip_longest(_rows(before, table), _rows(after, table)):
        if old != new:
            raise Differs(f"{table.name}: nothing was moved")
