"""A question's time: the hull of all that is said, one interval, half open, where its place is."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from conversations.understanding.text import Token, language_of
from conversations.understanding.time.anchoring import anchored
from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.saying import Atom, Clock
from conversations.understanding.time.atoms.scanner import scan
from conversations.understanding.time.calendar.dates import DAY, ImpossibleDateError, Span
from conversations.understanding.time.calendar.days import Offset
from conversations.understanding.time.calendar.spans import NextDays, NextHours
from conversations.understanding.time.constraints import DisagreeError, EditionDays, Moment, range_of_days, span_of
from conversations.understanding.time.grammar import read_tree
from conversations.understanding.time.hours import DAY_MINUTES, HALF_DAY, minutes_of, range_of, wall
from conversations.understanding.time.sharing import share
from conversations.understanding.time.tree import Edge, Hours, Item, Tree
from conversations.understanding.vocabulary import small_words

Interval = tuple[datetime | None, datetime | None]


class Stated(NamedTuple):
    """What a question says of time; nothing is a date yet, for its place may have a zone of its own."""

    tree: Tree
    language: str

    @property
    def used(self) -> set[int]:
        """The tokens that say it."""
        return self.tree.used


BESIDE = small_words("reminders", "beside")


def read_time(atoms: list[Atom], tokens: list[Token], language: str) -> Stated:
    """What is said of time."""
    return Stated(read_tree(atoms, tokens), language)


def says_only_hours(text: str, language: str) -> bool:
    """Whether a text names hours and no day: `et après 18h ?`."""
    spoken = language_of(text) or language
    items = read_tree(*scan(text, spoken)).items
    return bool(items) and all(item.hours and item.first is None for item in items)


def says_only_a_time(text: str, language: str) -> bool:
    """Whether a text says a day or an hour, and nothing else that would mean something: `non, plutôt jeudi à 8h`."""
    spoken = language_of(text) or language
    atoms, tokens = scan(text, spoken)
    tree = read_tree(atoms, tokens)
    rest = (token.key for n, token in enumerate(tokens) if n not in tree.used and not token.mark)
    return bool(tree.items) and all(key in BESIDE for key in rest)


def interval(said: Stated, now: datetime, zone: ZoneInfo, edition: EditionDays) -> Interval:
    """The interval in the zone, half open; None for an open side, both for no time at all."""
    if not said.tree.items:
        return None, None
    try:
        found = _Hull(said, now.astimezone(zone), edition).interval()
    except (ImpossibleDateError, OverflowError, ValueError):  # no such day, or beyond the calendar's end
        return None, None
    start, end = found
    return found if start is None or end is None or start < end else (None, None)


class _Hull:
    def __init__(self, said: Stated, here: datetime, edition: EditionDays) -> None:
        self.tree, self.language = said.tree, said.language
        self.here, self.today, self.edition = here, here.date(), edition
        self.hours = [hours for item in self.tree.items for hours in item.hours]

    def interval(self) -> Interval:
        items = anchored(share(self.tree.items), self._span, self.today)
        dated = [item for item in items if item.first is not None]
        if (ahead := _hours_ahead(dated)) is not None:
            return self.here, (self.here.astimezone(UTC) + ahead).astimezone(self.here.tzinfo)
        spans = self._spans(dated)
        if spans is None:
            return (None, None) if not self.hours else self._on(*self._day_of_hours())
        first, end = spans
        stretch = self._stretch(dated)
        if stretch is not None:
            return stretch
        if first and end and end - first == DAY and not (len(dated) > 1 and len(self.hours) > 1):
            return self._on(first, end)
        if self.hours and first is not None and end is None:
            return self._at(first, self._of_day()[0]), None
        return self._at(first, 0) if first else None, self._at(end, 0) if end else None

    # --- days ---------------------------------------------------------------------------------------

    def _spans(self, dated: list[Item]) -> tuple[date | None, date | None] | None:
        """The days, from the first to the end of the last; None on an open side."""
        starts: list[date] = []
        ends: list[date] = []
        begin: date | None = None
        stop: date | None = None
        for item in dated:
            first, end = self._span(item)
            held = self._span(item.within) if item.within else None  # "en décembre, avant le 10"
            match item.side:
                case "until" if not _is_next_days(item):
                    begin, stop = held[0] if held else begin, end
                case "before":
                    begin, stop = held[0] if held else begin, first
                case "from":
                    begin, stop = first, held[1] if held else stop
                case "after":
                    begin, stop = end, held[1] if held else stop
                case _:
                    starts.append(first)
                    ends.append(end)
        if starts:
            return self._bounded(*self._without(min(starts), max(ends)), begin, stop)
        if begin is not None:
            return begin, stop
        return (self.today if self.today < stop else None, stop) if stop is not None else None

    def _bounded(
        self, first: date, end: date, begin: date | None, stop: date | None
    ) -> tuple[date | None, date | None]:
        """Days, and a side that cuts from them, or goes on behind them: `lundi et à partir de jeudi`."""
        if begin is not None and not first <= begin < end:
            return min(first, begin), None
        return begin or first, min(end, stop) if stop is not None and first < stop else end

    def _span(self, item: Item) -> Span:
        assert item.first is not None
        if item.last is not None:
            return range_of_days(item.first, item.last, self.today, self.edition)
        try:
            return span_of(item.first, self.today, self.edition)
        except DisagreeError:
            return span_of(Moment(day=item.first.day), self.today, self.edition)

    def _without(self, first: date, end: date) -> Span:
        """The span without the days that are left out at its beginning or its end: an interval has no holes."""
        for item in self.tree.without:
            if item.first is None or item.hours:
                continue
            start, stop = (
                range_of_days(item.first, item.last, first, self.edition)
                if item.last is not None
                else span_of(item.first, first, self.edition)
            )
            if start <= first < stop < end:
                first = stop
            elif first < start < end <= stop:
                end = start
        return first, end

    # --- hours --------------------------------------------------------------------------------------

    def _stretch(self, dated: list[Item]) -> Interval | None:
        """From the hour of one day to the hour of another; up to an hour of a day."""
        stretches = [item for item in dated if item.is_stretch]
        if len(stretches) != 1 or len(dated) > 1:
            return None
        (item,) = stretches
        assert item.first is not None
        if item.last is None:
            day, _ = self._span(item)
            low, high = self._edges(_edge_of(item.first))
            stop = self._at(day, low if item.side == "before" or item.first.clock else high)
            return self._at(self.today, 0) if self.today <= day else None, stop
        start, end = self._span(item)
        low = self._edges(_edge_of(item.first))[0] if item.first.is_timed else 0
        high = self._end_edge(_edge_of(item.last)) if item.last.is_timed else DAY_MINUTES
        return self._at(start, low), self._at(end - DAY, high)

    def _end_edge(self, edge: Edge | None) -> int:
        low, high = self._edges(edge)
        return low if isinstance(edge, Clock) else high

    def _day_of_hours(self) -> Span:
        """Hours without a day are today's, or tomorrow's once they are over."""
        _, end = self._of_day()
        if any(hours.first == "night" for hours in self.hours) and self.here.hour < 6:
            return self.today - DAY, self.today
        over = self.here.hour * 60 + self.here.minute >= end
        day = self.today + DAY if over else self.today
        return day, day + DAY

    def _on(self, first: date, end: date) -> Interval:
        if not self.hours:
            return self._at(first, 0), self._at(end, 0)
        if self._is_running_night(first):
            first -= DAY
        low, high = self._of_day()
        return self._at(first, low), self._at(first, high if high > low else high + DAY_MINUTES)

    def _is_running_night(self, first: date) -> bool:
        """Before six in the morning "cette nuit" is the running one."""
        night = any(hours.first == "night" for hours in self.hours)
        named = [item.first for item in self.tree.items if item.first is not None]
        tonight = all(each.day == Offset(0) for each in named)
        return night and tonight and self.here.hour < 6 and first == self.today

    def _of_day(self) -> tuple[int, int]:
        """The hours said, as one stretch of minutes of a day."""
        low, high = 0, DAY_MINUTES
        told: list[tuple[int, int]] = []
        parts = [hours for hours in self.hours if isinstance(hours.first, str) and hours.side is None]
        named = [self._edges(each) for hours in parts for each in (hours.first, hours.last) if each is not None]
        named += [self._edges(hours.part) for hours in self.hours if hours.part]
        if named:
            low, high = min(first for first, _ in named), max(last for _, last in named)
        for hours in self.hours:
            if hours in parts and not isinstance(hours.last, Clock):
                continue
            first, last = self._minutes(hours)
            if named and first < low and low <= first + HALF_DAY <= high and not self._is_exact(hours):
                first, last = first + HALF_DAY, last + HALF_DAY
            if hours.side in ("from", "after"):
                low = first
            elif hours.side in ("until", "before"):
                high = first
            else:
                told.append((first, last))
        if told:
            return min(first for first, _ in told), max(last for _, last in told)
        return low, high

    def _is_exact(self, hours: Hours) -> bool:
        return isinstance(hours.first, Clock) and hours.first.hour >= 12

    def _minutes(self, hours: Hours) -> tuple[int, int]:
        """A beginning and an end; of a lone hour the hour that begins then."""
        first, last = hours.first, hours.last
        if isinstance(first, Clock) and isinstance(last, Clock):
            return range_of(first, last, self.language)
        if last is not None:
            return self._edges(first)[0], self._end_edge(last)
        if isinstance(first, Clock):
            start = minutes_of(first, self.language)
            if hours.side is None and first.hour == 24:
                return 0, DAY_MINUTES
            return start, start + 60
        return self._part_edge(first, hours.side)

    def _part_edge(self, part: str | None, side: str | None) -> tuple[int, int]:
        """`avant midi`, `jusqu'au soir`, `à partir de midi`."""
        start, stop = self._edges(part)
        if part == "midday" and side is not None:
            return 12 * 60, 12 * 60
        edge = stop if side in ("after", "until") else start
        return edge, edge

    def _edges(self, edge: Edge | None) -> tuple[int, int]:
        if isinstance(edge, Clock):
            start = minutes_of(edge, self.language)
            return start, start + 60
        first, last = cw.PARTS[edge or "pm"]
        return first * 60, last * 60

    def _at(self, day: date, minutes: int) -> datetime:
        """That wall-clock time in the zone; minutes may reach into the next day."""
        return wall(day, minutes, self.here.tzinfo)


def _edge_of(said: Moment) -> Edge | None:
    return said.clock or said.part


def _hours_ahead(dated: list[Item]) -> timedelta | None:
    """`sous 48 h`: so long from this moment on."""
    spans = [each for item in dated if item.first is not None for each in item.first.frame]
    found = next((each for each in spans if isinstance(each, NextHours)), None)
    return timedelta(minutes=found.minutes) if found else None


def _is_next_days(item: Item) -> bool:
    """`d'ici 10 jours`: so many days, not what is left until then."""
    return item.first is not None and any(isinstance(each, NextDays) for each in item.first.frame)
