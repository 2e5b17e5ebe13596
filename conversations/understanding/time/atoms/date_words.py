"""Days as they are said: `mardi 15 novembre`, `Nov 16th`, `15/11`, `lundi en huit`, `demain`, `Noël`."""

from dataclasses import replace

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.month_words import (
    count_at,
    day_month,
    month_day,
    nth_at,
    of_month,
    year_at,
)
from conversations.understanding.time.atoms.numeric_dates import numeric_at
from conversations.understanding.time.atoms.saying import Said, Table, table_in, words_in
from conversations.understanding.time.atoms.span_words import NEXT_DAYS_LEADS, next_days
from conversations.understanding.time.atoms.which_words import which_before, which_behind
from conversations.understanding.time.calendar.dates import Dated
from conversations.understanding.time.calendar.days import (
    Days,
    DaysAfter,
    EasterDay,
    FamilyDay,
    Nth,
    NthWeekday,
    Offset,
    Weekday,
)
from conversations.understanding.time.calendar.spans import NextHours
from conversations.understanding.vocabulary import small_words

# Behind these `sun`, `mon`, `sat`, `mar` are other words.
NO_WEEKDAY_BEHIND = small_words("date_words", "no_weekday_behind")
# Behind these `jeu 17h`, `mer 14h` are a game and the sea.
NO_SHORT_NAME_BEHIND = small_words("date_words", "no_short_name_behind")
PAIRING = (",", "-", "–", "/", "au", "to", "+", "&", "and", "et", "ou", "or")  # between two short weekdays
RELATIVE = table_in("relative", int)
DAYS_AFTER = table_in("days_after", int)
MOST_COUNTED = 12  # a larger number in front of a weekday counts no weekdays
WEEKDAY_LEADS = table_in("before_weekday")
WEEKDAY_SHIFTS = table_in("behind_weekday")
WEEK_BEHIND = table_in("weeks_behind")
WEEKDAY_LED = {"next": "next", "coming": "bare", "last": "last"}
WEEKDAY_FOLLOWED = {
    "next": "next",
    "coming": "next",
    "following": "after_next",
    "after_next": "after_next",
    "last": "last",
}


def holiday(key: str) -> Days:
    """What a key of the holidays means: `25-12`, `easter+1`, `mothers`."""
    if key.startswith("easter"):
        return EasterDay(int(key.removeprefix("easter")))
    day, _, month = key.partition("-")
    return Dated(int(day), int(month)) if month else FamilyDay(key)


HOLIDAYS: Table[Days] = table_in("holidays", holiday)

Found = tuple[Days, int]


def relative_at(said: Said, at: int) -> Found | None:
    """`aujourd'hui`, `après-demain`, `the day before yesterday`."""
    if found := RELATIVE.at(said, at):
        return Offset(found[0]), found[1]
    if found := DAYS_AFTER.at(said, at):
        return DaysAfter(found[0]), found[1]
    if said.key(at) in cw.RELATIVE_DAYS:
        return Offset(cw.RELATIVE_DAYS[said.key(at)]), at + 1
    return None


def _amount(said: Said, at: int) -> tuple[int, str, int] | None:
    """`trois semaines`, `15 jours` (fourteen days), `8 jours` (seven), `a fortnight`."""
    counted = count_at(said, at)
    if counted is None:
        return None
    count, end = counted
    unit = cw.UNITS.get(said.key(end))
    if unit in (None, "minute", "hour"):
        return None
    if unit == "day" and said.key(end) in ("jours", "jour", "j") and count in (8, 15):
        count -= 1
    return count, unit or "day", end + 1


def offset_at(said: Said, at: int) -> Found | None:
    """`dans trois jours`, `in two weeks`, `les 5 prochains jours`, `within 10 days`, `il y a deux jours`."""
    key = said.key(at)
    if said.phrase(at, ("il", "y", "a")) and (found := _amount(said, at + 3)):
        return Offset(-found[0], found[1]), found[2]
    if (found := _amount(said, at)) and said.key(found[2]) == "ago":
        return Offset(-found[0], found[1]), found[2] + 1
    if found and said.keys(found[2], 2) == ("from", "now"):
        return Offset(found[0], found[1]), found[2] + 2
    if key in ("dans", "in") and (found := _amount(said, at + 1)):
        return Offset(found[0], found[1]), found[2]
    if key in ("dans", "in") and (hours := next_days(said, at + 1, "sure")) and isinstance(hours[0], NextHours):
        return hours
    if (
        key in ("dans", "in")
        and (counted := count_at(said, at + 1))
        and said.key(counted[1]) in cw.WEEKDAYS
        and counted[0] > 1
    ):
        return Nth(cw.WEEKDAYS[said.key(counted[1])], counted[0]), counted[1] + 1
    for kind, start in NEXT_DAYS_LEADS.all_at(said, at):
        if found_days := next_days(said, start, kind):
            return found_days
    return None


def _weekday_name(said: Said, at: int) -> tuple[int, int] | None:
    key = said.key(at)
    if key in cw.WEEKDAYS:
        return cw.WEEKDAYS[key], at + 1
    if key in cw.SHORT_WEEKDAYS:
        end = at + 1 + (said.key(at + 1) == "." and said.glued(at + 1))
        hour = said.key(end + 1) == "h" and said.key(at + 1) != "." and said.key(at - 1) in NO_SHORT_NAME_BEHIND
        beside = said.number(end) is not None and not hour
        ranged = said.key(end) in PAIRING and said.key(end + 1) in cw.SHORT_WEEKDAYS
        ending = at >= 2 and said.key(at - 1) in PAIRING and said.key(at - 2) in cw.SHORT_WEEKDAYS
        dotted = end > at + 1 and key not in ("mon", "sun")
        parted = said.key(end) in cw.PART_WORDS or (said.language == "en" and _stands_last(said, at, end))
        led = said.key(at - 1) in ("next", "this", "on") and said.language == "en"
        if beside or ranged or ending or parted or led or key in cw.SURE_SHORT_WEEKDAYS or dotted:
            return cw.SHORT_WEEKDAYS[key], end
    return None


def _stands_last(said: Said, at: int, end: int) -> bool:
    """`Lille sat`: at the end of an English message, behind no word with which it would be something else."""
    last = end >= len(said.tokens) or said.key(end) in ("?", "!", ".", ",", "please", "pls", "thanks")
    in_a_name = said.glued(at)  # Boulogne-sur-Mer
    return last and at > 0 and not in_a_name and said.key(at - 1) not in NO_WEEKDAY_BEHIND


def weekday_at(said: Said, at: int) -> Found | None:
    """A weekday with what stands around it: `mardi prochain`, `next Tuesday`, `a week on Monday`, `mardi 15/11`."""
    led = WEEKDAY_LEADS.at(said, at)
    if led and (named := _weekday_name(said, led[1])):
        return Weekday(named[0], led[0]), named[1]
    start = at
    if said.key(at) in ("le", "the", "on", "ce", "this", "la"):
        start += 1 + (said.key(at + 1) in ("the", "ce", "this", "le"))
    if nth := _nth_weekday(said, start):
        return nth
    shift, start = which_before(said, start, WEEKDAY_LED) or ("bare", start)
    named = _weekday_name(said, start)
    if named is None:
        return None
    if shift == "bare" and (dated := _dated_weekday(said, *named)):
        return dated
    return _shifted_weekday(said, *named, shift)


def counted_at(said: Said, at: int) -> Found | None:
    """`les deux premiers jeudis`, `4 jeudis`, `the first three Tuesdays`: so many of a series."""
    start = at + (said.key(at) in ("les", "the"))
    start += said.key(start) == "first"
    count = said.number(start)
    if count is None or count < 2 or count > MOST_COUNTED or said.tokens[start].ordinal:
        return None
    end = start + 1 + (said.key(start + 1) in ("premiers", "prochains", "first", "next"))
    if said.key(end) not in cw.PLURAL_WEEKDAYS:
        return None
    return Weekday(cw.WEEKDAYS[said.key(end)], plural=True, most=count), end + 1


def _nth_weekday(said: Said, at: int) -> Found | None:
    """`le premier mardi de décembre`."""
    nth = nth_at(said, at)
    if nth and (named := _weekday_name(said, nth[1])) and (month := of_month(said, named[1])):
        return NthWeekday(named[0], nth[0], month[0]), month[1]
    return None


def _dated_weekday(said: Said, weekday: int, end: int) -> Found | None:
    """`mardi 15/11`, `Tuesday, the 15th`, `mardi 15 novembre`, behind the weekday's name."""
    end += said.key(end) == ","
    found = (
        day_month(said, end + (said.key(end) in ("the", "le")), after_weekday=True)
        or month_day(said, end)
        or numeric_at(said, end)
    )
    return (replace(found[0], weekday=weekday), found[1]) if found else None


def _shifted_weekday(said: Said, weekday: int, end: int, shift: str) -> Found:
    """`mardi prochain`, `lundi en huit`, `Friday week`, behind the weekday's name."""
    if not WEEK_BEHIND.at(said, end):  # which week it is of is said by the week itself
        if which := which_behind(said, end, WEEKDAY_FOLLOWED):
            return Weekday(weekday, which[0]), which[1]
        behind = WEEKDAY_SHIFTS.at(said, end)
        numbered = said.key(end) == "week" and (said.language == "fr" or said.number(end + 1) is not None)
        if behind and not numbered:
            return Weekday(weekday, behind[0]), behind[1]
    return Weekday(weekday, shift, said.key(end - 1) in cw.PLURAL_WEEKDAYS), end


# What an ordinal counts where it is no day.
COUNTED_NOUNS = words_in("numbers", "nth")


def dated_at(said: Said, at: int) -> Found | None:
    """A date with its month, or a number behind `le` or `the`, or an ordinal in English."""
    start = at
    lead = said.key(at)
    if said.key(at - 1) in ("dans", "in") and said.number(at + 1) is not None and not said.tokens[at + 1].ordinal:
        return None  # "dans le 13" is a département
    if said.number(at + 1) == 2 and said.glued(at + 2) and said.key(at + 2) in ("a", "b"):
        return None  # and so is "le 2A"
    led = lead in ("le", "the") or (lead == "du" and said.key(at + 2) not in ("au", "-", "–", "a", "et", ","))
    if led or lead == "on":
        start += 1
        if said.key(start) == "the":
            led, start = True, start + 1
    found = day_month(said, start)
    if found and found[0].month is not None:
        return found
    if found and said.tokens[start].ordinal and (_counts_a_noun(said, start) or _is_district(said, start)):
        return None
    if found and said.tokens[start].ordinal and _lists_weekdays(said, start):
        return found
    if found and ((led and _stands_alone(said, start)) or _is_sure_ordinal(said, start)):
        return found
    return month_day(said, at)


def _lists_weekdays(said: Said, at: int) -> bool:
    """`first and third Monday of May`."""
    listed = said.key(at + 1) in ("and", "et", "&", ",") and said.number(at + 2) is not None
    return listed and said.tokens[at + 2].ordinal and said.key(at + 3) in cw.WEEKDAYS


def _stands_alone(said: Said, at: int) -> bool:
    """`le 15`, not `les 15 meilleurs` nor `le 93`, which is no day."""
    return (said.number(at) or 99) <= 31 and (
        said.tokens[at].digits or said.key(at + 1) in ("", "de", "a", ",", "et", "and", "to", "au", ".", "?")
    )


def _is_district(said: Said, at: int) -> bool:
    """`the 3rd in Marseille`, `Paris 5th`."""
    if said.key(at - 1) in ("paris", "lyon", "marseille", "lyons", "marseilles"):
        return True
    return said.key(at + 1) in ("in", "of", "a", "de") and said.key(at + 2) in ("paris", "lyon", "marseille")


def _counts_a_noun(said: Said, at: int) -> bool:
    """`le 1er étage`, `the 2nd edition`; but `the 15th please`, `le 1er et le 2`."""
    return said.key(at + 1) in COUNTED_NOUNS or said.key(at + 1) in cw.WEEKDAYS


def _is_sure_ordinal(said: Said, at: int) -> bool:
    """An ordinal that is a date by itself: `1er`, `21st`."""
    typed = said.tokens[at].typed.lower()
    return (typed[0].isdigit() and typed.endswith(("st", "nd", "rd", "th"))) or typed == "1er"


def named_at(said: Said, at: int) -> Found | None:
    """Holidays by name, with or without their article."""
    start = at
    while said.key(start) in ("le", "la", "les", "l", "'", "the", "a", "on", "for", "pour", "au") and start - at < 3:
        start += 1
    for origin in (start, at):
        if found := HOLIDAYS.at(said, origin):
            day, end = found
            year = year_at(said, end) if isinstance(day, Dated) else None
            return (Dated(day.day, day.month, year[0]), year[1]) if year and isinstance(day, Dated) else found
    return None
