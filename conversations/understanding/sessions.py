"""When an event is, in the organiser's words: every session that is said, or what is missing.

`read_sessions("du 14 au 16 novembre de 9h à 17h", now, "Europe/Paris")` gives three. Each session needs a
date, a beginning and an end; hours said once serve all the days around them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from conversations.understanding import calendar_words as cw
from conversations.understanding.days import (
    DAY,
    Dated,
    Days,
    ImpossibleDateError,
    Month,
    Quarter,
    Weekday,
    Weekend,
    Year,
)
from conversations.understanding.hours import minutes_of, range_of
from conversations.understanding.joining import join_numbers
from conversations.understanding.language import language_of
from conversations.understanding.lexer import Token
from conversations.understanding.saying import CLOCK, DAYS, DURATION, PART, Atom, Clock
from conversations.understanding.scanner import scan
from conversations.understanding.times import range_span
from conversations.understanding.zones import said_zone

ERRORS = ("impossible", "mismatch", "no_date", "no_time", "no_end", "end_before_start", "past")
LONGEST_RANGE = 62
DAY_MINUTES = 24 * 60

DEADLINE = frozenset(
    "inscription inscriptions inscrire inscrivez reponse reponses rsvp register registration limite"
    " deadline cloture confirmer reserver reservation reservations candidature candidatures signup".split()
)
BREAK = frozenset("pause pauses break coupure interruption entree admission entry repas".split())
WELCOME = frozenset("accueil welcome cafe coffee doors portes ouverture arrivee arrival emargement rendez rdv".split())
SOFT = ("passed", "at", "mark")
ENDS_CLAUSE = ("line", "semicolon", "comma")


class NotUnderstood(Exception):
    """What is missing or wrong in an answer: one of ERRORS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Hours:
    """A beginning and an end in minutes from midnight; what was not said is None."""

    start: int | None
    end: int | None
    next_day: bool = False
    welcome: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    """A day or a range of days; `every` keeps only that weekday of it."""

    first: Days
    last: Days | None = None
    hours: tuple[int, int] | None = None  # both ends of one long session


@dataclass
class _Plan:
    """What was read: days and hours in the order in which they were said."""

    items: list[_Day | _Hours] = field(default_factory=list)
    without: list[Days] = field(default_factory=list)
    every: int | None = None
    respectively: bool = False
    duration: int | None = None
    part: str | None = None
    impossible: bool = False
    limit: Days | None = None


def read_sessions(text: str, now: datetime, zone: str, language: str | None = None) -> list[tuple[datetime, datetime]]:
    """The sessions as aware (start, end) in the zone, or in the one that is said, in order of time.

    Raises NotUnderstood with the first of ERRORS that applies.
    """
    spoken = language_of(text) or language or "fr"
    named, text = said_zone(text)
    where = ZoneInfo(named or zone)
    atoms, tokens = scan(text, spoken)
    plan = _Reader(join_numbers(atoms, tokens), tokens, spoken).read()
    return _sessions(plan, now, where)


# --- reading ------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, atoms: list[Atom], tokens: list[Token], language: str) -> None:
        self.atoms, self.tokens, self.language = atoms, tokens, language
        self.plan = _Plan()
        self.deadline = self.pause = self.welcome = False

    def read(self) -> _Plan:
        at = 0
        while at < len(self.atoms):
            at = self._one(at)
        return self.plan

    def _kind(self, at: int) -> str:
        return self.atoms[at].kind if 0 <= at < len(self.atoms) else ""

    def _skip(self, at: int) -> int:
        while self._kind(at) in SOFT:
            at += 1
        return at

    def _one(self, at: int) -> int:
        kind, value = self.atoms[at].kind, self.atoms[at].value
        if kind in ENDS_CLAUSE or (kind == "mark" and value in (".", "(", ")", "!", "?")):
            self.deadline = self.pause = False
            self.welcome = self.welcome and kind == "comma" and False
            return at + 1
        if kind == "word":
            self.deadline = self.deadline or value in DEADLINE
            self.pause = self.pause or value in BREAK
            self.welcome = self.welcome or value in WELCOME
            return at + 1
        if kind == "respectively":
            self.plan.respectively = True
            return at + 1
        if kind == "every":
            return self._every(at)
        if kind == "except":
            return self._except(at)
        if kind == "correct":
            return self._corrected(at)
        if kind in ("before", "until") and self._kind(self._skip(at + 1)) == DAYS:
            return self._limit(at, kind)
        if kind == DAYS:
            return self._days(at)
        if kind in ("from", "after", "until", "before", "between") and self._kind(self._skip(at + 1)) in (CLOCK, PART):
            return self._edge(at, kind)
        if kind == CLOCK or (kind == PART and value[0] == "midday" and self._is_moment(at)):
            return self._clock(at)
        if kind == PART:
            self.plan.part = value[0]
            if value[1]:
                self.plan.items.append(_Day(_today()))
            return at + 1
        if kind == DURATION:
            amount, unit = value
            if unit == "minute":
                self.plan.duration = amount
            return at + 1
        return at + 1

    def _every(self, at: int) -> int:
        behind = self._skip(at + 1)
        if self._kind(behind) == DAYS and isinstance(self.atoms[behind].value, Weekday):
            self.plan.every = self.atoms[behind].value.index
            return behind + 1
        if self._kind(behind) == DAYS and isinstance(self.atoms[behind].value, Weekend):
            self.plan.every = -1
            return behind + 1
        return at + 1

    def _except(self, at: int) -> int:
        behind = self._skip(at + 1)
        end = behind
        while self._kind(end) == DAYS or (
            end > behind and self._kind(end) in ("and", *SOFT) and self._kind(self._skip(end + 1)) == DAYS
        ):
            if self._kind(end) == DAYS:
                self.plan.without.append(self.atoms[end].value)
            end += 1
        return end if end > behind else at + 1

    def _corrected(self, at: int) -> int:
        behind = at + 1
        while self._kind(behind) in (*SOFT, "comma"):
            behind += 1
        items = self.plan.items
        if (items and isinstance(items[-1], _Day) and self._kind(behind) == DAYS) or (
            items and isinstance(items[-1], _Hours) and self._kind(behind) in (CLOCK, "from")
        ):
            items.pop()
        return at + 1

    def _limit(self, at: int, kind: str) -> int:
        """A deadline is no session; `tous les jeudis jusqu'au 24` ends a series."""
        behind = self._skip(at + 1)
        if kind == "until" and self.plan.every is not None:
            self.plan.limit = self.atoms[behind].value
        return behind + 1

    def _days(self, at: int) -> int:
        if self.deadline and not self.plan.items:
            return at + 1
        value: Days = self.atoms[at].value
        start, end = self._hour_behind(at + 1)
        joint = self._skip(end)
        target = self._skip(joint + 1)
        if self._kind(joint) in ("to", "until") and self._kind(target) == DAYS:
            stop, behind = self._hour_behind(target + 1)
            both = (start, stop) if start is not None and stop is not None else None
            self.plan.items.append(_Day(value, self.atoms[target].value, both))
            return behind if both else target + 1
        self.plan.items.append(_Day(value))
        return at + 1

    def _hour_behind(self, at: int) -> tuple[int | None, int]:
        """A single clock time right behind a day, as in `du 18 à 9h au 20 à 17h`."""
        behind = at
        while self._kind(behind) in (*SOFT, "to", "comma") and behind - at < 2:
            behind += 1
        clock = self._moment(behind)
        if clock is None:
            return None, at
        after = self._skip(behind + 1)
        if self._kind(after) in ("to", "until", "slash", "and") and self._moment(self._skip(after + 1)) is not None:
            return None, at
        return minutes_of(clock, self.language), behind + 1

    def _moment(self, at: int) -> Clock | None:
        if self._kind(at) == CLOCK:
            clock: Clock = self.atoms[at].value
            return clock
        if self._kind(at) == PART and self.atoms[at].value[0] == "midday":
            return Clock(12, exact=True)
        return None

    def _is_moment(self, at: int) -> bool:
        """`midi` in a range is a moment."""
        after, before = self._skip(at + 1), at - 1
        return (self._kind(after) in ("to", "until", "slash") and self._moment(self._skip(after + 1)) is not None) or (
            self._kind(after) == DURATION or self._kind(before) in ("from", "between")
        )

    def _edge(self, at: int, kind: str) -> int:
        behind = self._skip(at + 1)
        clock = self._moment(behind)
        if clock is None:
            self.plan.part = self.atoms[behind].value[0]
            return behind + 1
        if kind in ("from", "between"):
            return self._clock(behind, between=kind == "between")
        if self.deadline or self.pause:
            return behind + 1
        minutes = minutes_of(clock, self.language)
        if kind in ("until", "before"):
            self._add(_Hours(None, minutes))
        else:
            self._add(_Hours(minutes, None))
        return behind + 1

    def _clock(self, at: int, *, between: bool = False) -> int:
        first = self._moment(at)
        if first is None:
            return at + 1
        if not first.possible:
            self.plan.impossible = True
        joint = at + 1
        while self._kind(joint) == "mark" and self.atoms[joint].value not in (".", "(", ")"):
            joint += 1
        joint = self._skip(joint)
        target = self._skip(joint + 1)
        joined = self._kind(joint) in ("to", "until", "slash") or (between and self._kind(joint) == "and")
        if joined and self._kind(target) == "next_morning":
            target = self._skip(target + 1)
        last = self._moment(target) if joined else None
        if last is None:
            self._lone(first)
            return at + 1
        if not last.possible:
            self.plan.impossible = True
        start, end = range_of(first, last, self.language)
        start, end = self._in_part(start, end)
        following = self._skip(target + 1)
        next_day = self._kind(following) == "next_morning" or self._kind(target - 1) == "next_morning"
        said_morning = self.tokens[self.atoms[target].end - 1].key in ("matin", "mat", "morning")
        self._add(_Hours(start, end, next_day or (said_morning and end <= start)))
        return following + 1 if self._kind(following) == "next_morning" else target + 1

    def _in_part(self, start: int, end: int) -> tuple[int, int]:
        """`le soir de 8h à 10h`: the part of the day says which eight o'clock."""
        if self.plan.part in ("evening", "afternoon", "pm"):
            low, high = (60 * hour for hour in cw.PARTS[self.plan.part])
            if start < low and low <= start + 720 <= high and start < 720:
                return start + 720, end + 720 if end < 720 else end
        return start, end

    def _lone(self, clock: Clock) -> None:
        start, _ = self._in_part(minutes_of(clock, self.language), DAY_MINUTES)
        self._add(_Hours(start, None, welcome=self.welcome))
        self.welcome = False

    def _add(self, hours: _Hours) -> None:
        if self.pause or self.deadline:
            return
        items = self.plan.items
        # "de 14h ... jusqu'à 18h": a beginning and an end said apart belong together
        if hours.start is None and items and isinstance(items[-1], _Hours) and items[-1].end is None:
            items[-1] = _Hours(items[-1].start, hours.end)
            return
        items.append(hours)


def _today() -> Days:
    from conversations.understanding.days import Offset

    return Offset(0)


# --- from what is said to sessions --------------------------------------------------------------


def _sessions(plan: _Plan, now: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    today = now.astimezone(zone).date()
    if plan.impossible:
        raise NotUnderstood("impossible")
    try:
        _check_dates(plan, today)
    except ImpossibleDateError:
        raise NotUnderstood("impossible") from None
    plan.items = _without_welcomes(plan.items)
    days = [item for item in plan.items if isinstance(item, _Day)]
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
    return _merged(found)


def _check_dates(plan: _Plan, today: date) -> None:
    """Raises for the 31st of November, and for a weekday that its date is not."""
    for item in plan.items:
        if isinstance(item, _Day):
            for days in (item.first, item.last):
                if days is None:
                    continue
                start, _ = days.resolve(today)
                if isinstance(days, Dated) and days.month is not None and days.mismatch(start):
                    raise NotUnderstood("mismatch")


def _without_welcomes(items: list[_Day | _Hours]) -> list[_Day | _Hours]:
    """A welcome is the beginning only where no other is said."""
    if any(isinstance(item, _Hours) and not item.welcome and item.start is not None for item in items):
        return [item for item in items if not (isinstance(item, _Hours) and item.welcome)]
    joined: list[_Day | _Hours] = []
    for item in items:
        if isinstance(item, _Hours) and item.start is None and joined and isinstance(joined[-1], _Hours):
            joined[-1] = _Hours(joined[-1].start, item.end)
        else:
            joined.append(item)
    return joined


def _bounded(plan: _Plan) -> bool:
    return plan.limit is not None or any(
        isinstance(item, _Day) and (item.last is not None or not isinstance(item.first, Dated | Weekday))
        for item in plan.items
    )


def _paired(plan: _Plan) -> list[tuple[_Day, list[_Hours]]]:
    """Each day with its hours: those after it, else those before; hours said first serve the days behind them."""
    if plan.every is not None and plan.limit is not None:
        plan.items.insert(0, _Day(_today(), plan.limit))
    runs = [(kind, list(run)) for kind, run in groupby(plan.items, key=lambda item: isinstance(item, _Day))]
    hours_first = len(runs) >= 2 and not runs[0][0] and runs[-1][0]
    pairs: list[tuple[_Day, list[_Hours]]] = []
    for at, (is_day, run) in enumerate(runs):
        if not is_day:
            continue
        before = [item for item in runs[at - 1][1] if isinstance(item, _Hours)] if at else []
        after = [item for item in runs[at + 1][1] if isinstance(item, _Hours)] if at + 1 < len(runs) else []
        hours = before if hours_first else after or before
        days = [item for item in run if isinstance(item, _Day)]
        if plan.respectively and len(days) == len(hours):
            pairs += [(day, [each]) for day, each in zip(days, hours, strict=True)]
        else:
            pairs += [(day, hours) for day in days]
    return _months_covered(pairs)


def _months_covered(pairs: list[tuple[_Day, list[_Hours]]]) -> list[tuple[_Day, list[_Hours]]]:
    """A month or a year said once, last, covers the dates before it."""
    month: int | None = None
    year: int | None = None
    covered: list[tuple[_Day, list[_Hours]]] = []
    for day, hours in reversed(pairs):
        first, last = _cover(day.first, month, year), day.last
        if last is not None:
            last = _cover(last, month, year)
            first = day.first
        named = last if last is not None else first
        if isinstance(named, Dated):
            month, year = named.month or month, named.year or year
        covered.append((_Day(first, last, day.hours), hours))
    return covered[::-1]


def _cover(days: Days, month: int | None, year: int | None) -> Days:
    if not isinstance(days, Dated):
        return days
    if days.month is None:
        return Dated(days.day, month, year if month else None, days.weekday) if month else days
    return Dated(days.day, days.month, days.year or year, days.weekday)


def _dates(plan: _Plan, day: _Day, today: date) -> list[date]:
    try:
        first, end = range_span(day.first, day.last, today) if day.last is not None else day.first.resolve(today)
        without = {each for days in plan.without for each in _each(*_excluded(days, first))}
    except ImpossibleDateError:
        raise NotUnderstood("impossible") from None
    dates = [each for each in _each(first, end) if each not in without]
    for days in plan.without:
        if isinstance(days, Weekday):
            dates = [each for each in dates if each.weekday() != days.index]
        if isinstance(days, Weekend):
            dates = [each for each in dates if each.weekday() < 5]
    if plan.every is not None:
        dates = [each for each in dates if each >= today and _is_every(plan.every, each)]
    return dates[:LONGEST_RANGE]


def _is_every(every: int, day: date) -> bool:
    return day.weekday() >= 5 if every == -1 else day.weekday() == every


def _excluded(days: Days, first: date) -> tuple[date, date]:
    if isinstance(days, Dated):
        found = days.on_or_after(first)
        return found, found + DAY
    return days.resolve(first)


def _each(first: date, end: date) -> list[date]:
    return [first + n * DAY for n in range(min((end - first).days, 400))]


def _of_day(
    plan: _Plan, day: _Day, hours: _Hours, today: date, now: datetime, zone: ZoneInfo
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
    bare = isinstance(day.first, Weekday) and day.first.shift == "bare" and day.last is None
    if bare and dates and _at(dates[0], end, zone) <= now:
        dates = [each + 7 * DAY for each in dates]
    return None, [(_at(each, start, zone), _at(each, end, zone)) for each in dates]


def _stretch(day: _Day, today: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """One session from one day's hour to another's."""
    if day.last is None or day.hours is None:
        raise NotUnderstood("no_end")
    first, end = range_span(day.first, day.last, today)
    return _at(first, day.hours[0], zone), _at(end - DAY, day.hours[1], zone)


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minutes, DAY_MINUTES)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)


def _merged(found: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """In order of time, repeats once; ranges of one day that touch are one."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(set(found)):
        if merged and merged[-1][0].date() == start.date() and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
