"""When a question means: one interval, half open, from whatever days and hours it says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.understanding import calendar_words as cw
from conversations.understanding.atom_reader import SOFT, AtomReader
from conversations.understanding.days import (
    DAY,
    Dated,
    Days,
    Edition,
    ImpossibleDateError,
    NextDays,
    Span,
    Weekday,
    WeekdayIn,
    WeekdayOf,
)
from conversations.understanding.hours import minutes_of, range_of
from conversations.understanding.joining import join_numbers
from conversations.understanding.language import language_of
from conversations.understanding.lexer import Token
from conversations.understanding.saying import CLOCK, DAYS, PART, Atom, Clock
from conversations.understanding.scanner import scan

Week = Callable[[], Span | None]  # the first and last day of the Week, both included
JOINTS = ("to", "until")
QUALIFIERS = ("from", "until", "before", "after")


@dataclass
class Said:
    """What a question says of time, not yet dates."""

    spans: list[tuple[str | None, Days, Days | None]] = field(default_factory=list)  # qualifier, first, last
    hours: list[tuple[str, int, int]] = field(default_factory=list)  # kind, minutes from midnight, minutes
    edges: tuple[int, int] | None = None  # hours of both ends of a stretch
    without: list[Days] = field(default_factory=list)  # days that are left out
    today: bool = False
    used: set[int] = field(default_factory=set)  # tokens that say it


def read_time(atoms: list[Atom], tokens: list[Token], language: str) -> Said:
    """What is said of time. Nothing is resolved yet: the place may have a zone of its own."""
    return _Reader(join_numbers(atoms, tokens), language).read()


def no_week() -> Span | None:
    """No edition is known."""
    return None


def says_only_hours(text: str, language: str) -> bool:
    """Whether a text names hours and no day: `et après 18h ?`."""
    spoken = language_of(text) or language
    atoms, tokens = scan(text, spoken)
    said = read_time(atoms, tokens, spoken)
    return bool(said.hours) and not said.spans and not said.today


class _Reader(AtomReader):
    def __init__(self, atoms: list[Atom], language: str) -> None:
        super().__init__(atoms)
        self.language, self.said = language, Said()

    def read(self) -> Said:
        at = 0
        while at < len(self.atoms):
            at = self._one(at)
        return self.said

    def _use(self, first: int, end: int) -> None:
        for atom in self.atoms[first:end]:
            self.said.used.update(range(atom.first, atom.end))

    def _one(self, at: int) -> int:
        kind = self._kind(at)
        if kind == "except":
            return self._negated(at)
        if kind == "correct":
            return self._corrected(at)
        if kind in (*QUALIFIERS, "between"):
            return self._qualified(at, kind)
        if kind == DAYS:
            return self._days(at, None, at)
        if kind == CLOCK:
            return self._clock(at, None, at)
        if kind == PART:
            return self._part(at)
        return at + 1

    def _negated(self, at: int) -> int:
        """What is negated is left out: `sauf lundi`."""
        behind = self._skip(at + 1)
        if self._kind(behind) in ("before", "after"):
            turned = {"before": "from", "after": "until"}[self._kind(behind)]
            self._use(at, at + 1)
            return self._qualified(behind, turned)
        end = behind
        while self._kind(end) in (DAYS, PART, CLOCK) or (
            end > behind
            and self._kind(end) in ("and", "to", "comma", *SOFT)
            and self._kind(self._skip(end + 1)) in (DAYS, PART)
            and self._kind(end) != "comma"
        ):
            end += 1
        if end > behind:
            self.said.without += [atom.value for atom in self.atoms[behind:end] if atom.kind == DAYS]
            self._use(at, end)
            return end
        return at + 1

    def _corrected(self, at: int) -> int:
        """`mardi, non, mercredi`: the last counts."""
        behind = at + 1
        while self._kind(behind) in (*SOFT, "comma"):
            behind += 1
        if self.said.spans and self._kind(behind) == DAYS:
            self.said.spans.clear()
            self._use(at, behind)
        elif self.said.hours and self._kind(behind) in (CLOCK, PART):
            self.said.hours.clear()
            self._use(at, behind)
        return at + 1

    def _qualified(self, at: int, kind: str) -> int:
        behind = self._skip(at + 1)
        if kind == "from" and self._kind(behind) in QUALIFIERS:
            return at + 1
        if self._kind(behind) == DAYS:
            return self._days(behind, kind, at)
        if self._kind(behind) == CLOCK:
            return self._clock(behind, kind, at)
        if self._kind(behind) == PART and kind != "between":
            return self._part_edge(behind, kind, at)
        return at + 1

    # --- days ---------------------------------------------------------------------------------------

    def _days(self, at: int, qualifier: str | None, first: int) -> int:
        value: Days = self.atoms[at].value
        end = at + 1
        start_hour, end = self._hour_behind(end)
        joint = self._skip(end)
        target = self._skip(joint + 1)
        if start_hour is None and (noon := self._noon_behind(end)) and self._kind(self._skip(noon + 1)) in JOINTS:
            start_hour, end = 12 * 60, noon + 1
        joint = self._skip(end)
        target = self._skip(joint + 1)
        joins = self._kind(joint) in ("to", "until") or (self._kind(joint) == "and" and qualifier == "between")
        if joins and self._kind(target) == DAYS:
            last: Days = self.atoms[target].value
            stop_hour, behind = self._hour_behind(target + 1)
            if stop_hour is None and (noon := self._noon_behind(target + 1)):
                stop_hour, behind = 12 * 60, noon + 1
            self.said.spans.append((None, value, last))
            if start_hour is not None and stop_hour is not None:
                self.said.edges = (start_hour, stop_hour)
            self._use(first, behind)
            return behind
        if start_hour is not None:
            end = at + 1
        if qualifier == "until" and isinstance(value, NextDays):
            qualifier = None
        self.said.spans.append((None if qualifier == "between" else qualifier, value, None))
        self._use(first, end)
        if (
            qualifier == "from"
            and self._kind(self._skip(end)) == "word"
            and self.atoms[self._skip(end)].value in ("on", "onwards", "onward")
        ):
            self._use(end, self._skip(end) + 1)
        return end

    def _noon_behind(self, at: int) -> int:
        """Where `midi` stands as the hour of a day, as in `du 14 à midi au 16`; 0 where it does not."""
        behind = at
        while self._kind(behind) in (*SOFT, "to"):
            behind += 1
        noon = self._kind(behind) == PART and self.atoms[behind].value[0] == "midday"
        return behind if noon and behind - at <= 2 else 0

    def _hour_behind(self, at: int) -> tuple[int | None, int]:
        """A clock time right behind a day: `jeudi 14h`, `le 19 à 14h`."""
        behind = at
        while self._kind(behind) in (*SOFT, "to", "comma"):
            behind += 1
        if self._kind(behind) == CLOCK and behind - at <= 2:
            following = self._skip(behind + 1)
            if (
                self._kind(following) in ("to", "until", "and", "slash")
                and self._kind(self._skip(following + 1)) == CLOCK
            ):
                return None, at
            return minutes_of(self.atoms[behind].value, self.language), behind + 1
        return None, at

    # --- hours --------------------------------------------------------------------------------------

    def _clock(self, at: int, qualifier: str | None, first: int) -> int:
        clock: Clock = self.atoms[at].value
        end = at + 1
        target = (
            self._skip(end + 1)
            if self._kind(end) in ("to", "until", "slash") or (self._kind(end) == "and" and qualifier == "between")
            else -1
        )
        if target > 0 and self._moment(target) is not None:
            last = self._moment(target)
            if last is not None:
                start, stop = range_of(clock, last, self.language)
                self._add(("range", start, stop), first, target + 1)
                return target + 1
        if not clock.possible:
            return end
        moment = minutes_of(clock, self.language)
        kind = {None: "hour", "between": "hour"}.get(qualifier, qualifier)
        if kind == "hour" and clock.hour == 24:
            kind = "until"
        self._add((kind or "hour", moment, moment + 60), first, end)
        return end

    def _part(self, at: int) -> int:
        part, this = self.atoms[at].value
        joint = self._skip(at + 1)
        if part == "midday" and self._kind(joint) in ("to", "until") and self._kind(self._skip(joint + 1)) == CLOCK:
            target = self._skip(joint + 1)
            start, stop = range_of(Clock(12, exact=True), self.atoms[target].value, self.language)
            self._add(("range", start, stop), at, target + 1)
            return target + 1
        first, last = cw.PARTS[part]
        self.said.today = self.said.today or this
        self._add((part, first * 60, last * 60), at, at + 1)
        return at + 1

    def _part_edge(self, at: int, qualifier: str, first: int) -> int:
        """`avant midi`, `jusqu'au soir`, `à partir de midi`."""
        part, this = self.atoms[at].value
        start, stop = cw.PARTS[part]
        edge = 12 if part == "midday" else {"from": start, "before": start, "after": stop, "until": stop}[qualifier]
        self.said.today = self.said.today or this
        self._add((qualifier, edge * 60, edge * 60), first, at + 1)
        return at + 1

    def _add(self, hours: tuple[str, int, int], first: int, end: int) -> None:
        self.said.hours.append(hours)
        self._use(first, end)


# --- from what is said to an interval -----------------------------------------------------------


def interval(said: Said, now: datetime, zone: ZoneInfo, week: Week) -> tuple[datetime | None, datetime | None]:
    """The interval in the zone, half open; None for an open side, both for no time at all."""
    here = now.astimezone(zone)
    today = here.date()
    try:
        span = _days_of(said, today, week)
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


def _resolve(days: Days, today: date, week: Week) -> Span:
    if isinstance(days, Edition):
        span = week()
        return (span[0], span[1] + DAY) if span else days.resolve(today)
    return days.resolve(today)


def _days_of(said: Said, today: date, week: Week) -> tuple[date | None, date | None] | None:
    if not said.spans:
        return None
    starts: list[date | None] = []
    ends: list[date | None] = []
    opened: dict[str, date] = {}
    for qualifier, first, last in _months_shared(said.spans):
        if last is not None:
            start, end = range_span(first, last, today, week)
        else:
            start, end = _resolve(first, today, week)
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


def range_span(first: Days, last: Days, today: date, week: Week = no_week) -> Span:
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
    start, _ = _resolve(first, today, week)
    end = _resolve(last, max(start, today), week)[1] if isinstance(last, Weekday) else _resolve(last, today, week)[1]
    if end <= start:
        end = _resolve(last, start, week)[1]
    return start, end


def _day_of_hours(said: Said, here: datetime) -> tuple[date, date]:
    """Hours without a day are today's, or tomorrow's once they are over; `ce soir` is always today's."""
    today = here.date()
    _, end = _hours_of(said)
    if any(kind == "night" for kind, _, _ in said.hours) and here.hour < 6:
        return today - DAY, today
    over = here.hour * 60 + here.minute >= end
    day = today + DAY if over and not said.today else today
    return day, day + DAY


def _hours_of(said: Said) -> tuple[int, int]:
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
    said: Said, span: tuple[date | None, date | None], zone: ZoneInfo
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


def _differ(said: Said) -> bool:
    return len(said.spans) > 1 and len(said.hours) > 1


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """That wall-clock time in the zone; minutes may reach into the next day."""
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
