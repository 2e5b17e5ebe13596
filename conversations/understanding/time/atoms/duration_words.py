"""Lengths of time as they are said: `deux heures et demie`, `1h30`, `half an hour`, `a couple of days`."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.clock_words import MINUTES_BEHIND, SPELLED_MINUTES
from conversations.understanding.time.atoms.saying import Said, table_in

DURATIONS = table_in("lengths", int)


def duration_at(said: Said, at: int) -> tuple[tuple[int, str], int] | None:
    """A length of time as (amount, unit), and where it ends: `deux heures et demie`, `1h30`, `half an hour`."""
    if set_phrase := DURATIONS.at(said, at):
        return (set_phrase[0], "minute"), set_phrase[1]
    if said.keys(at, 3) == ("1", "/", "2") and _is_hour(said, at + 3):
        return (30, "minute"), at + 4
    if decimal := _decimal_hours(said, at):
        return decimal
    counted = _amount(said, at)
    if counted is None:
        return None
    amount, end = counted
    halved = MINUTES_BEHIND.at(said, end)
    if halved and _is_hour(said, halved[1]):  # "two and a half hours"
        return (amount * 60 + halved[0], "minute"), halved[1] + 1
    unit = cw.UNITS.get(said.key(end))
    if unit != "hour":
        return ((amount, unit), end + 1) if unit else None
    more, behind = _minutes_more(said, end + 1) or (0, end + 1)
    return (amount * 60 + more, "minute"), behind


def _decimal_hours(said: Said, at: int) -> tuple[tuple[int, str], int] | None:
    """`1.5 hours`, `1,5 heure`."""
    whole, tenths = said.number(at), said.number(at + 2)
    pointed = said.key(at + 1) in (".", ",") and said.glued(at + 1) and said.glued(at + 2) and _is_hour(said, at + 3)
    if not pointed or whole is None or tenths is None or tenths > 9:
        return None
    return (whole * 60 + tenths * 6, "minute"), at + 4


def _is_hour(said: Said, at: int) -> bool:
    return cw.UNITS.get(said.key(at)) == "hour"


def _amount(said: Said, at: int) -> tuple[int, int] | None:
    """`3`, `trois`, `a`, `a couple of`."""
    amount = said.number(at)
    if amount is not None and said.tokens[at].ordinal:
        return None  # "le premier jour"
    if amount is None:
        amount = cw.COUNTS.get(said.key(at))
    if amount is None:
        return None
    for several in (("a", "couple", "of"), ("couple", "of")):
        if said.phrase(at, several):
            return 2, at + len(several)
    return amount, at + 1


def _minutes_more(said: Said, at: int) -> tuple[int, int] | None:
    """Behind a number of hours: `30`, `et demie`, `and 20 minutes`."""
    number = said.number(at)
    if number is not None and said.key(at - 1) in ("h", "heure", "heures"):
        told = number in SPELLED_MINUTES or (number < 60 and said.tokens[at].digits)
        return (number, at + 1) if told else None
    if number is not None and said.key(at + 1) in ("before", "earlier") and number < 60:
        return number, at + 1  # "1 hour 15 before"
    more = said.number(at + 1) if said.key(at) in ("and", "et") else None
    if more is not None and cw.UNITS.get(said.key(at + 2)) == "minute":
        return more, at + 3
    return MINUTES_BEHIND.at(said, at)
