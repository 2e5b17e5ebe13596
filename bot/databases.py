"""Commands that concern the database as a whole: its version, moving it, a backup and what comes back from one."""

import shutil
import sys
import tempfile
from argparse import Namespace
from contextlib import closing
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
    with closing(Database(Settings().database_url)) as source, closing(Database(arguments.to)) as target:
        try:
            source.keep_for_this_process()  # nobody writes meanwhile
        except InUse as error:
            print(error, file=sys.stderr)
            return 1
        migrate(source)
        with closing(source.to_read()) as reading:
            return _moved(reading, target)


def back_up(arguments: Namespace) -> int:
    """Everything as it is at this moment into one file, a SQLite database, while the bot goes on."""
    kept: Path = arguments.file
    if kept.exists():
        print(f"{kept} is there already: name another file.", file=sys.stderr)
        return 1
    part = kept.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch(mode=0o600)  # people stand in it
    try:
        with (
            closing(Database(Settings().database_url, read_only=True)) as source,
            closing(Database(f"sqlite:///{part}")) as target,
        ):
            if not is_newest(source):
                print("The database is not of this version: `python -m bot migrate` first.", file=sys.stderr)
                return 1
            if failed := _moved(source, target):
                return failed
        part.rename(kept)
        return 0
    finally:
        part.unlink(missing_ok=True)


def restore(arguments: Namespace) -> int:
    """What a backup holds into an empty database; the backup may be of an older version, and stays as it is."""
    if not arguments.file.is_file():
        print(f"{arguments.file} is not there.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "backup.db"
        shutil.copyfile(arguments.file, copied)
        with (
            closing(Database(f"sqlite:///{copied}")) as source,
            closing(Database(Settings().database_url)) as target,
        ):
            migrate(source)
            return _moved(source, target)


def _moved(source: Database, target: Database) -> int:
    try:
        target.keep_for_this_process()  # no bot begins on it meanwhile
        moved = move(source, target, lambda table, rows: print(f"{table}: {rows}", file=sys.stderr))
    except (Differs, InUse, NotEmpty) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{sum(moved.values())} rows of {len(moved)} tables are the same in both.")
    return 0
