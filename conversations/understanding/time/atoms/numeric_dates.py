"""Dates in figures: `15/11`, `15.11.2016`, `2016-11-18`."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.month_words import hour_mark
from conversations.understanding.time.atoms.saying import Said
from conversations.understanding.time.calendar.dates import Dated


def numeric_at(said: Said, at: int) -> tuple[Dated, int] | None:
    """`15/11`, `15.11.2016`, `2016-11-18`, `11/15` where the day cannot come first."""
    start = at + (said.key(at) in ("le", "the", "on"))
    first = said.number(start)
    if first is None or not said.tokens[start].digits:
        return None
    mark = said.key(start + 1)
    if mark not in ("/", ".", "-") or not said.glued(start + 1) or not said.glued(start + 2):
        return None
    second = said.number(start + 2)
    if second is None or not said.tokens[start + 2].digits or said.tokens[start + 2].ordinal:
        return None
    third, end = None, start + 3
    if said.key(end) == mark and said.glued(end) and said.glued(end + 1) and said.number(end + 1) is not None:
        third, end = said.number(end + 1), end + 2
    if first >= 1000:
        return (Dated(third, second, first), end) if third is not None and 1 <= second <= 12 else None
    if hour_mark(said, end) or (third is None and mark == "-" and _hours_are_due(said, start, end)):
        return None
    if (
        third is None
        and mark == "-"
        and (second > 12 or said.key(end) in cw.MONTHS or said.key(end) in cw.SHORT_MONTHS)
    ):
        return None
    year = None if third is None else third if third >= 100 else 2000 + third
    if 1 <= second <= 12 and first <= 31:
        return Dated(first, second, year), end
    if 1 <= first <= 12 and 13 <= second <= 31 and (mark != "." or third is not None):
        return Dated(second, first, year), end
    if third is not None or (mark == "/" and first <= 31 and second <= 31):
        return Dated(first, 13, year), end
    if mark == "/" and 1 <= second <= 12:
        return Dated(first, second, year), end
    return None


def _hours_are_due(said: Said, start: int, end: int) -> bool:
    """`15 Nov 9-12`, `tomorrow evening 7-9`, `9-12 and 2-5`, `6-7.30pm`: behind a day these are hours, no date."""
    if said.key(end) == "." and said.glued(end) and said.glued(end + 1) and said.number(end + 1) is not None:
        return True
    if (said.number(start) or 0) > 24 or (said.number(start + 2) or 0) > 24:
        return False
    before = start - 1
    while said.key(before) in (",", ":", "(", "at"):
        before -= 1
    first, last = said.number(start) or 0, said.number(start + 2) or 0
    weekday = said.key(before) in cw.WEEKDAYS or said.key(before) in cw.SHORT_WEEKDAYS
    if weekday and (first < last or first <= 12) and (said.language == "en" or said.key(before - 1) in cw.NEXT):
        return True
    if said.key(before) in ("and", "et", "&") and said.key(before - 2) == "-":
        return True
    key = said.key(before)
    named = (
        key in ("tonight", "day")
        or key in cw.MONTHS
        or key in cw.SHORT_MONTHS
        or key in cw.RELATIVE_DAYS
        or key in cw.PART_WORDS
    )
    return named or (said.number(before) or 0) >= 1990
