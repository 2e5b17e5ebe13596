"""What is said once and coarser holds for all that lack it: a month, a year, a week beside the days of a list."""

from dataclasses import replace

from conversations.understanding.time.calendar.dates import Dated
from conversations.understanding.time.calendar.days import NthWeekday, Weekday
from conversations.understanding.time.calendar.spans import Month
from conversations.understanding.time.constraints import Moment, Rank
from conversations.understanding.time.tree import Item


def share(items: list[Item]) -> list[Item]:
    """The members with what they take from each other; what only was a frame for others is no member any more."""
    return _from_before(_from_behind(_framed(items))) if len(items) > 1 else items


def _framed(items: list[Item]) -> list[Item]:
    """`semaine 47 : mardi et jeudi`: a frame serves the days behind it up to the next frame, else those before."""
    served: list[Item] = []
    frame: Item | None = None
    for at, item in enumerate(items):
        if item.is_frame and _serves(items, at):
            frame = item
            if item.hours:
                served.append(replace(item, first=None))
            continue
        if frame is not None and frame.first is not None and not item.is_frame:
            item = _held(item, frame.first)
            item = replace(item, within=frame) if item.side else item
        served.append(item)
    if frame is not None and items and items[-1] is frame and frame.first is not None:
        before = frame.first
        return [each if each.is_frame or each.side else _held(each, before) for each in served]
    return served


def _serves(items: list[Item], at: int) -> bool:
    """Whether it stands beside days whose week or month is open, and is no equal of theirs."""
    behind = items[at + 1 :]
    for item in behind:
        if item.first is not None:
            if item.is_frame:
                break
            return item.joint != "and" and item.first.may_be_held
    before = [item for item in items[:at] if item.first is not None]
    if not before or items[at].joint == "and":
        return False
    return not any(item.first is not None for item in behind) and all(
        item.first is not None and not item.is_frame and item.side is None and item.first.may_be_held for item in before
    )


def _held(item: Item, frame: Moment) -> Item:
    if item.first is None:
        return item
    last = item.last.held_by(*frame.frame) if item.last is not None and not item.first.frame else item.last
    return replace(item, first=item.first.held_by(*frame.frame), last=last)


def _from_behind(items: list[Item]) -> list[Item]:
    """`les 14, 16 et 18 novembre`, `le premier et le troisième lundi de mai`, `mardi et jeudi de la semaine 47`."""
    month: Month | None = None
    week: Item | None = None
    hours_behind = week_is_timed = False
    nth: NthWeekday | None = None
    plural: Moment | None = None
    shared: list[Item] = []
    for item in reversed(items):
        first = item.first
        timed = bool(item.hours) or hours_behind
        if first is not None:
            if item.last is None and month is not None:
                first = _with_month(first, month)
            if (
                item.last is None
                and item.side is None
                and week is not None
                and _shares_week(item, week, both_timed=week_is_timed and timed)
            ):
                first = first.held_by(*week.first.frame if week.first else ())
            if nth is not None and isinstance(first.day, Dated) and not first.frame:
                first = Moment(day=replace(nth, count=first.day.day))
            if plural is not None and first.is_plural and not first.frame:
                first = first.held_by(*plural.frame)  # "les lundis et mardis de novembre"
            plural = first if first.is_plural and item.joint in ("and", "comma") else None
            nth = first.day if isinstance(first.day, NthWeekday) else None
            named = item.last or first
            said = named.of(Rank.MONTH)
            if isinstance(named.day, Dated) and isinstance(said, Month):
                month = said if said.year or month is None or month.month != said.month else month
            holds = named.of(Rank.WEEK) or named.of(Rank.WEEKEND)
            item = item if first is item.first else replace(item, first=first)
            week = item if holds and item.last is None and named.day is not None and not named.led else None
            week_is_timed, hours_behind = timed, False
        else:
            hours_behind = True
        shared.append(item)
    return shared[::-1]


def _shares_week(item: Item, week: Item, *, both_timed: bool) -> bool:
    """Whether a weekday is of the week that is said with the one behind it, in one list."""
    open_ended = item.first is not None and item.first.bare_weekday is not None
    listed = week.joint in ("and", "comma", "slash", "")
    return open_ended and listed and (week.trailing or not both_timed)


def _with_month(said: Moment, month: Month) -> Moment:
    if not isinstance(said.day, Dated):
        return said
    own = said.of(Rank.MONTH)
    if own is None and not said.frame:
        return said.held_by(month)
    if isinstance(own, Month) and own.year is None and own.month is not None and month.year is not None:
        return said._replace(frame=tuple(replace(own, year=month.year) if each is own else each for each in said.frame))
    return said


def _from_before(items: list[Item]) -> list[Item]:
    """`November 15 and 17`, `la semaine prochaine mardi et jeudi`: what was said before, where a later day fits."""
    shared: list[Item] = []
    before: Moment | None = None
    for item in items:
        first = item.first
        if first is not None:
            if before is not None and item.side is None and item.joint != "line":
                first = _continued(first, before)
                item = item if first is item.first else replace(item, first=first)
            before = item.last or first
        shared.append(item)
    return shared


def _continued(said: Moment, before: Moment) -> Moment:
    if said.frame or before.day is None:
        return said
    if isinstance(said.day, Dated) and isinstance(before.day, Dated) and said.day.day > before.day.day:
        return said.held_by(*before.frame)
    if said.bare_weekday is not None and isinstance(before.day, Weekday):
        weeks = [each for each in before.frame if Moment((each,)).of(Rank.WEEK)]
        return said.held_by(*weeks)
    return said
