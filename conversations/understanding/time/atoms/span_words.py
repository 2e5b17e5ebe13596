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
from conversations.understanding.time.atoms.numeric_dates import numeric_at
from conversations.understanding.time.atoms.saying import Said, Table, table_in
from conversations.understanding.time.atoms.which_words import which_before, which_behind
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
from conversations.understanding.vocabulary import small_words

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
WEEK_PARTS = table_in("week_parts", week_part)
A_WEEK = table_in("a_week")
ENGLISH_NEXT = ("next", "coming")
MOST_NEXT = 12  # more weeks or days are not counted so in English
ARTICLES = small_words("span_words", "articles")
RUNNING = {"next": 1, "coming": 1, "following": 1, "last": -1}
WEEK_FOLLOWED = {**RUNNING, "after_next": 2}
WEEKEND_LED = {"next": "next", "coming": "this", "last": "last"}
WEEKEND_FOLLOWED = {**WEEKEND_LED, "following": "after_next", "after_next": "after_next"}
MOST_LEADS = 4
WEEK_LEADS = ARTICLES | cw.NEXT | cw.LAST | small_words("span_words", "week_leads")
MONTH_LEADS = ARTICLES | small_words("span_words", "month_leads")
SURE_LEADS = small_words("span_words", "sure_leads")  # behind them `may` and `march` are months

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
        start += 1 + (said.key(at + 1) in ("the", "this", "ce"))
    if nth := _nth_weekend(said, start):
        return nth
    shift, start = which_before(said, start, WEEKEND_LED) or ("this", start)
    end = _week_end(said, start)
    if end is None:
        return None
    if which := which_behind(said, end, WEEKEND_FOLLOWED):
        return Weekend(which[0]), which[1]
    if said.key(end) not in ("du", "of", "de", "des"):
        return Weekend(shift), end
    if around := _weekend_around(said, end + 1 + (said.key(end + 1) in ("the", "le"))):
        return around
    of_the_week = said.keys(end + 1, 2) == ("la", "semaine") and of_month(said, end) is None
    return None if of_the_week else (Weekend(shift), end)


def _nth_weekend(said: Said, at: int) -> Found | None:
    nth = nth_at(said, at)
    if nth and (end := _week_end(said, nth[1])) and (month := of_month(said, end)):
        return NthWeekend(nth[0], month[0]), month[1]
    return None


def _weekend_around(said: Said, at: int) -> Found | None:
    """`19`, `19 et 20 novembre`: the days of it, or one of them."""
    around = _first_of_two(said, at) or _date(said, at)
    if around is None:
        return None
    first, behind = around
    if said.key(behind) in ("-", "et", "and", "/") and (second := _date(said, behind + 1)):
        last, end = second
        return Weekend(around=Dated(first.day, first.month or last.month, first.year or last.year)), end
    return Weekend(around=first), behind


def _first_of_two(said: Said, at: int) -> tuple[Dated, int] | None:
    """`19/20 novembre`: two days, and no 19th of the twentieth month."""
    first, second = said.number(at), day_month(said, at + 2)
    joined = said.key(at + 1) in ("/", "-") and first is not None and second is not None
    sure = second is not None and (said.key(at + 1) == "-" or second[0].month or second[0].day > 12)
    follows = joined and sure and first and second and second[0].day == first + 1
    return (Dated(first), at + 1) if first and follows else None


def _date(said: Said, at: int) -> tuple[Dated, int] | None:
    """`19`, `19 novembre`, `19/11`."""
    return numeric_at(said, at) or day_month(said, at)


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
    end = start + 1 + (said.tokens[start].typed.lower() == "sem" and said.key(start + 1) == ".")
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
    around = _date(said, inner) or month_day(said, inner)
    return (WeekOf(around[0]), around[1]) if around else None


def _shifted_behind(said: Said, end: int) -> Found | None:
    """`semaine prochaine`, `semaine d'après`, `semaine en cours`."""
    if which := which_behind(said, end, WEEK_FOLLOWED):
        return Week(which[0]), which[1]
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
    leads: tuple[str, ...] = ()
    if part is None:
        start = min(said.past(at, MONTH_LEADS), at + MOST_LEADS)
        leads = said.keys(at, start - at)
    which, start = which_before(said, start, RUNNING) or (None, start)
    of_the_month = said.keys(start, 2) in (("mois", "de"), ("mois", "d"))
    start += of_the_month and 2 + (said.key(start + 2) == "'")
    if said.key(start) in ("mois", "month"):
        return _running_month(said, start, which, part)
    if said.key(start) in ("annee", "year", "an"):
        return _running_year(said, start, which)
    sure = bool(part or which or of_the_month or SURE_LEADS.intersection(leads))
    if leads and part is None and not sure and leads[0] in ("la", "le", "les", "l", "a", "pour"):
        return None
    if start == at + 1 and leads and leads[0] in ("on", "du", "au"):
        return None
    found = _named_month(said, start, which or 0, part, sure=sure)
    if found is None or part is not None or said.language != "en" or start == at:
        return found
    dated = 1 <= (said.number(found[1]) or 0) <= 31 and not hour_mark(said, found[1] + 1)
    return None if dated else found  # "the visit of Nov 17" is a day


def _named_month(said: Said, start: int, which: int, part: str | None, *, sure: bool) -> tuple[Month, int] | None:
    """`novembre`, `novembre prochain`, `November 2016`."""
    month = month_name(said, start, sure=sure or said.number(start + 1) is not None)
    if month is None or (said.key(start) in ("march", "may") and not sure):
        return None
    behind = behind_month(said, start)
    which, end = which_behind(said, behind, RUNNING) or (which, behind)
    if year := year_at(said, end):
        return Month(month, year[0], part=part), year[1]
    return Month(month, part=part, offset=which), end


def _month_part(said: Said, at: int) -> tuple[int, str | None]:
    start = at + (said.key(at) in ("la", "le", "the", "en", "in", "au"))
    for part, behind in MONTH_PARTS.all_at(said, start):
        end = behind + (said.key(behind) in ("'", "de", "of", "in", "d"))
        end += said.key(end) == "'"
        named = month_name(said, end, sure=True) is not None or said.key(end) in ("mois", "month", "next")
        if named or said.phrase(end, ("le", "mois")):
            return end, part
    return at, None


def _running_month(said: Said, at: int, which: int | None, part: str | None) -> Found | None:
    if said.phrase(at + 1, ("-", "ci")):
        return Month(part=part), at + 3
    running = _running(said, at, which)
    return (Month(offset=running[0], part=part), running[1]) if running else None


def _running_year(said: Said, at: int, which: int | None) -> Found | None:
    running = _running(said, at, which)
    return (Year(running[0]), running[1]) if running else None


def _running(said: Said, at: int, which: int | None) -> tuple[int, int] | None:
    """How many months or years from the running one, by what stands around the word, and where it ends."""
    if which is not None:
        return which, at + 1
    if behind := which_behind(said, at + 1, RUNNING):
        return behind
    return (0, at + 1) if said.key(at - 1) in (*cw.THIS, "tout", "whole") else None


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
