"""Times on the clock: `14h30`, `quatorze heures trente`, `2.30pm`, `half past two`, `midi et demi`."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.saying import CLOCK, Atom, Clock, Said, table_in
from conversations.understanding.vocabulary import small_words

H = small_words("clock_words", "h")

MINUTES_BEHIND = table_in("minutes_behind", int)
BEGINNINGS = small_words("clock_words", "beginnings")
SPELLED_MINUTES = (10, 15, 20, 30, 40, 45, 50)
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
    if said.key(at) in ("midi", "minuit", "noon", "midnight"):
        return _named(said, at)
    return _in_words(said, at) or _by_number(said, at)


def _in_words(said: Said, at: int) -> tuple[Clock, int] | None:
    """`cinq à sept`, `half past two`, `une heure`, `one o'clock`, `one am`."""
    if five_to_seven(said, at):
        return Clock(17, exact=True), at + 1
    if five_to_seven(said, at - 2):
        return Clock(19, exact=True), at + 1
    if english := _past_or_to(said, at):
        return english
    if said.key(at) == "une" and said.key(at + 1) in ("heure", "h"):
        return _minutes(said, at + 2, 1)
    if said.key(at) == "one":
        return _oclock(said, at, 1) or _halved(said, at, 1)
    return None


def _by_number(said: Said, at: int) -> tuple[Clock, int] | None:
    """`14h30`, `14:30`, `2.30pm`, `two thirty`, `9 o'clock`, `9 pm`."""
    hour = said.number(at)
    if hour is None or said.tokens[at].ordinal or hour > 99:
        return None
    if said.key(at + 1) in H and hour < LENGTH_HOURS and not _is_length(said, at):
        return _minutes(said, at + 2, hour)
    if hour == 12 and said.key(at + 1) in ("noon", "midday", "midi"):
        return Clock(12, exact=True), at + 2
    if _spelled_minutes(said, at):
        return _half(said, at + 2, Clock(hour, said.number(at + 1) or 0))
    return _oclock(said, at, hour) or _marked(said, at, hour) or _halved(said, at, hour)


def _oclock(said: Said, at: int, hour: int) -> tuple[Clock, int] | None:
    for oclock in (("o", "'", "clock"), ("o", "clock")):
        if said.phrase(at + 1, oclock):
            return _half(said, at + 1 + len(oclock), Clock(hour))
    return None


def _marked(said: Said, at: int, hour: int) -> tuple[Clock, int] | None:
    """`14:30`, `9.30`."""
    if not (_two_digits(said, at + 2) and said.glued(at + 1) and said.glued(at + 2)):
        return None
    minute = said.number(at + 2) or 0
    if said.key(at + 1) == ".":
        return _dotted(said, at, hour, minute)
    if said.key(at + 1) != ":" or minute > 99:
        return None
    exact = hour > 12 or said.tokens[at].typed.startswith("0")  # "01:30" is written on the 24-hour clock
    return _half(said, at + 3, Clock(hour, minute, exact=exact, possible=_possible(hour, minute)))


def _halved(said: Said, at: int, hour: int) -> tuple[Clock, int] | None:
    """`9 pm`, `nine in the evening`."""
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
    return spelled and said.language == "en" and 1 <= (hour or 0) <= 12 and minute in SPELLED_MINUTES


def _two_digits(said: Said, at: int) -> bool:
    return said.number(at) is not None and said.tokens[at].digits and len(said.tokens[at].typed) == 2


def _possible(hour: int, minute: int) -> bool:
    return minute < 60 and (hour < 24 or (hour == 24 and minute == 0))


def _named(said: Said, at: int) -> tuple[Clock, int] | None:
    """`midi` is left to the parts of the day unless minutes follow; `minuit` is the end of the day."""
    hour = 24 if said.key(at) in ("minuit", "midnight") else 12
    if more := MINUTES_BEHIND.at(said, at + 1):
        past, minute = divmod(hour * 60 + more[0], 60)
        return Clock(past % 24, minute, exact=True), more[1]
    if hour == 24:
        return Clock(24, exact=True), at + 1
    minutes = said.number(at + 1)
    if minutes in (15, 30, 45) and said.key(at + 2) not in H:
        return Clock(12, minutes, exact=True), at + 2
    return None


def _minutes(said: Said, at: int, hour: int) -> tuple[Clock, int]:
    """What stands behind `14 h`: minutes, `et demie`, `moins le quart`, `du soir`."""
    minutes, end = _minutes_said(said, at) or (0, at)
    hour, minute = divmod(hour * 60 + minutes, 60) if minutes < 60 else (hour, minutes)
    return _half(said, end, Clock(hour, minute, exact=True, possible=_possible(hour, minute)))


def _minutes_said(said: Said, at: int) -> tuple[int, int] | None:
    """Minutes more than the hour, or less if negative, and where they end."""
    after = said.number(at)
    if after is not None and after < 100 and said.key(at + 1) not in H and _is_minute(said, at):
        return after, at + 1 + (said.key(at + 1) in ("min", "mn", "minutes"))
    if more := MINUTES_BEHIND.at(said, at):
        return more
    less = said.number(at + 1) if said.key(at) == "moins" else None
    return (-less, at + 2) if less is not None and less < 60 else None


def _is_minute(said: Said, at: int) -> bool:
    """Two digits right behind, or a spelled or spaced number that no range or date claims."""
    token = said.tokens[at]
    if token.ordinal or (token.digits and len(token.typed) != 2):
        return False
    if token.glued:
        return True
    following = said.key(at + 1)
    if following in cw.COUNTED and following not in cw.UNITS:
        return False  # "12h 30 places"
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


UNITS = small_words("clock_words", "units")
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
