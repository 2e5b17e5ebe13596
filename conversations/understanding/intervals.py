"""From what a question says of time to one interval, half open, where its place is."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.understanding import calendar_words as cw
from conversations.understanding.dates import DAY, Dated, ImpossibleDateError, Span
from conversations.understanding.days import Days, Weekday, WeekdayIn, WeekdayOf
from conversations.understanding.spans import TheWeek
from conversations.understanding.times import Timing

EditionDays = Callable[[], Span | None]  # the first and last day of the Week, both included


def no_edition() -> Span | None:
    """No edition is known."""
    return None


def interval(
    said: Timing, now: datetime, zone: ZoneInfo, edition: EditionDays
) -> tuple[datetime | None, datetime | None]:
    """The interval in the zone, half open; None for an open side, both for no time at all."""
    here = now.astimezone(zone)
    today = here.date()
    try:
        span = _days_of(said, today, edition)
    except (ImpossibleDateError, OverflowError, ValueError):  # no such day, or beyond the calendar's end
        span = None
    if span is None:
        if not said.hours:
            return None, None
        span = _day_of_hours(said, here)
    try:
        start, end = _with_hours(said, span, zone)
    except OverflowError:
        return None, None
    return (start, end) if start is None or end is None or start < end else (None, None)


def _resolve(days: Days, today: date, edition: EditionDays) -> Span:
    if isinstance(days, TheWeek) and (span := edition()):
        return span[0], span[1] + DAY
    return days.resolve(today)


def _days_of(said: Timing, today: date, edition: EditionDays) -> tuple[date | None, date | None] | None:
    if not said.spans:
        return None
    starts: list[date | None] = []
    ends: list[date | None] = []
    opened: dict[str, date] = {}
    for qualifier, first, last in _months_shared(said.spans):
        if last is not None:
            start, end = range_span(first, last, today, edition)
        else:
            start, end = _resolve(first, today, edition)
        if qualifier == "until":
            opened["end"] = end
        elif qualifier == "before":
            opened["end"] = start
        elif qualifier == "from":
            opened["start"] = start
        elif qualifier == "after":
            opened["start"] = end
        else:
            starts.append(start)
            ends.append(end)
    if starts:
        return _without(said.without, min(s for s in starts if s), max(e for e in ends if e))
    if "start" in opened:
        return opened["start"], opened.get("end")
    return (today if today < opened["end"] else None), opened["end"]


def _without(left_out: list[Days], first: date, end: date) -> Span:
    """The span without the days that are left out at its beginning or its end: one interval cannot have holes."""
    for days in left_out:
        start, stop = days.resolve(first)
        if start <= first < stop < end:
            first = stop
        elif first < start < end <= stop:
            end = start
    return first, end


def _months_shared(spans: list[tuple[str | None, Days, Days | None]]) -> list[tuple[str | None, Days, Days | None]]:
    """A month or year said once, last, covers the days before it: `les 14, 16 et 18 novembre`."""
    shared: list[tuple[str | None, Days, Days | None]] = []
    month: int | None = None
    year: int | None = None
    weeks: int | None = None
    for qualifier, first, last in reversed(spans):
        if isinstance(first, WeekdayOf) and last is None:
            weeks = first.weeks  # "mardi et jeudi de la semaine prochaine"
        elif weeks is not None and isinstance(first, Weekday) and first.shift == "bare" and last is None:
            first = WeekdayOf(first.index, weeks)
        named = last if isinstance(last, Dated) else first
        if isinstance(first, Dated) and last is None and first.month is None and month is not None:
            first = Dated(first.day, month, year, first.weekday)
        if isinstance(named, Dated):
            month, year = named.month or month, named.year or year
        shared.append((qualifier, first, last))
    return _months_carried(shared[::-1])


def _months_carried(
    spans: list[tuple[str | None, Days, Days | None]],
) -> list[tuple[str | None, Days, Days | None]]:
    """`November 15 and 17`: a later day without a month is of the month before it."""
    carried: list[tuple[str | None, Days, Days | None]] = []
    before: Dated | None = None
    for qualifier, first, last in spans:
        if isinstance(first, Dated) and first.month is None and last is None and before and first.day > before.day:
            first = Dated(first.day, before.month, before.year, first.weekday)
        before = first if isinstance(first, Dated) and first.month and last is None else None
        carried.append((qualifier, first, last))
    return carried


def range_span(first: Days, last: Days, today: date, edition: EditionDays = no_edition) -> Span:
    """From the first day to the end of the last. Without a year, a range that is running is the running one."""
    if isinstance(last, WeekdayIn) and isinstance(first, Weekday):
        first = WeekdayIn(first.index, last.week)  # "du lundi au vendredi de la semaine 47"
    if isinstance(last, Dated) and isinstance(first, Dated):
        if first.month and last.month is None and last.year is None:
            start = first.on_or_after(today)
            return start, last.on_or_after(start) + DAY
        if first.year is not None and last.year is None:
            start = first.on_or_after(today)
            return start, last.on_or_after(start) + DAY
        end = last.on_or_after(today)
        start = first.on_or_before(end)
        return start, end + DAY
    if isinstance(last, Dated) and isinstance(first, Weekday):
        end = last.on_or_after(today)
        start = end - timedelta(days=(end.weekday() - first.index) % 7)
        return start, end + DAY
    start, _ = _resolve(first, today, edition)
    end = (
        _resolve(last, max(start, today), edition)[1]
        if isinstance(last, Weekday)
        else _resolve(last, today, edition)[1]
    )
    if end <= start:
        end = _resolve(last, start, edition)[1]
    return start, end


def _day_of_hours(said: Timing, here: datetime) -> tuple[date, date]:
    """Hours without a day are today's, or tomorrow's once they are over; `ce soir` is always today's."""
    today = here.date()
    _, end = _hours_of(said)
    if any(kind == "night" for kind, _, _ in said.hours) and here.hour < 6:
        return today - DAY, today
    over = here.hour * 60 + here.minute >= end
    day = today + DAY if over and not said.today else today
    return day, day + DAY


def _hours_of(said: Timing) -> tuple[int, int]:
    """The hours said, as one stretch of minutes of a day."""
    low, high = 0, 24 * 60
    parts = [(first, last) for kind, first, last in said.hours if kind in cw.PARTS]
    if parts:
        low, high = min(first for first, _ in parts), max(last for _, last in parts)
    exact = [(kind, first, last) for kind, first, last in said.hours if kind not in cw.PARTS]
    for kind, first, last in exact:
        first, last = _inside(first, last, low, high) if parts else (first, last)
        if kind in ("range", "hour"):
            low, high = first, last
        elif kind in ("from", "after"):
            low = first
        else:
            high = first
    return low, high


def _inside(first: int, last: int, low: int, high: int) -> tuple[int, int]:
    """`ce soir à 8h` is 20:00: an hour of the first half of the day that only fits twelve hours later."""
    if first < low and low <= first + 720 <= high:
        return first + 720, last + 720
    return first, last


def _with_hours(
    said: Timing, span: tuple[date | None, date | None], zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    first, end = span
    if said.edges and first and end:
        return _at(first, said.edges[0], zone), _at(end - DAY, said.edges[1], zone)
    single = first is not None and end is not None and end - first == DAY
    if said.hours and (single and not _differ(said)):
        low, high = _hours_of(said)
        if first is not None:
            return _at(first, low, zone), _at(first, high if high > low else high + 24 * 60, zone)
    if said.hours and first is not None and end is None:
        return _at(first, _hours_of(said)[0], zone), None
    return (_at(first, 0, zone) if first else None), (_at(end, 0, zone) if end else None)


def _differ(said: Timing) -> bool:
    return len(said.spans) > 1 and len(said.hours) > 1


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """That wall-clock time in the zone; minutes may reach into the next day."""
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
