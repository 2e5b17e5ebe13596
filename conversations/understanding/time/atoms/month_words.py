"""Months, years and day numbers: what dates and spans are made of."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.clock_words import five_to_seven
from conversations.understanding.time.atoms.saying import Said
from conversations.understanding.time.calendar.dates import Dated
from conversations.understanding.time.calendar.days import Days
from conversations.understanding.time.calendar.spans import Month
from conversations.understanding.vocabulary import small_words

Found = tuple[Days, int]
NOON = small_words("month_words", "noon")


def month_name(said: Said, at: int, *, sure: bool = False) -> int | None:
    """A month by its name; words that mean other things too count only where `sure`."""
    key = said.key(at)
    if key == "sept" and said.key(at + 1) in ("h", "heure", "heures"):
        return None
    if key in cw.MONTHS and (sure or key not in cw.UNSURE_MONTHS):
        return cw.MONTHS[key]
    if key in cw.SHORT_MONTHS and (sure or key not in cw.UNSURE_MONTHS):
        return cw.SHORT_MONTHS[key]
    return None


def behind_month(said: Said, at: int) -> int:
    """Where a month's name ends, with the dot of a short one."""
    return at + 1 + (said.key(at + 1) == "." and said.key(at) in cw.SHORT_MONTHS and said.glued(at + 1))


def year_at(said: Said, at: int) -> tuple[int, int] | None:
    """A year there, perhaps behind a comma or `de`, and where it ends."""
    start = at + (said.key(at) in (",", "de", "of"))
    number = said.number(start)
    if number is not None and 1990 <= number <= 2199:
        return number, start + 1
    return None


def nth_at(said: Said, at: int) -> tuple[int, int] | None:
    """An ordinal there, or `last` as -1, and where it ends."""
    if said.number(at) is not None and said.tokens[at].ordinal:
        return said.number(at) or 1, at + 1
    if said.key(at) in ("dernier", "derniere", "last"):
        return -1, at + 1
    return None


def of_month(said: Said, at: int) -> tuple[Month, int] | None:
    """`de novembre`, `of next month`: the month, and where it ends."""
    if said.key(at) not in ("de", "d", "of", "in", "du", "en"):
        return None
    start = at + 1 + (said.key(at + 1) in ("'", "the"))
    if said.phrase(start, ("mois", "prochain")):
        return Month(offset=1), start + 2
    if said.phrase(start, ("next", "month")):
        return Month(offset=1), start + 2
    if said.phrase(start, ("mois",)) or said.phrase(start, ("month",)):
        return Month(), start + 1
    month = month_name(said, start, sure=True)
    if month is None:
        return None
    year = year_at(said, start + 1)
    return (Month(month, year[0]), year[1]) if year else (Month(month), start + 1)


def count_at(said: Said, at: int) -> tuple[int, int] | None:
    """A number of things: a numeral, `un`, `a`, `a couple of`."""
    if said.keys(at, 3) == ("a", "couple", "of"):
        return 2, at + 3
    number = said.number(at)
    if number is not None:
        return number, at + 1
    if said.key(at) in ("un", "une", "a", "an", "one"):
        return 1, at + 1
    return None


def day_month(said: Said, at: int, *, after_weekday: bool = False) -> tuple[Dated, int] | None:
    """`15`, `15 novembre`, `the 15th of November 2016`, without what leads to it."""
    day = said.number(at)
    if day is None or day > 99 or day < 1 or five_to_seven(said, at):
        return None
    token = said.tokens[at]
    if token.ordinal and token.digits and token.typed.lower().endswith(("e", "eme", "ème", "ieme", "ième")):
        return None  # "le 8e" is an arrondissement, "8ème édition" an edition
    end = at + 1
    of = said.key(end) in ("of", "de", "d")
    name_at = end + of + (of and said.key(end + 1) == "'")
    month = month_name(said, name_at, sure=True)
    if month is not None:
        end = behind_month(said, name_at)
        year = year_at(said, end)
        if year:
            return Dated(day, month, year[0]), year[1]
        return Dated(day, month), end
    if day > 31 and not after_weekday:
        return None
    if (
        (day == 12 and said.key(end) in NOON)
        or hour_mark(said, end)
        or (
            said.key(end) in ("/", ".") and said.glued(end) and said.number(end + 1) is not None and said.glued(end + 1)
        )
    ):
        return None
    ranged = after_weekday and not token.ordinal and day <= 24 and said.key(end) in ("-", "to", "–")
    if ranged and _hours_follow(said, end + 1) and not (day > 12 and said.key(end + 2) in ("am", "pm")):
        return None
    if after_weekday and said.language == "en" and not token.ordinal and day <= 12 and _range_of_hours(said, end):
        return None
    if after_weekday and not token.digits and not token.ordinal and said.language == "en":
        return None
    if day > 31 or (said.key(end) in cw.UNITS and not token.ordinal):
        return None
    return Dated(day), end


def month_day(said: Said, at: int) -> tuple[Dated, int] | None:
    """`November 15`, `Nov 15th, 2016`."""
    month = month_name(said, at, sure=True)
    if month is None:
        return None
    start = behind_month(said, at)
    start += said.key(start) == "the"
    day = said.number(start)
    if day is None or not 1 <= day <= 31 or hour_mark(said, start + 1):
        return None
    if said.language == "fr" and not said.tokens[start].ordinal and said.key(at) in ("mars", "mai"):
        return None
    year = year_at(said, start + 1)
    return (Dated(day, month, year[0]), year[1]) if year else (Dated(day, month), start + 1)


def _range_of_hours(said: Said, at: int) -> bool:
    """`Sunday, 2 to 5`: in English a bare number behind a weekday is no date where it begins a range."""
    ranged = said.key(at) in ("to", "-", "–", "until", "till", "til", "through") and said.number(at + 1) is not None
    return ranged and not said.tokens[at + 1].ordinal and month_name(said, at + 2, sure=True) is None


def hour_mark(said: Said, at: int) -> bool:
    """Whether what stands behind a number makes it an hour: `14h`, `9:30`, `9.30pm`, not the colon of `le 14 : 9h`."""
    if said.key(at) == ":":
        return said.glued(at) and said.glued(at + 1) and said.number(at + 1) is not None
    if said.key(at) == "." and said.glued(at) and said.number(at + 1) is not None:
        return said.glued(at + 1) and said.key(at + 2) in ("am", "pm")
    return said.key(at) in ("h", "heure", "heures", "am", "pm")


def _hours_follow(said: Said, at: int) -> bool:
    """`samedi 9-12h`: the number before is an hour too."""
    if said.number(at) is None:
        return False
    nxt = said.key(at + 1)
    return (
        nxt in ("h", "heures", "heure", "am", "pm")
        or nxt == ":"
        or (nxt == "." and said.glued(at + 2) and (said.number(at + 2) or 0) > 12)
    )
