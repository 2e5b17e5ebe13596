"""A file that was brought in the chat: read, shown, then imported a stretch at a time, each event once."""

import time
from datetime import datetime

from pydantic import ValidationError

from bot.files.refusing import FileRefused
from bot.transfer.candidates import Candidate, candidate
from bot.transfer.importing import Line, kind_of, take
from bot.transfer.sources import SOURCES, Unreadable
from conversations.understanding.place import Gazetteer
from storage import archive, editions, imports
from storage.database import Database
from storage.imports import Import
from storage.personal import NOBODY
from storage.proposals import MovedOn

STRETCH = 1.0  # seconds of work between two looks at the bar
AT_ONCE = 4  # events in one transaction, some 50 ms
GIVE_WAY = 0.02  # seconds in which others write: SQLite has one writer


def bring(database: Database, gazetteer: Gazetteer, name: str, content: bytes, *, by: int, now: datetime) -> int:
    """Keeps a file and what can be read of it beforehand; gives its number. Raises FileRefused."""
    try:
        kind = kind_of(name.lower(), content)
        lines = _edition_read(content) if kind == "edition" else _events_read(gazetteer, kind, content)
    except (Unreadable, ValidationError):
        raise FileRefused("unreadable") from None
    if not lines:
        raise FileRefused("empty")
    brought = Import(
        person=by,
        name=name,
        kind=kind,
        content=content,
        total=len(lines),
        lines=[line.kept for line in lines],
        brought_at=now,
    )
    with database.tx() as tx:
        return imports.add(tx, brought)


def import_more(
    database: Database, gazetteer: Gazetteer, number: int, *, by: int, now: datetime, stretch: float = STRETCH
) -> None:
    """Imports of it for about `stretch` seconds. What is over, or not to be begun yet, is left."""
    with database.tx() as tx:
        brought = imports.import_with(tx, number, by)
    if brought.over or brought.accept is None:
        return
    try:
        if brought.kind == "edition":
            _take_edition(database, brought)
        else:
            _take_events(database, gazetteer, brought, now, time.monotonic() + stretch)
    except MovedOn:  # another worker is at it
        return


def _edition_read(content: bytes) -> list[Line]:
    whole = archive.Archive.model_validate_json(content)
    return [Line(str(whole.edition.year), whole.edition.name, str(len(whole.events)), [])]


def _events_read(gazetteer: Gazetteer, kind: str, content: bytes) -> list[Line]:
    read = (candidate(each, gazetteer) for each in SOURCES[kind](content))
    return [Line(each.where, each.answers.title or "", "", each.missing) for each in read]


def _take_edition(database: Database, brought: Import) -> None:
    """The whole of it in one go."""
    whole = archive.Archive.model_validate_json(brought.content)
    try:
        with database.tx() as tx:
            count = archive.imported(tx, whole)
            imports.go_on(tx, brought, [Line(str(whole.edition.year), whole.edition.name, str(count), []).kept])
    except (archive.AlreadyThere, archive.OtherFormat) as refused:
        code = "already_there" if isinstance(refused, archive.AlreadyThere) else "other_format"
        with database.tx() as tx:
            imports.go_on(tx, brought, [], problem=code)


def _take_events(database: Database, gazetteer: Gazetteer, brought: Import, now: datetime, until: float) -> None:
    waiting = list(SOURCES[brought.kind](brought.content))[brought.done :]
    while waiting and not brought.over and time.monotonic() < until:
        group, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        _take(database, brought, [candidate(each, gazetteer) for each in group], now)
        time.sleep(GIVE_WAY)


def _take(database: Database, brought: Import, group: list[Candidate], now: datetime) -> None:
    """Some events, and the note that they are in: both or neither."""
    accept = bool(brought.accept)
    with database.tx() as tx:
        edition = editions.current(tx, now)
        if edition is None:
            imports.go_on(tx, brought, [], problem="no_edition")
            return
        organiser = NOBODY if accept else brought.person
        lines = [
            take(tx, each, edition=edition.year, organiser=organiser, by=brought.person, accept=accept, now=now)
            for each in group
        ]
        imports.go_on(tx, brought, [line.kept for line in lines])
