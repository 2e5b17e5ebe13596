"""The command line: `python -m bot COMMAND`."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot import log
from bot.transfer import IMPORTED
from conversations.exchange import EXPORTED

try:
    from bot.settings import Settings
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}. Call it as .venv/bin/python -m bot: `make run` sets that up.")

PLAYGROUND_TOKEN = "7000000001:playground"
PLAYGROUND_PORT = 8016
DATA = Path("data")
PLAYGROUND_DATABASE = f"sqlite:///{DATA / 'playground-bot.db'}"
OPTIONS = ("now", "lang", "zone", "edition", "event_start")


def main() -> int:
    """Runs a command; gives its exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="The bot of the Public Innovation Week.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, act: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(act=act)
        return added

    run_parser = command("run", _run, "the bot: on Telegram with a token, on the playground without one")
    run_parser.add_argument("--clock", metavar="URL", help="follow the clock at this address")
    playground = command("playground", _playground, "the bot on the playground, whatever the token")
    playground.add_argument("--port", type=int, default=PLAYGROUND_PORT)
    playground.add_argument("--token", help="for a bot of yours in the place of ours: the token that it will use")
    playground.add_argument("--bot", metavar="URL", help="with --token: its webhook; without, it fetches its updates")
    seeding = command("seed", _seed, "write the sample programme into the playground, or where DATABASE_URL says")
    seeding.add_argument("--now", type=datetime.fromisoformat, help="the moment around which it lies (ISO 8601)")
    seeding.add_argument("--events", type=int, default=300)
    exporting = command("export", _export, "the programme as a file: an edition whole, or as each of the feeds")
    exporting.add_argument("kind", choices=EXPORTED)
    exporting.add_argument("--edition", type=int, help="its year; default: the one that is meant now")
    exporting.add_argument("--lang", choices=("fr", "en"), default="fr")
    exporting.add_argument("--bot", metavar="NAME", help="the bot's name, to which links lead")
    exporting.add_argument("--output", type=Path, help="the file; default: to stdout")
    importing = command("import", _import, "an edition whole, or events from elsewhere; all of a file or nothing")
    importing.add_argument("file", type=Path)
    importing.add_argument("--kind", choices=IMPORTED, help="default: by its name")
    importing.add_argument("--organiser", type=int, default=0, help="whose drafts they become: a Telegram user id")
    importing.add_argument("--accept", action="store_true", help="on the programme at once, not as drafts")
    moving = command("move", _move, "everything into another database, which is empty, and compared row by row")
    moving.add_argument("to", metavar="URL", help="postgresql://user:password@host/name, or sqlite:///file")
    backing = command("backup", _back_up, "everything into one file, while the bot goes on")
    backing.add_argument("file", type=Path)
    restoring = command("restore", _restore, "what a backup holds into an empty database")
    restoring.add_argument("file", type=Path)
    command("migrate", _migrate, "bring the database to the newest version")
    command("check", _check, "say of everything that is needed whether it is right")
    for name, text in (
        ("understand", "what questions mean, a JSON object a line"),
        ("dates", "what an organiser's dates mean, likewise"),
        ("reminder", "when a reminder is, likewise"),
    ):
        reader = command(name, _read, text)
        reader.set_defaults(name=name)
        reader.add_argument("text", nargs="*", help="the text; lines of stdin (text or JSON) when there is none")
        reader.add_argument("--now", help="the moment (ISO 8601); default: the clock")
        reader.add_argument("--lang", choices=("fr", "en"), default="fr")
        reader.add_argument("--zone", help="IANA time zone; default: Europe/Paris")
        if name != "reminder":
            reader.add_argument("--edition", help="the Week's first and last day, A/B; default: that of 2016")
        if name == "reminder":
            reader.add_argument("--event-start", help="the session's beginning (ISO 8601)")
    searching = command("search", _search, "what is on the programme for a question")
    searching.add_argument("text", nargs="+")
    searching.add_argument("--now", help="the moment (ISO 8601); default: the clock")
    arguments = parser.parse_args()
    log.set_up()
    act: Callable[[argparse.Namespace], int] = arguments.act
    try:
        return act(arguments)
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        for each in error.errors():
            print(f"{'.'.join(map(str, each['loc'])).upper()} in .env: {each['msg']}", file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings()
    log.set_up(settings.log_format)
    if settings.telegram_bot_token is None:
        print("No TELEGRAM_BOT_TOKEN is set: opening the playground.")
        return _playground(argparse.Namespace(port=PLAYGROUND_PORT, token=None))
    from bot.application import Application
    from bot.way_in import RefusedToken
    from storage.database import InUse

    try:
        return _until_stopped(Application(settings, arguments.clock).run())
    except (InUse, RefusedToken) as error:
        print(error, file=sys.stderr)
        return 1


def _until_stopped(work: Coroutine[Any, Any, None]) -> int:
    """Runs until SIGINT or SIGTERM, then lets the work end in order."""
    import uvloop

    async def guarded() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    uvloop.run(guarded())
    return 0


def _playground(arguments: argparse.Namespace) -> int:
    if arguments.token:
        return _until_stopped(_open_alone(arguments.token, arguments.bot, arguments.port))
    return _until_stopped(_open_playground(arguments.port))


async def _open_alone(token: str, webhook: str | None, port: int) -> None:
    """The server here, for somebody else's bot; it forgets everything when it stops."""
    from bot.playground.opening import people_of
    from bot.playground.server import Playground
    from bot.playground.store import Store

    playground = Playground(token, Store())
    people_of(playground.telegram)
    if webhook:
        playground.telegram.store.put("webhook", 0, {"url": webhook})
    address = await playground.start(port=port)
    print(f"\n  The playground is open:  {address}")
    print(f"  Your bot's Bot API:      {address}/bot<token>/METHOD, in the place of https://api.telegram.org")
    print(f"  What it knows:           {address}/methods\n", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await playground.stop()


async def _open_playground(port: int) -> None:
    """The server here, the bot beside it in a process of its own; they speak HTTP."""
    from bot.playground.opening import people_of
    from bot.playground.server import Playground
    from bot.playground.store import Store

    playground = Playground(PLAYGROUND_TOKEN, Store(DATA / "playground.db"))
    cast = people_of(playground.telegram)
    address = await playground.start(port=port)
    pages = (urlsplit(address).port or PLAYGROUND_PORT) + 1
    environment = os.environ | {
        "TELEGRAM_BOT_TOKEN": PLAYGROUND_TOKEN,
        "TELEGRAM_API_URL": address,
        "DATABASE_URL": PLAYGROUND_DATABASE,
        "ADMIN_IDS": str(cast.administrator),
        "COMMITTEE_CHAT_ID": str(cast.committee),
        "PUBLIC_URL": "",
        "WEBHOOK_SECRET": "",
        "PAGES_PORT": str(pages),
        "PAGES_URL": f"http://127.0.0.1:{pages}",
    }
    bot: asyncio.subprocess.Process | None = None
    try:
        now = playground.telegram.now().isoformat()
        seeding = await asyncio.create_subprocess_exec(*_self("seed", "--now", now), env=environment)
        await seeding.wait()
        bot = await asyncio.create_subprocess_exec(*_self("run", "--clock", f"{address}/clock"), env=environment)
        print(f"\n  The playground is open:  {address}")
        print(f"  The public pages:        http://{urlsplit(address).hostname}:{pages}/\n", flush=True)
        await bot.wait()
    finally:
        if bot is not None and bot.returncode is None:
            bot.terminate()
            await bot.wait()
        await playground.stop()


def _self(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot", *arguments]


def _seed(arguments: argparse.Namespace) -> int:
    from bot.sample.seed import AlreadyServed, seed
    from conversations.understanding.place import Gazetteer
    from storage import committee
    from storage.database import Database
    from storage.migrations import migrate

    settings = Settings()
    named = "database_url" in settings.model_fields_set  # the sample programme goes nowhere by default but there
    database = Database(settings.database_url if named else PLAYGROUND_DATABASE)
    migrate(database)
    now = (arguments.now or datetime.now(UTC)).astimezone(UTC)
    try:
        with database.tx() as tx:
            written = seed(tx, Gazetteer.load(), now, arguments.events)
            if settings.committee_chat_id is not None:  # afterwards: it is shown what waits, not what is decided
                committee.configure(tx, settings.committee_chat_id, now)
    except AlreadyServed as error:
        print(error, file=sys.stderr)
        return 1
    if written:
        print(f"{written} sample events written.")
    return 0


def _read(arguments: argparse.Namespace) -> int:
    from bot.reading import read_lines

    options = {key: value for key, value in vars(arguments).items() if key in OPTIONS and value is not None}
    lines = [" ".join(arguments.text)] if arguments.text else sys.stdin
    return read_lines(arguments.name, lines, options, bool(arguments.text), sys.stdout)


def _search(arguments: argparse.Namespace) -> int:
    from conversations.discover.search.searches import search_of
    from conversations.understanding.place import Gazetteer
    from conversations.understanding.question import understand
    from storage import finding, programme
    from storage.database import Database

    now = datetime.fromisoformat(arguments.now) if arguments.now else datetime.now(UTC)
    question = understand(" ".join(arguments.text), now, Gazetteer.load())
    with Database(Settings().database_url).tx() as tx:
        for hit in programme.shown(tx, finding.find(tx, search_of(question, now), 20)):
            metres = "" if hit.metres is None else f" · {hit.metres / 1000:.1f} km"
            print(f"{hit.reference} · {hit.start:%Y-%m-%d %H:%M} UTC · {hit.place or 'online'}{metres} · {hit.title}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from bot.transfer.exporting import NO_PAGES, NoEdition, export
    from conversations.exchange import World
    from conversations.understanding.place import Gazetteer
    from storage.database import Database

    settings, database = Settings(), Database(Settings().database_url)
    base = (settings.pages_url or NO_PAGES).rstrip("/")
    try:
        content = export(
            database,
            World(Gazetteer.load(), arguments.bot or "bot"),
            arguments.kind,
            year=arguments.edition,
            language=arguments.lang,
            base=base,
            now=datetime.now(UTC),
        )
    except NoEdition as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.output:
        arguments.output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from bot.transfer.importing import NoEditionYet, import_edition, import_events, kind_of
    from bot.transfer.sources import Unreadable
    from conversations.understanding.place import Gazetteer
    from storage.archive import AlreadyThere
    from storage.archived import OtherFormat
    from storage.database import Database
    from storage.migrations import migrate

    def progress(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{'#' * (done * 40 // of):40} {done}/{of}", end="\n" if done == of else "", file=sys.stderr)

    try:
        content = arguments.file.read_bytes()
        database, kind = Database(Settings().database_url), arguments.kind or kind_of(arguments.file.name, content)
        migrate(database)
        if kind == "edition":
            print(f"{import_edition(database, content)} events imported.")
            return 0
        lines = import_events(
            database,
            Gazetteer.load(),
            kind,
            content,
            organiser=arguments.organiser,
            accept=arguments.accept,
            now=datetime.now(UTC),
            progress=progress,
        )
    except (AlreadyThere, NoEditionYet, OSError, OtherFormat, Unreadable) as error:
        print(error, file=sys.stderr)
        return 1
    for line in lines:
        print(f"{line.place}: {line.became or 'refused'} · {line.title} {', '.join(line.missing)}".rstrip())
    return 0 if all(line.became for line in lines) else 1


def _move(arguments: argparse.Namespace) -> int:
    from bot.databases import move_database

    return move_database(arguments)


def _back_up(arguments: argparse.Namespace) -> int:
    from bot.databases import back_up

    return back_up(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from bot.databases import restore

    return restore(arguments)


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.databases import migrate_database

    return migrate_database(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from bot.check import check

    lines, right = check(Settings())
    print("\n".join(lines))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
