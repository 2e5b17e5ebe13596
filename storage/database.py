"""The database and its one transaction, on SQLite and on PostgreSQL.

`Database(url).tx()` gives a connection whose work is done as a whole or not at all.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

import orjson
import psycopg
from pydantic import JsonValue
from sqlalchemy import JSON, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import class_mapper
from sqlmodel import Field, SQLModel

Record = TypeVar("Record", bound=SQLModel)
Value = TypeVar("Value")
Upsert = sqlite.Insert | postgresql.Insert
JsonDict = dict[str, JsonValue]

# A worker that stops in the midst of a transaction, or whose machine is gone, must not stop the others: what it holds
# is free again within two seconds, and nobody waits longer than one for it.
TIMEOUTS = {"lock_timeout": "1s", "idle_in_transaction_session_timeout": "2s", "tcp_user_timeout": "2s"}
PATIENT = "PRAGMA busy_timeout=10000"
IDLE = 1.0  # seconds after which a connection to PostgreSQL is tried before it is used
POSTGRESQL: dict[str, Any] = {
    "connect_args": {
        "options": " ".join(f"-c {name}={value}" for name, value in TIMEOUTS.items()),
        "connect_timeout": 3,
        "tcp_user_timeout": 3000,
    },
}
READING: dict[str, Any] = {
    "pool_pre_ping": True,  # what reads is not tried again
    "connect_args": {
        "options": "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read",
        "connect_timeout": 3,
    },
}
ROLLED_BACK = "40"  # the class of SQLSTATE of deadlocks and of transactions that got in each other's way
NOT_AVAILABLE = "55P03"  # what was to be locked is held by another for longer than `lock_timeout`
READ = "read"  # what a transaction has read once, in its `info`
JSON_COLUMN = JSON().with_variant(JSONB(), "postgresql")


class Keyed(SQLModel):
    """A record with a number of its own, given when it is stored and never again to another."""

    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)

    @property
    def key(self) -> int:
        """The number of a record that is stored. Raises ValueError before."""
        if self.id is None:
            raise ValueError(f"this {type(self).__name__} is not stored yet")
        return self.id


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


class Database:
    """One database, reached through transactions.

    `url` is SQLAlchemy's: `sqlite:///data/bot.db` or `postgresql+psycopg://…` (plain `postgresql://` too). One that is
    `read_only` waits for nobody who writes, nor does anybody for it.
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(
            parsed,
            json_serializer=_json,
            json_deserializer=orjson.loads,
            hide_parameters=True,  # people stand in them, and errors in the log
            **({} if parsed.get_backend_name() == "sqlite" else READING if read_only else POSTGRESQL),
        )
        self._lock: sqlite3.Connection | None = None
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _set_up_sqlite_to_read if read_only else _set_up_sqlite)
            event.listen(self.engine, "begin", _begin if read_only else _begin_immediate)
        elif not read_only:
            event.listen(self.engine, "checkin", _note_when)
            event.listen(self.engine, "checkout", _try_when_idle)

    @contextmanager
    def tx(self) -> Iterator[Connection]:
        """A transaction: committed when the block ends, rolled back when it raises."""
        with self.engine.begin() as connection:
            connection.info.clear()  # what is noted in it is this transaction's
            yield connection

    def to_read(self) -> "Database":
        """The same database, read only, for a thread that takes its time."""
        return Database(self.engine.url.render_as_string(hide_password=False), read_only=True)

    def keep_for_this_process(self) -> None:
        """Makes this process the only one that serves a SQLite file, until it ends. Raises InUse."""
        path = self.engine.url.database
        if self.engine.dialect.name != "sqlite" or not path:
            return
        self._lock = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")  # the system lets go of it, however the process ends
        except sqlite3.OperationalError:
            raise InUse from None

    def tidy(self) -> None:
        """What was erased leaves the file as well: SQLite keeps a copy in its log of writes until that begins anew."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA busy_timeout=0")  # whoever reads for long, a backup, is not waited for
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                driver.execute(PATIENT)

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()
        if self._lock:
            self._lock.close()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for savepoints
    connection.execute(PATIENT)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _set_up_sqlite_to_read(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(PATIENT)
    connection.execute("PRAGMA query_only=ON")


def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")  # through SQLAlchemy it would cost as much as all an update reads


def _note_when(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _try_when_idle(connection: Any, record: Any, _proxy: object) -> None:
    """A ping for each transaction would cost as much as a statement; what breaks within a second is tried again."""
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < IDLE:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


class InUse(Exception):
    """Another process serves this SQLite file: stop it first, or use PostgreSQL, which any number may serve."""

    def __str__(self) -> str:
        return str(self.__doc__)


def is_away(error: Exception) -> bool:
    """Whether the database is to blame for an error, and not what was asked of it: it is away, or locked.

    A deadlock is not: whoever was in it does its work again, one piece after the other.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    if str(getattr(cause, "sqlstate", None) or "").startswith(ROLLED_BACK):
        return False
    return isinstance(cause, sqlite3.OperationalError | psycopg.OperationalError | psycopg.InterfaceError)


def is_contended(error: Exception) -> bool:
    """Whether another held for too long what was to be locked: it is free again by and by."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlstate", None) == NOT_AVAILABLE


@contextmanager
def savepoint(tx: Connection) -> Iterator[None]:
    """What is done in the block is undone when it raises; the transaction goes on. On the driver: it stands on the way
    of every press of a button.
    """
    driver: Any = tx.connection.driver_connection
    driver.execute("savepoint part")
    try:
        yield
    except BaseException:
        driver.execute("rollback to savepoint part")
        tx.info.pop(READ, None)
        raise
    finally:
        driver.execute("release savepoint part")


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a SQLModel class."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def upsert(tx: Connection, table: Table) -> Upsert:
    """An INSERT that knows ON CONFLICT, in the dialect of this transaction."""
    make: Callable[[Table], Upsert] = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    return make(table)


def records(model: type[Record], rows: Any) -> list[Record]:
    """Rows of a SELECT of the whole table as records of its class."""
    return [record(model, row) for row in rows.mappings()]


def one(model: type[Record], rows: Any) -> Record | None:
    """The first row as a record, or None."""
    row = rows.mappings().first()
    return None if row is None else record(model, row)


def record(model: type[Record], row: Mapping[str, Any]) -> Record:
    """A row as a record of its class, made as SQLAlchemy's ORM makes those that it reads: what comes from the database
    needs no second look, which would take three times as long. Every column must be there.
    """
    made: Record = class_mapper(model).class_manager.new_instance()
    made.__dict__.update(row)
    return made


def read_once(tx: Connection, what: str, read: Callable[[], Value]) -> Value:
    """What is read the first time that a transaction asks for it, and the same from then on, until it is `forgotten`
    or a savepoint is gone back to.
    """
    known: dict[str, Any] = tx.info.setdefault(READ, {})
    if what not in known:
        known[what] = read()
    return cast(Value, known[what])


def forgotten(tx: Connection, what: str) -> None:
    """What was read once is changed now: it is read anew."""
    tx.info.get(READ, {}).pop(what, None)
