"""Commands that concern the database as a whole: its version, moving it, a backup and what comes back from one."""

import shutil
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from bot.settings import Settings
from storage.database import Database, InUse
from storage.migrations import is_newest, migrate
from storage.moving import Differs, NotEmpty, move


def migrate_database(arguments: Namespace) -> int:
    """Brings the database to the newest version."""
    migrate(Database(Settings().database_url))
    print("The database is at the newest version.")
    return 0


def move_database(arguments: Namespace) -> int:
    """Everything into another database, while the bot stands still."""
    source, target = Database(Settings().database_url), Database(arguments.to)
    try:
        source.keep_for_this_process()  # nobody writes meanwhile
        migrate(source)
        return _moved(source, target)
    except InUse as error:
        print(error, file=sys.stderr)
        return 1


def back_up(arguments: Namespace) -> int:
    """Everything as it is at this moment into one file, a SQLite database, while the bot goes on."""
    kept: Path = arguments.file
    if kept.exists():
        print(f"{kept} is there already: name another file.", file=sys.stderr)
        return 1
    source = Database(Settings().database_url)
    if not is_newest(source):
        print("The database is of an older version: `python -m bot migrate` first.", file=sys.stderr)
        return 1
    part = kept.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch(mode=0o600)  # people stand in it
    reading, target = source.to_read(), Database(f"sqlite:///{part}")
    failed = _moved(reading, target)
    for database in (source, reading, target):
        database.close()
    if not failed:
        part.rename(kept)
    return failed


def restore(arguments: Namespace) -> int:
    """What a backup holds into an empty database; the backup may be of an older version, and stays as it is."""
    if not arguments.file.is_file():
        print(f"{arguments.file} is not there.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "backup.db"
        shutil.copyfile(arguments.file, copied)
        source = Database(f"sqlite:///{copied}")
        migrate(source)
        failed = _moved(source, Database(Settings().database_url))
        source.close()
    return failed


def _moved(source: Database, target: Database) -> int:
    try:
        moved = move(source, target, lambda table, rows: print(f"{table}: {rows}", file=sys.stderr))
    except (Differs, NotEmpty) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{sum(moved.values())} rows of {len(moved)} tables are the same in both.")
    return 0
