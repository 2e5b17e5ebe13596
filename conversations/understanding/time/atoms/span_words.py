"""Spans of days as they are said: week-ends, weeks, months, quarters."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.month_words import (
    behind_month,
    count_at,
    day_month,
    hour_mark,
    month_day,
    month_name,
    nth_at,
    of_month,
    year_at,
)
from conversations.understanding.time.atoms.saying import Said, Table, table_in
from conversations.understanding.time.calendar.dates import Dated
from conversations.understanding.time.calendar.days import Days, NthWeekend
from conversations.understanding.time.calendar.spans import (
    IsoWeek,
    Month,
    NextDays,
    NextHours,
    NthWeek,
    Quarter,
    RestOf,
    TheWeek,
    Week,
    Weekend,
    WeekOf,
    WeekPart,
    Year,
)

NEXT_DAYS_LEADS = table_in("next_days")
WEEKEND_WORDS = table_in("weekends")


def rest_of(key: str) -> Week | Month:
    """What a key of the rest means: the week, the month, a part of the month."""
    return Week() if key == "week" else Month() if key == "month" else Month(part=key)


def week_part(key: str) -> WeekPart:
    """What a key of the parts of a week means: `3-7`."""
    first, _, end = key.partition("-")
    return WeekPart(int(first), int(end))


REST: Table[Week | Month] = table_in("rest", rest_of)
MONTH_PARTS = table_in("month_parts")
COMING = table_in("coming")
WEEK_PARTS = table_in("week_parts", week_part)
A_WEEK = table_in("a_week")
ENGLISH_NEXT = ("next", "coming")
MOST_NEXT = 12  # more weeks or days are not counted so in English
ARTICLES = frozenset("le la les l the on ce cet cette ces this du de d en in of au a pour during pendant dans".split())
WEEK_LEADS = ARTICLES | cw.NEXT | cw.LAST | frozenset("toute whole all tout entire '".split())
MONTH_LEADS = ARTICLES | frozenset("courant tout whole for depuis '".split())
SURE_LEADS = frozenset("en in de d of courant tout this ce".split())  # behind them `may` and `march` are months

Found = tuple[Days, int]


def next_days(said: Said, start: int, lead: str) -> Found | None:
    """`5 prochains jours`, `next 3 days`; behind `d'ici` and `within` also `3 jours`, of which 15 are fourteen."""
    counted = count_at(said, start)
    if counted is None:
        return None
    amount, middle = counted
    told = said.key(middle) in cw.NEXT
    unit_at = middle + told
    unit, end = cw.UNITS.get(said.key(unit_at)), unit_at + 1
    if said.key(middle) in ENGLISH_NEXT and said.language == "en" and unit_at == middle + 1 and amount > MOST_NEXT:
        return None  # "in the 35 next week" is a département and a week
    if said.key(end) in cw.NEXT:
        told, end = True, end + 1
    elif said.phrase(end, ("a", "venir")) or said.phrase(end, ("qui", "viennent")):
        told, end = True, end + 2
    if unit in ("hour", "minute") and (told or lead != "unsure"):
        return NextHours(amount * (60 if unit == "hour" else 1)), end
    if unit not in ("day", "week", "month", "fortnight") or not (told or lead != "unsure") or said.key(end) == "ago":
        return None
    if lead == "by" and said.key(unit_at) in ("jours", "jour") and amount in (8, 15):
        amount -= 1
    return NextDays(amount, unit), end


def week_part_at(said: Said, at: int) -> Found | None:
    """`en début de semaine`, `fin de semaine prochaine`, `early next week`: the week itself is read behind it."""
    start = at + (said.key(at) in ("la", "le", "the", "at", "a"))
    for part, end in WEEK_PARTS.all_at(said, start):
        bare = A_WEEK.at(said, end)
        week = week_at(said, end)
        if week and not (bare and week[1] <= bare[1]):
            return part, end
        if bare:
            return part, bare[1]
    return None


def weekend_at(said: Said, at: int) -> Found | None:
    """`ce week-end`, `le week-end du 19`, `the first weekend of December`."""
    start = at
    if said.key(at) in ("le", "the", "ce", "this", "du", "au", "en", "on", "over", "un"):
        start += 1
        if said.key(start) in ("the", "this", "ce"):
            start += 1
    ordinal = nth_at(said, start)
    if ordinal and (end := _week_end(said, ordinal[1])):
        month = of_month(said, end)
        if month:
            return NthWeekend(ordinal[0], month[0]), month[1]
    shift = "this"
    if said.key(start) in cw.NEXT and said.key(start) != "coming":
        shift, start = "next", start + 1
    elif said.key(start) in cw.LAST:
        shift, start = "last", start + 1
    elif said.key(start) == "coming":
        start += 1
    end = _week_end(said, start)
    if end is None:
        return None
    if said.key(end) in cw.NEXT_BEHIND and said.key(end) != "coming":
        shift, end = "next", end + 1
    elif coming := COMING.at(said, end):
        end = coming[1]
    elif said.key(end) in cw.AFTER_NEXT:
        shift, end = "after_next", end + 1
    elif said.phrase(end, ("d", "'", "apres")) or said.phrase(end, ("after", "next")):
        shift, end = "after_next", end + (3 if said.key(end) == "d" else 2)
    elif said.key(end) in cw.LAST:
        shift, end = "last", end + 1
    elif said.key(end) in ("du", "of", "de", "des"):
        inner = end + 1 + (said.key(end + 1) in ("the", "le"))
        around = day_month(said, inner)
        if around:
            behind = around[1]
            if said.key(behind) in ("-", "et", "and", "/") and (second := day_month(said, behind + 1)):
                first, last = around[0], second[0]
                return Weekend(around=Dated(first.day, first.month or last.month, first.year or last.year)), second[1]
            return Weekend(around=around[0]), behind
        nxt = of_month(said, end)
        if nxt is None and said.key(end + 1) == "la" and said.key(end + 2) == "semaine":
            return None
    return Weekend(shift), end


def _week_end(said: Said, at: int) -> int | None:
    """Behind `week-end`, however it is written."""
    if said.key(at) == "we" and said.language != "fr":
        return None
    found = WEEKEND_WORDS.at(said, at)
    return found[1] if found else None


def week_at(said: Said, at: int) -> Found | None:
    """`cette semaine`, `la semaine prochaine`, `semaine 46`, `the week of 16 November`, `pendant la Semaine`."""
    if nth := _nth_week(said, at):
        return nth
    if said.keys(at, 3) == ("w", "/", "c") and (around := day_month(said, at + 3 + (said.key(at + 3) == "the"))):
        return WeekOf(around[0]), around[1]
    for workdays in (("en", "semaine"), ("on", "weekdays"), ("on", "a", "weekday")):
        if said.phrase(at, workdays):
            return Week(workdays=True), at + len(workdays)
    start = at
    while said.key(start) in WEEK_LEADS and start - at < 4:
        start += 1
    if said.key(start) not in ("semaine", "week") or _week_end(said, start):
        return None
    end = start + 1
    leads = frozenset(said.keys(at, start - at))
    return (
        _the_week_itself(said, end)
        or _numbered_week(said, end)
        or _week_of_a_day(said, end)
        or _shifted_behind(said, end)
        or _week_led(said, start, leads)
    )


def _nth_week(said: Said, at: int) -> Found | None:
    """`la première semaine de décembre`, `the last week of October`."""
    ordinal = nth_at(said, said.past(at, frozenset(("la", "the", "in", "dans", "pendant", "during"))))
    if ordinal is None or said.key(ordinal[1]) not in ("semaine", "week"):
        return None
    month = of_month(said, ordinal[1] + 1)
    return (NthWeek(ordinal[0], month[0]), month[1]) if month else None


def _the_week_itself(said: Said, end: int) -> Found | None:
    """`semaine de l'innovation publique`."""
    for name in (("de", "l", "'", "innovation"), ("de", "l", "innovation")):
        if said.phrase(end, name):
            end += len(name)
            return TheWeek(), end + (said.key(end) in ("publique", "public"))
    return None


def _numbered_week(said: Said, end: int) -> Found | None:
    """`semaine 46`, `week no 46 2016`."""
    number = said.number(end)
    if number is not None and 1 <= number <= 53 and said.tokens[end].digits and not said.tokens[end].ordinal:
        if hour_mark(said, end + 1) or (said.glued(end + 1) and said.glued(end + 2) and said.number(end + 2)):
            return None  # "next week 8.30am"
        year = year_at(said, end + 1)
        return (IsoWeek(number, year[0]), year[1]) if year else (IsoWeek(number), end + 1)
    if said.key(end) in ("n", "no", "numero") and (number := said.number(end + 1 + (not said.number(end + 1) and 1))):
        return IsoWeek(number), end + 2 + (said.number(end + 1) is None)
    return None


def _week_of_a_day(said: Said, end: int) -> Found | None:
    """`semaine du 14`, `week beginning Monday 14 November`."""
    if said.key(end) not in ("du", "of", "beginning", "starting", "commencing"):
        return None
    inner = end + 1 + (said.key(end + 1) in ("the", "le", "on"))
    inner += said.key(inner) in cw.WEEKDAYS
    around = day_month(said, inner) if said.number(inner) is not None else month_day(said, inner)
    return (WeekOf(around[0]), around[1]) if around else None


def _shifted_behind(said: Said, end: int) -> Found | None:
    """`semaine prochaine`, `semaine d'après`, `semaine en cours`."""
    key = said.key(end)
    if key in cw.NEXT_BEHIND or key in cw.AFTER_NEXT:
        return Week(1), end + 1
    if said.phrase(end, ("d", "'", "apres")) or said.phrase(end, ("after", "next")):
        return Week(2), end + (3 if key == "d" else 2)
    if key in cw.LAST:
        return Week(-1), end + 1
    if coming := COMING.at(said, end):
        return Week(1), coming[1]
    return (Week(), end + 2) if said.phrase(end, ("en", "cours")) else None


def _week_led(said: Said, start: int, leads: frozenset[str]) -> Found | None:
    """What the words in front say: `next week`, `cette semaine`, `pendant la Semaine`, `toute la semaine`."""
    end = start + 1
    if leads & cw.NEXT:
        weekend = said.phrase(start - 1, ("next", "week", "end"))
        return None if weekend else (Week(1), end)
    if leads & cw.LAST:
        return Week(-1), end
    if leads & cw.THIS:
        return Week(), end
    typed = said.tokens[start].typed
    if leads & {"pendant", "during"} or (start > 0 and typed[0] == "S" and typed[1:2].islower()):
        return (TheWeek(), end) if leads & {"la", "the"} else None
    if {"dans", "la"} <= leads or leads & {"toute", "whole", "all", "entire"}:
        return Week(), end
    return None


def rest_at(said: Said, at: int) -> Found | None:
    """`le reste de la semaine`, `later this week`, `la fin de la semaine`."""
    start = at + (said.key(at) in ("le", "the", "la"))
    found = REST.at(said, start)
    if found:
        whole, end = found
        return (whole if isinstance(whole, Month) and whole.part else RestOf(whole)), end
    return None


def month_at(said: Said, at: int) -> Found | None:
    """`en novembre`, `début novembre`, `mid-November`, `next month`, `la première quinzaine de mai`."""
    start, part = _month_part(said, at)
    sure = part is not None
    lead = said.key(start)
    shift = "this"
    if part is None and lead in MONTH_LEADS:
        while said.key(start) in MONTH_LEADS and start - at < 4:
            sure = sure or said.key(start) in SURE_LEADS
            start += 1
    if said.key(start) in ("next", "last") or said.key(start) in cw.NEXT:
        shift, sure, start = ("last" if said.key(start) == "last" else "next"), True, start + 1
    if said.phrase(start, ("mois", "de")) or said.phrase(start, ("mois", "d")):
        start, sure = start + 2 + (said.key(start + 2) == "'"), True
    if said.key(start) in ("mois", "month"):
        return _running_month(said, start, shift, part)
    if said.key(start) in ("annee", "year", "an") and (
        said.key(start - 1) in (*cw.THIS, *cw.NEXT, "l", "'") or shift != "this"
    ):
        return _running_year(said, start, shift)
    month = month_name(said, start, sure=sure or said.number(start + 1) is not None)
    if (
        month is None
        or (month == 3 and said.key(start) == "march" and not sure)
        or (said.key(start) == "may" and not sure)
    ):
        return None
    if start != at and lead in ("la", "le", "les", "l", "a", "pour") and part is None and not sure:
        return None
    if start == at + 1 and lead in ("on", "du", "au") and part is None:
        return None
    end = behind_month(said, start)
    if said.key(end) in cw.NEXT:
        shift, end = "next", end + 1
    elif said.key(end) in ("dernier", "passe"):
        shift, end = "last", end + 1
    year = year_at(said, end)
    if year:
        return Month(month, year[0], part=part), year[1]
    if part is None and start != at and said.language == "en" and 1 <= (said.number(end) or 0) <= 31:
        return None  # "the visit of Nov 17" is a day
    return Month(month, part=part, shift=shift), end


def _month_part(said: Said, at: int) -> tuple[int, str | None]:
    start = at + (said.key(at) in ("la", "le", "the", "en", "in", "au"))
    for part, behind in MONTH_PARTS.all_at(said, start):
        end = behind + (said.key(behind) in ("'", "de", "of", "in", "d"))
        end += said.key(end) == "'"
        named = month_name(said, end, sure=True) is not None or said.key(end) in ("mois", "month", "next")
        if named or said.phrase(end, ("le", "mois")):
            return end, part
    return at, None


def _running_month(said: Said, start: int, shift: str, part: str | None) -> Found | None:
    end = start + 1
    if said.phrase(end, ("-", "ci")):
        return Month(part=part), end + 2
    if said.key(end) in cw.NEXT_BEHIND or said.key(end) in cw.AFTER_NEXT or shift == "next":
        return Month(offset=1, part=part), end + (shift != "next")
    if coming := COMING.at(said, end):
        return Month(offset=1, part=part), coming[1]
    if said.key(end) in ("dernier", "passe") or shift == "last":
        return Month(offset=-1, part=part), end + (shift != "last")
    if said.key(start - 1) in cw.THIS or said.key(start - 1) in ("tout", "whole"):
        return Month(part=part), end
    return None


def _running_year(said: Said, start: int, shift: str) -> Found | None:
    end = start + 1
    if said.key(end) in cw.NEXT or shift == "next":
        return Year(1), end + (shift != "next")
    if said.key(end) in ("derniere", "dernier", "passee") or shift == "last":
        return Year(-1), end + (shift != "last")
    if said.key(start - 1) in cw.THIS:
        return Year(), end
    return None


def quarter_at(said: Said, at: int) -> Found | None:
    """`au 4e trimestre 2016`, `Q4`, `the last quarter`."""
    start = at
    while said.key(start) in ("le", "the", "au", "du", "in", "ce", "this", "l", "'", "en") and start - at < 3:
        start += 1
    if said.key(start) == "q" and said.glued(start + 1) and (said.number(start + 1) or 9) <= 4:
        year = year_at(said, start + 2)
        return (
            (Quarter(said.number(start + 1), year[0]), year[1])
            if year
            else (Quarter(said.number(start + 1)), start + 2)
        )
    number: int | None = None
    offset = 0
    if said.number(start) is not None and said.tokens[start].ordinal:
        number, start = said.number(start), start + 1
    elif said.key(start) in ("dernier", "last") and said.key(start + 1) in ("trimestre", "quarter"):
        number, start = 4, start + 1
    elif said.key(start) == "next":
        offset, start = 1, start + 1
    if said.key(start) not in ("trimestre", "quarter"):
        return None
    end = start + 1
    if said.key(end) in cw.NEXT:
        offset, end = 1, end + 1
    year = year_at(said, end)
    if number is None and offset == 0 and said.key(start - 1) not in cw.THIS:
        return None
    return (Quarter(number, year[0], offset), year[1]) if year else (Quarter(number, None, offset), end)
