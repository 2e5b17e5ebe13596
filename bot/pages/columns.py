"""The columns of the table of sessions, which last: what each is called and is filled with."""

from collections.abc import Callable
from typing import Any

from bot.pages.records import Record

Filled = Callable[[Record, Record], Any]


def _of(*names: str) -> Filled:
    """A field of the event, or of what is inside of it; empty where that is missing."""

    def filled(event: Record, _session: Record) -> Any:
        value: Any = event
        for name in names:
            value = value.get(name) if value else None
        return value

    return filled


def _several(name: str) -> Filled:
    return lambda event, _session: " ".join(event[name])


def _session(name: str) -> Filled:
    return lambda _event, session: session[name]


COLUMNS: dict[str, Filled] = {
    "session": _session("id"),
    "event": _of("id"),
    "url": _of("url"),
    "state": _session("state"),
    "title": _of("title", "fr"),
    "title_en": _of("title", "en"),
    "summary": _of("summary", "fr"),
    "summary_en": _of("summary", "en"),
    "organisation": _of("organisation"),
    "format": _of("format"),
    "themes": _several("themes"),
    "audiences": _several("audiences"),
    "accessibility": _several("accessibility"),
    "attendance": _of("attendance"),
    "start": _session("start"),
    "end": _session("end"),
    "timezone": _of("timezone"),
    "venue": _of("place", "venue"),
    "address": _of("place", "address"),
    "commune": _of("place", "commune"),
    "insee": _of("place", "insee"),
    "departement": _of("place", "departement"),
    "region": _of("place", "region"),
    "latitude": _of("place", "latitude"),
    "longitude": _of("place", "longitude"),
    "online": _of("online"),
    "registration": _of("registration", "by"),
    "registration_at": _of("registration", "at"),
    "seats": _session("seats"),
    "contact": _of("contact"),
    "picture": _of("picture"),
    "updated": _of("updated"),
}


def rows_of(event: Record) -> list[tuple[str, ...]]:
    """A row for each session of an event."""
    return [
        tuple("" if (value := filled(event, session)) is None else str(value) for filled in COLUMNS.values())
        for session in event["sessions"]
    ]
