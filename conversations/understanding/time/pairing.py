"""An organiser's members: which of them are days, and which hours are theirs."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from conversations.understanding.time.atoms.saying import Clock
from conversations.understanding.time.calendar.dates import Dated, Span
from conversations.understanding.time.calendar.days import Weekday
from conversations.understanding.time.calendar.spans import TheWeek, Weekend
from conversations.understanding.time.constraints import EditionDays, Moment, span_of
from conversations.understanding.time.errors import NotUnderstood
from conversations.understanding.time.tree import Hours, Item

LONGEST_STRETCH = timedelta(days=2)  # of one session, from the day it begins to that on which it ends


def paired(items: list[Item], *, respectively: bool) -> list[tuple[Item, list[Hours]]]:
    """Each day with its hours: its own, else those behind it, else those before; where hours are said first, those
    before go first.
    """
    items = [item for item in items if item.first is not None or any(is_exact(hours) for hours in item.hours)]
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
    told = [listed if any(map(is_exact, listed)) else [] for listed in own]
    return [(day, told[n] or _lent(days, told, n, before=hours_first)) for n, day in enumerate(days)]


def is_exact(hours: Hours) -> bool:
    """Whether it says an hour, not only a part of the day."""
    return not isinstance(hours.first, str) or bool(hours.side or hours.last or hours.role)


def _lent(days: list[Item], own: list[list[Hours]], at: int, *, before: bool) -> list[Hours]:
    """The hours of the days beside it; of those before it only where it is listed with them."""
    if not before and not days[at].listed:
        own = [[] for _ in own[:at]] + own[at:]
    behind = next((listed for listed in own[at + 1 :] if listed), [])
    earlier = next((listed for listed in reversed(own[:at]) if listed), [])
    return (earlier or behind) if before else (behind or earlier)


def is_cell(item: Item, behind: Item, today: date) -> bool:
    if item.hours or item.every or behind.side or behind.joint not in ("semicolon", "comma", "") or not behind.listed:
        return False
    first, second = item.first, behind.first
    if first is None or second is None or item.last or behind.last or not isinstance(second.day, Dated):
        return False
    return first.bare_weekday is not None and span_of(second, today)[0].weekday() == first.bare_weekday


def sentences_of(items: list[Item]) -> list[list[Item]]:
    sentences: list[list[Item]] = []
    for item in items:
        if not sentences or item.joint in ("line", "semicolon"):
            sentences.append([])
        sentences[-1].append(item)
    return sentences


def without_the_week(items: list[Item], edition: EditionDays) -> list[Item]:
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


def ranged(items: Iterable[Item], span: Callable[[Item], Span]) -> list[Item]:
    """`à partir du 14 ... jusqu'au 18` is a range, `débute le 14 à 18h, prend fin le lendemain à 6h` a stretch; an end
    alone is a deadline. `span` gives a member's days.
    """
    found: list[Item] = []
    for item in items:
        if found and (stretch := _stretch(found[-1], item, span)):
            found[-1] = stretch
            continue
        if item.first is None or item.side not in ("until", "before"):
            found.append(item)
            continue
        begun = next((n for n in reversed(range(len(found))) if found[n].first is not None), None)
        if begun is not None and found[begun].side == "from":
            found[begun] = replace(found[begun], last=item.first, side=None, hours=[*found[begun].hours, *item.hours])
    return found


def _stretch(begun: Item, ended: Item, span: Callable[[Item], Span]) -> Item | None:
    """From the hour at which one begins to the hour, the same day or soon, at which the other ends; else None."""
    start, end = _lone_clock(begun), _lone_clock(ended)
    if ended.role != "ending" or begun.role in ("welcome", "ending") or start is None or end is None:
        return None
    if begun.first is None or ended.first is None or begun.last or ended.last:
        return None
    if not timedelta() <= span(ended)[0] - span(begun)[0] <= LONGEST_STRETCH:
        return None
    return replace(begun, first=begun.first._replace(clock=start), last=ended.first._replace(clock=end), hours=[])


def _lone_clock(item: Item) -> Clock | None:
    """The one hour that is said with a member, no range and no side of it."""
    lone = len(item.hours) == 1 and item.hours[0].last is None and item.hours[0].side is None
    return item.hours[0].first if lone and isinstance(item.hours[0].first, Clock) else None
