"""Days that are counted from the day said before them: `lundi 14 novembre, mardi, mercredi`, `le lendemain`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from conversations.understanding.time.calendar.dates import DAY, Dated, Span
from conversations.understanding.time.calendar.days import DaysAfter, Weekday
from conversations.understanding.time.calendar.spans import Weekend
from conversations.understanding.time.constraints import Moment
from conversations.understanding.time.tree import Item

SATURDAY = 5


def anchored(items: list[Item], span: Callable[[Item], Span]) -> list[Item]:
    """The members, each day that is sought from the one before it as its date. `span` gives a member's days."""
    if len(items) < 2:
        return items
    found: list[Item] = []
    before: Item | None = None
    for item in items:
        if before is not None and item.first is not None:
            item = _sought_from(item, before, span)
        if item.first is not None:
            before = item
        found.append(item)
    return found


def dated(day: date) -> Dated:
    """That day, with its month and its year."""
    return Dated(day.day, day.month, day.year)


def _sought_from(item: Item, before: Item, span: Callable[[Item], Span]) -> Item:
    assert item.first is not None and before.first is not None
    first, day = item.first, item.first.day
    if isinstance(day, DaysAfter):
        return replace(item, first=Moment(day=dated(span(before)[1] - DAY + timedelta(days=day.count))))
    if isinstance(day, Weekday) and not first.frame and day.shift == "after_next":
        return replace(item, first=Moment(day=dated(_on_or_after(span(before)[1], day.index))))
    if item.every or not isinstance(before.first.day, Dated):
        return item
    begun = span(before)[0]
    if first.bare_weekday is not None:
        return replace(item, first=Moment(day=dated(_on_or_after(begun, first.bare_weekday))))
    if first == Moment((Weekend(),)):
        return replace(item, first=Moment((Weekend(around=dated(_on_or_after(begun, SATURDAY))),)))
    return item


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
