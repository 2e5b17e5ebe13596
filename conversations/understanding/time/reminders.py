"""When to be reminded, in the person's words, counted from the session's start.

`read_moment("la veille à 18h", start, now, zone)` gives the moment, or raises NotUnderstood.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.understanding.text import language_of
from conversations.understanding.time.atoms.clock_words import MINUTES_BEHIND
from conversations.understanding.time.atoms.duration_words import duration_at
from conversations.understanding.time.atoms.saying import APOSTROPHES, CLOCK, DAYS, DURATION, PART, Said
from conversations.understanding.time.atoms.scanner import scan
from conversations.understanding.time.calendar.dates import DAY, Dated, ImpossibleDateError, shifted
from conversations.understanding.time.calendar.days import Offset, Weekday
from conversations.understanding.time.constraints import Moment, no_edition, span_of
from conversations.understanding.time.errors import NotUnderstood
from conversations.understanding.time.grammar import read_tree
from conversations.understanding.time.hours import minutes_of, wall
from conversations.understanding.time.sharing import share
from conversations.understanding.vocabulary import small_words, table_of
from storage.analyser import fold
from storage.zones import PARIS

LONGEST_MOMENT = 300  # characters that are read
PART_HOURS = {"morning": 8, "midday": 12, "afternoon": 14, "evening": 18, "pm": 14}
_SAID = table_of("time.toml")["reminders"]
AHEAD = tuple(_SAID["ahead"])
THANKS = frozenset(_SAID["thanks"])  # of whom "d'avance" is
VAGUE = frozenset(_SAID["vague"])
# How many days before the session, by what is said.
DAYS_BEFORE = tuple((days, tuple(_SAID[f"days_before_{days}"])) for days in (2, 1, 0))
OVERSEAS = (
    "America/Martinique", "America/Guadeloupe", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
    "America/Miquelon", "Pacific/Tahiti", "Pacific/Noumea", "Pacific/Wallis",
)  # fmt: skip


AFTER = small_words("reminders", "after")
_CORRECTION = re.compile(
    r".*(?:\b(?:euh|ah|oh)?,? ?non\b(?: pardon| plut[oô]t)?|\bou plut[oô]t\b|\bpardon\b|\bno,? (?:wait|sorry)\b"
    r"|\bi mean\b|\bsorry\b|\bno\b)[\s,.:;]+(?=\S)",
    re.IGNORECASE | re.DOTALL,
)
_NEGATED = re.compile(
    r"\b(?:surtout )?(?:pas|not)\b[^,;.]*[,;.]\s*(?:mais|but|plut[oô]t|rather)?(?=\s*\S)", re.IGNORECASE
)
# `if it is not a bother`, `don't forget`: their "not" makes no moment vague.
_COURTESY = re.compile(
    r",?\s*\b(?:if (?:it|that|this|you)|si (?:ça|ca|cela|ce|vous|tu))\b[^,;.\d]*\b(?:not|n['’]t|pas)\b[^,;.\d]*"
    r"[.!]?\s*$"
    r"|\b(?:n['’]\s?)?oublie[sz]? pas\b|\b(?:don['’]?t|do not) forget\b",
    re.IGNORECASE,
)
_AT_START = re.compile(
    r"\b(?:ca|il|elle|cela|it|the event|l'evenement) (?:commence|demarre|debute|starts?|begins?)\b"
    r"|\b(?:au|des le) (?:debut|commencement|demarrage)\b|\bat the (?:start|beginning)\b"
    r"|\ba l'heure (?:du debut|pile)\b"
)


def zone_of_start(start: datetime, zone: str | None = None) -> ZoneInfo:
    """The session's own zone: the one given; else Paris where the offset is Paris's that day, else the overseas one."""
    if zone:
        return ZoneInfo(zone)
    with suppress(OverflowError):  # at the calendar's end
        for each in map(ZoneInfo, (PARIS, *OVERSEAS)):
            if start.utcoffset() == start.astimezone(each).utcoffset():
                return each
    return ZoneInfo(PARIS)


def read_moment(text: str, start: datetime, now: datetime, zone: ZoneInfo, language: str | None = None) -> datetime:
    """The moment, aware, in the session's zone. Raises NotUnderstood: `not_understood`, `past` or `after_start`."""
    text = text[:LONGEST_MOMENT]
    spoken = language_of(text) or language or "fr"
    try:
        moment = _Reader(text, start.astimezone(zone), now.astimezone(zone), spoken).read()
    except (ImpossibleDateError, OverflowError, ValueError):  # no such day, or beyond the calendar's end
        raise NotUnderstood("not_understood") from None
    if start <= now or moment > start:
        raise NotUnderstood("after_start")
    if moment <= now:
        raise NotUnderstood("past")
    return moment


def _without_courtesy(text: str, language: str) -> str:
    """The text without what is only polite; a clause that says a time is more than that."""

    def kept(found: re.Match[str]) -> str:
        timed = any(atom.kind in (DAYS, CLOCK, PART, DURATION) for atom in scan(found.group(), language)[0])
        return found.group() if timed else ""

    return _COURTESY.sub(kept, text)


class _Reader:
    def __init__(self, text: str, start: datetime, now: datetime, language: str) -> None:
        self.folded = fold(text)
        atoms, tokens = scan(_NEGATED.sub(" ", _CORRECTION.sub("", _without_courtesy(text, language))), language)
        self.tree = read_tree(atoms, tokens)
        self.atoms, self.tokens = self.tree.atoms, tokens
        self.start, self.now, self.language = start, now, language
        self.said = Said(tokens, language)
        self.keys = [token.key for token in tokens]
        dated = {n for atom in self.atoms if atom.kind == DAYS for n in range(atom.first, atom.end)}
        self.dated = dated
        self.joined = " ".join(key for n, key in enumerate(self.keys) if key not in APOSTROPHES and n not in dated)

    def read(self) -> datetime:
        """The one moment that is meant."""
        if any(key in VAGUE for key in self.keys) or not self.tokens:
            raise NotUnderstood("not_understood")
        if self._is_after():
            raise NotUnderstood("after_start")
        if self._says_two():
            raise NotUnderstood("not_understood")
        for way in (self._at_start, self._coded, self._from_now, self._elapsed, self._days_before):
            found = way()
            if found is not None:
                return found
        return self._on_a_day()

    # --- ways of saying it ------------------------------------------------------------------------

    def _is_after(self) -> bool:
        """`une heure après`, `the day after` are after the start; `après` alone says no moment."""
        for at, key in enumerate(self.keys):
            if key not in AFTER or self.keys[at + 1 : at + 2] in (["midi"], ["demain"], ["-"]) or at in self.dated:
                continue
            if any((found := duration_at(self.said, n)) and found[1] == at for n in range(at)):
                return True
            if self.keys[max(0, at - 1) : at] in (["day"], ["jour"], ["morning"]):
                return True
            raise NotUnderstood("not_understood")
        return "lendemain" in self.keys

    def _says_two(self) -> bool:
        """`2h avant et 10 minutes avant`, `la veille et 1h avant`."""
        lengths, at = 0, 0
        while at < len(self.tokens):
            found = duration_at(self.said, at)
            behind = self.keys[found[1] : found[1] + 1] if found else []
            lengths += bool(found) and behind in (["avant"], ["before"], ["earlier"])
            at = found[1] if found else at + 1
        eve = self._says("la veille", "the day before")
        days = sum(self._says(*phrases) for _, phrases in DAYS_BEFORE)
        either = eve and any(key in ("ou", "or") for key in self.keys)
        return either or lengths + (eve and lengths > 0) > 1 or (eve and days > 1)

    def _says(self, *phrases: str) -> bool:
        return any(f" {phrase} " in f" {self.joined} " for phrase in phrases)

    def _coded(self) -> datetime | None:
        """`J-1`, `H-2`, `D-1`, `J-1 à 18h`."""
        for at, key in enumerate(self.keys[:-2]):
            amount = self.said.number(at + 2)
            coded = key in ("j", "h", "d") and self.keys[at + 1] in ("-", "–") and self.said.number(at - 1) is None
            if coded and amount is not None:
                if key == "h":
                    length = duration_at(self.said, at + 2)  # "H-1h30"
                    return self._back(timedelta(minutes=length[0][0] if length else amount * 60))
                hour = self._hour(behind=at + 3)
                return self._at_hour(self.start.date() - timedelta(days=amount), self._hour() if hour is None else hour)
        return None

    def _at_start(self) -> datetime | None:
        """`au moment où ça commence`, `when it starts`; `shortly before it begins` is vague."""
        ahead = self._duration() or any(key in ("avant", "before") for key in self.keys)
        return self.start if _AT_START.search(self.folded) and not ahead else None

    def _from_now(self) -> datetime | None:
        """`dans 20 minutes`, `in 2 hours`; days, weeks and months keep the clock of now."""
        for at, key in enumerate(self.keys):
            if (found := self._counted_from_now(at, key)) is not None:
                amount, unit = found[0]
                if unit == "minute":
                    return _elapse(self.now, timedelta(minutes=amount))
                day, hour = shifted(self.now.date(), amount, unit), self._hour()
                return _wall(day, self.now) if hour is None else self._at_hour(day, hour)
        return None

    def _counted_from_now(self, at: int, key: str) -> tuple[tuple[int, str], int] | None:
        """`dans 20 minutes`, `20 minutes from now`."""
        if key in ("dans", "in"):
            return duration_at(self.said, at + 1)
        found = duration_at(self.said, at)
        return found if found and self.keys[found[1] : found[1] + 2] == ["from", "now"] else None

    def _elapsed(self) -> datetime | None:
        """`2h avant`, `30 minutes before`, `une heure`, `two days before at noon`."""
        found = self._duration()
        if found is None:
            return None
        (amount, unit), first, end = found
        if unit != "minute" and first in self.dated:
            return None  # "a week on Friday"
        if unit == "day" and amount in (8, 15) and self.keys[end - 1] == "jours":
            amount -= 1  # "huit jours" are seven, "quinze jours" fourteen
        ahead = self._ahead(end)
        hour = self._hour(behind=end) if ahead or unit != "minute" else None
        if unit == "minute":
            if not ahead and (self._rest_says_more(first, end) or self._on_the_clock(amount, first, end)):
                return None
            return self._back(timedelta(minutes=amount))
        day = shifted(self.start.date(), -amount, unit)
        if more := self._more_behind(end):
            more_amount, more_unit = more
            if more_unit == "minute":
                return _elapse(self._at_hour(day, None), -timedelta(minutes=more_amount))
            day = shifted(day, -more_amount, more_unit)
        return self._at_hour(day, self._hour() if hour is None else hour)

    def _more_behind(self, end: int) -> tuple[int, str] | None:
        """`a day and two hours before`, `une semaine et un jour avant`; half a day is no moment."""
        if self.keys[end : end + 1] not in (["and"], ["et"]):
            return None
        if MINUTES_BEHIND.at(self.said, end):
            raise NotUnderstood("not_understood")
        found = duration_at(self.said, end + 1)
        return found[0] if found else None

    def _duration(self) -> tuple[tuple[int, str], int, int] | None:
        for at in range(len(self.tokens)):
            if found := duration_at(self.said, at):
                (amount, unit), end = found
                if unit == "minute" and self._is_led_as_clock(amount, at, end):
                    continue  # "à 9h, une semaine avant"
                pointed = self.keys[at - 1 : at] in (["."], [","]) and self.said.glued(at - 1) and self.said.glued(at)
                decimal = pointed and self.said.number(at - 2) is not None
                if amount == 0 or decimal:  # "2.5 jours"
                    raise NotUnderstood("not_understood")
                return (amount, unit), at, end
        return None

    def _ahead(self, end: int) -> bool:
        rest = [key for key in self.keys[end:] if key not in APOSTROPHES]
        thanked = next((n for n, key in enumerate(rest) if key in THANKS), len(rest))
        return any(f" {word}" in f" {' '.join(rest[:thanked])}" for word in AHEAD)

    def _is_led_as_clock(self, amount: int, first: int, end: int) -> bool:
        led = self.keys[first - 1] if first else ""
        return led in ("a", "at", "vers") and self._on_the_clock(amount, first, end)

    def _on_the_clock(self, amount: int, first: int, end: int) -> bool:
        """`9h` alone is nine o'clock; `1h` and `24h` are lengths of time."""
        hours = any(key in ("h", "heure", "heures") for key in self.keys[first:end])
        return hours and 7 * 60 <= amount < 24 * 60

    def _rest_says_more(self, first: int, end: int) -> bool:
        """Whether a bare `1h` is not all: `à 1h`, `lundi 1h` are moments on the clock."""
        beside = self.keys[:first] + self.keys[end:]
        if first and self.keys[first - 1] in ("a", "at", "vers"):
            return True
        return any(atom.kind in (DAYS, PART) for atom in self.atoms) or any(
            k in ("veille", "jour", "matin") for k in beside
        )

    def _days_before(self) -> datetime | None:
        """`la veille`, `the day before`, `le jour même`, each with or without an hour."""
        for days, phrases in DAYS_BEFORE:
            if any(f" {phrase} " in f" {self.joined} " for phrase in phrases):
                hour = self._hour()
                if hour is None and any(word in self.joined for word in ("matin", "morning")):
                    hour = 8 * 60
                if hour is None and days and any(word in self.keys for word in ("night", "evening", "soir")):
                    hour = 18 * 60
                if hour is None and days == 0:
                    hour = 8 * 60
                return self._at_hour(self.start.date() - timedelta(days=days), hour)
        return None

    def _on_a_day(self) -> datetime:
        """`lundi à 9h`, `le 14 à midi`, `demain`, or a bare clock time."""
        items = share(self.tree.items)
        moments = [item.first for item in items if item.first is not None]
        hours = [each for item in items for each in item.hours]
        clocks = [each for each in hours if not isinstance(each.first, str)]
        if len(moments) > 1 or len(clocks) > 1 or any(item.last or item.side for item in items):
            raise NotUnderstood("not_understood")
        hour = self._hour()
        if moments:
            return self._on(moments[0], hour)
        if hour is None:
            raise NotUnderstood("not_understood")
        found = self._at_hour(self.start.date(), hour)
        return found if found < self.start else self._at_hour(self.start.date() - DAY, hour)

    def _on(self, said: Moment, hour: int | None) -> datetime:
        """A day counted from today or held by a week is that day; of any other the last before the start."""
        today = self.now.date()
        if not said.frame and isinstance(said.day, Offset):
            day = said.day.resolve(today)[0]
            return self._at_hour(day, hour) if hour is not None else _wall(day, self.start)
        if dated := said.dated(today, no_edition):
            return self._last_before_start(self._dates_of(dated), hour)
        if not said.frame and isinstance(said.day, Weekday) and said.may_be_held:
            nearest = self.start.date() - timedelta(days=(self.start.weekday() - said.day.index) % 7)
            return self._last_before_start([nearest - 7 * DAY * n for n in range(-1, 60)], hour)
        return self._at_hour(span_of(said, today)[0], hour)

    def _last_before_start(self, days: list[date], hour: int | None) -> datetime:
        """The last one before the start that is still to come, else the nearest to the start."""
        candidates = [self._at_hour(day, hour) for day in days]
        ahead = [moment for moment in candidates if self.now < moment <= self.start]
        if ahead:
            return max(ahead)
        return min(candidates, key=lambda moment: abs(moment - self.start))

    def _dates_of(self, said: Dated) -> list[date]:
        last = self.start.date()
        if said.year is not None:
            both = [said.resolve(last)[0]]
        else:
            try:
                both = [said.on_or_before(last), said.on_or_after(last)]
            except ImpossibleDateError:
                both = [said.on_or_after(last)]
        agreeing = [day for day in both if not said.mismatch(day)]
        if said.month is not None and not agreeing:
            raise NotUnderstood("not_understood")
        return agreeing or both

    # --- hours ------------------------------------------------------------------------------------

    def _hour(self, behind: int = 0) -> int | None:
        """The clock time or the part of the day that is said, in minutes from midnight."""
        part: str | None = None
        for atom in self.atoms:
            if atom.first < behind:
                continue
            if atom.kind == "clock":
                if not atom.value.possible:
                    raise NotUnderstood("not_understood")
                minutes = minutes_of(atom.value, self.language)
                if any(each.kind == PART and each.value[0] == "morning" for each in self.atoms):
                    return int(atom.value.hour * 60 + atom.value.minute)
                parts = [each.value[0] for each in self.atoms if each.kind == PART]
                if (
                    parts
                    and parts[0] in ("evening", "afternoon", "pm", "night")
                    and minutes < 12 * 60
                    and atom.value.hour <= 11
                ):
                    minutes += 12 * 60
                return minutes
            if atom.kind == PART and part is None:
                part = atom.value[0]
        if part == "night":
            return 20 * 60
        return PART_HOURS[part] * 60 if part else None

    def _at_hour(self, day: date, minutes: int | None) -> datetime:
        """That day at an hour; without one, at the session's own."""
        if minutes is None:
            return _wall(day, self.start)
        return wall(day, minutes, self.start.tzinfo)

    def _back(self, how_long: timedelta) -> datetime:
        return _elapse(self.start, -how_long)


def _elapse(moment: datetime, how_long: timedelta) -> datetime:
    """Hours and minutes pass as they do on no clock: through a change of the clocks too."""
    return (moment.astimezone(UTC) + how_long).astimezone(moment.tzinfo)


def _wall(day: date, like: datetime) -> datetime:
    return like.replace(year=day.year, month=day.month, day=day.day)
