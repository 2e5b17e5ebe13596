"""Days, hours and distances as people read them."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from conversations.wording.catalogue import Wording

FIRM = "\u00a0"  # a space at which no line is broken


@cache
def _names(language: str) -> tuple[dict[int, str], dict[int, str], dict[int, str], dict[int, str]]:
    return (
        dict(get_day_names("wide", locale=language)),
        dict(get_month_names("wide", locale=language)),
        dict(get_day_names("abbreviated", locale=language)),
        dict(get_month_names("abbreviated", locale=language)),
    )


@cache
def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name."""
    return ZoneInfo(name)


def day(w: Wording, when: date, *, year: bool = False) -> str:
    """`mardi 15 novembre`, `Tuesday 15 November`; with the year if asked."""
    days, months, _, _ = _names(w.language)
    number = "1er" if w.language == "fr" and when.day == 1 else str(when.day)
    text = f"{days[when.weekday()]} {number} {months[when.month]}"
    return f"{text} {when.year}" if year else text


def day_seen(w: Wording, when: date, now: datetime) -> str:
    """The day as it is said at `now`: with its year unless it is the running one."""
    return day(w, when, year=when.year != now.year)


def short_day(w: Wording, when: date) -> str:
    """`mar. 15 nov.`, `Tue 15 Nov`."""
    _, _, days, months = _names(w.language)
    return f"{days[when.weekday()]} {when.day} {months[when.month]}"


def hour(w: Wording, when: datetime) -> str:
    """`14 h 30` in French, which no line breaks, `14:30` in English."""
    if w.language == "fr":
        hours = f"{when.hour}{FIRM}h"
        return f"{hours}{FIRM}{when.minute:02d}" if when.minute else hours
    return f"{when.hour}:{when.minute:02d}"


def stretch(w: Wording, start: datetime, end: datetime, *, year: bool = False) -> str:
    """From one moment to another in their own zone: `mardi 15 novembre, 14 h – 16 h 30`."""
    if start.date() == end.date():
        return f"{day(w, start, year=year)}, {hour(w, start)}{FIRM}–{FIRM}{hour(w, end)}"
    return f"{day(w, start, year=year)}, {hour(w, start)} – {day(w, end, year=year)}, {hour(w, end)}"


def short_stretch(w: Wording, start: datetime, end: datetime, now: datetime) -> str:
    """The same, short: `mar. 15 nov., 14 h – 16 h 30`; of another day only the beginning, of another year that too."""
    first = short_day(w, start) if start.year == now.year else f"{short_day(w, start)} {start.year}"
    if start.date() == end.date():
        return f"{first}, {hour(w, start)}{FIRM}–{FIRM}{hour(w, end)}"
    return f"{first}, {hour(w, start)}"


def zone_words(w: Wording, name: str) -> str:
    """The zone in words: `heure de Paris`, `Réunion time`."""
    key = f"zone.{name.rsplit('/', 1)[-1]}"
    return w.plain(key)


def decimal(w: Wording, value: float) -> str:
    """`3,2` in French, `3.2` in English."""
    text = f"{value:.1f}"
    return text.replace(".", ",") if w.language == "fr" else text


def distance(w: Wording, metres: float) -> str:
    """`850 m`, `1,2 km`, `1 034 km`."""
    if metres < 950:
        return f"{max(50, round(metres / 50) * 50)} m"
    kilometres = metres / 1000
    if kilometres >= 9.95:
        text = f"{kilometres:,.0f}".replace(",", FIRM if w.language == "fr" else ",")
        return f"{text}{FIRM}km"
    text = f"{kilometres:.1f}"
    return f"{text.replace('.', ',') if w.language == 'fr' else text}{FIRM}km"


def names_listed(w: Wording, names: list[str]) -> str:
    """Names of choices as one phrase: `Santé, données ouvertes et territoires`."""
    return listed(w, names[:1] + [name[:1].lower() + name[1:] for name in names[1:]])


def listed(w: Wording, items: list[str]) -> str:
    """`a, b et c`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return w.plain("list.and", first=", ".join(items[:-1]), last=items[-1])
