"""Who is there: some ask, some want seats, some a reminder, some propose and decide, and some press anything."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Connection

from benchmarks.soak.life import Life
from storage import sessions
from storage.answers import Registration
from tests.faults.crowd import LETTERS
from tests.people import Group, Person
from tests.published import publish, submit
from tests.week import Refusal

SEATS = 3
ANYTHING = (
    "bonjour", "quoi à Lille mardi ?", "ateliers santé", "/proposer", "/rappels", "/aide", "Camille", "demain 14h-16h",
    "oui", "non", "rappelle-moi la veille", "/annuler", "🙂", "/mesdonnees", "Grenoble", "en ligne jeudi soir",
    "x" * 4096,
)  # fmt: skip


@dataclass
class People:
    """All of them, and what each was told to expect."""

    life: Life
    random: Random
    day: str  # of the events, in words
    askers: list[Person] = field(default_factory=list)
    seekers: list[Person] = field(default_factory=list)
    reminded: list[Person] = field(default_factory=list)
    monkeys: list[Person] = field(default_factory=list)
    asked: dict[int, int] = field(default_factory=dict)
    pressed: set[int] = field(default_factory=set)
    wanted: set[int] = field(default_factory=set)
    proposed: dict[str, str] = field(default_factory=dict)  # titles by reference
    titles: Iterator[int] = field(default_factory=count)
    decided: dict[str, list[str]] = field(default_factory=dict)  # the presses on Accept, by reference

    def settle_in(self) -> None:
        """Everybody begins, a committee forms, and two events are on the programme."""
        life = self.life
        self.group: Group = life.committee("Awa", "Bruno", "Chloé")
        self.camille = life.organiser("Camille")
        self.askers = [life.citizen(f"A{n}") for n in range(12)]
        self.seekers = [life.citizen(f"S{n}") for n in range(9)]
        self.reminded = [life.citizen(f"R{n}") for n in range(9)]
        self.monkeys = [life.citizen(f"M{n}") for n in range(6)]
        for person in (self.camille, *self.askers, *self.seekers, *self.reminded, *self.monkeys):
            life.act("say", person=person.id, chat=person.chat, content={"text": "/start"})
        life.quiet()
        self.seated, self.session = life.in_tx(self._publish)

    def _publish(self, tx: Connection) -> tuple[int, int]:
        now, when, seats = self.life.now, f"{self.day} de 14h à 16h", Registration(by="bot", seats=SEATS)
        publish(tx, now, title="Peu de places", sessions=when, registration=seats)
        publish(tx, now, title="Un rappel", sessions=when)
        seated, session = (sessions.sessions_of(tx, key)[0].key for key in (1, 2))
        return seated, session

    def do_something(self) -> None:
        """One of them does one thing, without waiting for an answer."""
        acts = [self._ask] * 10 + [self._press_anything] * 4 + [self._seek] + [self._want] + [self._decide] * 2
        with suppress(Refusal):  # the message was edited meanwhile, or is no more
            self.random.choice(acts)()

    def _ask(self) -> None:
        person = self.random.choice(self.askers)
        number = self.asked.get(person.chat, 0)
        text = f"/search zq{str(number).translate(LETTERS)}"
        self.life.act("say", person=person.id, chat=person.chat, content={"text": text})
        self.asked[person.chat] = number + 1

    def _seek(self) -> None:
        self._forge(self.random.choice(self.seekers), f"seat:{self.seated}:0", self.pressed)

    def _want(self) -> None:
        self._forge(self.random.choice(self.reminded), f"remind:{self.session}:0:two_hours", self.wanted)

    def _forge(self, person: Person, data: str, done: set[int]) -> None:
        if person.id not in done:
            self.life.act("tap", person=person.id, chat=person.chat, message=2, data=data)
            done.add(person.id)

    def _press_anything(self) -> None:
        person = self.random.choice(self.monkeys)
        buttons = [
            (message["message_id"], button["callback_data"])
            for message in self.life.messages(person.chat)[-4:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]
        if buttons and self.random.random() < 0.6:
            number, data = self.random.choice(buttons)
            self.life.act("tap", person=person.id, chat=person.chat, message=number, data=data)
        else:
            text = self.random.choice(ANYTHING)
            self.life.act("say", person=person.id, chat=person.chat, content={"text": text})

    def propose(self) -> None:
        """Camille hands something in, of a title that nothing else has."""
        title = f"Atelier {str(next(self.titles)).translate(LETTERS)} zz"
        organiser, day = self.camille.id, f"{self.day} de 14h à 16h"

        def hand_in(tx: Connection) -> str:
            return submit(tx, self.life.now, organiser=organiser, title=title, sessions=day).reference

        self.proposed[self.life.in_tx(hand_in)] = title

    def _decide(self) -> None:
        """A member accepts what stands in the group; another may have done so a moment ago."""
        offered = [
            (reference, message["message_id"], data)
            for message in self.life.messages(self.group.chat)
            for data in _accepting(message)
            for reference in self.proposed
            if f"{reference} ·" in message.get("text", "")
        ]
        if offered:
            reference, card, data = self.random.choice(offered)
            for member in self.random.sample(self.group.members, self.random.randint(1, 3)):
                query = self.life.act("tap", person=member.id, chat=self.group.chat, message=card, data=data)
                self.decided.setdefault(reference, []).append(query)


def _accepting(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    pressed = (button.get("callback_data", "") for row in rows for button in row)
    return [data for data in pressed if data.startswith("decide:") and data.endswith(":accepted")]
