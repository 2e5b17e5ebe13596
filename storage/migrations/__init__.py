"""The database's versions, made and applied by Alembic."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from storage import revisions, sessions, spelling
from storage.database import Database

MIGRATING = 20161114  # the name of a lock that only migrations take


def is_newest(database: Database) -> bool:
    """Whether the database is at the newest version."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    """The newest version; reading all of them takes a twentieth of a second."""
    return ScriptDirectory(str(Path(__file__).parent)).get_current_head()


def migrate(database: Database) -> None:
    """Brings the database to the newest version; on a new one, creates everything. One process at a time."""
    if is_newest(database):
        return
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            for patience in ("lock_timeout", "idle_in_transaction_session_timeout"):
                connection.execute(text(f"set local {patience} = 0"))
            connection.execute(text(f"select pg_advisory_xact_lock({MIGRATING})"))
        command.upgrade(config, "head")
        index_anew(connection)
        connection.commit()


def index_anew(tx: Connection) -> None:
    """Makes the programme findable anew where a version has emptied its index."""
    if spelling.is_empty(tx):
        of_events = select(sessions.sessions.c.proposal).distinct()
        known = list(tx.execute(of_events.order_by(sessions.sessions.c.proposal)).scalars())
        agreed = ((key, revisions.agreed_answers(tx, key)) for key in known)
        sessions.reindex(tx, ((key, answers) for key, answers in agreed if answers))
