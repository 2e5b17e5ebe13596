"""Moments written for machines, which are read as they stand: calendar lines, ISO 8601 moments and intervals."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ISO = re.compile(r"\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?(?![\d:])")
_LABELLED = re.compile(
    rf"(?:start|begin|debut|début)\w*\W{{1,4}}{_ISO.pattern}[\s,;|]*(?:end|fin)\w*\W{{1,4}}{_ISO.pattern}",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"\bDT(START|END)(?:;TZID=([\w/+-]+))?(?:;[^:\n]*)?:(\d{8}T\d{4}(?:\d\d)?)(Z)?", re.IGNORECASE)
_TO_HOUR = re.compile(r"\s*(?:/|-|–|→|to|à)\s*T?(\d\d:\d\d)\b(?!-)")
Pair = tuple[datetime, datetime]


def written_sessions(text: str, zone: ZoneInfo) -> list[Pair]:
    """The beginnings and ends that are written so, aware; none where a beginning has no end beside it.

    A moment without an offset is one of the `zone`. Raises ValueError for a moment that cannot be.
    """
    return _calendar(text, zone) or _iso(text, zone)


def _calendar(text: str, zone: ZoneInfo) -> list[Pair]:
    """`DTSTART;TZID=Europe/Paris:20161115T090000` and the `DTEND` behind it."""
    found: list[Pair] = []
    start: datetime | None = None
    for line in _CALENDAR.finditer(text):
        which, named, moment, utc = line.groups()
        at = datetime.strptime(moment[:13], "%Y%m%dT%H%M").replace(tzinfo=UTC if utc else _zone(named, zone))
        if which.upper() == "START":
            start = at
        elif start is not None:
            found.append((start.astimezone(zone), at.astimezone(zone)))
            start = None
    return found


def _zone(named: str | None, zone: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(named) if named else zone
    except (ZoneInfoNotFoundError, ValueError):
        return zone


def _iso(text: str, zone: ZoneInfo) -> list[Pair]:
    """`2016-11-15T09:00/2016-11-15T12:00`, `2016-11-15T09:00/12:00`, a beginning and an end on two lines."""
    labelled = [each.groups() for each in _LABELLED.finditer(text)]
    if labelled:
        return [(_moment(start, at, zone), _moment(end, until, zone)) for start, at, end, until in labelled]
    moments: list[datetime] = []
    for written in _ISO.finditer(text):
        at = _moment(written.group(1), written.group(2), zone)
        moments.append(at)
        if len(moments) % 2 and (hour := _TO_HOUR.match(text, written.end())):
            moments.append(_moment(f"{written.group(1)[:10]}T{hour.group(1)}", written.group(2), zone))
    if len(moments) % 2:
        return []
    return list(zip(moments[::2], moments[1::2], strict=True))


def _moment(written: str, offset: str | None, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(written + (offset or "").replace("Z", "+00:00"))
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(zone)
