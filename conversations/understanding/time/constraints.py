"""What stands beside each other belongs together: a moment is what was said of one time, one thing of each rank.

The coarser is found first and is the frame in which the finer is sought: Friday in next week, the 4th in next month.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from conversations.understanding.time.atoms.saying import Clock
from conversations.understanding.time.calendar.dates import DAY, Dated, ImpossibleDateError, Span, each_day
from conversations.understanding.time.calendar.days import (
    Days,
    NthWeekend,
    Offset,
    Weekday,
)
from conversations.understanding.time.calendar.spans import (
    IsoWeek,
    Month,
    NextDays,
    NextHours,
    NthWeek,
    Quarter,
    RestOf,
    TheWeek,
    Week,
    Weekend,
    WeekOf,
    WeekPart,
    Year,
)

EditionDays = Callable[[], Span | None]  # the first and last day of the Week, both included


def no_edition() -> Span | None:
    """No edition is known."""
    return None


class Rank(IntEnum):
    """How fine a thing that is said of time is."""

    YEAR = 0
    QUARTER = 1
    MONTH = 2
    WEEK = 3
    WEEKEND = 4
    DAY = 5


RANKS: dict[type, Rank] = {
    Year: Rank.YEAR, Quarter: Rank.QUARTER, Month: Rank.MONTH,
    Week: Rank.WEEK, IsoWeek: Rank.WEEK, WeekOf: Rank.WEEK, NthWeek: Rank.WEEK, TheWeek: Rank.WEEK,
    NextDays: Rank.WEEK, NextHours: Rank.WEEK,
    Weekend: Rank.WEEKEND, NthWeekend: Rank.WEEKEND, WeekPart: Rank.WEEKEND,
}  # fmt: skip


class DisagreeError(ImpossibleDateError):
    """Two things said of one day exclude each other: a weekday and its date, a day and its week."""


class Moment(NamedTuple):
    """One time as it was said: what holds a day, by rank, the day, the part of it, the time on the clock.

    `this`: the part is today's ("ce soir"), unless another day is said; `led`: the frame was said before the day.
    """

    frame: tuple[Days, ...] = ()  # the coarser first
    day: Days | None = None
    part: str | None = None
    clock: Clock | None = None
    this: bool = False
    led: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether it says days at all."""
        return bool(self.frame) or self.day is not None

    @property
    def is_timed(self) -> bool:
        """Whether it says an hour or a part of the day."""
        return self.clock is not None or self.part is not None

    @property
    def bare_weekday(self) -> int | None:
        """The weekday, Monday being 0, where nothing says which one it is."""
        bare = isinstance(self.day, Weekday) and self.day.shift == "bare" and not self.frame
        return self.day.index if bare and isinstance(self.day, Weekday) else None

    @property
    def is_plural(self) -> bool:
        """Whether it is more than one weekday: `les mardis`."""
        return isinstance(self.day, Weekday) and self.day.plural

    def of(self, rank: Rank) -> Days | None:
        """What holds its day, of that rank."""
        return next((each for each in self.frame if rank_of(each) == rank), None)

    def held_by(self, *coarser: Days) -> "Moment":
        """The same in a frame, where it has none of that rank and no day that is fixed without it."""
        new = [each for each in coarser if self.of(rank_of(each)) is None]
        if not new or not self.may_be_held:
            return self
        return self._replace(frame=tuple(sorted((*self.frame, *new), key=rank_of)))

    @property
    def may_be_held(self) -> bool:
        """Whether it is still open which week or month its day is of."""
        if self.day is None:
            return Weekend() in self.frame
        return (isinstance(self.day, Weekday) and self.day.shift in ("bare", "this")) or isinstance(self.day, Dated)

    def with_days(self, said: Days) -> "Moment | None":
        """The same, with these days too; None where something of that rank was said already."""
        if not self.frame and (counted := _in_counted_week(self.day, said)):
            return self._replace(frame=(counted[1],), day=counted[0])
        frame, day = taken_apart(said)
        if any(self.of(rank_of(each)) is not None for each in frame):
            return None
        if day is not None and self.day is not None:
            day = _both(self.day, day)
            if day is None:
                return None
        finest = Rank.DAY if day is not None else max(rank_of(each) for each in frame)
        if finest < Rank.DAY and self.day is not None and not self.may_be_held:
            return None
        held = tuple(sorted((*self.frame, *frame), key=rank_of))
        adds_a_day = bool(self.frame) and day is not None and day is not self.day
        if adds_a_day and not self._replace(frame=held, day=day).may_be_held:
            return None
        led = self.led or bool(self.frame and self.day is None and day is not None)
        return self._replace(frame=held, day=day if day is not None else self.day, led=led)

    def dated(self, since: date, edition: EditionDays) -> Dated | None:
        """A day's number with the month and year in which it is sought, or None where it is no number."""
        if not isinstance(self.day, Dated):
            return None
        month, year = self.of(Rank.MONTH), self.of(Rank.YEAR)
        if not isinstance(month, Month):
            return self.day
        if month.month is not None and year is None and month.offset == 0:
            return replace(self.day, month=month.month, year=month.year or self.day.year)
        first, _ = span_of(Moment(self.frame), since, edition)
        return replace(self.day, month=first.month, year=first.year)


def rank_of(days: Days) -> Rank:
    """How fine it is."""
    if isinstance(days, RestOf):
        return RANKS[type(days.whole)]
    return RANKS.get(type(days), Rank.DAY)


def taken_apart(days: Days) -> tuple[tuple[Days, ...], Days | None]:
    """What was read in one piece as its frame and its day: `mardi 15 novembre 2016`."""
    if isinstance(days, Dated) and days.month is not None:
        return (Month(days.month, days.year),), Dated(days.day, weekday=days.weekday)
    return ((), days) if rank_of(days) is Rank.DAY else ((days,), None)


def _in_counted_week(one: Days | None, other: Days) -> tuple[Weekday, Week] | None:
    """`jeudi dans deux semaines`: the weekday, and the week that is counted from this one."""
    match (one, other):
        case (Weekday(_, "bare") as weekday, Offset() as offset) | (Offset() as offset, Weekday(_, "bare") as weekday):
            weeks, rest = divmod(offset.amount * (7 if offset.unit == "week" else 1), 7)
            return (weekday, Week(weeks)) if offset.unit in ("day", "week") and weeks > 0 and not rest else None
    return None


def _both(one: Days, other: Days) -> Days | None:
    """A weekday and a day's number are one day."""
    match (one, other):
        case (Weekday(index, "bare", plural=False), Dated(weekday=None)):
            return replace(other, weekday=index)
        case (Dated(weekday=None), Weekday(index, "bare", plural=False)):
            return replace(one, weekday=index)
    return None


# --- which dates they are -------------------------------------------------------------------------


def span_of(moment: Moment, since: date, edition: EditionDays = no_edition) -> Span:
    """Its dates, `[first, end)`, from `since` on. Raises ImpossibleDateError; DisagreeError where its day is not in
    its frame.
    """
    frame = _frame_of(moment, since, edition)
    if moment.day is None:
        if frame is None:
            return since, since + DAY
        return frame
    if frame is None:
        return moment.day.resolve(since)
    if isinstance(moment.day, Dated):
        return _number_in(moment, frame, since, edition)
    if isinstance(moment.day, Weekday):
        return _weekday_in(moment.day, frame, since)
    first, end = moment.day.resolve(since)
    if end <= frame[0] or first >= frame[1]:
        raise DisagreeError
    return first, end


def _frame_of(moment: Moment, since: date, edition: EditionDays) -> Span | None:
    """What holds the day: each coarser thing cuts from the next."""
    frame: Span | None = None
    for each in moment.frame:
        span = _resolved(each, since, frame, edition)
        if frame is None:
            frame = span
            continue
        first, end = max(frame[0], span[0]), min(frame[1], span[1])
        frame = (first, end) if first < end else span
    return frame


def _resolved(days: Days, since: date, frame: Span | None, edition: EditionDays) -> Span:
    if isinstance(days, TheWeek) and (known := edition()):
        return known[0], known[1] + DAY
    if frame is None:
        return days.resolve(since)
    if isinstance(days, Month) and days.month is not None and days.year is None:
        return replace(days, year=frame[0].year).resolve(since)
    if isinstance(days, Quarter) and days.number is not None and days.year is None:
        return replace(days, year=frame[0].year).resolve(since)
    if isinstance(days, WeekPart):
        return days.resolve(frame[0])
    if days == Weekend():
        return days.resolve(max(frame[0], since) if frame[1] > since else frame[0])
    return days.resolve(since)


def _number_in(moment: Moment, frame: Span, since: date, edition: EditionDays) -> Span:
    dated = moment.dated(since, edition)
    if dated is not None and dated.month is not None:
        found = dated.on_or_after(since)
        return found, found + DAY
    assert isinstance(moment.day, Dated)
    for each in each_day(frame):
        if each.day == moment.day.day:
            return each, each + DAY
    raise DisagreeError


def _weekday_in(weekday: Weekday, frame: Span, since: date) -> Span:
    """In a week that week's; in anything longer the first that is still to come."""
    if weekday.plural and frame[1] - frame[0] > 7 * DAY:
        return frame
    first = max(frame[0], since) if frame[1] - frame[0] > 7 * DAY and frame[1] > since else frame[0]
    found = first + timedelta(days=(weekday.index - first.weekday()) % 7)
    if found >= frame[1]:
        raise DisagreeError
    return found, found + DAY


def range_of_days(first: Moment, last: Moment, since: date, edition: EditionDays = no_edition) -> Span:
    """From the first day to the end of the last. Without a year, a range that is running is the running one."""
    first, last = _shared(first, last)
    begins, ends = first.dated(since, edition), last.dated(since, edition)
    if begins and ends and not last.of(Rank.WEEK):
        if (begins.month and ends.month is None) or (begins.year is not None and ends.year is None):
            start = begins.on_or_after(since)
            return start, ends.on_or_after(start) + DAY
        end = ends.on_or_after(since)
        return begins.on_or_before(end), end + DAY
    if ends and first.bare_weekday is not None:
        end = ends.on_or_after(since)
        return end - timedelta(days=(end.weekday() - first.bare_weekday) % 7), end + DAY
    start, _ = span_of(first, since, edition)
    from_start = isinstance(last.day, Weekday) and not last.frame and last.may_be_held
    _, end = span_of(last, max(start, since) if from_start else since, edition)
    if end <= start:
        _, end = span_of(_unframed(last) if from_start else last, start, edition)
    if end <= start and isinstance(last.day, Weekday):
        end = start + timedelta(days=(last.day.index - start.weekday()) % 7) + DAY
    return start, end


def _shared(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """A week said at one end is the other's too, of which no week is said; so is the month of a week's day."""
    if isinstance(first.day, Weekday) and not first.frame and isinstance(last.day, Weekday):
        return first.held_by(*last.frame), last
    if isinstance(last.day, Weekday | Dated) and not last.frame and first.of(Rank.WEEK) and first.day is not None:
        inside = last.held_by(*first.frame)
        return first, inside if isinstance(last.day, Dated) else last
    if isinstance(first.day, Dated) and not first.frame and last.of(Rank.WEEK) and isinstance(last.day, Dated):
        return first.held_by(*last.frame), last
    return first, last


def _unframed(moment: Moment) -> Moment:
    return moment._replace(frame=())
