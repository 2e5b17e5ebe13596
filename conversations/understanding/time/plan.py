"""The sessions that an organiser's answer means, or what is missing."""

from datetime import UTC, date, datetime

from conversations.understanding.time.anchoring import anchored
from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.saying import Clock
from conversations.understanding.time.calendar.dates import DAY, Dated, Span, each_day
from conversations.understanding.time.calendar.days import Offset, Weekday
from conversations.understanding.time.calendar.spans import TheWeek, Weekend
from conversations.understanding.time.constraints import EditionDays, Moment, range_of_days, span_of
from conversations.understanding.time.errors import Code, NotUnderstood
from conversations.understanding.time.hours import DAY_MINUTES, minutes_of, wall
from conversations.understanding.time.pairing import (
    is_cell,
    is_exact,
    paired,
    ranged,
    sentences_of,
    without_the_week,
)
from conversations.understanding.time.ranges import HourReader, Range, is_whole, without_inside
from conversations.understanding.time.series import Series, is_long, with_repeated
from conversations.understanding.time.sharing import share
from conversations.understanding.time.tree import Item, Tree

LONGEST_RANGE = 400  # days
FARTHEST = 2  # months within which a weekday and a day's number are looked for together
LATE, EARLY = 18 * 60, 8 * 60  # an end up to eight, of what begins from six in the evening on, is the next day's
INCOMPLETE: tuple[Code, ...] = ("no_time", "no_end", "end_before_start")  # the first goes first
Session = tuple[datetime, datetime]


class Plan:
    """What an organiser's answer means at one moment, in one zone: its sessions, and what found no place in them."""

    def __init__(self, tree: Tree, now: datetime, language: str, edition: EditionDays) -> None:
        self.tree, self.now, self.today = tree, now, now.date()
        self.language, self.edition = language, edition
        self.placed: list[Item] = []
        self.series: Series | None = None
        self._hours = HourReader(language)

    def left(self) -> list[tuple[int, int]]:
        """The tokens of days that were said and are of no session, nor of a deadline or a break."""
        placed = {item.span for item in self.placed}
        frames = {each for item in self.placed if item.first for each in item.first.frame}
        return [
            item.span
            for item in self.tree.items
            if item.first is not None
            and item.span not in placed
            and item.role is None
            and not (item.is_frame and frames.union({TheWeek()}).intersection(item.first.frame))
        ]

    @property
    def says_weekdays_only(self) -> bool:
        """Whether nothing says which week its days are of: `mercredi 18h-20h`."""
        said = [each for item in self.tree.items for each in (item.first, item.last) if each and each.is_dated]
        return bool(said) and all(each.bare_weekday is not None for each in said)

    def sessions(self) -> list[Session]:
        """What is said, in order of time."""
        self._check_hours()
        pairs = self._without_asides(
            [
                (item, self._hours.ranges(hours))
                for item, hours in paired(self._members(), respectively=self.tree.respectively)
            ]
        )
        self.placed += [item for item, _ in pairs]
        if not pairs:
            raise NotUnderstood("no_date")
        found = self._of_pairs(pairs)
        if not found:
            raise NotUnderstood("no_date")
        return checked(found, self.now)

    def _members(self) -> list[Item]:
        """The days and hours that count, each with all that it takes from the others."""
        items = share(without_the_week([item for item in self.tree.items if self._counts(item)], self.edition))
        self._check_dates(items)
        items = self._said_once(self._without_past(items))
        items = with_repeated(items, self._span, workdays=self.tree.workdays)
        return self._serial(anchored(items, self._span, self.today))

    def _of_pairs(self, pairs: list[tuple[Item, list[Range]]]) -> list[Session]:
        """The sessions of each day. Raises NotUnderstood where one is incomplete."""
        found: list[Session] = []
        missing: set[Code] = set()
        welcomes_count = not any(r.start is not None and not r.welcome for _, ranges in pairs for r in ranges)
        for item, ranges in pairs:
            if item.is_stretch and item.first and item.last and item.first.clock and item.last.clock:
                found.append(self._stretch(item))
                continue
            told = [each for each in ranges if welcomes_count or not each.welcome]
            if not told:
                missing.add("no_time")
            for each in without_inside(told):
                code, sessions = self._of_days(item, each)
                missing |= {code} if code else set()
                found += sessions
        for code in INCOMPLETE:
            if code in missing:
                raise NotUnderstood(code)
        return found

    def _without_asides(self, pairs: list[tuple[Item, list[Range]]]) -> list[tuple[Item, list[Range]]]:
        """Where a whole session is said, a day of which none is and that is past, or only a deadline's, says nothing:
        the date of a letter, of a law, of an end of bookings.
        """
        whole = [item for item, ranges in pairs if item.is_stretch or any(map(is_whole, ranges))]
        if not whole:
            return pairs
        return [
            (item, ranges)
            for item, ranges in pairs
            if any(item is each for each in whole) or not (self._is_past(item) or item.role or not ranges)
        ]

    def _said_once(self, items: list[Item]) -> list[Item]:
        """A table's cell with a weekday and the next with its date say one day."""
        pairs = [(item, items[at + 1 : at + 2]) for at, item in enumerate(items)]
        cells = [item for item, behind in pairs if any(is_cell(item, each, self.today) for each in behind)]
        self.placed += cells
        return [item for item in items if not any(item is each for each in cells)]

    def _without_past(self, items: list[Item]) -> list[Item]:
        """Without the days of laws and letters: past, without hours of their own, listed with no other."""
        listed = [*(each.listed and each.joint == "and" for each in items[1:]), False]
        past = [self._is_bare(item) and not joined for item, joined in zip(items, listed, strict=False)]
        if all(is_past or item.first is None for item, is_past in zip(items, past, strict=True)):
            return items
        return [item for item, is_past in zip(items, past, strict=True) if not is_past]

    def _is_bare(self, item: Item) -> bool:
        numbered = item.first is not None and isinstance(item.first.day, Dated)
        return numbered and not item.hours and item.side is None and self._is_past(item)

    def _is_past(self, item: Item) -> bool:
        return item.last is None and self._span(item)[1] <= self.today

    # --- what counts ----------------------------------------------------------------------------------

    def _check_hours(self) -> None:
        for item in self.tree.items:
            moments = [each for each in (item.first, item.last) if each is not None]
            edges = [edge for hours in item.hours for edge in (hours.first, hours.last)]
            for clock in (*(moment.clock for moment in moments), *edges):
                if isinstance(clock, Clock) and not clock.possible:
                    raise NotUnderstood("impossible")

    def _counts(self, item: Item) -> bool:
        """Whether it is no deadline, no break, and no day of which only in passing is spoken."""
        if item.role == "deadline":
            return any(hours.last is not None for hours in item.hours)
        if item.role == "former" or (item.role == "break" and item.first is None):
            return False
        if item.first is not None and item.last is None and item.side == "before":
            return any(each.every for each in self.tree.items)
        return not self._is_aside(item)

    def _is_aside(self, item: Item) -> bool:
        """`les services de demain`: a day counted from today, without an hour, where another day is said."""
        if item.first is None or not isinstance(item.first.day, Offset):
            return False
        sentence = next(
            sentence for sentence in sentences_of(self.tree.items) if any(each is item for each in sentence)
        )
        others = [each.first for each in self.tree.items if each.first is not None and each not in sentence]
        named = any(not isinstance(each.day, Offset) for each in others)
        return named and not any(each.is_stretch or any(map(is_exact, each.hours)) for each in sentence)

    def _check_dates(self, items: list[Item]) -> None:
        """Raises for the 31st of November, and for a weekday that its date is not."""
        for item in items:
            for moment in (item.first, item.last):
                if moment is None:
                    continue
                first, _ = self._checked_span(item, moment)
                if isinstance(moment.day, Dated) and moment.day.mismatch(first):
                    raise NotUnderstood("mismatch")
                numbered = isinstance(moment.day, Dated) and moment.day.weekday is not None and not moment.frame
                if numbered and _months_between(self.today, first) > FARTHEST:
                    raise NotUnderstood("mismatch")

    def _checked_span(self, item: Item, moment: Moment) -> Span:
        """Its dates; the number at the beginning of a range is of the month of its end."""
        if moment is item.first and item.last is not None and not moment.frame and isinstance(moment.day, Dated):
            return self._span(item)
        return span_of(moment, self.today, self.edition)

    def _serial(self, items: list[Item]) -> list[Item]:
        """The members that are sessions; a month, or what only bounds a series, is none."""
        if not any(item.every for item in items):
            return ranged([item for item in items if not is_long(item)], self._span)
        self.series = Series(items, self._span, self.today, self.tree.step)
        if not self.series.is_bounded:
            raise NotUnderstood("no_date")
        self.placed += [item for item in items if item not in self.series.items]
        return self.series.items

    # --- dates ----------------------------------------------------------------------------------------

    def _span(self, item: Item) -> Span:
        assert item.first is not None
        return self._span_from(item, self.today)

    def _span_from(self, item: Item, since: date) -> Span:
        assert item.first is not None
        if item.last is not None:
            return range_of_days(item.first, item.last, since, self.edition)
        return span_of(item.first, since, self.edition)

    def _dates(self, item: Item, since: date) -> list[date]:
        if item.every and self.series:
            days = self.series.dates(item)
            return [day for day in days if day >= since and not self._is_left_out(day, days[0])]
        first, end = self._span_from(item, since)
        if (end - first).days > LONGEST_RANGE:
            raise NotUnderstood("impossible")
        return [
            day for day in each_day((first, end)) if day.weekday() not in item.but and not self._is_left_out(day, first)
        ]

    def _is_left_out(self, day: date, first: date) -> bool:
        return any(self._leaves_out(item, day, first) for item in self.tree.without if not item.hours)

    def _leaves_out(self, item: Item, day: date, first: date) -> bool:
        if item.first is None:
            return True
        if item.last is None and item.first == Moment(day=Weekday(day.weekday())):
            return True
        if item.last is None and item.first.frame == (Weekend(),):
            return day.weekday() >= 5
        start, end = self._span_from(item, first)
        return start <= day < end

    def _left_of(self, day: date, start: int, end: int, first: date) -> list[tuple[int, int]]:
        """A day's hours without those left out: `sauf jeudi après-midi`, `closed Wednesday morning`."""
        left = [(start, end)]
        for item in self.tree.without:
            parts = [hours.first for hours in item.hours if isinstance(hours.first, str)]
            if not parts or not self._leaves_out(item, day, first):
                continue
            for low, high in ((60 * hour for hour in cw.PARTS[part]) for part in parts):
                left = [
                    (begin, stop)
                    for begun, ended in left
                    for begin, stop in ((begun, min(ended, low)), (max(begun, high), ended))
                    if begin < stop
                ]
        return left

    def _of_days(self, item: Item, said: Range) -> tuple[Code | None, list[Session]]:
        start, end = said.start, said.end
        if start is None:
            return "no_time", []
        if end is None and self.tree.durations:
            end = start + (said.minutes or self.tree.durations[-1])
        if end is None:
            return "no_end", []
        if end <= start:
            if not (said.next_day or (start >= LATE and end <= EARLY)):
                return "end_before_start", []
            end += DAY_MINUTES
        dates = self._dates(item, self.today)
        sought = item.every or (item.first is not None and item.first.bare_weekday is not None)
        over = start if item.every else end
        if sought and dates and dates[0] == self.today and self._at(self.today, over) <= self.now:
            dates = self._dates(item, self.today + DAY)  # today's is over: the next is meant
        return None, [
            (self._at(day, begin), self._at(day, stop))
            for day in dates
            for begin, stop in self._left_of(day, start, end, dates[0])
        ]

    def _stretch(self, item: Item) -> Session:
        """One session from one day's hour to another's."""
        assert item.first and item.last and item.first.clock and item.last.clock
        first, end = self._span(item)
        start = self._at(first, minutes_of(item.first.clock, self.language))
        return start, self._at(end - DAY, minutes_of(item.last.clock, self.language))

    def _at(self, day: date, minutes: int) -> datetime:
        return wall(day, minutes, self.now.tzinfo)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def checked(found: list[Session], now: datetime) -> list[Session]:
    """The sessions in order. Raises NotUnderstood for one that ends before it begins, or has begun."""
    if any(end.astimezone(UTC) <= start.astimezone(UTC) for start, end in found):  # a clock may be put forward
        raise NotUnderstood("end_before_start")
    if any(start < now for start, _ in found):
        raise NotUnderstood("past")
    return merged(found)


def merged(found: list[Session]) -> list[Session]:
    """In order of time, repeats once; ranges of one day that touch are one."""
    joined: list[Session] = []
    for start, end in sorted(set(found)):
        if joined and joined[-1][0].date() == start.date() and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
