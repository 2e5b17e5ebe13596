"""When an event is, in the organiser's words: every session that is said, or what is missing.

`read_sessions("du 14 au 16 novembre de 9h à 17h", now, "Europe/Paris")` gives three. Each session needs a
date, a beginning and an end; hours said once serve all the days around them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from conversations.understanding.text import language_of
from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.addresses import without_addresses
from conversations.understanding.time.atoms.other_languages import with_months_in_numbers
from conversations.understanding.time.atoms.said_zones import said_zone
from conversations.understanding.time.atoms.saying import Clock
from conversations.understanding.time.atoms.scanner import scan
from conversations.understanding.time.calendar.dates import DAY, Dated, ImpossibleDateError, Span
from conversations.understanding.time.calendar.days import Offset, Weekday
from conversations.understanding.time.calendar.spans import Month, Quarter, TheWeek, Weekend, Year
from conversations.understanding.time.constraints import (
    DisagreeError,
    EditionDays,
    Moment,
    no_edition,
    range_of_days,
    span_of,
)
from conversations.understanding.time.errors import NotUnderstood
from conversations.understanding.time.grammar import NOON, Hours, Item, Tree, read_tree
from conversations.understanding.time.hours import DAY_MINUTES, HALF_DAY, minutes_of, range_of
from conversations.understanding.time.sharing import share
from conversations.understanding.time.written import written_sessions

ERRORS = ("impossible", "mismatch", "no_date", "no_time", "no_end", "end_before_start", "past")
LONGEST_DATES = 1500  # characters that are read
LONGEST_RANGE = 62  # days
FARTHEST = 2  # months within which a weekday and a day's number are looked for together
LATE, EARLY = 18 * 60, 8 * 60  # an end up to eight, of what begins from six in the evening on, is the next day's
Session = tuple[datetime, datetime]


class Heard(NamedTuple):
    """The sessions that were heard, in order of time, and the words of time that found no place in them."""

    sessions: list[Session]
    left: tuple[str, ...] = ()


def read_sessions(
    text: str, now: datetime, zone: str, language: str | None = None, edition: EditionDays = no_edition
) -> list[Session]:
    """The sessions as aware (start, end) in the zone, or in the one that is said, in order of time.

    `edition` gives the first and last day of the Week. Raises NotUnderstood with the first of ERRORS that applies.
    """
    return read_when(text, now, zone, language, edition).sessions


def read_when(
    text: str, now: datetime, zone: str, language: str | None = None, edition: EditionDays = no_edition
) -> Heard:
    """The same, with what was said of time and found no place in them."""
    text = text[:LONGEST_DATES]
    try:
        return _read(text, now, zone, language, edition)
    except NotUnderstood as error:
        numbered = with_months_in_numbers(text) if error.code == "no_date" else text
        if numbered == text:
            raise
    return _read(numbered, now, zone, language, edition)


def _read(text: str, now: datetime, zone: str, language: str | None, edition: EditionDays) -> Heard:
    spoken = language_of(text) or language or "fr"
    named, text = said_zone(text)
    where = ZoneInfo(named or zone)
    try:
        if written := written_sessions(text, where):
            return Heard(_checked(written, now))
        atoms, tokens = scan(without_addresses(text), spoken)
        plan = _Plan(read_tree(atoms, tokens), now.astimezone(where), spoken, edition)
        sessions = plan.sessions()
        return Heard(sessions, tuple(text[tokens[at].start : tokens[end - 1].end] for at, end in plan.left()))
    except DisagreeError:
        raise NotUnderstood("mismatch") from None
    except (ImpossibleDateError, OverflowError, ValueError):  # no such day, or beyond the calendar's end
        raise NotUnderstood("impossible") from None


def _checked(found: list[Session], now: datetime) -> list[Session]:
    if any(end <= start for start, end in found):
        raise NotUnderstood("end_before_start")
    if any(start < now for start, _ in found):
        raise NotUnderstood("past")
    return merged(found)


@dataclass(frozen=True, slots=True)
class _Range:
    """A beginning and an end in minutes from midnight; what was not said is None."""

    start: int | None
    end: int | None
    next_day: bool = False
    welcome: bool = False
    aside: bool = False


class _Plan:
    def __init__(self, tree: Tree, now: datetime, language: str, edition: EditionDays) -> None:
        self.tree, self.now, self.today = tree, now, now.date()
        self.language, self.edition = language, edition
        self.placed: list[Item] = []

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

    def sessions(self) -> list[Session]:
        """What is said, in order of time."""
        self._check_hours()
        items = share(_without_the_week([item for item in self.tree.items if self._counts(item)], self.edition))
        self._check_dates(items)
        items = self._series(self._said_once(self._without_past(items)))
        pairs = [(item, self._ranges(hours)) for item, hours in _paired(items, respectively=self.tree.respectively)]
        pairs = self._without_asides(pairs)
        self.placed += [item for item, _ in pairs]
        if not pairs:
            raise NotUnderstood("no_date")
        found: list[Session] = []
        missing: set[str] = set()
        welcomes_count = not any(r.start is not None and not r.welcome for _, ranges in pairs for r in ranges)
        for item, ranges in pairs:
            if item.is_stretch and item.first and item.last and item.first.clock and item.last.clock:
                found.append(self._stretch(item))
                continue
            told = [each for each in ranges if welcomes_count or not each.welcome]
            if not told:
                missing.add("no_time")
            for each in _inside_left_out(told):
                code, sessions = self._of_days(item, each)
                missing |= {code} if code else set()
                found += sessions
        for code in ("no_time", "no_end", "end_before_start"):
            if code in missing:
                raise NotUnderstood(code)
        if not found:
            raise NotUnderstood("no_date")
        return _checked(found, self.now)

    def _without_asides(self, pairs: list[tuple[Item, list[_Range]]]) -> list[tuple[Item, list[_Range]]]:
        """Where a whole session is said, a day of which none is and that is past, or only a deadline's, says nothing:
        the date of a letter, of a law, of an end of bookings.
        """
        whole = [item for item, ranges in pairs if item.is_stretch or any(map(_is_whole, ranges))]
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
        cells = [item for item, behind in pairs if any(_is_cell(item, each, self.today) for each in behind)]
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
        if item.role == "break" and item.first is None:
            return False
        if item.first is not None and item.last is None and item.side == "before":
            return any(each.every for each in self.tree.items)
        return not self._is_aside(item)

    def _is_aside(self, item: Item) -> bool:
        """`les services de demain`: a day counted from today, without an hour, where another day is said."""
        if item.first is None or not isinstance(item.first.day, Offset):
            return False
        sentence = next(sentence for sentence in _sentences(self.tree.items) if any(each is item for each in sentence))
        others = [each.first for each in self.tree.items if each.first is not None and each not in sentence]
        named = any(not isinstance(each.day, Offset) for each in others)
        return named and not any(each.is_stretch or any(map(_is_exact, each.hours)) for each in sentence)

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

    # --- series ---------------------------------------------------------------------------------------

    def _series(self, items: list[Item]) -> list[Item]:
        """Series as their dates; days that are no more than a month are no dates."""
        self.placed += [item for item in items if item.every]
        every = [item for item in items if item.every or _is_plural(item)]
        if not every and self.tree.workdays:
            every = [Item(Moment(day=Weekday(index)), every=True) for index in range(5)]
        if not every:
            return _ranged(item for item in items if not _is_long(item))
        weekdays = {index for item in every for index in _weekdays(item)}
        bounds = [item for item in items if item not in every and item.first is not None]
        bounds += [_bound(item) for item in every if item.first is not None and item.first.frame]
        spans = self._bounds(bounds)
        if not spans:
            raise NotUnderstood("no_date")
        dates = sorted(
            {day for span in spans for day in _each(span) if day >= self.today and day.weekday() in weekdays}
        )
        self.placed += items
        hours = [hours for item in items for hours in item.hours]
        return [Item(Moment(day=_dated(day)), hours=hours) for day in dates[:: self.tree.step]]

    def _bounds(self, bounds: list[Item]) -> list[Span]:
        spans: list[Span] = []
        begin: date | None = None
        stop: date | None = None
        for item in bounds:
            first, end = self._span(item)
            if item.side in ("until", "before"):
                stop = end if item.side == "until" else first
            elif item.side in ("from", "after"):
                begin = first
            elif item.last is not None or _is_long(item) or end - first > DAY:
                spans.append((first, end))
        if stop is not None and not spans:
            spans.append((begin or self.today, stop))
        return spans

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
        first, end = self._span_from(item, since)
        return [day for day in _each((first, end)) if not self._is_left_out(day, first)][:LONGEST_RANGE]

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

    def _is_in_left_out_part(self, day: date, start: int, end: int, first: date) -> bool:
        """`sauf jeudi après-midi`: that day's sessions inside it."""
        for item in self.tree.without:
            for hours in item.hours:
                if isinstance(hours.first, str) and self._leaves_out(item, day, first):
                    low, high = cw.PARTS[hours.first]
                    if low * 60 <= start and end <= high * 60:
                        return True
        return False

    def _of_days(self, item: Item, said: _Range) -> tuple[str | None, list[Session]]:
        start, end = said.start, said.end
        if start is None:
            return "no_time", []
        if end is None and self.tree.durations:
            end = start + self.tree.durations[-1]
        if end is None:
            return "no_end", []
        if end <= start:
            if not (said.next_day or (start >= LATE and end <= EARLY)):
                return "end_before_start", []
            end += DAY_MINUTES
        dates = self._dates(item, self.today)
        bare = item.first is not None and isinstance(item.first.day, Weekday) and item.first.day.shift == "bare"
        if bare and dates and dates[0] == self.today and self._at(self.today, end) <= self.now:
            dates = self._dates(item, self.today + DAY)  # today's is over: a week later is meant
        kept = [day for day in dates if not self._is_in_left_out_part(day, start, end, dates[0])]
        return None, [(self._at(day, start), self._at(day, end)) for day in kept]

    def _stretch(self, item: Item) -> Session:
        """One session from one day's hour to another's."""
        assert item.first and item.last and item.first.clock and item.last.clock
        first, end = self._span(item)
        start = self._at(first, minutes_of(item.first.clock, self.language))
        return start, self._at(end - DAY, minutes_of(item.last.clock, self.language))

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, DAY_MINUTES)
        return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), self.now.tzinfo)

    # --- hours ----------------------------------------------------------------------------------------

    def _ranges(self, said: list[Hours]) -> list[_Range]:
        """Beginnings and ends; those said apart belong together: `de 14h ... jusqu'à 18h`. Beside a whole range what
        stands alone with words of its own is a programme's, and no session.
        """
        said = _columns(said)
        parts = [hours.first for hours in said if isinstance(hours.first, str) and hours.last is None]
        part = parts[-1] if parts else None
        ranges: list[_Range] = []
        for hours in said:
            if hours.role == "contact" or (hours.role in ("deadline", "break") and hours.last is None):
                continue
            found = self._range(hours._replace(part=hours.part or part))
            if found is None:
                continue
            open_at = next((n for n in (-1, -2) if len(ranges) >= -n and _completes(ranges[n], found)), 0)
            if open_at:
                begun = ranges[open_at]
                start = begun.start if begun.start is not None else found.start
                ranges[open_at] = _Range(start, begun.end if begun.end is not None else found.end, found.next_day)
            else:
                ranges.append(found)
        whole = any(map(_is_whole, ranges))
        return [each for each in ranges if _is_whole(each) or not (whole and each.aside)]

    def _range(self, hours: Hours) -> _Range | None:
        first, last = self._clock(hours, hours.first), self._clock(hours, hours.last)
        if first is not None and last is not None:
            start, end = self._in_part(*range_of(first, last, self.language), hours.part)
            return _Range(start, end, hours.next_day)
        if hours.last is not None:
            return _Range(self._minutes(first), self._minutes(last))
        if first is None:
            return None
        start, _ = self._in_part(minutes_of(first, self.language), DAY_MINUTES, hours.part)
        if hours.side in ("until", "before") or (hours.role == "ending" and hours.side is None):
            return _Range(None, start, aside=hours.aside)
        return _Range(start, None, welcome=hours.role == "welcome", aside=hours.aside)

    def _clock(self, hours: Hours, edge: Clock | str | None) -> Clock | None:
        """The time on the clock; `midi` is one at the edge of something."""
        if isinstance(edge, str):
            noon = edge == "midday" and bool(hours.last or hours.side or hours.role or self.tree.durations)
            return NOON if noon else None
        return edge

    def _minutes(self, clock: Clock | None) -> int | None:
        return minutes_of(clock, self.language) if clock is not None else None

    @staticmethod
    def _in_part(start: int, end: int, part: str | None) -> tuple[int, int]:
        """`le soir de 8h à 10h`: the part of the day says which eight o'clock."""
        if part in ("evening", "afternoon", "pm"):
            low, high = (60 * hour for hour in cw.PARTS[part])
            if start < low and low <= start + HALF_DAY <= high and start < HALF_DAY:
                return start + HALF_DAY, end + HALF_DAY if end < HALF_DAY else end
        return start, end


# --- members ----------------------------------------------------------------------------------------


def _columns(said: list[Hours]) -> list[Hours]:
    """Hours in a table's cells beside each other: the last two are a beginning and its end."""
    found: list[Hours] = []
    cells: list[Hours] = []
    for hours in [*said, None]:
        if hours is not None and cells and hours.beside and _is_alone(hours):
            cells.append(hours)
            continue
        found += [cells[-2]._replace(last=cells[-1].first)] if len(cells) > 1 else cells
        cells = []
        if hours is not None and _is_alone(hours):
            cells = [hours]
        elif hours is not None:
            found.append(hours)
    return found


def _is_alone(hours: Hours) -> bool:
    return isinstance(hours.first, Clock) and hours.last is None and not (hours.side or hours.role)


def _is_whole(said: _Range) -> bool:
    return said.start is not None and said.end is not None


def _is_cell(item: Item, behind: Item, today: date) -> bool:
    if item.hours or item.every or behind.side or behind.joint not in ("semicolon", "comma", "") or not behind.listed:
        return False
    first, second = item.first, behind.first
    if first is None or second is None or item.last or behind.last or not isinstance(second.day, Dated):
        return False
    bare = isinstance(first.day, Weekday) and first.day.shift == "bare" and not first.frame
    return bare and isinstance(first.day, Weekday) and span_of(second, today)[0].weekday() == first.day.index


def _sentences(items: list[Item]) -> list[list[Item]]:
    sentences: list[list[Item]] = []
    for item in items:
        if not sentences or item.joint in ("line", "semicolon"):
            sentences.append([])
        sentences[-1].append(item)
    return sentences


def _without_the_week(items: list[Item], edition: EditionDays) -> list[Item]:
    """Where another day is said, the Week's name says no more."""
    named = [item for item in items if item.is_frame and item.first is not None and TheWeek() in item.first.frame]
    if any(item.first is not None and isinstance(item.first.day, Dated) for item in items):
        named += [item for item in items if item.first == Moment((Weekend(),)) and not item.hours]
    if not named:
        return items
    others = [item for item in items if item not in named]
    if any(item.first is not None and item.first.day is not None and not _is_weekday(item) for item in others):
        return others
    if edition() is None:
        raise NotUnderstood("no_date")
    return items


def _is_weekday(item: Item) -> bool:
    return item.first is not None and isinstance(item.first.day, Weekday)


def _is_long(item: Item) -> bool:
    """Whether it is a month or more, which is no date."""
    return item.is_frame and item.first is not None and isinstance(item.first.frame[-1], Month | Quarter | Year)


def _is_plural(item: Item) -> bool:
    """`les mardis de novembre`."""
    first = item.first
    return first is not None and isinstance(first.day, Weekday) and first.day.plural and bool(first.frame)


def _weekdays(item: Item) -> list[int]:
    if item.first is None:
        return []
    if isinstance(item.first.day, Weekday):
        return [item.first.day.index]
    return [5, 6] if any(isinstance(each, Weekend) for each in item.first.frame) else list(range(7))


def _bound(item: Item) -> Item:
    """The month or week in which a series is."""
    assert item.first is not None
    frame = tuple(each for each in item.first.frame if not isinstance(each, Weekend))
    return Item(Moment(frame)) if frame else Item(Moment(day=Offset(0)))


def _ranged(items: Iterable[Item]) -> list[Item]:
    """`à partir du 14 ... jusqu'au 18` is a range; an end alone is a deadline."""
    found: list[Item] = []
    for item in items:
        if item.first is None or item.side not in ("until", "before"):
            found.append(item)
            continue
        begun = next((n for n in reversed(range(len(found))) if found[n].first is not None), None)
        if begun is not None and found[begun].side == "from":
            found[begun] = replace(found[begun], last=item.first, side=None, hours=[*found[begun].hours, *item.hours])
    return found


def _paired(items: list[Item], *, respectively: bool) -> list[tuple[Item, list[Hours]]]:
    """Each day with its hours: its own, else those behind it, else those before; where hours are said first, those
    before go first.
    """
    items = [item for item in items if item.first is not None or any(_is_exact(hours) for hours in item.hours)]
    hours_first = bool(items) and (items[0].first is None or (bool(items[0].hours) and items[0].hours_first))
    days = [item for item in items if item.first is not None]
    own: list[list[Hours]] = [list(item.hours) for item in days]
    loose: list[Hours] = []
    at = -1
    for item in items:
        if item.first is not None:
            at += 1
            own[at] = [*loose, *own[at]]
            loose = []
        elif at >= 0 and not hours_first:
            own[at] += item.hours
        else:
            loose += item.hours
    if loose and own:
        own[-1] += loose
    if respectively:
        hours = [each for listed in own for each in listed if each.last is not None]
        if len(hours) == len(days):
            return [(day, [each]) for day, each in zip(days, hours, strict=True)]
    told = [listed if any(map(_is_exact, listed)) else [] for listed in own]
    return [(day, told[n] or _lent(days, told, n, before=hours_first)) for n, day in enumerate(days)]


def _is_exact(hours: Hours) -> bool:
    """Whether it says an hour, not only a part of the day."""
    return not isinstance(hours.first, str) or bool(hours.side or hours.last or hours.role)


def _lent(days: list[Item], own: list[list[Hours]], at: int, *, before: bool) -> list[Hours]:
    """The hours of the days beside it; of those before it only where it is listed with them."""
    if not before and not days[at].listed:
        own = [[] for _ in own[:at]] + own[at:]
    behind = next((listed for listed in own[at + 1 :] if listed), [])
    earlier = next((listed for listed in reversed(own[:at]) if listed), [])
    return (earlier or behind) if before else (behind or earlier)


def _completes(begun: _Range, found: _Range) -> bool:
    """Whether one has a beginning only, and the other an end."""
    if begun.start is not None and begun.end is None:
        return found.start is None and found.end is not None
    return begun.start is None and begun.end is not None and found.start is not None and found.end is None


def _inside_left_out(ranges: list[_Range]) -> list[_Range]:
    """Without the beginnings that lie inside a range: a programme's hours are no sessions."""
    whole = [each for each in ranges if each.start is not None and each.end is not None]

    def is_inside(each: _Range) -> bool:
        moment = each.start if each.start is not None else each.end
        return moment is not None and any((w.start or 0) <= moment <= (w.end or 0) for w in whole)

    return [each for each in ranges if each in whole or not is_inside(each)]


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _dated(day: date) -> Dated:
    return Dated(day.day, day.month, day.year)


def _each(span: Span) -> list[date]:
    return [span[0] + n * DAY for n in range(min((span[1] - span[0]).days, 400))]


def merged(found: list[Session]) -> list[Session]:
    """In order of time, repeats once; ranges of one day that touch are one."""
    joined: list[Session] = []
    for start, end in sorted(set(found)):
        if joined and joined[-1][0].date() == start.date() and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
