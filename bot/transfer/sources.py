"""Files of events from elsewhere: OpenAgenda's JSON, calendars (.ics) and tables (.csv)."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import orjson
from icalendar import Calendar

from bot.transfer.candidates import Found

MARK = "\ufeff"
_ADDRESS = re.compile(r"https?://\S+")


class Unreadable(ValueError):
    """This is no file of that kind: say with --kind what it is, or look whether it is whole."""

    code = "unreadable"

    def __str__(self) -> str:
        return str(self.__doc__)


class NoTitles(Unreadable):
    """This table has no column `title`: its columns are named as /data on the public pages has them."""

    code = "no_titles"


def openagenda(content: bytes) -> Iterator[Found]:
    """The events of OpenAgenda's JSON, a list or under `events`."""
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Unreadable from None
    events = told.get("events") if isinstance(told, dict) else told
    if not isinstance(events, list):
        raise Unreadable
    for number, event in enumerate(events, 1):
        yield _tolerant(str(number), _of_agenda, event)


def _of_agenda(found: Found, event: dict[str, Any]) -> None:
    found.where = str(event.get("uid") or found.where)
    found.title, found.summary = _french(event.get("title")), _french(event.get("description"))
    found.description = _french(event.get("longDescription"))
    found.kinds = _words(event.get("keywords"))
    contributor = event.get("contributor") or {}
    found.organisation = str(contributor.get("organization") or _french((event.get("originAgenda") or {}).get("title")))
    found.link = str(event.get("onlineAccessLink") or "")
    if place := event.get("location"):
        found.venue, found.place = str(place.get("name") or ""), str(place.get("city") or "")
        found.insee = str(place.get("insee") or "")
        found.position = _position(place.get("latitude"), place.get("longitude"))
    found.times = [(_moment(each["begin"]), _moment(each["end"])) for each in event.get("timings") or []]


def calendar(content: bytes) -> Iterator[Found]:
    """The events of a calendar, each with the one session that it is."""
    try:
        known = Calendar.from_ical(content)
    except ValueError:
        raise Unreadable from None
    for number, event in enumerate(known.walk("VEVENT"), 1):
        yield _tolerant(str(number), _of_calendar, event)


def _of_calendar(found: Found, event: Any) -> None:
    found.where = str(event.get("uid") or found.where)
    found.title, found.summary = str(event.get("summary") or ""), str(event.get("description") or "")
    found.organisation = str(event["organizer"].params.get("cn", "")) if "organizer" in event else ""
    categories = event.get("categories")
    found.kinds = [str(each) for each in categories.cats] if categories is not None else []
    where = str(event.get("location") or "")
    found.venue, _, found.place = where.rpartition(", ")
    if "geo" in event:
        found.position = _position(event["geo"].latitude, event["geo"].longitude)
    if not where and (link := _ADDRESS.search(f"{event.get('url') or ''} {found.summary}")):
        found.link = link.group()
    start = event.decoded("dtstart")
    if not isinstance(start, datetime) or not {"dtend", "duration"} & event.keys():
        return  # a whole day, or a beginning without an end, is no session yet
    end = event.decoded("dtend") if "dtend" in event else start + event.decoded("duration")
    found.times = [(start, end)]


def table(content: bytes) -> Iterator[Found]:
    """The sessions of a table whose columns are those of ours; those of one `event` belong together."""
    try:
        text = content.decode().lstrip(MARK).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Unreadable from None
    head = text.partition("\n")[0]
    rows = csv.DictReader(StringIO(text), delimiter=";" if head.count(";") >= head.count(",") else ",")
    together: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    try:
        if "title" not in (rows.fieldnames or ()):
            raise NoTitles
        for line, row in enumerate(rows, 2):
            together.setdefault(row.get("event") or f"line {line}", []).append((line, row))
    except csv.Error:
        raise Unreadable from None
    for lines in together.values():
        yield _tolerant(str(lines[0][0]), _of_table, [row for _, row in lines])


def _of_table(found: Found, rows: list[dict[str, Any]]) -> None:
    first = {name: _unquoted(str(value or "")) for name, value in rows[0].items() if name}
    found.title, found.summary = first["title"], first.get("summary", "")
    found.organisation = first.get("organisation", "")
    found.kinds = " ".join(first.get(name, "") for name in ("format", "themes", "audiences")).split()
    found.venue, found.place, found.insee = first.get("venue", ""), first.get("commune", ""), first.get("insee", "")
    found.position = _position(first.get("latitude"), first.get("longitude"))
    found.link = first.get("online", "")
    found.times = [(_moment(str(row["start"])), _moment(str(row["end"]))) for row in rows]


def _tolerant(where: str, read: Callable[[Found, Any], None], told: Any) -> Found:
    """What can be read of an event; what cannot is said, and the others are read all the same."""
    found = Found(where)
    try:
        read(found, told)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
        found.wrong.append("unreadable")
    return found


def _french(told: Any) -> str:
    """A text in French, or in whatever language there is."""
    if isinstance(told, dict):
        return str(told.get("fr") or next(iter(told.values()), ""))
    return str(told or "")


def _words(told: Any) -> list[str]:
    words = told.get("fr") if isinstance(told, dict) else told
    return [str(each) for each in words] if isinstance(words, list) else []


def _position(lat: Any, lon: Any) -> tuple[float, float] | None:
    if lat in (None, "") or lon in (None, ""):
        return None
    position = float(lat), float(lon)
    if not (-90 <= position[0] <= 90 and -180 <= position[1] <= 180):
        raise ValueError("no position")
    return position


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


def _unquoted(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from computing it."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in "=+-@" else cell


SOURCES: dict[str, Callable[[bytes], Iterator[Found]]] = {"openagenda": openagenda, "ics": calendar, "csv": table}
