"""The programme as files: an edition whole, or as each of the feeds."""

from collections.abc import Callable
from datetime import datetime

import orjson

from bot.files.making import Made
from bot.pages import feeds
from bot.pages.visit import Answer, Kept, Visit
from conversations.exchange import World
from conversations.wording.catalogue import wording
from storage import archive, editions
from storage.archived import Archive
from storage.database import Database

NO_PAGES = "http://localhost"  # to which links lead where the pages have no public address
ENDINGS = {"edition": "json", "openagenda": "openagenda.json", "atom": "xml"}
FEEDS: dict[str, Callable[[Visit], Answer]] = {
    "csv": feeds.table,
    "json": feeds.all_events,
    "geojson": feeds.geojson,
    "ics": feeds.calendar,
    "openagenda": feeds.agenda,
    "atom": feeds.atom,
}


class NoEdition(LookupError):
    """There is no edition of that year: name another with --edition."""

    def __str__(self) -> str:
        return str(self.__doc__)


def export(
    database: Database, world: World, kind: str, *, year: int | None, language: str, base: str, now: datetime
) -> bytes:
    """An edition as a file of that kind: the one of that year, else the one that is meant now. Raises NoEdition."""
    with database.tx() as tx:
        edition = editions.edition_of(tx, year) if year else editions.current(tx, now)
        if edition is None:
            raise NoEdition
        if kind == "edition":
            return archive_bytes(archive.exported(tx, edition))
        query = {"edition": str(edition.year)}
        visit = Visit(tx, now, world, wording(language), "/", {}, query, base, edition, Kept(0))
        return FEEDS[kind](visit).body


def exported(database: Database, world: World, kind: str, *, year: int, language: str, now: datetime) -> Made:
    """The same with its name, beside whoever writes meanwhile. Raises NoEdition."""
    reading = database.to_read()
    try:
        base = world.pages or NO_PAGES
        content = export(reading, world, kind, year=year, language=language, base=base, now=now)
    finally:
        reading.close()
    name = wording(language).plain("file.export_edition" if kind == "edition" else "file.export")
    return Made(f"{name}-{year}.{ENDINGS.get(kind, kind)}", content)


def archive_bytes(whole: Archive) -> bytes:
    """An edition as JSON, its fields in one order: the same edition is the same bytes."""
    return orjson.dumps(whole.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
