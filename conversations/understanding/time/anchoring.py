"""Days that are counted from the day said before them: `lundi 14 novembre, mardi, mercredi`, `le lendemain`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from conversations.understanding.time.ahead import CLAUSE_ENDS, PARTING, SOFT
from conversations.understanding.time.atoms.saying import DAYS, Atom
from conversations.understanding.time.calendar.dates import DAY, Dated, Span
from conversations.understanding.time.calendar.days import DaysAfter, Weekday
from conversations.understanding.time.calendar.spans import Weekend
from conversations.understanding.time.constraints import Moment
from conversations.understanding.time.tree import Item

SATURDAY = 5


def with_days_after(atoms: list[Atom]) -> list[Atom]:
    """`le 14 de 9h à 12h et le lendemain`, where it is not the end of `de 22h à 3h le lendemain`."""
    found: list[Atom] = []
    said = ""  # the last kind that parts or says something
    dated = False
    for atom in atoms:
        if atom.kind == "next_morning" and dated and said in (*PARTING, "word"):
            atom = atom._replace(kind=DAYS, value=DaysAfter(1))
        if atom.kind not in SOFT:
            said = atom.kind
        elif atom.value in CLAUSE_ENDS:
            said = "line"
        dated = dated or atom.kind == DAYS
        found.append(atom)
    return found


def anchored(items: list[Item], span: Callable[[Item], Span], today: date) -> list[Item]:
    """The members, each day that is sought from the one before it as its date. `span` gives a member's days."""
    if len(items) < 2:
        return items
    found: list[Item] = []
    before: Item | None = None
    for item in items:
        if before is not None and item.first is not None:
            item = _sought_from(item, before, span, today)
        if item.first is not None:
            before = item
        found.append(item)
    return found


def dated(day: date) -> Dated:
    """That day, with its month and its year."""
    return Dated(day.day, day.month, day.year)


def _sought_from(item: Item, before: Item, span: Callable[[Item], Span], today: date) -> Item:
    assert item.first is not None and before.first is not None
    first, day = item.first, item.first.day
    if isinstance(day, DaysAfter):
        return replace(item, first=Moment(day=dated(span(before)[1] - DAY + timedelta(days=day.count))))
    if isinstance(day, Weekday) and not first.frame and day.shift == "after_next":
        return replace(item, first=Moment(day=dated(_on_or_after(span(before)[1], day.index))))
    if item.every or not (isinstance(before.first.day, Dated) or _goes_on(item, before, span, today)):
        return item
    begun = span(before)[0]
    if first.bare_weekday is not None:
        return replace(item, first=Moment(day=dated(_on_or_after(begun, first.bare_weekday))))
    if first == Moment((Weekend(),)):
        return replace(item, first=Moment((Weekend(around=dated(_on_or_after(begun, SATURDAY))),)))
    return item


def _goes_on(item: Item, before: Item, span: Callable[[Item], Span], today: date) -> bool:
    """`mardi et jeudi`, said on a Thursday: the one behind that Tuesday, for today is not called by its weekday."""
    assert item.first is not None and before.first is not None
    listed = item.first.bare_weekday is not None and before.first.bare_weekday is not None
    return listed and item.joint in ("and", "comma") and span(item)[0] == today < span(before)[0]


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
