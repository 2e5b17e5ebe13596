"""One moment, or two that are joined, as a member: days, hours, or both."""

from dataclasses import replace

from conversations.understanding.time.atoms.saying import Clock
from conversations.understanding.time.calendar.days import Offset
from conversations.understanding.time.constraints import Moment
from conversations.understanding.time.tree import Hours, Item

NOON = Clock(12, exact=True)


def single(said: Moment, hours_first: bool) -> Item:
    days = days_of(said)
    return Item(days, hours=hours_of(said), hours_first=hours_first)


def days_of(said: Moment) -> Moment | None:
    """The moment without its hours; `ce soir` says today as well."""
    if said.is_dated:
        return Moment(said.frame, said.day, led=said.led)
    return Moment(day=Offset(0)) if said.this else None


def hours_of(said: Moment) -> list[Hours]:
    if said.clock is not None:
        return [Hours(said.clock, part=said.part)]
    return [Hours(said.part)] if said.part is not None else []


def joined(first: Moment, last: Moment, next_day: bool, hours_first: bool) -> Item:
    """From one moment to another: days, hours, or both."""
    if first.day is not None and first.is_timed and last.is_timed and last.frame and last.day is None:
        held, end = first.held_by(*last.frame), last._replace(frame=())  # "jeudi 14h-17h la semaine prochaine"
        return replace(joined(held, end, next_day, hours_first), trailing=True)
    if first.is_dated and last.is_dated:
        if first.part == "night" and first.clock is None and not last.is_timed:  # "la nuit du 18 au 19"
            return Item(days_of(first.held_by(*last.frame)), hours=[Hours("night")])
        return Item(_timed(first, last), _timed(last, first))
    if not (first.is_timed and last.is_timed):  # "9h - mardi"
        days = first if first.is_dated else last
        return Item(days_of(days), hours=[*hours_of(first), *hours_of(last)], hours_first=not first.is_dated)
    days = first if first.is_dated else last if last.is_dated else first if first.this else last
    start, end = _timed(first, last), _timed(last, first)
    part = start.part if start.clock else end.part if end.clock else None
    hours = Hours(start.clock or start.part, end.clock or end.part, part=part, next_day=next_day)
    return Item(days_of(days), hours=[hours], hours_first=hours_first or (last.is_dated and not first.is_dated))


def _timed(one: Moment, other: Moment) -> Moment:
    """`midi` beside an hour is twelve o'clock."""
    if one.part == "midday" and one.clock is None and (other.clock is not None or other.part == "midday"):
        return one._replace(part=None, clock=NOON)
    return one


def on_side(said: Moment, side: str, *, clock_first: bool) -> Item:
    """`avant vendredi`, `après 18h`, `à partir de jeudi 14h`, `jusqu'à jeudi 14h`."""
    if not said.is_timed:
        return Item(days_of(said), side=side)
    if said.is_dated and not clock_first and side in ("until", "before"):
        return Item(said, side=side)
    hours = [each._replace(side=side) for each in hours_of(said)]
    return Item(days_of(said), hours=hours, hours_first=clock_first and said.is_dated)


def begin_at_noon(items: list[Item]) -> None:
    """`à midi, durée 2h`: what lasts so long begins at an hour."""
    for item in items:
        item.hours = [
            hours._replace(first=NOON) if hours.first == "midday" and hours.last is None and not hours.side else hours
            for hours in item.hours
        ]
