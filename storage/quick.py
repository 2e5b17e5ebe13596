"""Statements that nearly every update needs, run on the database's driver itself.

A call through SQLAlchemy costs 40 to 130 µs, one of these 5 to 10; they run in the same transaction.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from storage.database import JsonDict

_NAME = re.compile(r"(?<!:):(\w+)")


class Quick:
    """SQL that both databases read, its values named `:name`; `anew`: PostgreSQL plans it for its values each time."""

    def __init__(self, sql: str, *, anew: bool = False) -> None:
        self._sql = {"sqlite": sql, "postgresql": _NAME.sub(r"%(\1)s", sql)}
        self._more = {"sqlite": {}, "postgresql": {"prepare": False} if anew else {}}

    def run(self, tx: Connection, values: dict[str, Any]) -> Any:
        """Runs it; gives the driver's cursor, whose rows are tuples."""
        dialect = tx.dialect.name
        return _driver(tx).execute(self._sql[dialect], values, **self._more[dialect])

    def run_each(self, tx: Connection, values: Sequence[dict[str, Any]]) -> int:
        """Runs it once for each set of values; gives how many rows that has changed."""
        cursor = _driver(tx).cursor()
        cursor.executemany(self._sql[tx.dialect.name], values)
        changed: int = cursor.rowcount
        return changed

    def rows_of_each(self, tx: Connection, values: Sequence[dict[str, Any]]) -> list[Any]:
        """Runs it once for each set of values, on PostgreSQL without waiting in between; gives the row of each."""
        if tx.dialect.name == "sqlite":
            return [self.run(tx, each).fetchone() for each in values]
        cursor = _driver(tx).cursor()
        cursor.executemany(self._sql["postgresql"], values, returning=True)
        return [result.fetchone() for result in cursor.results()]


def _driver(tx: Connection) -> Any:
    return tx.connection.driver_connection


def moment_in(tx: Connection, moment: datetime) -> object:
    """An aware datetime as the driver writes it beside SQLModel's own columns."""
    if tx.dialect.name == "postgresql":
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def moment_out(value: Any) -> datetime:
    """A moment as the driver gives it, aware."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def json_in(value: JsonDict) -> str:
    """A JSON value as the driver writes it."""
    return orjson.dumps(value).decode()


def json_out(value: Any) -> JsonDict:
    """A JSON value as the driver gives it: text on SQLite, a dict on PostgreSQL."""
    loaded: JsonDict = orjson.loads(value) if isinstance(value, str) else value or {}
    return loaded
