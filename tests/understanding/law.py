"""Sentences made by the law of time, each with its meaning by a small calendar of their own.

Every way to say each part, in every order, with every joint; the reckoning here knows nothing of the code that reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
Labelled = dict[str, Any]

WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": ("January February March April May June July August September October November December").split(),
}
PARTS = {
    "fr": {"matin": (6, 12), "après-midi": (12, 18), "soir": (18, 24)},
    "en": {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24)},
}
# What may stand around a question's time.
QUESTIONS = {
    "fr": (
        "quoi {} à Lille ?", "ateliers à Lille {}", "{}, un atelier à Lille", "à Lille {} svp",
        "je cherche un atelier {} à Lille", "bonjour, {} vous avez des ateliers sur Lille ?",
    ),
    "en": (
        "what's on in Lille {}?", "workshops in Lille {}", "{}, any workshop in Lille", "Lille {} please",
        "I'm looking for a workshop {} in Lille", "hello, {} do you have workshops in Lille?",
    ),
}  # fmt: skip
ANSWERS = {
    "fr": ("{}", "ce sera {}", "on fait ça {}", "Atelier {}", "{}, merci", "plutôt {}"),
    "en": ("{}", "it will be {}", "we run it {}", "Workshop {}", "{}, thanks", "that is {}"),
}


@dataclass(frozen=True)
class Maker:
    """Makes sentences of one language at one moment."""

    random: Random
    language: str
    now: datetime

    @property
    def today(self) -> date:
        """The day of `now` in Paris."""
        return self.now.astimezone(PARIS).date()

    @property
    def french(self) -> bool:
        """Whether the sentences are French."""
        return self.language == "fr"

    def pick(self, *ways: str) -> str:
        """One of these."""
        return self.random.choice(ways)

    # --- parts, each as it is said and what it means --------------------------------------------------

    def weekday(self) -> int:
        """A day of the week."""
        return self.random.randrange(7)

    def week(self) -> tuple[str, date]:
        """A week as it is said, and its Monday."""
        monday = self.today - timedelta(days=self.today.weekday())
        ahead = self.random.randint(2, 8)
        later = monday + ahead * 7 * DAY
        number = later.isocalendar().week
        said, found = self.random.choice(
            [
                ("la semaine prochaine" if self.french else "next week", monday + 7 * DAY),
                (f"la semaine {number}" if self.french else f"week {number}", later),
                (self._week_of(later), later),
            ]
        )
        return said, found

    def _week_of(self, monday: date) -> str:
        day = monday + self.random.randrange(5) * DAY
        month = MONTHS[self.language][day.month - 1]
        return f"la semaine du {_nth(day.day)} {month}" if self.french else f"the week of {day.day} {month}"

    def month(self) -> tuple[str, date]:
        """A month as it is said, and its first day; another than the running one."""
        first = _month_after(self.today, 1)
        later = _month_after(self.today, self.random.randint(1, 10))
        name = MONTHS[self.language][later.month - 1]
        if self.random.random() < 0.5:
            return ("le mois prochain" if self.french else "next month"), first
        return name, later

    def clock(self, low: int, high: int) -> tuple[str, int]:
        """A time on the clock within these hours, in minutes from midnight."""
        hour, minute = self.random.randrange(low, high), self.random.choice((0, 0, 0, 15, 30, 45))
        if self.french:
            said = self.pick(f"{hour}h", f"{hour}:00", f"{hour} h") if not minute else ""
            said = said or self.pick(f"{hour}h{minute}", f"{hour}:{minute}", f"{hour} heures {minute}")
            return said, hour * 60 + minute
        half = "am" if hour < 12 else "pm"
        shown = (hour - 1) % 12 + 1
        said = f"{shown}{half}" if not minute else self.pick(f"{shown}.{minute}{half}", f"{shown}:{minute} {half}")
        return said, hour * 60 + minute

    # --- days -----------------------------------------------------------------------------------------

    def held_weekday(self) -> tuple[str, date]:
        """A weekday in its week, in either order, with any joint."""
        index = self.weekday()
        name, (week, monday) = WEEKDAYS[self.language][index], self.week()
        if self.french:
            said = self.pick(
                f"{name} de {week}", f"le {name} de {week}", f"{name} {week}", f"{week} le {name}",
                f"{week}, {name}", f"{name}, {week}", f"{week} {name}", f"{week}, le {name}",
            )  # fmt: skip
        else:
            said = self.pick(
                f"{name} of {week}", f"on {name} of {week}", f"{name} {week}", f"on {name} {week}",
                f"{week} on {name}", f"{week}, {name}", f"{name}, {week}", f"{week}, on {name}",
            )  # fmt: skip
        return said, monday + index * DAY

    def held_number(self) -> tuple[str, date]:
        """A day's number in its month, in either order."""
        said, first = self.month()
        day = first.replace(day=self.random.randint(2, 28))
        named = said in MONTHS[self.language]
        if self.french:
            ways = [f"le {day.day} {said}"] if named else [
                f"le {day.day} du mois prochain", f"le {day.day}, {said}", f"{said}, le {day.day}",
                f"{said} le {day.day}",
            ]  # fmt: skip
            return self.pick(*ways), day
        nth = _ordinal(day.day)
        ways = [f"{day.day} {said}", f"{said} {day.day}", f"the {nth} of {said}", f"{said} {nth}"] if named else [
            f"the {nth} of {said}", f"{said} on the {nth}", f"{said}, on the {nth}", f"the {nth}, {said}",
        ]  # fmt: skip
        return self.pick(*ways), day

    def plain_day(self) -> tuple[str, date]:
        """A day that needs nothing beside it."""
        index = self.weekday()
        name = WEEKDAYS[self.language][index]
        coming = self.today + timedelta(days=(index - self.today.weekday()) % 7)
        after_today = coming if coming > self.today else coming + 7 * DAY
        ways = [
            (name, coming), ("demain" if self.french else "tomorrow", self.today + DAY),
            (f"{name} prochain" if self.french else f"next {name}", after_today),
            ("après-demain" if self.french else "the day after tomorrow", self.today + 2 * DAY),
            (f"{name} en huit" if self.french else f"a week on {name}", coming + 7 * DAY),
        ]  # fmt: skip
        return self.random.choice(ways)

    def day(self) -> tuple[str, date]:
        """One day, said in any way."""
        return self.random.choice((self.held_weekday, self.held_number, self.plain_day))()

    # --- moments and ranges ---------------------------------------------------------------------------

    def moment(self, day: tuple[str, date], hour: str) -> str:
        """A day and an hour, in either order."""
        if "," in day[0]:
            return f"{day[0]} {'à' if self.french else 'at'} {hour}"
        if self.french:
            return self.pick(f"{day[0]} à {hour}", f"{day[0]} {hour}", f"{hour} {day[0]}")
        return self.pick(f"{hour} {day[0]}", f"{day[0]} at {hour}", f"{day[0]}, {hour}")

    def hours(self) -> tuple[str, int, int]:
        """A range of hours."""
        (first, start), (last, end) = self.clock(8, 13), self.clock(14, 21)
        ways = (
            ("de {0} à {1}", "{0}-{1}", "entre {0} et {1}", "{0} à {1}", "à partir de {0} jusqu'à {1}")
            if self.french
            else ("from {0} to {1}", "{0}-{1}", "between {0} and {1}", "{0} to {1}", "from {0} until {1}")
        )
        return self.pick(*ways).format(first, last), start, end

    def two_days(self) -> tuple[str, date, date]:
        """Two days of one week or month, and what holds both once."""
        if self.random.random() < 0.5:
            week, monday = self.week()
            one, other = sorted(self.random.sample(range(7), 2))
            names = WEEKDAYS[self.language][one], WEEKDAYS[self.language][other]
            first, last = monday + one * DAY, monday + other * DAY
            return self._held(*names, week), first, last
        said, month = self.month()
        one, other = sorted(self.random.sample(range(2, 28), 2))
        numbers = (str(one), str(other)) if self.french else (_ordinal(one), _ordinal(other))
        first, last = month.replace(day=one), month.replace(day=other)
        if self.french:
            named = said in MONTHS["fr"]
            way = self.pick("du {0} au {1} {2}") if named else self.pick("du {0} au {1} {2}", "{2} du {0} au {1}")
        else:
            way = self.pick("from the {0} to the {1} of {2}", "between the {0} and the {1} of {2}")
        return way.format(*numbers, said), first, last

    def _held(self, first: str, last: str, week: str) -> str:
        ways = (
            ("du {0} au {1} de {2}", "{2} du {0} au {1}", "{2}, entre {0} et {1}", "entre {0} et {1} {2}",
             "{2}, de {0} à {1}", "{0}-{1} {2}")
            if self.french
            else ("from {0} to {1} {2}", "{2} from {0} to {1}", "{2} between {0} and {1}", "between {0} and {1} {2}",
                  "{2}, {0} to {1}", "{0} to {1} {2}", "{2}, from {0} until {1}")
        )  # fmt: skip
        return self.pick(*ways).format(first, last, week)

    # --- sentences ------------------------------------------------------------------------------------

    def question(self) -> Labelled:
        """A question with its interval."""
        said, start, end = self.random.choice(
            (self._a_day, self._a_part, self._an_hour, self._some_hours, self._a_range, self._a_list, self._a_stretch,
             self._a_half_line)
        )()  # fmt: skip
        text = self.pick(*QUESTIONS[self.language]).format(said)
        return self._given(text) | {"start": start and start.isoformat(), "end": end and end.isoformat()}

    def _given(self, text: str) -> Labelled:
        return {"text": text, "lang": self.language, "now": self.now.isoformat()}

    def _a_day(self) -> tuple[str, datetime, datetime]:
        said, day = self.day()
        return said, at(day, 0), at(day + DAY, 0)

    def _a_part(self) -> tuple[str, datetime, datetime]:
        said, day = self.day()
        part, (low, high) = self.random.choice(list(PARTS[self.language].items()))
        if self.french:
            article = "l'" if part[0] == "a" else "le "
            ways = (
                f"{said} {part}",
                f"{said}, {article}{part}",
                f"{said} dans la matinée" if part == "matin" else f"{said} {part}",
            )
        else:
            ways = (f"{said} {part}", f"{said} in the {part}", f"in the {part} {said}")
        return self.pick(*ways), at(day, low * 60), at(day, high * 60)

    def _an_hour(self) -> tuple[str, datetime, datetime]:
        day, (hour, minutes) = self.day(), self.clock(8, 22)
        return self.moment(day, hour), at(day[1], minutes), at(day[1], minutes + 60)

    def _some_hours(self) -> tuple[str, datetime, datetime]:
        said, day = self.day()
        hours, start, end = self.hours()
        return self.pick(f"{said} {hours}", f"{said}, {hours}", f"{hours} {said}"), at(day, start), at(day, end)

    def _a_range(self) -> tuple[str, datetime, datetime]:
        said, first, last = self.two_days()
        return said, at(first, 0), at(last + DAY, 0)

    def _a_list(self) -> tuple[str, datetime, datetime]:
        week, monday = self.week()
        chosen = sorted(self.random.sample(range(7), self.random.randint(2, 3)))
        names = [WEEKDAYS[self.language][index] for index in chosen]
        joint = self.pick("et", "ou") if self.french else self.pick("and", "or")
        listed = f"{', '.join(names[:-1])} {joint} {names[-1]}"
        said = self.pick(f"{listed} {'de ' if self.french else 'of '}{week}", f"{week}, {listed}", f"{week} {listed}")
        return said, at(monday + chosen[0] * DAY, 0), at(monday + (chosen[-1] + 1) * DAY, 0)

    def _a_stretch(self) -> tuple[str, datetime, datetime]:
        said, first, last, start, end = self.stretch()
        return said, at(first, start), at(last, end)

    def stretch(self) -> tuple[str, date, date, int, int]:
        """From the hour of one day to the hour of a later one, each end written in its own way."""
        days = sorted((self.day(), self.day()), key=lambda day: day[1])
        while days[0][1] >= days[1][1] or days[0][1] == self.today or days[0][0] in WEEKDAYS[self.language]:
            days = sorted((self.day(), self.day()), key=lambda day: day[1])
        (hour, start), (later, end) = self.clock(8, 20), self.clock(9, 21)
        one, other = (self.moment(*each) for each in zip(days, (hour, later), strict=True))
        if self.french:
            said = f"{_led('de', one)} {_led('à', other)}"
        else:
            one, other = one.removeprefix("on "), other.removeprefix("on ")
            said = self.pick(f"from {one} to {other}", f"from {one} until {other}")
        return said, days[0][1], days[1][1], start, end

    def _a_half_line(self) -> tuple[str, datetime | None, datetime | None]:
        said, day = self.plain_day()
        while day == self.today:
            said, day = self.plain_day()
        hour, minutes = self.clock(9, 20)
        begin = at(self.today, 0)
        if self.french:
            ways = [
                (f"à partir de {said}", at(day, 0), None),
                (f"jusqu'à {said}", begin, at(day + DAY, 0)),
                (f"{said} après {hour}", at(day, minutes), at(day + DAY, 0)),
                (f"{said} avant {hour}", at(day, 0), at(day, minutes)),
                (f"avant {said}", begin, at(day, 0)),
                (f"{said} à partir de {hour}", at(day, minutes), at(day + DAY, 0)),
            ]
        else:
            ways = [
                (f"from {said} on", at(day, 0), None),
                (f"until {said}", begin, at(day + DAY, 0)),
                (f"{said} after {hour}", at(day, minutes), at(day + DAY, 0)),
                (f"{said} before {hour}", at(day, 0), at(day, minutes)),
                (f"before {said}", begin, at(day, 0)),
                (f"after {hour} {said}", at(day, minutes), at(day + DAY, 0)),
            ]
        return self.random.choice(ways)

    def answer(self) -> Labelled:
        """An organiser's answer with its sessions."""
        said, sessions = self.random.choice(
            (self._one_session, self._one_session, self._days_and_hours, self._two_sessions, self._long_session,
             self._listed, self._one_behind_another, self._weekdays_of_a_range, self._so_many)
        )()  # fmt: skip
        text = self.pick(*ANSWERS[self.language]).format(said)
        if any(start < self.now for start, _ in sessions):
            return self._given(text) | {"error": "past"}
        told = [{"start": start.isoformat(), "end": end.isoformat()} for start, end in sorted(set(sessions))]
        return self._given(text) | {"sessions": told}

    def _ahead(self) -> tuple[str, date]:
        said, day = self.day()
        while day <= self.today:
            said, day = self.day()
        return said, day

    def _one_session(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        said, day = self._ahead()
        hours, start, end = self.hours()
        ways = (f"{said} {hours}", f"{said}, {hours}", f"{hours} {said}", f"{said} : {hours}", f"{said} ({hours})")
        return self.pick(*ways), [(at(day, start), at(day, end))]

    def _days_and_hours(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        said, first, last = self.two_days()
        hours, start, end = self.hours()
        days = [first + n * DAY for n in range((last - first).days + 1)]
        return self.pick(f"{said} {hours}", f"{said}, {hours}", f"{hours} {said}"), [
            (at(day, start), at(day, end)) for day in days
        ]

    def _two_sessions(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        (one, first), (other, second) = self._ahead(), self._ahead()
        while first >= second:
            (one, first), (other, second) = self._ahead(), self._ahead()
        (hours, start, end), (later, start_2, end_2) = self.hours(), self.hours()
        joint = self.pick(" et ", "\n", " ; ", " puis ") if self.french else self.pick(" and ", "\n", "; ", " then ")
        said = f"{one} {hours}{joint}{other} {later}"
        return said, [(at(first, start), at(first, end)), (at(second, start_2), at(second, end_2))]

    def _listed(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        week, monday = self.week()
        chosen = sorted(self.random.sample(range(7), 2))
        names = [WEEKDAYS[self.language][index] for index in chosen]
        joint = "et" if self.french else "and"
        hours, start, end = self.hours()
        listed = f"{names[0]} {joint} {names[1]}"
        text = self.pick(
            f"{listed} {'de ' if self.french else 'of '}{week} {hours}", f"{week}, {listed} {hours}",
            f"{hours} {listed} {'de ' if self.french else 'of '}{week}",
        )  # fmt: skip
        return text, [(at(monday + n * DAY, start), at(monday + n * DAY, end)) for n in chosen]

    def _dated(self, day: date) -> str:
        month = MONTHS[self.language][day.month - 1]
        return f"{_nth(day.day)} {month}" if self.french else self.pick(f"{day.day} {month}", f"{month} {day.day}")

    def _one_behind_another(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        """A date, and a day that is counted from it."""
        first = self.today + timedelta(days=self.random.randint(3, 60))
        (hours, start, end), (later, start_2, end_2) = self.hours(), self.hours()
        ahead = self.random.randint(1, 6)
        ways = [WEEKDAYS[self.language][(first.weekday() + ahead) % 7]]
        if ahead == 1:
            ways += ["le lendemain", "le jour suivant"] if self.french else ["the next day", "the following day"]
        if ahead == 2 and self.french:
            ways += ["le surlendemain"]
        joint = self.pick(" et ", ", ", " puis ") if self.french else self.pick(" and ", ", ", " then ")
        one = f"{'le ' if self.french else 'on '}{self._dated(first)} {hours}"
        second = first + ahead * DAY
        return f"{one}{joint}{self.pick(*ways)} {later}", [
            (at(first, start), at(first, end)), (at(second, start_2), at(second, end_2)),
        ]  # fmt: skip

    def _weekdays_of_a_range(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        """Two weekdays, and the dates between which they are."""
        first = self.today + timedelta(days=self.random.randint(3, 60))
        last = first + timedelta(days=self.random.randint(7, 20))
        chosen = sorted(self.random.sample(range(7), 2))
        one, other = (WEEKDAYS[self.language][index] for index in chosen)
        hours, start, end = self.hours()
        if self.french:
            days = f"du {self._dated(first)} au {self._dated(last)}"
            ways = [
                f"{days}, le {one} et le {other} {hours}", f"les {one}s et {other}s {days} {hours}",
                f"tous les {one}s et {other}s {hours} {days}", f"le {one} et le {other}, {days}, {hours}",
            ]  # fmt: skip
        else:
            days = f"from {self._dated(first)} to {self._dated(last)}"
            ways = [
                f"{days}, {one} and {other} {hours}", f"every {one} and {other} {days}, {hours}",
                f"{one}s and {other}s {days} {hours}",
            ]  # fmt: skip
        all_days = [first + n * DAY for n in range((last - first).days + 1)]
        return self.pick(*ways), [
            (at(day, start), at(day, end)) for day in all_days if day.weekday() in chosen
        ]  # fmt: skip

    def _so_many(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        """The first few of a weekday in a month."""
        count, index = self.random.randint(2, 4), self.weekday()
        first = _month_after(self.today, self.random.randint(1, 10))
        month, name = MONTHS[self.language][first.month - 1], WEEKDAYS[self.language][index]
        hours, start, end = self.hours()
        said = (
            f"les {self.pick(str(count), ('deux', 'trois', 'quatre')[count - 2])} premiers {name}s de {month}"
            if self.french
            else f"the first {self.pick(str(count), ('two', 'three', 'four')[count - 2])} {name}s of {month}"
        )
        days = [first + n * DAY for n in range(31) if (first + n * DAY).weekday() == index][:count]
        return self.pick(f"{said} {hours}", f"{said}, {hours}"), [(at(day, start), at(day, end)) for day in days]

    def _long_session(self) -> tuple[str, list[tuple[datetime, datetime]]]:
        said, first, last, start, end = self.stretch()
        return said, [(at(first, start), at(last, end))]

    def reminder(self) -> Labelled:
        """When to be reminded of a session that is between two and six weeks ahead."""
        start = at(self.today + timedelta(days=self.random.randint(16, 40)), self.random.randrange(9, 20) * 60)
        said, day = self.day()
        while not self.today < day < start.date() or said in WEEKDAYS[self.language]:
            said, day = self.day()
        hour, minutes = self.clock(8, 21)
        text = self.moment((said, day), hour)
        return self._given(text) | {"event_start": start.isoformat(), "at": at(day, minutes).isoformat()}


def at(day: date, minutes: int) -> datetime:
    """That time on Paris's clock; minutes may reach into the next day."""
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + days * DAY, time(rest // 60, rest % 60), PARIS)


def _month_after(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _led(word: str, said: str) -> str:
    """`du 15`, `au 15`, `de mardi`, `à mardi`."""
    led = {"de": "du", "à": "au"}[word]
    return f"{led} {said.removeprefix('le ')}" if said.startswith("le ") else f"{word} {said}"


def _nth(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def sentences(command: str, count: int, seed: int) -> Iterator[Labelled]:
    """So many labelled sentences for a command, each at a moment of its own."""
    random = Random(f"{command} {seed}")
    make = {"understand": Maker.question, "dates": Maker.answer, "reminder": Maker.reminder}[command]
    for _ in range(count):
        day = date(2016, 1, 1) + timedelta(days=random.randrange(4000))
        now = at(day, random.randrange(7 * 60, 21 * 60))
        yield make(Maker(random, random.choice(("fr", "en")), now))
