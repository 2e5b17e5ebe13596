"""Times on the clock: `14h30`, `quatorze heures trente`, `2.30pm`, `half past two`, `midi et demi`."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.saying import CLOCK, Atom, Clock, Said, table_in

H = ("h", "heure", "heures", "hrs", "hr", "heur", "heurs", "hs")

BEGINNINGS = frozenset("midi minuit noon midnight une one half quarter a".split())
LENGTH_HOURS = 30  # hours from which `48h` is a length; below, it is a time, if perhaps an impossible one


def clock_at(said: Said, at: int) -> tuple[Atom, int] | None:
    """The time that is said there."""
    if not may_begin(said, at):
        return None
    found = read_clock(said, at)
    if found is None:
        return None
    clock, end = found
    return Atom(CLOCK, clock, at, end), end


def may_begin(said: Said, at: int) -> bool:
    """Whether a time may be said from there on."""
    return said.number(at) is not None or said.key(at) in BEGINNINGS


def read_clock(said: Said, at: int) -> tuple[Clock, int] | None:
    """The time that is said there, wherever one may begin, and where it ends."""
    key = said.key(at)
    if key in ("midi", "minuit", "noon", "midnight"):
        return _named(said, at)
    if five_to_seven(said, at):
        return Clock(17, exact=True), at + 1
    if five_to_seven(said, at - 2):
        return Clock(19, exact=True), at + 1
    if english := _past_or_to(said, at):
        return english
    if said.phrase(at, ("une", "heure")) or said.phrase(at, ("une", "h")):
        return _minutes(said, at + 2, 1)
    if said.phrase(at, ("one", "o", "'", "clock")):
        return _half(said, at + 4, Clock(1))
    if key == "one" and (half := _am_pm(said, at + 1) or _in_the(said, at + 1)):
        return Clock(1, 0, half[0]), half[1]
    hour = said.number(at)
    if hour is None or said.tokens[at].ordinal or hour > 99:
        return None
    if said.key(at + 1) in H and hour < LENGTH_HOURS and not _is_length(said, at):
        return _minutes(said, at + 2, hour)
    if hour == 12 and said.key(at + 1) in ("noon", "midday", "midi"):
        return Clock(12, exact=True), at + 2
    if _spelled_minutes(said, at):
        return _half(said, at + 2, Clock(hour, said.number(at + 1) or 0))
    if said.phrase(at + 1, ("o", "'", "clock")) or said.phrase(at + 1, ("o", "clock")):
        clock, end = _half(said, at + (4 if said.key(at + 2) == "'" else 3), Clock(hour))
        return clock, end
    if _two_digits(said, at + 2) and said.glued(at + 1) and said.glued(at + 2):
        minute = said.number(at + 2) or 0
        if said.key(at + 1) == ":" and minute < 100:
            exact = hour > 12 or said.tokens[at].typed.startswith("0")  # "01:30" is written on the 24-hour clock
            clock, end = _half(said, at + 3, Clock(hour, minute, exact=exact, possible=_possible(hour, minute)))
            return clock, end
        if said.key(at + 1) == ".":
            return _dotted(said, at, hour, minute)
    if half := _am_pm(said, at + 1):
        return Clock(hour, 0, half[0], possible=1 <= hour <= 12 or (half[0] == "pm" and hour < 24)), half[1]
    if hour <= 12 and (half := _in_the(said, at + 1)):
        return Clock(hour, 0, half[0]), half[1]
    return None


def _is_length(said: Said, at: int) -> bool:
    """`les 24 heures de l'innovation`."""
    return said.number(at) == 24 and said.key(at - 1) in ("les", "des", "the")


def five_to_seven(said: Said, at: int) -> bool:
    """`un cinq à sept`: drinks from 17 to 19, in words."""
    return said.phrase(at, (5, "a", 7)) and not said.tokens[at].digits and not said.tokens[at + 2].digits


def _spelled_minutes(said: Said, at: int) -> bool:
    """`two thirty`, dictated in English."""
    hour, minute = said.number(at), said.number(at + 1)
    spelled = minute is not None and not said.tokens[at].digits and not said.tokens[at + 1].digits
    return spelled and said.language == "en" and 1 <= (hour or 0) <= 12 and minute in (10, 15, 20, 30, 40, 45, 50)


def _two_digits(said: Said, at: int) -> bool:
    return said.number(at) is not None and said.tokens[at].digits and len(said.tokens[at].typed) == 2


def _possible(hour: int, minute: int) -> bool:
    return minute < 60 and (hour < 24 or (hour == 24 and minute == 0))


def _named(said: Said, at: int) -> tuple[Clock, int] | None:
    """`midi` is left to the parts of the day unless minutes follow; `minuit` is the end of the day."""
    if said.key(at) in ("minuit", "midnight"):
        if said.keys(at + 1, 2) in (("et", "demi"), ("et", "demie")):
            return Clock(0, 30, exact=True), at + 3
        return Clock(24, 0, exact=True), at + 1
    if said.keys(at + 1, 2) in (("et", "demi"), ("et", "demie")):
        return Clock(12, 30, exact=True), at + 3
    if said.phrase(at + 1, ("et", "quart")):
        return Clock(12, 15, exact=True), at + 3
    if said.phrase(at + 1, ("moins", "le", "quart")):
        return Clock(11, 45, exact=True), at + 4
    minute = said.number(at + 1)
    if minute in (15, 30, 45) and said.key(at + 2) not in H:
        return Clock(12, minute, exact=True), at + 2
    return None


def _minutes(said: Said, at: int, hour: int) -> tuple[Clock, int]:
    """What stands behind `14 h`: minutes, `et demie`, `moins le quart`, `du soir`."""
    minute, end = 0, at
    after = said.number(at)
    if (
        after is not None
        and after < 100
        and not said.tokens[at].ordinal
        and said.key(at + 1) not in H
        and _is_minute(said, at)
    ):
        minute, end = after, at + 1
        if said.key(end) in ("min", "mn", "minutes"):
            end += 1
    elif said.keys(at, 2) in (("et", "demie"), ("et", "demi")):
        minute, end = 30, at + 2
    elif said.phrase(at, ("et", "quart")):
        minute, end = 15, at + 2
    elif said.phrase(at, ("moins", "le", "quart")) or said.phrase(at, ("moins", "quart")):
        hour, minute, end = hour - 1, 45, at + (3 if said.key(at + 1) == "le" else 2)
    elif said.key(at) == "moins" and (less := said.number(at + 1)) is not None and less < 60:
        hour, minute, end = hour - 1, 60 - less, at + 2
    clock, end = _half(said, end, Clock(hour, minute, exact=True, possible=_possible(hour, minute)))
    return clock, end


def _is_minute(said: Said, at: int) -> bool:
    """Two digits right behind, or a spelled or spaced number that no range or date claims."""
    token = said.tokens[at]
    if token.digits and len(token.typed) != 2:
        return False
    if token.glued:
        return True
    following = said.key(at + 1)
    return following not in cw.MONTHS and following not in ("/", ":")


def _half(said: Said, at: int, clock: Clock) -> tuple[Clock, int]:
    """am, pm, `du soir`, `in the afternoon` behind a time; `du soir` adds twelve on the French clock too."""
    found = _am_pm(said, at) or _in_the(said, at)
    if found is None:
        return clock, at
    half, end = found
    if half == "pm" and clock.hour < 12:
        return Clock(clock.hour + 12, clock.minute, None, exact=True, possible=clock.possible, later=True), end
    if half == "am" and clock.hour == 12:
        return Clock(0, clock.minute, None, exact=True, possible=clock.possible), end
    return Clock(
        clock.hour, clock.minute, None if clock.exact else half, exact=clock.exact, possible=clock.possible
    ), end


def _am_pm(said: Said, at: int) -> tuple[str, int] | None:
    for half in ("am", "pm"):
        if said.key(at) == half:
            return half, at + 1
        if said.keys(at, 3) == (half[0], ".", "m") and said.glued(at + 1) and said.glued(at + 2):
            return half, at + (4 if said.key(at + 3) == "." else 3)
        if said.keys(at, 2) == (half[0], "m") and said.number(at - 1) is not None:
            return half, at + 2  # "nine a m", dictated
    return None


IN_THE = table_in("halves")


def _in_the(said: Said, at: int) -> tuple[str, int] | None:
    return IN_THE.at(said, at)


def _dotted(said: Said, at: int, hour: int, minute: int) -> tuple[Clock, int] | None:
    """`9.30` is a time where it cannot be a date, or am, pm or a range of such times follows."""
    third = said.key(at + 3) == "." and said.glued(at + 3) and said.number(at + 4) is not None and said.glued(at + 4)
    if third or hour > 24 or minute > 59:
        return None
    half = _am_pm(said, at + 3)
    dash = said.key(at + 3) in ("-", "–") and said.glued(at + 3)  # "15.11 - 9h30" is a date and an hour
    in_range = (dash or said.key(at + 3) in ("to", "a")) and said.number(at + 4) is not None
    if half or minute > 12 or minute == 0 or (in_range and _ends_as_time(said, at + 4)):
        return _half(said, at + 3, Clock(hour, minute, exact=hour > 12))
    return None


def _ends_as_time(said: Said, at: int) -> bool:
    if said.key(at + 1) == "." and _two_digits(said, at + 2):
        return bool(_am_pm(said, at + 3)) or (said.number(at + 2) or 0) > 12 or said.number(at + 2) == 0
    return bool(_am_pm(said, at + 1)) or said.key(at + 1) in H


UNITS = frozenset("hour hours day days minute minutes price".split())
NAMED_HOURS = {"one": 1, "noon": 12, "midday": 12, "midnight": 12}
PAST = {"half": 30, "quarter": 15}


def _past_or_to(said: Said, at: int) -> tuple[Clock, int] | None:
    """`half past two`, `half nine`, `a quarter to three`, `ten past four`."""
    if said.key(at) == "half" and 1 <= (said.number(at + 1) or 0) <= 12 and said.key(at + 2) not in UNITS:
        return _half(said, at + 2, Clock(said.number(at + 1) or 0, 30))  # "half nine", as the British say
    start = at + 1 if said.key(at) == "a" and said.key(at + 1) == "quarter" else at
    amount = PAST.get(said.key(start)) or said.number(start)
    direction = said.key(start + 1)
    hour = said.number(start + 2) or NAMED_HOURS.get(said.key(start + 2))
    if amount is None or hour is None or hour > 12 or amount >= 60 or direction not in ("past", "to"):
        return None
    if said.key(start) not in PAST and direction == "to":
        return None  # "9 to 5" is a range
    if said.key(start + 2) == "midnight" and direction == "past":
        return Clock(0, amount, exact=True), start + 3
    clock = Clock(hour, amount) if direction == "past" else Clock(hour - 1 or 12, 60 - amount)
    return _half(said, start + 3, clock)
