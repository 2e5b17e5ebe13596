"""Days as they are said: `mardi 15 novembre`, `Nov 16th`, `15/11`, `lundi en huit`, `le week-end du 19`."""

from conversations.understanding import calendar_words as cw
from conversations.understanding.days import (
    Dated,
    Days,
    EasterDay,
    Edition,
    FamilyDay,
    IsoWeek,
    Month,
    NextDays,
    Nth,
    NthWeekday,
    NthWeekend,
    Offset,
    Quarter,
    RestOf,
    Week,
    Weekday,
    WeekdayOf,
    Weekend,
    WeekOf,
    Year,
)
from conversations.understanding.saying import DAYS, Atom, Said, Table

RELATIVE = Table(
    (
        0,
        "aujourd'hui | aujourd hui | ce jour | en ce moment | right now | maintenant | now |"
        " actuellement | at the moment | this very moment",
    ),
    (
        2,
        "apres-demain | apres demain | the day after tomorrow | day after tomorrow | after tomorrow",
    ),
    (
        -2,
        "avant-hier | avant hier | the day before yesterday | day before yesterday",
    ),
)

NEXT_DAYS_LEADS = Table(
    (
        "sure",
        "within the next | within | in the next | over the next | for the next | the next | next | the coming | coming",
    ),
    ("sure", "during the next"),
    ("by", "d'ici | d ici | sous"),
    ("unsure", "dans les | au cours des | ces | les | the | pendant les | sur les | des"),
)

WEEKEND_WORDS = Table(
    (True, "week-end | week end | weekend | week-ends | weekends | we | wk-end | wkend | weekened | wekend"),
)

REST: Table[Week | Month] = Table(
    (
        Week(),
        "reste de la semaine | reste de cette semaine | rest of the week | rest of this week |"
        " later this week | plus tard cette semaine | plus tard dans la semaine | later in the week |"
        " fin de la semaine | fin de semaine | end of the week",
    ),
    (
        Month(),
        "reste du mois | rest of the month | later this month | plus tard ce mois-ci",
    ),
    (
        Month(part="late"),
        "fin du mois | end of the month | end of month",
    ),
    (
        Month(part="early"),
        "debut du mois",
    ),
    (
        Month(part="mid"),
        "milieu du mois",
    ),
)

WEEKDAY_LEADS = Table(
    (
        "week",
        "a week on | a week from | one week on",
    ),
    (
        "fortnight",
        "two weeks on | a fortnight on",
    ),
)

WEEKDAY_SHIFTS = Table(
    (
        "week",
        "en 8 | week",
    ),
    (
        "fortnight",
        "en 15 | fortnight",
    ),
    (
        "after_next",
        "d'apres | after next | d apres",
    ),
)

WEEKDAY_WEEKS = Table(
    (
        1,
        "de la semaine prochaine | la semaine prochaine | of next week | next week | semaine prochaine",
    ),
    (
        0,
        "de cette semaine | cette semaine | this week | of this week",
    ),
)

MONTH_PARTS = Table(
    (
        "early",
        "debut du mois de | debut | early | beginning of | start of",
    ),
    (
        "mid",
        "mi- | mi | milieu de | mid- | mid | middle of",
    ),
    (
        "late",
        "fin | late | end of",
    ),
    (
        "first_half",
        "1 quinzaine de | 1 quinzaine d | 1 half of",
    ),
    (
        "second_half",
        "seconde quinzaine de | 2 quinzaine de | seconde quinzaine d | 2 quinzaine d | 2 half of |"
        " derniere quinzaine de",
    ),
)

Found = tuple[Days, int]
ARTICLES = tuple("le la les l the on ce cet cette ces this du de d en in of au a pour during pendant dans".split())


def days_at(said: Said, at: int) -> tuple[Atom, int] | None:
    """The day or days said there."""
    for read in (_offset, _weekend, _week, _rest, _relative, _weekday, _numeric, _dated, _month, _quarter, _named):
        found = read(said, at)
        if found:
            return Atom(DAYS, found[0], at, found[1]), found[1]
    return None


# --- from today ---------------------------------------------------------------------------------


def _relative(said: Said, at: int) -> Found | None:
    """`aujourd'hui`, `après-demain`, `the day before yesterday`."""
    if found := RELATIVE.at(said, at):
        return Offset(found[0]), found[1]
    if said.key(at) in cw.RELATIVE_DAYS:
        return Offset(cw.RELATIVE_DAYS[said.key(at)]), at + 1
    return None


def _count(said: Said, at: int) -> tuple[int, int] | None:
    """A number of things: a numeral, `un`, `a`, `a couple of`."""
    if said.keys(at, 3) == ("a", "couple", "of"):
        return 2, at + 3
    number = said.number(at)
    if number is not None:
        return number, at + 1
    if said.key(at) in ("un", "une", "a", "an", "one"):
        return 1, at + 1
    return None


def _amount(said: Said, at: int) -> tuple[int, str, int] | None:
    """`trois semaines`, `15 jours` (fourteen days), `8 jours` (seven), `a fortnight`."""
    counted = _count(said, at)
    if counted is None:
        return None
    count, end = counted
    unit = cw.UNITS.get(said.key(end))
    if unit in (None, "minute", "hour"):
        return None
    if unit == "day" and said.key(end) in ("jours", "jour") and count in (8, 15):
        count -= 1
    return count, unit or "day", end + 1


def _offset(said: Said, at: int) -> Found | None:
    """`dans trois jours`, `in two weeks`, `les 5 prochains jours`, `within 10 days`, `il y a deux jours`."""
    key = said.key(at)
    for lead in (("il", "y", "a"),):
        if said.phrase(at, lead) and (found := _amount(said, at + 3)):
            return Offset(-found[0], found[1]), found[2]
    if (found := _amount(said, at)) and said.key(found[2]) == "ago":
        return Offset(-found[0], found[1]), found[2] + 1
    if found and said.keys(found[2], 2) == ("from", "now"):
        return Offset(found[0], found[1]), found[2] + 2
    if key in ("dans", "in") and (found := _amount(said, at + 1)):
        return Offset(found[0], found[1]), found[2]
    if (
        key in ("dans", "in")
        and (counted := _count(said, at + 1))
        and said.key(counted[1]) in cw.WEEKDAYS
        and counted[0] > 1
    ):
        return Nth(cw.WEEKDAYS[said.key(counted[1])], counted[0]), counted[1] + 1
    for kind, start in NEXT_DAYS_LEADS.all_at(said, at):
        if found_days := _next_days(said, start, kind):
            return found_days
    return None


def _next_days(said: Said, start: int, lead: str) -> Found | None:
    """`5 prochains jours`, `next 3 days`; behind `d'ici` and `within` also `3 jours`, of which 15 are fourteen."""
    counted = _count(said, start)
    if counted is None:
        return None
    amount, middle = counted
    told = said.key(middle) in cw.NEXT
    unit_at = middle + told
    unit, end = cw.UNITS.get(said.key(unit_at)), unit_at + 1
    if said.key(end) in cw.NEXT:
        told, end = True, end + 1
    elif said.phrase(end, ("a", "venir")) or said.phrase(end, ("qui", "viennent")):
        told, end = True, end + 2
    if unit not in ("day", "week", "month", "fortnight") or not (told or lead != "unsure") or said.key(end) == "ago":
        return None
    if lead == "by" and said.key(unit_at) in ("jours", "jour") and amount in (8, 15):
        amount -= 1
    return NextDays(amount, unit), end


# --- weeks --------------------------------------------------------------------------------------


def _week_end(said: Said, at: int) -> int | None:
    """Behind `week-end`, however it is written."""
    if said.key(at) == "we" and said.language != "fr":
        return None
    found = WEEKEND_WORDS.at(said, at)
    return found[1] if found else None


def _weekend(said: Said, at: int) -> Found | None:
    start = at
    if said.key(at) in ("le", "the", "ce", "this", "du", "au", "en", "on", "over", "un"):
        start += 1
        if said.key(start) in ("the", "this", "ce"):
            start += 1
    ordinal = _nth(said, start)
    if ordinal and (end := _week_end(said, ordinal[1])):
        month = _of_month(said, end)
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
    if said.key(end) in cw.NEXT and said.key(end) != "coming":
        shift, end = "next", end + 1
    elif said.key(end) in cw.AFTER_NEXT:
        shift, end = "after_next", end + 1
    elif said.phrase(end, ("d", "'", "apres")) or said.phrase(end, ("after", "next")):
        shift, end = "after_next", end + (3 if said.key(end) == "d" else 2)
    elif said.key(end) in cw.LAST:
        shift, end = "last", end + 1
    elif said.key(end) in ("du", "of", "de", "des"):
        inner = end + 1 + (said.key(end + 1) in ("the", "le"))
        around = _day_month(said, inner)
        if around:
            behind = around[1]
            if said.key(behind) in ("-", "et", "and", "/") and (second := _day_month(said, behind + 1)):
                first, last = around[0], second[0]
                return Weekend(around=Dated(first.day, first.month or last.month, first.year or last.year)), second[1]
            return Weekend(around=around[0]), behind
        nxt = _of_month(said, end)
        if nxt is None and said.key(end + 1) in ("la",) and said.key(end + 2) == "semaine":
            return None
    return Weekend(shift), end


def _nth(said: Said, at: int) -> tuple[int, int] | None:
    if said.number(at) is not None and said.tokens[at].ordinal:
        return said.number(at) or 1, at + 1
    if said.key(at) in ("dernier", "derniere", "last"):
        return -1, at + 1
    return None


def _of_month(said: Said, at: int) -> tuple[Month, int] | None:
    if said.key(at) not in ("de", "d", "of", "in", "du", "en"):
        return None
    start = at + 1 + (said.key(at + 1) in ("'", "the"))
    if said.phrase(start, ("mois", "prochain")):
        return Month(offset=1), start + 2
    if said.phrase(start, ("next", "month")):
        return Month(offset=1), start + 2
    if said.phrase(start, ("mois",)) or said.phrase(start, ("month",)):
        return Month(), start + 1
    month = _month_name(said, start, sure=True)
    if month is None:
        return None
    year = _year(said, start + 1)
    return (Month(month, year[0]), year[1]) if year else (Month(month), start + 1)


def _week(said: Said, at: int) -> Found | None:
    """`cette semaine`, `la semaine prochaine`, `semaine 46`, `the week of 16 November`, `pendant la Semaine`."""
    if (
        said.phrase(at, ("en", "semaine"))
        or said.phrase(at, ("on", "weekdays"))
        or said.phrase(at, ("on", "a", "weekday"))
    ):
        return Week(workdays=True), at + (3 if said.key(at + 1) == "a" else 2)
    start = at
    lead: list[str] = []
    while (
        said.key(start) in (*ARTICLES, *cw.NEXT, *cw.LAST, "toute", "whole", "all", "tout", "entire", "'")
        and len(lead) < 4
    ):
        lead.append(said.key(start))
        start += 1
    word = said.key(start)
    if word not in ("semaine", "week"):
        return None
    capital = said.tokens[start].typed[0] == "S" and start > 0 and said.tokens[start].typed[1:2].islower()
    end = start + 1
    if said.phrase(end, ("de", "l", "'", "innovation")) or said.phrase(end, ("de", "l", "innovation")):
        end += 4 if said.key(end + 2) == "'" else 3
        return Edition(), end + (said.key(end) in ("publique", "public"))
    if (
        said.number(end) is not None
        and said.tokens[end].digits
        and 1 <= (said.number(end) or 0) <= 53
        and not said.tokens[end].ordinal
    ):
        year = _year(said, end + 1)
        return (IsoWeek(said.number(end) or 1, year[0]), year[1]) if year else (IsoWeek(said.number(end) or 1), end + 1)
    if said.key(end) in ("n", "no", "numero") and (number := said.number(end + 1 + (not said.number(end + 1) and 1))):
        return IsoWeek(number), end + 2 + (said.number(end + 1) is None)
    if said.key(end) in ("du", "of", "beginning", "starting", "commencing"):
        inner = end + 1 + (said.key(end + 1) in ("the", "le", "on"))
        inner += said.key(inner) in cw.WEEKDAYS
        around = _day_month(said, inner)
        if around:
            return WeekOf(around[0]), around[1]
    if said.key(end) in cw.NEXT:
        return Week(1), end + 1
    if said.key(end) in cw.AFTER_NEXT:
        return Week(1), end + 1
    if said.phrase(end, ("d", "'", "apres")) or said.phrase(end, ("after", "next")):
        return Week(2), end + (3 if said.key(end) == "d" else 2)
    if said.key(end) in cw.LAST:
        return Week(-1), end + 1
    if said.phrase(end, ("en", "cours")):
        return Week(), end + 2
    leads = set(lead)
    if leads & cw.NEXT:
        if word == "week" and said.key(at) == "next" and said.key(end) == "end":
            return None
        return Week(1), end
    if leads & cw.LAST:
        return Week(-1), end
    if leads & cw.THIS:
        return Week(), end
    if capital or "pendant" in leads or "during" in leads or ("dans" in leads and capital):
        return (Edition(), end) if "la" in leads or "the" in leads else None
    if "dans" in leads and "la" in leads:
        return Week(), end
    if leads & {"toute", "whole", "all", "entire"}:
        return Week(), end
    return None


def _rest(said: Said, at: int) -> Found | None:
    """`le reste de la semaine`, `later this week`, `la fin de la semaine`."""
    start = at + (said.key(at) in ("le", "the", "la"))
    found = REST.at(said, start)
    if found:
        whole, end = found
        return (whole if isinstance(whole, Month) and whole.part else RestOf(whole)), end
    return None


# --- weekdays and dates -------------------------------------------------------------------------


def _weekday_name(said: Said, at: int) -> tuple[int, int] | None:
    key = said.key(at)
    if key in cw.WEEKDAYS:
        return cw.WEEKDAYS[key], at + 1
    if key in cw.SHORT_WEEKDAYS:
        end = at + 1 + (said.key(at + 1) == "." and said.glued(at + 1))
        beside = said.number(end) is not None and not (said.key(end + 1) in ("h",) and said.key(at + 1) != ".")
        ranged = said.key(end) in ("-", "–", "/", "au", "to") and (said.key(end + 1) in cw.SHORT_WEEKDAYS)
        ending = at >= 2 and said.key(at - 1) in ("-", "–", "/", "au", "to") and said.key(at - 2) in cw.SHORT_WEEKDAYS
        dotted = end > at + 1 and key not in ("mon", "sun")
        if beside or ranged or ending or key in cw.SURE_SHORT_WEEKDAYS or dotted:
            return cw.SHORT_WEEKDAYS[key], end
    return None


def _weekday(said: Said, at: int) -> Found | None:
    """A weekday with what stands around it: `mardi prochain`, `next Tuesday`, `a week on Monday`, `mardi 15/11`."""
    led = WEEKDAY_LEADS.at(said, at)
    if led and (named := _weekday_name(said, led[1])):
        return Weekday(named[0], led[0]), named[1]
    start = at
    if said.key(at) in ("le", "the", "on", "ce", "this", "la"):
        start += 1
        if said.key(start) in ("the", "ce", "this", "le"):
            start += 1
    shift = "bare"
    nth = _nth(said, start)
    if nth and (named := _weekday_name(said, nth[1])) and (month := _of_month(said, named[1])):
        return NthWeekday(named[0], nth[0], month[0]), month[1]
    if said.key(start) in cw.NEXT:
        shift, start = ("next" if said.key(start) == "next" or said.key(start)[:4] == "proc" else "bare"), start + 1
    elif said.key(start) in ("last", "past", "previous"):
        shift, start = "last", start + 1
    named = _weekday_name(said, start)
    if named is None:
        return None
    index, end = named
    if said.key(end) == "," and _date_behind(said, end + 1):
        end += 1
    if shift == "bare" and (dated := _day_month(said, end + (said.key(end) in ("the", "le")), after_weekday=True)):
        day = dated[0]
        return Dated(day.day, day.month, day.year, index), dated[1]
    if shift == "bare" and (english := _month_day(said, end)):
        return Dated(english[0].day, english[0].month, english[0].year, index), english[1]
    if shift == "bare" and (numeric := _numeric(said, end)) and isinstance(numeric[0], Dated):
        return Dated(numeric[0].day, numeric[0].month, numeric[0].year, index), numeric[1]
    end = named[1]
    if said.key(end) in cw.NEXT:
        return Weekday(index, "next"), end + 1
    if said.key(end) in cw.AFTER_NEXT:
        return Weekday(index, "after_next"), end + 1
    if said.key(end) in ("dernier", "passe"):
        return Weekday(index, "last"), end + 1
    behind = WEEKDAY_SHIFTS.at(said, end)
    if behind and not (said.key(end) == "week" and said.language == "fr"):
        return Weekday(index, behind[0]), behind[1]
    if weeks := WEEKDAY_WEEKS.at(said, end):
        return WeekdayOf(index, weeks[0]), weeks[1]
    return Weekday(index, shift), end


def _date_behind(said: Said, at: int) -> bool:
    return bool(
        _day_month(said, at + (said.key(at) in ("the", "le")), after_weekday=True)
        or _month_day(said, at)
        or _numeric(said, at)
    )


def _month_name(said: Said, at: int, *, sure: bool = False) -> int | None:
    """A month by its name; words that mean other things too count only where `sure`."""
    key = said.key(at)
    if key in cw.MONTHS and (sure or key not in cw.UNSURE_MONTHS):
        return cw.MONTHS[key]
    if key in cw.SHORT_MONTHS and (sure or key not in cw.UNSURE_MONTHS):
        return cw.SHORT_MONTHS[key]
    return None


def _behind_month(said: Said, at: int) -> int:
    return at + 1 + (said.key(at + 1) == "." and said.key(at) in cw.SHORT_MONTHS and said.glued(at + 1))


def _year(said: Said, at: int) -> tuple[int, int] | None:
    start = at + (said.key(at) in (",", "de", "of"))
    number = said.number(start)
    if number is not None and 1990 <= number <= 2199:
        return number, start + 1
    return None


def _day_month(said: Said, at: int, *, after_weekday: bool = False) -> tuple[Dated, int] | None:
    """`15`, `15 novembre`, `the 15th of November 2016`, without what leads to it."""
    day = said.number(at)
    if day is None or day > 99 or day < 1:
        return None
    token = said.tokens[at]
    end = at + 1
    of = said.key(end) in ("of", "de", "d")
    name_at = end + of + (of and said.key(end + 1) == "'")
    month = _month_name(said, name_at, sure=True)
    if month is not None:
        end = _behind_month(said, name_at)
        year = _year(said, end)
        if year:
            return Dated(day, month, year[0]), year[1]
        return Dated(day, month), end
    if day > 31 and not after_weekday:
        return None
    if said.key(end) in ("h", "heure", "heures", ":", "am", "pm") or (
        said.key(end) in ("/", ".") and said.glued(end) and said.number(end + 1) is not None and said.glued(end + 1)
    ):
        return None
    if after_weekday and not token.ordinal and said.key(end) in ("-", "to", "–") and _hours_follow(said, end + 1):
        return None
    if after_weekday and not token.digits and not token.ordinal and said.language == "en":
        return None
    if day > 31 or (said.key(end) in cw.UNITS and not token.ordinal):
        return None
    return Dated(day), end


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


def _month_day(said: Said, at: int) -> tuple[Dated, int] | None:
    """`November 15`, `Nov 15th, 2016`."""
    month = _month_name(said, at, sure=True)
    if month is None:
        return None
    start = _behind_month(said, at)
    start += said.key(start) == "the"
    day = said.number(start)
    if day is None or not 1 <= day <= 31 or said.key(start + 1) in ("h", "heures", ":", "am", "pm", "heure"):
        return None
    if said.language == "fr" and not said.tokens[start].ordinal and said.key(at) in ("mars", "mai"):
        return None
    year = _year(said, start + 1)
    return (Dated(day, month, year[0]), year[1]) if year else (Dated(day, month), start + 1)


def _numeric(said: Said, at: int) -> Found | None:
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
    if said.key(end) in ("h", "heures", "am", "pm", "heure", ":") and said.key(end) != "":
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
    if 1 <= first <= 12 and 13 <= second <= 31:
        return Dated(second, first, year), end
    if third is not None or (mark == "/" and first <= 31 and second <= 31):
        return Dated(first, 13, year), end
    if mark == "/" and 1 <= second <= 12:
        return Dated(first, second, year), end
    return None


def _dated(said: Said, at: int) -> Found | None:
    """A date with its month, or a number behind `le` or `the`, or an ordinal in English."""
    start = at
    lead = said.key(at)
    if said.key(at - 1) in ("dans", "in") and said.number(at + 1) is not None and not said.tokens[at + 1].ordinal:
        return None  # "dans le 13" is a département
    led = lead in ("le", "the")
    if led or lead in ("on",):
        start += 1
        if said.key(start) == "the":
            led, start = True, start + 1
    found = _day_month(said, start)
    if found and (
        found[0].month is not None
        or (led and lead in ("le", "the", "on") and _stands_alone(said, start))
        or (said.tokens[start].ordinal and _is_english_ordinal(said, start))
    ):
        return found
    return _month_day(said, at)


def _stands_alone(said: Said, at: int) -> bool:
    """`le 15`, not `les 15 meilleurs` nor `le 93`, which is no day."""
    return (said.number(at) or 99) <= 31 and (
        said.tokens[at].digits or said.key(at + 1) in ("", "de", "a", ",", "et", "and", "to", "au", ".", "?")
    )


def _is_english_ordinal(said: Said, at: int) -> bool:
    typed = said.tokens[at].typed.lower()
    if (
        said.key(at + 1)
        in (
            "arrondissement",
            "district",
            "edition",
            "floor",
            "e",
            "etage",
            "century",
            "session",
            "quarter",
            "trimestre",
            "week",
            "weekend",
            "half",
            "quinzaine",
            "semaine",
        )
        or said.key(at + 1) in cw.WEEKDAYS
    ):
        return False
    return (typed.endswith(("st", "nd", "rd", "th")) and typed[0].isdigit()) or typed in ("1er",)


def _month(said: Said, at: int) -> Found | None:
    """`en novembre`, `début novembre`, `mid-November`, `next month`, `la première quinzaine de mai`."""
    start, part = _month_part(said, at)
    sure = part is not None
    lead = said.key(start)
    shift = "this"
    if part is None and lead in (
        *ARTICLES,
        "of",
        "for",
        "depuis",
        "since",
        "until",
        "by",
        "from",
        "courant",
        "tout",
        "whole",
        "dans",
    ):
        while (
            said.key(start)
            in (*ARTICLES, "courant", "tout", "whole", "of", "for", "depuis", "from", "until", "by", "since", "'")
            and start - at < 4
        ):
            sure = sure or said.key(start) in (
                "en",
                "in",
                "de",
                "d",
                "of",
                "courant",
                "tout",
                "this",
                "ce",
                "mois",
                "fin",
                "debut",
                "early",
                "late",
                "mid",
                "from",
                "until",
                "by",
            )
            start += 1
    if said.key(start) in ("next", "last") or said.key(start) in cw.NEXT:
        shift, sure, start = ("last" if said.key(start) == "last" else "next"), True, start + 1
    if said.phrase(start, ("mois", "de")) or said.phrase(start, ("mois", "d")):
        start, sure = start + 2 + (said.key(start + 2) == "'"), True
    if said.key(start) in ("mois", "month"):
        return _running_month(said, at, start, shift, part)
    if said.key(start) in ("annee", "year", "an") and (
        said.key(start - 1) in (*cw.THIS, *cw.NEXT, "l", "'") or shift != "this"
    ):
        return _running_year(said, start, shift)
    month = _month_name(said, start, sure=sure or said.number(start + 1) is not None)
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
    end = _behind_month(said, start)
    if said.key(end) in cw.NEXT:
        shift, end = "next", end + 1
    elif said.key(end) in ("dernier", "passe"):
        shift, end = "last", end + 1
    year = _year(said, end)
    if year:
        return Month(month, year[0], part=part), year[1]
    return Month(month, part=part, shift=shift), end


def _month_part(said: Said, at: int) -> tuple[int, str | None]:
    start = at + (said.key(at) in ("la", "le", "the", "en", "in", "au"))
    for part, behind in MONTH_PARTS.all_at(said, start):
        end = behind + (said.key(behind) in ("'", "de", "of", "in", "d"))
        end += said.key(end) == "'"
        named = _month_name(said, end, sure=True) is not None or said.key(end) in ("mois", "month", "next")
        if named or said.phrase(end, ("le", "mois")):
            return end, part
    return at, None


def _running_month(said: Said, at: int, start: int, shift: str, part: str | None) -> Found | None:
    end = start + 1
    if said.phrase(end, ("-", "ci")):
        return Month(part=part), end + 2
    if said.key(end) in cw.NEXT or said.key(end) in cw.AFTER_NEXT or shift == "next":
        return Month(offset=1, part=part), end + (shift != "next")
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


def _quarter(said: Said, at: int) -> Found | None:
    """`au 4e trimestre 2016`, `Q4`, `the last quarter`."""
    start = at
    while said.key(start) in ("le", "the", "au", "du", "in", "ce", "this", "l", "'", "en") and start - at < 3:
        start += 1
    if said.key(start) == "q" and said.glued(start + 1) and (said.number(start + 1) or 9) <= 4:
        year = _year(said, start + 2)
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
    year = _year(said, end)
    if number is None and offset == 0 and said.key(start - 1) not in cw.THIS:
        return None
    return (Quarter(number, year[0], offset), year[1]) if year else (Quarter(number, None, offset), end)


def _named(said: Said, at: int) -> Found | None:
    """Holidays by name."""
    start = at
    while said.key(start) in ("le", "la", "les", "l", "'", "the", "a", "on", "for", "pour", "au") and start - at < 3:
        start += 1
    for origin in (start, at):
        for phrase, date in cw.FIXED_PHRASES.items():
            if _loose(said, origin, phrase):
                return _fixed(said, date, origin + _loose(said, origin, phrase))
        for phrase, after in cw.EASTER_PHRASES.items():
            if length := _loose(said, origin, phrase):
                return EasterDay(after), origin + length
        for phrase, whose in cw.RULED_PHRASES.items():
            if length := _loose(said, origin, phrase):
                return FamilyDay(whose), origin + length
        key = said.key(origin)
        if key in cw.FIXED_DAYS:
            return _fixed(said, cw.FIXED_DAYS[key], origin + 1)
        if key in cw.EASTER_DAYS:
            return EasterDay(cw.EASTER_DAYS[key]), origin + 1
    return None


def _fixed(said: Said, date: tuple[int, int], end: int) -> Found:
    year = _year(said, end)
    return (Dated(date[1], date[0], year[0]), year[1]) if year else (Dated(date[1], date[0]), end)


def _loose(said: Said, at: int, phrase: tuple[str, ...]) -> int:
    """How many tokens say this phrase there, apostrophes and dashes passed over; 0 when they do not."""
    end = at
    for word in phrase:
        while end > at and said.key(end) in ("'", "-"):
            end += 1
        if said.key(end) != word:
            return 0
        end += 1
    return end - at
