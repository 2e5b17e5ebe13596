"""A file that was brought in the chat: read once, shown, then written event by event, each once."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection

from bot.files.refusing import FileRefused
from bot.transfer.candidates import Candidate, candidate
from bot.transfer.importing import kind_of, take, unfit
from bot.transfer.sources import SOURCES, Unreadable
from conversations.understanding.place import Gazetteer
from storage import archive, archived, editions, imports
from storage.answers import Answers
from storage.archived import MOST_EVENTS, Archive, ArchivedEdition, ArchivedEvent, OtherFormat, TooManyEvents
from storage.database import Database, is_away, savepoint
from storage.editions import Edition
from storage.imports import Import, ImportedEvent
from storage.personal import NOBODY
from storage.proposals import MovedOn

log = logging.getLogger(__name__)
STRETCH = 1.0  # seconds of work between two looks at the bar
GIVE_WAY = 0.02  # seconds between two transactions, in which others are answered
AT_ONCE = 25  # events that are kept in one transaction
T = TypeVar("T")


def bring(database: Database, gazetteer: Gazetteer, name: str, content: bytes, *, by: int, now: datetime) -> int:
    """Keeps what can be read of a file; gives its number. Raises FileRefused. Not in the loop's thread: it takes a
    second for a thousand events.
    """
    try:
        kind = kind_of(name.lower(), content)
        whole = archived.read(content) if kind == "edition" else None
        read = [] if whole else [candidate(each, gazetteer) for each in SOURCES[kind](content)]
    except Unreadable as error:
        raise FileRefused(error.code) from None
    except TooManyEvents:
        raise FileRefused("too_many", str(MOST_EVENTS)) from None
    except OtherFormat:
        raise FileRefused("other_format") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise FileRefused("wrong_edition", f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except Exception as error:
        log.warning("a file cannot be read: %s", type(error).__name__)
        raise FileRefused("unreadable") from error
    brought = Import(person=by, name=name[:200], kind=kind, total=0, brought_at=now)
    if whole:
        return _keep_edition(database, brought, whole)
    if not read:
        raise FileRefused("empty")
    if len(read) > MOST_EVENTS:
        raise FileRefused("too_many", str(MOST_EVENTS))
    brought.total = len(read)
    with database.tx() as tx:
        edition, number = editions.current(tx, now), imports.add(tx, brought)
    _keep(database, number, read, lambda tx, each: _as_kept(tx, each, edition))
    return number


def _keep(database: Database, number: int, parts: list[T], as_kept: Callable[[Connection, T], ImportedEvent]) -> None:
    """Some events a transaction; between two of them others may write, so that nobody waits for a whole file."""
    for start in range(0, len(parts), AT_ONCE):
        with database.tx() as tx:
            imports.add_events(tx, number, start, [as_kept(tx, each) for each in parts[start : start + AT_ONCE]])
        time.sleep(GIVE_WAY)


def _as_kept(tx: Connection, each: Candidate, edition: Edition | None) -> ImportedEvent:
    wrong = unfit(tx, each.answers, edition) if edition else []
    missing = [*each.missing, *wrong]
    return ImportedEvent(
        file=0,
        position=0,
        place=each.where,
        title=each.answers.title or "",
        missing=missing,
        lacking=bool(missing),
        draft=bool(each.answers.title) and not wrong,
        content=each.answers.model_dump(mode="json"),
    )


def _keep_edition(database: Database, brought: Import, whole: Archive) -> int:
    """An edition and its events: itself comes first."""
    parts = [(whole.edition.name, whole.edition), *((each.answers.title or "", each) for each in whole.events)]
    brought.year, brought.title, brought.total = whole.edition.year, whole.edition.name, len(parts)
    kept = [
        ImportedEvent(file=0, position=0, place=str(n), title=title, content=part.model_dump(mode="json"))
        for n, (title, part) in enumerate(parts)
    ]
    with database.tx() as tx:
        if editions.edition_of(tx, whole.edition.year):
            raise FileRefused("already_there")
        number = imports.add(tx, brought)
    _keep(database, number, kept, lambda tx, each: each)
    return number


async def import_more(database: Database, number: int, *, by: int, now: datetime, stretch: float = STRETCH) -> None:
    """Writes of it for about `stretch` seconds, an event a transaction, in the loop's thread: so nobody waits for
    longer than one event takes. What is over, or not to be begun yet, is left.
    """
    until = time.monotonic() + stretch
    while _write_next(database, number, by, now) and time.monotonic() < until:
        await asyncio.sleep(GIVE_WAY)


def _write_next(database: Database, number: int, by: int, now: datetime) -> bool:
    """Writes one event; False where there is none to be written."""
    try:
        with database.tx() as tx:
            known = imports.find(tx, number, by)
            event = imports.next_event(tx, known) if known and known.accept is not None and not known.over else None
            if known is None or event is None:
                return False
            _write(tx, known, event, now)
    except MovedOn:  # another worker is at it
        return False
    return True


def _write(tx: Connection, known: Import, event: ImportedEvent, now: datetime) -> None:
    """Writes an event and notes that it is written: both or neither. What fails is noted, and the others go on."""
    try:
        with savepoint(tx):
            became, missing = _written(tx, known, event, now)
    except Exception as error:
        if is_away(error):
            raise
        log.exception("event %s of import %s cannot be written", event.position, known.key)
        became, missing = "", ["failed"]
    if known.year and not event.position and missing:  # without the edition none of its events
        imports.end(tx, known.key, missing[0])
        return
    imports.note(tx, known, event, became=became, missing=missing)


def _written(tx: Connection, known: Import, event: ImportedEvent, now: datetime) -> tuple[str, list[str]]:
    """What it became, and what it lacks."""
    if known.year is None:
        return _written_event(tx, known, event, now)
    if event.position:
        archive.add_event(tx, known.year, ArchivedEvent.model_validate(event.content))
        return event.title, []
    try:
        archive.add_edition(tx, ArchivedEdition.model_validate(event.content))
    except archive.AlreadyThere:
        return "", ["already_there"]
    return event.title, []


def _written_event(tx: Connection, known: Import, event: ImportedEvent, now: datetime) -> tuple[str, list[str]]:
    edition, accept = editions.current(tx, now), bool(known.accept)
    if edition is None:
        return "", ["no_edition"]
    read = Candidate(event.place, Answers.model_validate(event.content), list(event.missing))
    organiser = NOBODY if accept else known.person
    told = take(tx, read, edition=edition, organiser=organiser, by=known.person, accept=accept, now=now)
    return told.became, list(told.missing)
