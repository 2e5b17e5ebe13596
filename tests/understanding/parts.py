"""The parts of a sentence about time, each as it is said and what it means, by a small calendar of their own.

The reckoning here knows nothing of the code that reads.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)

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


@dataclass(frozen=True)
class Parts:
    """Says the parts of sentences of one language at one moment."""

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
        return f"la semaine du {nth(day.day)} {month}" if self.french else f"the week of {day.day} {month}"

    def month(self) -> tuple[str, date]:
        """A month as it is said, and its first day; another than the running one."""
        first = month_after(self.today, 1)
        later = month_after(self.today, self.random.randint(1, 10))
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
        nth = ordinal(day.day)
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
        numbers = (str(one), str(other)) if self.french else (ordinal(one), ordinal(other))
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


def at(day: date, minutes: int) -> datetime:
    """That time on Paris's clock; minutes may reach into the next day."""
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + days * DAY, time(rest // 60, rest % 60), PARIS)


def month_after(day: date, months: int) -> date:
    """The first of the month so many months after a day's."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def led(word: str, said: str) -> str:
    """`du 15`, `au 15`, `de mardi`, `à mardi`."""
    led = {"de": "du", "à": "au"}[word]
    return f"{led} {said.removeprefix('le ')}" if said.startswith("le ") else f"{word} {said}"


def nth(day: int) -> str:
    """`1er`, `2`."""
    return "1er" if day == 1 else str(day)


def ordinal(day: int) -> str:
    """`1st`, `2nd`."""
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
