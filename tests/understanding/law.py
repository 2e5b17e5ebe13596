"""Sentences made by the law of time, each with its meaning: every way to say each part, in every order, with every
joint.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.understanding.parts import DAY, MONTHS, PARTS, WEEKDAYS, Parts, at, led, month_after, nth

Labelled = dict[str, Any]

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


class Maker(Parts):
    """Makes sentences of one language at one moment."""

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
            said = f"{led('de', one)} {led('à', other)}"
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
        return f"{nth(day.day)} {month}" if self.french else self.pick(f"{day.day} {month}", f"{month} {day.day}")

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
        first = month_after(self.today, self.random.randint(1, 10))
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


def sentences(command: str, count: int, seed: int) -> Iterator[Labelled]:
    """So many labelled sentences for a command, each at a moment of its own."""
    random = Random(f"{command} {seed}")
    make = {"understand": Maker.question, "dates": Maker.answer, "reminder": Maker.reminder}[command]
    for _ in range(count):
        day = date(2016, 1, 1) + timedelta(days=random.randrange(4000))
        now = at(day, random.randrange(7 * 60, 21 * 60))
        yield make(Maker(random, random.choice(("fr", "en")), now))
