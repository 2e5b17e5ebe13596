"""A migrated database in memory for each example of a property: migrated once, then copied."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from storage.database import Database
from storage.migrations import migrate


@cache
def _image() -> bytes:
    database = Database("sqlite://")
    migrate(database)
    with database.engine.connect() as connection:
        image = connection.connection.driver_connection.serialize()  # type: ignore[union-attr]
    database.close()
    return bytes(image)


@contextmanager
def migrated() -> Iterator[Database]:
    """An empty database with every table."""
    database = Database("sqlite://")
    with database.engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.deserialize(_image())
    yield database
    database.close()
