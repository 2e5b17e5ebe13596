"""Days as they are said, and which dates they are from a given today: `resolve(today)` gives `[first, end)`.

To change what "lundi en huit" means, see `Weekday`. `Days` is everything that can be said, spans included.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from conversations.understanding.time.calendar.dates import DAY, Dated, ImpossibleDateError, Span, first_of, shifted
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


@dataclass(frozen=True, slots=True)
class Weekday:
    """`lundi` and what stands beside it.

    `shift` is `bare` or `this` (the first from today on), `next` (the first after today), `after_next`,
    `last`, `week` ("lundi en huit": seven days after the bare one), `fortnight` ("en quinze": fourteen).
    `most`: so many of them, of a series ("les deux premiers jeudis").
    """

    index: int
    shift: str = "bare"
    plural: bool = False
    most: int | None = None

    def resolve(self, today: date) -> Span:
        """That one day."""
        bare = today + timedelta(days=(self.index - today.weekday()) % 7)
        after_today = bare if bare > today else bare + 7 * DAY
        found = {
            "bare": bare,
            "this": bare,
            "next": after_today,
            "after_next": after_today + 7 * DAY,
            "last": bare - 7 * DAY,
            "week": bare + 7 * DAY,
            "fortnight": bare + 14 * DAY,
        }[self.shift]
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks or months from today: `demain`, `dans trois jours`, `in two weeks`."""

    amount: int
    unit: str = "day"

    def resolve(self, today: date) -> Span:
        """That one day."""
        found = shifted(today, self.amount, self.unit)
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """`le lendemain`, `le surlendemain`: so many days after the day said before, or from today where none is."""

    count: int

    def resolve(self, today: date) -> Span:
        """That one day."""
        found = today + self.count * DAY
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class Nth:
    """`dans deux vendredis`: the nth such weekday from tomorrow on."""

    index: int
    count: int

    def resolve(self, today: date) -> Span:
        """That one day."""
        first = Weekday(self.index, "next").resolve(today)[0]
        found = first + timedelta(weeks=self.count - 1)
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """`le premier lundi de décembre`; -1 is the last."""

    index: int
    count: int
    month: Month

    def resolve(self, today: date) -> Span:
        """That one day."""
        first, end = self.month.resolve(today)
        days = [first + n * DAY for n in range((end - first).days) if (first + n * DAY).weekday() == self.index]
        if self.count > len(days):
            raise ImpossibleDateError
        found = days[self.count - 1 if self.count > 0 else -1]
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class NthWeekend:
    """`le premier week-end de décembre`: a week-end belongs to its Saturday's month; -1 is the last."""

    count: int
    month: Month

    def resolve(self, today: date) -> Span:
        """Saturday 00:00 to Monday 00:00."""
        saturday = NthWeekday(5, self.count, self.month).resolve(today)[0]
        return saturday, saturday + 2 * DAY


@dataclass(frozen=True, slots=True)
class EasterDay:
    """Easter and the days that hang on it, so many days after the Sunday."""

    after: int
    year: int | None = None

    def resolve(self, today: date) -> Span:
        """The next such day."""
        years = [self.year] if self.year else range(today.year, today.year + 2)
        days = [easter(year) + timedelta(days=self.after) for year in years]
        found = days[0] if self.year else first_of(day for day in days if day >= today)
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class FamilyDay:
    """French Mothers' Day: the last Sunday of May, or a week later when that is Pentecost; fathers: June's third.

    Source: Code de l'action sociale et des familles, article D. 215-1.
    """

    whose: str

    def resolve(self, today: date) -> Span:
        """The next such day."""
        found = first_of(day for day in (self._in(year) for year in (today.year, today.year + 1)) if day >= today)
        return found, found + DAY

    def _in(self, year: int) -> date:
        if self.whose == "fathers":
            return NthWeekday(6, 3, Month(6, year)).resolve(date(year, 1, 1))[0]
        last = NthWeekday(6, -1, Month(5, year)).resolve(date(year, 1, 1))[0]
        return last + 7 * DAY if last == easter(year) + timedelta(days=49) else last


Days = (
    Dated | Weekday | Offset | DaysAfter | NextDays | NextHours | Nth | Weekend | NthWeekend | NthWeekday | Week
    | WeekOf | WeekPart | NthWeek | IsoWeek | RestOf | Month | Quarter | Year | EasterDay | FamilyDay | TheWeek
)  # fmt: skip
