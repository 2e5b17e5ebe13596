"""The database's versions, made and applied by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage.database import Database

MIGRATING = 20161114  # the name of a lock that only migrations take


def migrate(database: Database) -> None:
    """Brings the database to the newest version; on a new one, creates everything. One process at a time."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"select pg_advisory_xact_lock({MIGRATING})"))
        command.upgrade(config, "head")
        connection.commit()
