"""What repeats: `tous les mardis de novembre`, `les jeudis`, `du 15 au 26 novembre, du mardi au samedi`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import takewhile

from conversations.understanding.time.calendar.dates import DAY, Dated, Span, each_day
from conversations.understanding.time.calendar.days import Weekday
from conversations.understanding.time.calendar.spans import Month, Quarter, Week, Weekend, Year
from conversations.understanding.time.constraints import Moment
from conversations.understanding.time.pairing import is_exact
from conversations.understanding.time.tree import Item

EVERY_DAY, WORKDAYS, WEEKEND = frozenset(range(7)), frozenset(range(5)), frozenset((5, 6))
ON_WORKDAYS = Moment((Week(workdays=True),))
SIDES_OF_WEEKDAYS = (Weekend(), Week(workdays=True))  # that say on which days of a week, not which week it is

LONGEST_COUNTED = 366 * DAY  # within which so many days of a series are found

SpanOf = Callable[[Item], Span]


def with_repeated(items: list[Item], span: SpanOf, *, workdays: bool) -> list[Item]:
    """The members, each that repeats marked as `every`. `span` gives a member's days; `workdays`: those are said."""
    marked = [replace(item, every=True) if _is_plural(item) else item for item in items]
    marked = _inside_ranges(marked, span)
    if workdays and not any(item.every for item in marked):
        return [Item(ON_WORKDAYS, every=True), *marked]
    return marked


class Series:
    """The members of a text in which something repeats, and the days within which it does."""

    def __init__(self, items: list[Item], span: SpanOf, today: date, step: int) -> None:
        self._span, self._today, self._step = span, today, step
        self._begin, self._stop = today, date.max
        self._spans: list[Span] = []
        self.items: list[Item] = []
        for item in items:
            self._take(item)
        if not self._spans and (self._stop < date.max or any(most_of(item) for item in items)):
            self._spans.append((self._begin, min(self._stop, self._begin + LONGEST_COUNTED)))

    @property
    def is_bounded(self) -> bool:
        """Whether it is said between which days."""
        return bool(self._spans)

    def dates(self, item: Item) -> list[date]:
        """The days on which a member repeats, from today on: every `step` of them, none where no end is said."""
        own = self._own(item)
        spans = [(max(first, self._begin), min(end, self._stop)) for first, end in ([own] if own else self._spans)]
        days = {day for span in spans for day in each_day(span) if day.weekday() in weekdays_of(item)}
        return sorted(days)[:: self._step][: most_of(item)]

    def _take(self, item: Item) -> None:
        if item.every and (own := self._own(item)):
            self._spans.append(own)
        if item.first is None or item.every or item.but or _is_one_day(item):
            self.items.append(item)
        else:
            self._bound(item)
            self.items.append(replace(item, first=None, last=None, side=None))  # its hours serve the others

    def _bound(self, item: Item) -> None:
        first, end = self._span(item)
        match item.side:
            case "until":
                self._stop = end
            case "before":
                self._stop = first
            case "from":
                self._begin = max(self._begin, first)
            case "after":
                self._begin = max(self._begin, end)
            case _:
                self._spans.append((first, end))

    def _own(self, item: Item) -> Span | None:
        """The days within which one member repeats, where it says so itself."""
        if item.within is not None:
            return self._span(item.within)
        frame = tuple(each for each in item.first.frame if each not in SIDES_OF_WEEKDAYS) if item.first else ()
        return self._span(Item(Moment(frame))) if frame else None


def weekdays_of(item: Item) -> frozenset[int]:
    """The weekdays of a member that repeats, Monday being 0."""
    if item.first is None:
        return frozenset()
    first, last = item.first.day, item.last.day if item.last else None
    if isinstance(first, Weekday) and isinstance(last, Weekday):
        return frozenset((first.index + n) % 7 for n in range((last.index - first.index) % 7 + 1))
    if isinstance(first, Weekday):
        return frozenset((first.index,))
    if any(isinstance(each, Weekend) for each in item.first.frame):
        return WEEKEND
    return WORKDAYS if item.first == ON_WORKDAYS else EVERY_DAY


def most_of(item: Item) -> int | None:
    """On how many days a member repeats at most; None where that is not said."""
    day = item.first.day if item.first else None
    return day.most if isinstance(day, Weekday) else None


def is_long(item: Item) -> bool:
    """Whether it is a month or more, which is no date."""
    return item.is_frame and item.first is not None and isinstance(item.first.frame[-1], Month | Quarter | Year)


def _is_one_day(item: Item) -> bool:
    return item.last is None and item.side is None and not item.is_frame


def _is_plural(item: Item) -> bool:
    """`les mardis de novembre`."""
    first = item.first
    return (
        first is not None
        and isinstance(first.day, Weekday)
        and first.day.plural
        and bool(first.frame or first.day.most)
    )


# --- weekdays beside a range of dates -----------------------------------------------------------------------


def _inside_ranges(items: list[Item], span: SpanOf) -> list[Item]:
    """`du 15 au 26 novembre, du mardi au samedi`: weekdays that are days of a range beside them repeat within it.
    Where both have hours, the weekdays' are theirs, and the range's are the other days'.
    """
    found = list(items)
    for at, around in enumerate(items):
        if not _is_range_of_dates(around):
            continue
        inside = [n for n, item in enumerate(items) if _repeats_in(items, n, at, span)]
        timed = _is_timed(items, at) and any(_is_timed(items, n) for n in inside)
        for n in inside:
            found[n] = replace(items[n], every=True, within=around)
        if timed:
            others = frozenset[int]().union(*(weekdays_of(items[n]) for n in inside))
            found[at] = replace(around, but=others)
    return found


def _is_range_of_dates(item: Item) -> bool:
    return item.last is not None and isinstance(item.last.day, Dated) and not item.is_stretch and not item.every


def _is_timed(items: list[Item], at: int) -> bool:
    """Whether hours stand with a member, or right behind it."""
    behind = takewhile(lambda item: item.first is None, items[at + 1 :])
    return any(is_exact(hours) for item in (items[at], *behind) for hours in item.hours)


def _repeats_in(items: list[Item], at: int, around: int, span: SpanOf) -> bool:
    item = items[at]
    if item.first is None or item.every or item.side or not _names_weekdays(item):
        return False
    if abs(at - around) == 1 and items[max(at, around)].joint == "and":
        return False  # equals: "du 14 au 18 novembre et samedi"
    if _is_timed(items, around) and _is_timed(items, at) and not item.listed:
        return False  # an hour of the programme: "10h-18h, visite guidée samedi à 15h"
    return weekdays_of(item) <= {day.weekday() for day in each_day(span(items[around]))}


def _names_weekdays(item: Item) -> bool:
    first, last = item.first, item.last
    if first is None or (last is not None and last.bare_weekday is None):
        return False
    return first.bare_weekday is not None or first.frame in ((Weekend(),), ON_WORKDAYS.frame)
