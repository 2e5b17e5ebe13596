"""`understand`, `dates` and `reminder` on the command line: a JSON object out for each line in, in order."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TextIO

import orjson

from conversations.understanding.place import Gazetteer
from conversations.understanding.question import understand
from conversations.understanding.time import NotUnderstood, read_moment, read_sessions, zone_of_start
from storage.zones import PARIS

# The Week that is meant where `edition` says no other: the third edition, around which examples and trials lie.
TRIALS = date(2016, 11, 14), date(2016, 11, 20)
Options = dict[str, Any]
Answer = dict[str, Any]


class UnreadableLineError(ValueError):
    """A line that is no JSON object with a text, or whose options cannot be read."""


def read_lines(command: str, lines: Iterable[str], options: Options, as_text: bool, out: TextIO) -> int:
    """Answers every line; gives the exit status: 1 when a line could not be read."""
    status = 0
    for line in lines:
        try:
            answer = READERS[command](_options(_decoded(line.rstrip("\r\n")), options, as_text))
        except UnreadableLineError as error:
            text = line.strip().encode(errors="replace").decode()
            answer, status = {"text": text, "error": "unreadable", "reason": str(error)}, 1
        out.write(orjson.dumps(answer).decode() + "\n")
        out.flush()
    return status


def _decoded(line: str) -> str:
    """The line, where its bytes were UTF-8; what was not came in as lone surrogates."""
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise UnreadableLineError(f"this is no UTF-8: {error}") from None
    return line


def _options(line: str, options: Options, as_text: bool) -> Options:
    """The options of one line: its own keys, where it is a JSON object, stand in for those of the command line."""
    merged = dict(options)
    if as_text or not line.lstrip().startswith("{"):
        merged["text"] = line
    else:
        try:
            merged |= orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise UnreadableLineError(f"this is no JSON object: {error}") from None
    if not isinstance(merged.get("text"), str):
        raise UnreadableLineError('a JSON object needs a "text"')
    return merged


def _moment(options: Options, key: str) -> datetime | None:
    value = options.get(key)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnreadableLineError(f"{key} is no ISO 8601 moment: {value!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(options: Options) -> str:
    from zoneinfo import ZoneInfo

    name = options.get("zone") or PARIS
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError, TypeError):
        raise UnreadableLineError(f"zone is no IANA time zone: {name!r}") from None
    return str(name)


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _edition(options: Options) -> tuple[date, date]:
    """The first and the last day of the Week, both included."""
    said = options.get("edition")
    if not said:
        return TRIALS
    try:
        first, last = str(said).split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise UnreadableLineError(f"edition is not FIRST/LAST: {said!r}") from None


def _question(options: Options) -> Answer:
    edition = _edition(options)
    question = understand(
        options["text"],
        _moment(options, "now") or datetime.now(UTC),
        _gazetteer(),
        language=options.get("lang") or "fr",
        zone=_zone(options),
        edition=lambda: edition,
    )
    place = question.place
    return {
        "text": question.text,
        "intent": question.intent,
        "place": place
        and {
            "kind": "commune" if place.kind == "former" else place.kind,
            "code": place.code,
            "name": place.name or None,
            "lat": place.lat,
            "lon": place.lon,
        },
        "radius_km": question.radius_km,
        "start": question.start and question.start.isoformat(),
        "end": question.end and question.end.isoformat(),
        "themes": list(question.themes),
        "audiences": list(question.audiences),
        "formats": list(question.formats),
        "attendance": question.attendance,
        "accessibility": list(question.accessibility),
        "words": question.words,
    }


def _dates(options: Options) -> Answer:
    text, now = options["text"], _moment(options, "now") or datetime.now(UTC)
    edition = _edition(options)
    try:
        found = read_sessions(text, now, _zone(options), options.get("lang"), lambda: edition)
    except NotUnderstood as error:
        return {"text": text, "error": error.code}
    return {"text": text, "sessions": [{"start": s.isoformat(), "end": e.isoformat()} for s, e in found]}


def _reminder(options: Options) -> Answer:
    text, now = options["text"], _moment(options, "now") or datetime.now(UTC)
    start = _moment(options, "event_start")
    if start is None:
        raise UnreadableLineError("event_start is missing: when does the session begin?")
    zone = zone_of_start(start, _zone(options) if options.get("zone") else None)
    try:
        at = read_moment(text, start, now, zone, options.get("lang"))
    except NotUnderstood as error:
        return {"text": text, "error": error.code}
    return {"text": text, "at": at.isoformat()}


READERS: dict[str, Callable[[Options], Answer]] = {"understand": _question, "dates": _dates, "reminder": _reminder}
