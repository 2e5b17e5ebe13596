"""When an event is, in the organiser's words: every session that is said, or what is missing.

`read_sessions("du 14 au 16 novembre de 9h à 17h", now, "Europe/Paris")` gives three. Each session needs a
date, a beginning and an end; hours said once serve all the days around them.
"""

import re
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from conversations.understanding.addresses import without_addresses
from conversations.understanding.dates import DAY, Dated, ImpossibleDateError
from conversations.understanding.days import Days, Offset, Weekday, WeekdayIn, WeekdayOf
from conversations.understanding.errors import NotUnderstood
from conversations.understanding.hours import DAY_MINUTES
from conversations.understanding.intervals import EditionDays, no_edition, range_span
from conversations.understanding.joining import join_numbers
from conversations.understanding.language import language_of
from conversations.understanding.other_languages import with_months_in_numbers
from conversations.understanding.scanner import scan
from conversations.understanding.session_plan import Day, Hours, Plan, PlanReader
from conversations.understanding.spans import (
    IsoWeek,
    Month,
    Quarter,
    TheWeek,
    Week,
    Weekend,
    WeekOf,
    Year,
)
from conversations.understanding.zones import said_zone
from storage.analyser import fold

ERRORS = ("impossible", "mismatch", "no_date", "no_time", "no_end", "end_before_start", "past")
LONGEST_DATES = 1500  # characters that are read
LONGEST_RANGE = 62  # days
_ALTERNATING = re.compile(r"\bun[e]? \w+ sur (?:deux|trois|2|3)\b|\bevery (?:other|second)\b")


def read_sessions(
    text: str, now: datetime, zone: str, language: str | None = None, edition: EditionDays = no_edition
) -> list[tuple[datetime, datetime]]:
    """The sessions as aware (start, end) in the zone, or in the one that is said, in order of time.

    `edition` gives the first and last day of the Week. Raises NotUnderstood with the first of ERRORS that applies.
    """
    text = text[:LONGEST_DATES]
    try:
        return _read(text, now, zone, language, edition)
    except NotUnderstood as error:
        numbered = with_months_in_numbers(text) if error.code == "no_date" else text
        if numbered == text:
            raise
    return _read(numbered, now, zone, language, edition)


def _read(
    text: str, now: datetime, zone: str, language: str | None, edition: EditionDays
) -> list[tuple[datetime, datetime]]:
    spoken = language_of(text) or language or "fr"
    if _ALTERNATING.search(fold(text)):
        raise NotUnderstood("no_date")  # which of the two weeks is not said, nor when the series ends
    named, text = said_zone(text)
    where = ZoneInfo(named or zone)
    atoms, tokens = scan(without_addresses(text), spoken)
    plan = PlanReader(join_numbers(atoms, tokens), tokens, spoken).read()
    plan.items = _with_edition(plan.items, edition)
    try:
        return _sessions(plan, now, where)
    except (OverflowError, ValueError):  # beyond the calendar's end
        raise NotUnderstood("impossible") from None


# --- from what is said to sessions --------------------------------------------------------------


def _sessions(plan: Plan, now: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    today = now.astimezone(zone).date()
    if plan.impossible:
        raise NotUnderstood("impossible")
    try:
        _check_dates(plan, today)
    except ImpossibleDateError:
        raise NotUnderstood("impossible") from None
    if plan.every is not None and plan.limit is not None:
        plan.items.insert(0, Day(Offset(0), plan.limit))
    plan.items = _in_their_week(_without_welcomes(plan.items))
    days = [item for item in plan.items if isinstance(item, Day)]
    dated = [day for day in days if not isinstance(day.first, Month | Quarter | Year) or plan.every is not None]
    if not dated or (plan.every is not None and not _bounded(plan)):
        raise NotUnderstood("no_date")
    found: list[tuple[datetime, datetime]] = []
    missing: set[str] = set()
    for day, hours in _paired(plan):
        if isinstance(day.first, Month | Quarter | Year) and plan.every is None:
            continue
        if day.hours is not None:
            found.append(_stretch(day, today, zone))
            continue
        if not hours:
            missing.add("no_time")
        for each in hours:
            code, pairs = _of_day(plan, day, each, today, now, zone)
            missing |= {code} if code else set()
            found += pairs
    for code in ("no_time", "no_end", "end_before_start"):
        if code in missing:
            raise NotUnderstood(code)
    if not found:
        raise NotUnderstood("no_date")
    if any(start < now for start, _ in found):
        raise NotUnderstood("past")
    return merged(found)


def _check_dates(plan: Plan, today: date) -> None:
    """Raises for the 31st of November, and for a weekday that its date is not."""
    for item in plan.items:
        if isinstance(item, Day):
            for days in (item.first, item.last):
                if days is None:
                    continue
                start, _ = days.resolve(today)
                if isinstance(days, Dated) and days.month is not None and days.mismatch(start):
                    raise NotUnderstood("mismatch")


def _without_welcomes(items: list[Day | Hours]) -> list[Day | Hours]:
    """A welcome is the beginning only where no other is said."""
    if any(isinstance(item, Hours) and not item.welcome and item.start is not None for item in items):
        return [item for item in items if not (isinstance(item, Hours) and item.welcome)]
    joined: list[Day | Hours] = []
    for item in items:
        if isinstance(item, Hours) and item.start is None and joined and isinstance(joined[-1], Hours):
            joined[-1] = Hours(joined[-1].start, item.end)
        else:
            joined.append(item)
    return joined


def _with_edition(items: list[Day | Hours], edition: EditionDays) -> list[Day | Hours]:
    """The days of the Week in the place of its name; where another day is said, its name says no more."""
    others = [item for item in items if isinstance(item, Hours) or not isinstance(item.first, TheWeek)]
    if len(others) == len(items) or any(isinstance(item, Day) for item in others):
        return others
    known = edition()
    if known is None:
        raise NotUnderstood("no_date")
    first, last = known
    days = Day(Dated(first.day, first.month, first.year), Dated(last.day, last.month, last.year))
    return [item if isinstance(item, Hours) else days for item in items]


def _in_their_week(items: list[Day | Hours]) -> list[Day | Hours]:
    """`cette semaine, mardi et jeudi`, `semaine 47, mardi`: the week says which Tuesday and which Thursday."""
    found: list[Day | Hours] = []
    week: Week | IsoWeek | WeekOf | None = None
    for at, item in enumerate(items):
        if isinstance(item, Hours):
            found.append(item)
            continue
        first, next_ = item.first, items[at + 1 : at + 2]
        if isinstance(first, Week | IsoWeek | WeekOf) and item.last is None and _bare_weekday(next_):
            week = first
        elif week and isinstance(first, Weekday) and _bare_weekday([item]):
            index = first.index
            found.append(Day(WeekdayOf(index, week.offset) if isinstance(week, Week) else WeekdayIn(index, week)))
        else:
            found.append(item)
    return found


def _bare_weekday(items: list[Day | Hours]) -> bool:
    return any(
        isinstance(item, Day) and item.last is None and isinstance(item.first, Weekday) and item.first.shift == "bare"
        for item in items
    )


def _bounded(plan: Plan) -> bool:
    return plan.limit is not None or any(
        isinstance(item, Day) and (item.last is not None or not isinstance(item.first, Dated | Weekday))
        for item in plan.items
    )


def _paired(plan: Plan) -> list[tuple[Day, list[Hours]]]:
    """Each day with its hours: those after it, else those before; hours said first serve the days behind them."""
    runs = [(kind, list(run)) for kind, run in groupby(plan.items, key=lambda item: isinstance(item, Day))]
    hours_first = len(runs) >= 2 and not runs[0][0] and runs[-1][0]
    pairs: list[tuple[Day, list[Hours]]] = []
    for at, (is_day, run) in enumerate(runs):
        if not is_day:
            continue
        before = [item for item in runs[at - 1][1] if isinstance(item, Hours)] if at else []
        after = [item for item in runs[at + 1][1] if isinstance(item, Hours)] if at + 1 < len(runs) else []
        hours = before if hours_first else after or before
        days = [item for item in run if isinstance(item, Day)]
        if plan.respectively and len(days) == len(hours):
            pairs += [(day, [each]) for day, each in zip(days, hours, strict=True)]
        else:
            pairs += [(day, hours) for day in days]
    return _months_covered(pairs)


def _months_covered(pairs: list[tuple[Day, list[Hours]]]) -> list[tuple[Day, list[Hours]]]:
    """A month or a year said once, last, covers the dates before it."""
    month: int | None = None
    year: int | None = None
    weeks: int | None = None
    covered: list[tuple[Day, list[Hours]]] = []
    for day, hours in reversed(pairs):
        if isinstance(day.first, WeekdayOf) and day.last is None:
            weeks = day.first.weeks
        elif weeks is not None and isinstance(day.first, Weekday) and _bare_weekday([day]):
            day = Day(WeekdayOf(day.first.index, weeks))
        first, last = _cover(day.first, month, year), day.last
        if last is not None:
            last = _cover(last, month, year)
            first = day.first
        named = last if last is not None else first
        if isinstance(named, Dated):
            month, year = named.month or month, named.year or year
        covered.append((Day(first, last, day.hours), hours))
    return covered[::-1]


def _cover(days: Days, month: int | None, year: int | None) -> Days:
    if not isinstance(days, Dated):
        return days
    if days.month is None:
        return Dated(days.day, month, year if month else None, days.weekday) if month else days
    return Dated(days.day, days.month, days.year or year, days.weekday)


def _dates(plan: Plan, day: Day, today: date) -> list[date]:
    try:
        first, end = range_span(day.first, day.last, today) if day.last is not None else day.first.resolve(today)
        without = {each for days in plan.without for each in _each(*_excluded(days, first))}
    except ImpossibleDateError:
        raise NotUnderstood("impossible") from None
    dates = [each for each in _each(first, end) if each not in without]
    for days in plan.without:
        if isinstance(days, Weekday) and days.shift == "bare":
            dates = [each for each in dates if each.weekday() != days.index]
        if isinstance(days, Weekend):
            dates = [each for each in dates if each.weekday() < 5]
    if plan.every is not None:
        dates = [each for each in dates if each >= today and each.weekday() in plan.every]
    return dates[:LONGEST_RANGE]


def _excluded(days: Days, first: date) -> tuple[date, date]:
    if isinstance(days, Dated):
        found = days.on_or_after(first)
        return found, found + DAY
    return days.resolve(first)


def _each(first: date, end: date) -> list[date]:
    return [first + n * DAY for n in range(min((end - first).days, 400))]


def _of_day(
    plan: Plan, day: Day, hours: Hours, today: date, now: datetime, zone: ZoneInfo
) -> tuple[str | None, list[tuple[datetime, datetime]]]:
    start, end = hours.start, hours.end
    if start is None:
        return "no_time", []
    if end is None and plan.duration is not None:
        end = start + plan.duration
    if end is None:
        return "no_end", []
    if hours.next_day and end <= start:
        end += DAY_MINUTES
    if end <= start:
        if not (start >= 18 * 60 and end <= 8 * 60):
            return "end_before_start", []
        end += DAY_MINUTES
    dates = _dates(plan, day, today)
    bare = isinstance(day.first, Weekday) and day.first.shift == "bare"
    if bare and dates and dates[0] == today and _at(today, end, zone) <= now:
        dates = _dates(plan, day, today + DAY)  # today's is over: a week later is meant
    return None, [(_at(each, start, zone), _at(each, end, zone)) for each in dates]


def _stretch(day: Day, today: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """One session from one day's hour to another's."""
    if day.last is None or day.hours is None:
        raise NotUnderstood("no_end")
    first, end = range_span(day.first, day.last, today)
    return _at(first, day.hours[0], zone), _at(end - DAY, day.hours[1], zone)


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minutes, DAY_MINUTES)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)


def merged(found: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """In order of time, repeats once; ranges of one day that touch are one."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(set(found)):
        if joined and joined[-1][0].date() == start.date() and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
