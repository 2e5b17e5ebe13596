"""The database's versions, made and applied by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from storage.database import Database


def migrate(database: Database) -> None:
    """Brings the database to the newest version; on a new one, creates everything."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
