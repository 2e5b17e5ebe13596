"""Spans of days as they are said: week-ends, weeks, months, quarters, years; `resolve(today)` gives `[first, end)`."""

from dataclasses import dataclass
from datetime import date, timedelta

from conversations.understanding.time.calendar.dates import DAY, Dated, ImpossibleDateError, Span, month_of, shifted


@dataclass(frozen=True, slots=True)
class NextDays:
    """`les trois prochains jours`, `within 10 days`: from today on, so many days."""

    amount: int
    unit: str = "day"

    def resolve(self, today: date) -> Span:
        """From today."""
        return today, shifted(today, self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class NextHours:
    """`sous 48 h`, `in the next two hours`: from this very moment on, so many minutes."""

    minutes: int

    def resolve(self, today: date) -> Span:
        """The days that they may touch."""
        return today, today + DAY + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Weekend:
    """`ce week-end`, `le week-end prochain`, `le week-end du 19`, `le premier week-end de décembre`."""

    shift: str = "this"
    around: Dated | None = None

    def resolve(self, today: date) -> Span:
        """Saturday 00:00 to Monday 00:00."""
        if self.around is not None:
            day = self.around.on_or_after(today - 2 * DAY)
            saturday = min(
                (day + n * DAY for n in range(-4, 4) if (day + n * DAY).weekday() == 5), key=lambda s: _gap(s, day)
            )
            return saturday, saturday + 2 * DAY
        running = today - timedelta(days=(today.weekday() - 5) % 7) if today.weekday() >= 5 else None
        coming = today + timedelta(days=(5 - today.weekday()) % 7 or (7 if running else 0))
        saturday = {
            "this": running or coming,
            "next": coming if running is None or coming > running else coming + 7 * DAY,
            "after_next": coming + 7 * DAY,
            "last": (running or coming) - 7 * DAY,
        }[self.shift]
        return saturday, saturday + 2 * DAY


@dataclass(frozen=True, slots=True)
class Week:
    """`cette semaine` (0), `la semaine prochaine` (1); `workdays`: Monday to Saturday 00:00."""

    offset: int = 0
    workdays: bool = False

    def resolve(self, today: date) -> Span:
        """Monday to Monday."""
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=self.offset)
        return monday, monday + (5 if self.workdays else 7) * DAY


@dataclass(frozen=True, slots=True)
class WeekPart:
    """`début de semaine`, `the end of the week`: its days from `first` up to `end`, Monday being 0."""

    first: int
    end: int

    def resolve(self, today: date) -> Span:
        """Those of the week in which that day lies."""
        monday = today - timedelta(days=today.weekday())
        return monday + self.first * DAY, monday + self.end * DAY


@dataclass(frozen=True, slots=True)
class NthWeek:
    """`la première semaine de décembre`, which holds the 1st; -1 is the last, which holds the month's last day."""

    count: int
    month: "Month"

    def resolve(self, today: date) -> Span:
        """Monday to Monday."""
        first, end = self.month.resolve(today)
        day = end - DAY if self.count < 0 else first + (self.count - 1) * 7 * DAY
        monday = day - timedelta(days=day.weekday())
        return monday, monday + 7 * DAY


@dataclass(frozen=True, slots=True)
class WeekOf:
    """`la semaine du 16`: the week that holds that date."""

    day: Dated

    def resolve(self, today: date) -> Span:
        """Monday to Monday."""
        day = self.day.on_or_after(today - timedelta(days=today.weekday()))
        monday = day - timedelta(days=day.weekday())
        return monday, monday + 7 * DAY


@dataclass(frozen=True, slots=True)
class IsoWeek:
    """`semaine 46`: the ISO week of that number, the running or the next such."""

    number: int
    year: int | None = None

    def resolve(self, today: date) -> Span:
        """Monday to Monday."""
        for year in [self.year] if self.year else range(today.year, today.year + 8):
            try:
                monday = date.fromisocalendar(year, self.number, 1)
            except ValueError:
                continue
            if self.year or monday + 7 * DAY > today:
                return monday, monday + 7 * DAY
        raise ImpossibleDateError


@dataclass(frozen=True, slots=True)
class RestOf:
    """`le reste de la semaine`, `later this month`: from today to its end."""

    whole: "Week | Month | Weekend"

    def resolve(self, today: date) -> Span:
        """From today."""
        return today, self.whole.resolve(today)[1]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by name (`month`), of which `offset` 1 is the next and -1 the last, or by distance from the running one.

    `part` is early (1-10), mid (11-20), late (21-end), first_half (1-15), second_half (16-end).
    """

    month: int | None = None
    year: int | None = None
    offset: int = 0
    part: str | None = None

    def resolve(self, today: date) -> Span:
        """From the 1st to the 1st, or that part of it; the running month while it runs."""
        if self.month is None:
            year, month = month_of(today, self.offset)
        elif self.year is not None:
            year, month = self.year, self.month
        else:
            month = self.month
            year = today.year if month >= today.month else today.year + 1
            if self.offset > 0 and (year, month) == (today.year, today.month):
                year += 1
            if self.offset < 0:
                year = today.year if month < today.month else today.year - 1
        first = date(year, month, 1)
        end = date(*month_of(first, 1), 1)
        edges = {
            None: (1, None), "early": (1, 11), "mid": (11, 21), "late": (21, None),
            "first_half": (1, 16), "second_half": (16, None),
        }[self.part]  # fmt: skip
        return first.replace(day=edges[0]), first.replace(day=edges[1]) if edges[1] else end


@dataclass(frozen=True, slots=True)
class Quarter:
    """`le 4e trimestre`, `Q4 2016`; `offset` counts from the running one where no number is said."""

    number: int | None = None
    year: int | None = None
    offset: int = 0

    def resolve(self, today: date) -> Span:
        """Three months of the calendar."""
        running = (today.month - 1) // 3
        if self.number is None:
            absolute = today.year * 4 + running + self.offset
        else:
            if not 1 <= self.number <= 4:
                raise ImpossibleDateError
            year = self.year or (today.year if self.number - 1 >= running else today.year + 1)
            absolute = year * 4 + self.number - 1
        first = date(absolute // 4, absolute % 4 * 3 + 1, 1)
        return first, date(*month_of(first, 3), 1)


@dataclass(frozen=True, slots=True)
class Year:
    """`cette année`, `l'an prochain`."""

    offset: int = 0

    def resolve(self, today: date) -> Span:
        """From 1 January to 1 January."""
        return date(today.year + self.offset, 1, 1), date(today.year + self.offset + 1, 1, 1)


class UnknownEdition(ImpossibleDateError):
    """The Week is spoken of, and no edition is known: say when it is."""


@dataclass(frozen=True, slots=True)
class TheWeek:
    """`pendant la Semaine`: the edition, which whoever resolves this must put in."""

    def resolve(self, today: date) -> Span:
        """Raises UnknownEdition: from today alone nobody knows when the Week is."""
        raise UnknownEdition


def _gap(one: date, other: date) -> int:
    return abs((one - other).days)
