"""A date as it is said, and the arithmetic of the calendar."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
Span = tuple[date, date]  # [first, end)


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
            return first_of(found for found in dates if found and found >= today)
        if not 1 <= self.day <= 31:
            raise ImpossibleDateError
        return first_of(
            found
            for found in (_date_or_none(*month_of(today, n), self.day) for n in range(240))
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
            dates = (_date_or_none(*month_of(limit, -n), self.day) for n in range(24))
        return first_of(found for found in dates if found and found <= limit)

    def mismatch(self, found: date) -> bool:
        """Whether the weekday that was said is not the date's."""
        return self.weekday is not None and self.weekday != found.weekday()


def shifted(day: date, amount: int, unit: str) -> date:
    """A day moved by so many days, weeks, fortnights or months (the last day of a shorter month)."""
    try:
        if unit == "month":
            year, month = month_of(day, amount)
            return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        return day + timedelta(days=amount * {"day": 1, "week": 7, "fortnight": 14}[unit])
    except (OverflowError, ValueError):
        raise ImpossibleDateError from None


def month_of(day: date, by: int) -> tuple[int, int]:
    """The year and the month so many months from a day's."""
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


def each_day(span: Span) -> list[date]:
    """The days of a span."""
    return [span[0] + n * DAY for n in range((span[1] - span[0]).days)]


def first_of(dates: Iterable[date]) -> date:
    """The first of these dates. Raises ImpossibleDateError where there is none."""
    found = next(iter(dates), None)
    if found is None:
        raise ImpossibleDateError
    return found
