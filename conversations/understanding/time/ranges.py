"""An organiser's hours: beginnings and ends in minutes from midnight."""

from dataclasses import dataclass

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.saying import Clock
from conversations.understanding.time.hours import DAY_MINUTES, HALF_DAY, minutes_of, range_of
from conversations.understanding.time.joints import NOON
from conversations.understanding.time.tree import Hours


@dataclass(frozen=True, slots=True)
class Range:
    """A beginning and an end in minutes from midnight; what was not said is None. `clock` is what says the one of a
    range of which the other is to come.
    """

    start: int | None
    end: int | None
    next_day: bool = False
    welcome: bool = False
    aside: bool = False
    minutes: int | None = None
    clock: Clock | None = None


class HourReader:
    """Reads the hours of a day."""

    def __init__(self, language: str) -> None:
        self.language = language

    def ranges(self, said: list[Hours]) -> list[Range]:
        """Beginnings and ends; those said apart belong together: `de 14h ... jusqu'à 18h`. Beside a whole range what
        stands alone with words of its own is a programme's, and no session.
        """
        said = _columns(said)
        parts = [hours.first for hours in said if isinstance(hours.first, str) and hours.last is None]
        part = parts[-1] if parts else None
        ranges: list[Range] = []
        for hours in said:
            if hours.role == "contact" or (hours.role in ("deadline", "break") and hours.last is None):
                continue
            found = self._range(hours._replace(part=hours.part or part))
            if found is None:
                continue
            completed = [n for n in (-1, -2) if len(ranges) >= -n and _completes(ranges[n], found)]
            open_at = completed[0] if completed else 0
            if len(completed) == 2 and _welcomes(ranges[-1], ranges[-2]):
                open_at = -2
            if open_at:
                ranges[open_at] = self._completed(ranges[open_at], found)
            else:
                ranges.append(found)
        whole = any(map(is_whole, ranges))
        return [each for each in ranges if is_whole(each) or not (whole and each.aside)]

    def _completed(self, begun: Range, found: Range) -> Range:
        """Both together; where the end comes first, as in `starts at 6:30pm and wraps up around 8:30`, its am or pm is
        that of the beginning.
        """
        first, last = (begun, found) if begun.start is not None else (found, begun)
        start, end = first.start, last.end
        backwards = start is not None and end is not None and end <= start
        if backwards and first.clock and last.clock and self.language == "en":
            start, end = range_of(first.clock, last.clock, self.language)
        return Range(start, end, found.next_day)

    def _range(self, hours: Hours) -> Range | None:
        first, last = self._clock(hours, hours.first), self._clock(hours, hours.last)
        if first is not None and last is not None:
            start, end = self._in_part(*range_of(first, last, self.language), hours.part)
            return Range(start, end, hours.next_day)
        if hours.last is not None:
            return Range(self._minutes(first), self._minutes(last))
        if first is None:
            return None
        start, _ = self._in_part(minutes_of(first, self.language), DAY_MINUTES, hours.part)
        if hours.side in ("until", "before") or (hours.role == "ending" and hours.side is None):
            return Range(None, start, aside=hours.aside, clock=first)
        welcome = hours.role == "welcome"
        return Range(start, None, welcome=welcome, aside=hours.aside, minutes=hours.minutes, clock=first)

    def _clock(self, hours: Hours, edge: Clock | str | None) -> Clock | None:
        """The time on the clock; `midi` is one at the edge of something."""
        if isinstance(edge, str):
            noon = edge == "midday" and bool(hours.last or hours.side or hours.role)
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


def is_whole(said: Range) -> bool:
    return said.start is not None and said.end is not None


def _welcomes(said: Range, begun: Range) -> bool:
    """`début à 9h, accueil à 8h30`: people are welcome before it begins."""
    return said.welcome and said.start is not None and begun.start is not None and said.start < begun.start


def _completes(begun: Range, found: Range) -> bool:
    """Whether one has a beginning only, and the other an end."""
    if begun.start is not None and begun.end is None:
        return found.start is None and found.end is not None
    return begun.start is None and begun.end is not None and found.start is not None and found.end is None


def without_inside(ranges: list[Range]) -> list[Range]:
    """Without the beginnings that lie inside a range: a programme's hours are no sessions."""
    whole = [each for each in ranges if each.start is not None and each.end is not None]

    def is_inside(each: Range) -> bool:
        moment = each.start if each.start is not None else each.end
        return moment is not None and any((w.start or 0) <= moment <= (w.end or 0) for w in whole)

    return [each for each in ranges if each in whole or not is_inside(each)]
