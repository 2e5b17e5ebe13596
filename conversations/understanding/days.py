"""Days and spans of days as they are said, and which dates they are from a given today.

Each kind of saying is a small class; `resolve(today)` gives `[first, end)` as dates.
To change what "lundi en huit" means, see `Weekday`.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

DAY = timedelta(days=1)
Span = tuple[date, date]


class ImpossibleDateError(Exception):
    """No such date: the 31st of November."""


@dataclass(frozen=True, slots=True)
class Dated:
    """`15`, `15 novembre`, `mardi 15 novembre 2016`: what is not said is None."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None

    def resolve(self, today: date) -> Span:
        """The next such date from today on, today included. Raises ImpossibleDateError."""
        found = self.on_or_after(today)
        return found, found + DAY

    def on_or_after(self, today: date) -> date:
        """The first such date from a day on; a date with its year is that date."""
        if self.year is not None:
            return _date(self.year, self.month or today.month, self.day)
        if self.month is not None:
            if not 1 <= self.month <= 12 or not 1 <= self.day <= calendar.monthrange(2016, self.month)[1]:
                raise ImpossibleDateError
            years = range(today.year, today.year + 9)
            dates = (_date_or_none(year, self.month, self.day) for year in years)
            return _first(found for found in dates if found and found >= today)
        if not 1 <= self.day <= 31:
            raise ImpossibleDateError
        return _first(
            found
            for found in (_date_or_none(*_month(today, n), self.day) for n in range(240))
            if found and found >= today and self.weekday in (None, found.weekday())
        )

    def on_or_before(self, limit: date) -> date:
        """The last such date up to a day: how the beginning of a range is found from its end."""
        if self.year is not None:
            return _date(self.year, self.month or limit.month, self.day)
        if self.month is not None:
            if not 1 <= self.month <= 12 or not 1 <= self.day <= calendar.monthrange(2016, self.month)[1]:
                raise ImpossibleDateError
            dates = (_date_or_none(limit.year - n, self.month, self.day) for n in range(9))
        else:
            if not 1 <= self.day <= 31:
                raise ImpossibleDateError
            dates = (_date_or_none(*_month(limit, -n), self.day) for n in range(24))
        return _first(found for found in dates if found and found <= limit)

    def mismatch(self, found: date) -> bool:
        """Whether the weekday that was said is not the date's."""
        return self.weekday is not None and self.weekday != found.weekday()


@dataclass(frozen=True, slots=True)
class Weekday:
    """`lundi` and what stands beside it.

    `shift` is `bare` or `this` (the first from today on), `next` (the first after today), `after_next`,
    `last`, `week` ("lundi en huit": seven days after the bare one), `fortnight` ("en quinze": fourteen).
    """

    index: int
    shift: str = "bare"

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
class WeekdayOf:
    """`jeudi de la semaine prochaine`: that day of the week so many weeks from the running one."""

    index: int
    weeks: int

    def resolve(self, today: date) -> Span:
        """That one day."""
        found = today - timedelta(days=today.weekday()) + timedelta(weeks=self.weeks, days=self.index)
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
class NextDays:
    """`les trois prochains jours`, `within 10 days`: from today on, so many days."""

    amount: int
    unit: str = "day"

    def resolve(self, today: date) -> Span:
        """From today."""
        return today, shifted(today, self.amount, self.unit)


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
class NthWeekend:
    """`le premier week-end de décembre`: a week-end belongs to its Saturday's month; -1 is the last."""

    count: int
    month: "Month"

    def resolve(self, today: date) -> Span:
        """Saturday 00:00 to Monday 00:00."""
        first, end = self.month.resolve(today)
        saturdays = [first + n * DAY for n in range((end - first).days) if (first + n * DAY).weekday() == 5]
        if self.count > len(saturdays):
            raise ImpossibleDateError
        saturday = saturdays[self.count - 1 if self.count > 0 else -1]
        return saturday, saturday + 2 * DAY


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """`le premier lundi de décembre`; -1 is the last."""

    index: int
    count: int
    month: "Month"

    def resolve(self, today: date) -> Span:
        """That one day."""
        first, end = self.month.resolve(today)
        days = [first + n * DAY for n in range((end - first).days) if (first + n * DAY).weekday() == self.index]
        if self.count > len(days):
            raise ImpossibleDateError
        found = days[self.count - 1 if self.count > 0 else -1]
        return found, found + DAY


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
class WeekdayIn:
    """`mercredi de la semaine 47`, `Tuesday of the week of the 16th`: that day of a week that is named."""

    index: int
    week: IsoWeek | WeekOf

    def resolve(self, today: date) -> Span:
        """That one day."""
        found = self.week.resolve(today)[0] + timedelta(days=self.index)
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class RestOf:
    """`le reste de la semaine`, `later this month`: from today to its end."""

    whole: "Week | Month | Weekend"

    def resolve(self, today: date) -> Span:
        """From today."""
        return today, self.whole.resolve(today)[1]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by name (`month`) or by distance from the running one (`offset`).

    `part` is early (1-10), mid (11-20), late (21-end), first_half (1-15), second_half (16-end).
    """

    month: int | None = None
    year: int | None = None
    offset: int = 0
    part: str | None = None
    shift: str = "this"

    def resolve(self, today: date) -> Span:
        """From the 1st to the 1st, or that part of it; the running month while it runs."""
        if self.month is None:
            year, month = _month(today, self.offset)
        elif self.year is not None:
            year, month = self.year, self.month
        else:
            month = self.month
            year = today.year if month >= today.month else today.year + 1
            if self.shift == "next" and (year, month) == (today.year, today.month):
                year += 1
            if self.shift == "last":
                year = today.year if month < today.month else today.year - 1
        first = date(year, month, 1)
        end = date(*_month(first, 1), 1)
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
        return first, date(*_month(first, 3), 1)


@dataclass(frozen=True, slots=True)
class Year:
    """`cette année`, `l'an prochain`."""

    offset: int = 0

    def resolve(self, today: date) -> Span:
        """From 1 January to 1 January."""
        return date(today.year + self.offset, 1, 1), date(today.year + self.offset + 1, 1, 1)


@dataclass(frozen=True, slots=True)
class EasterDay:
    """Easter and the days that hang on it, so many days after the Sunday."""

    after: int
    year: int | None = None

    def resolve(self, today: date) -> Span:
        """The next such day."""
        years = [self.year] if self.year else range(today.year, today.year + 2)
        days = [easter(year) + timedelta(days=self.after) for year in years]
        found = days[0] if self.year else _first(day for day in days if day >= today)
        return found, found + DAY


@dataclass(frozen=True, slots=True)
class FamilyDay:
    """French Mothers' Day: the last Sunday of May, or a week later when that is Pentecost; fathers: June's third.

    Source: Code de l'action sociale et des familles, article D. 215-1.
    """

    whose: str

    def resolve(self, today: date) -> Span:
        """The next such day."""
        found = _first(day for day in (self._in(year) for year in (today.year, today.year + 1)) if day >= today)
        return found, found + DAY

    def _in(self, year: int) -> date:
        if self.whose == "fathers":
            return NthWeekday(6, 3, Month(6, year)).resolve(date(year, 1, 1))[0]
        last = NthWeekday(6, -1, Month(5, year)).resolve(date(year, 1, 1))[0]
        return last + 7 * DAY if last == easter(year) + timedelta(days=49) else last


DAYS_OF_2016 = date(2016, 11, 14), date(2016, 11, 20)  # the first and last day of that edition


@dataclass(frozen=True, slots=True)
class Edition:
    """`pendant la Semaine`: the edition, which whoever resolves this must put in."""

    def resolve(self, today: date) -> Span:
        """The edition of 2016, where no other is known."""
        return DAYS_OF_2016[0], DAYS_OF_2016[1] + DAY


Days = (
    Dated | Weekday | WeekdayOf | WeekdayIn | Offset | NextDays | Nth | Weekend | NthWeekend | NthWeekday | Week
    | WeekOf | IsoWeek | RestOf | Month | Quarter | Year | EasterDay | FamilyDay | Edition
)  # fmt: skip


def shifted(day: date, amount: int, unit: str) -> date:
    """A day moved by so many days, weeks, fortnights or months (the last day of a shorter month)."""
    try:
        if unit == "month":
            year, month = _month(day, amount)
            return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        return day + timedelta(days=amount * {"day": 1, "week": 7, "fortnight": 14}[unit])
    except (OverflowError, ValueError):
        raise ImpossibleDateError from None


def _gap(one: date, other: date) -> int:
    return abs((one - other).days)


def _month(day: date, by: int) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 + by
    return months // 12, months % 12 + 1


def _date(year: int, month: int, day: int) -> date:
    found = _date_or_none(year, month, day)
    if found is None:
        raise ImpossibleDateError
    return found


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first(dates: Iterable[date]) -> date:
    found = next(iter(dates), None)
    if found is None:
        raise ImpossibleDateError
    return found
