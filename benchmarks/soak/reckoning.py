"""What must be so afterwards, told from the playground's record alone where that is possible."""

from collections import Counter
from functools import partial

from sqlalchemy import Connection, select

from benchmarks.soak.life import Life
from benchmarks.soak.people import SEATS, People
from storage import registrations
from storage.proposals import moves, proposals
from tests.faults.crowd import ASKED, DIGITS, in_order, repeated

REMINDER = "🔔 Rappel\n\n"
DECIDED = "Décision prise"
SEATED = "✅ Vous avez une place"


class Reckoning:
    """Each `fault` is a sentence; `figures` say how much was looked at."""

    def __init__(self, life: Life, people: People) -> None:
        self._life, self._people = life, people
        self.faults: list[str] = []
        self.figures: Counter[str] = Counter()

    def of_life(self) -> None:
        """Answers and seats; before the moment of the reminders."""
        self._answers()
        self._seats()

    def of_what_was_due(self) -> None:
        """Decisions have taken effect, also those that failed again and again and were put off; whoever wanted
        a reminder has had it, once but for what was in flight at a kill.
        """
        self._decisions()
        for person in self._people.reminded:
            said = sum(text.startswith(REMINDER) for text in self._said(person.chat))
            wanted = int(person.id in self._people.wanted)
            self.figures["reminders"] += min(said, wanted)
            if bool(said) != bool(wanted):
                self.faults.append(f"{person.name} was reminded {said} times")
            self._count_repeats(max(0, said - wanted), person.name)

    def _said(self, chat: int) -> list[str]:
        return [
            str(message["text"])
            for message in self._life.messages(chat)
            if message["from"]["is_bot"] and "text" in message
        ]

    def _answers(self) -> None:
        for person in self._people.askers:
            said = (ASKED.search(text) for text in self._said(person.chat))
            heard = [int(found[1].translate(DIGITS)) for found in said if found]
            asked = self._people.asked.get(person.chat, 0)
            self.figures["answers"] += len({*heard})
            if missing := sorted({*range(asked)} - {*heard}):
                self.faults.append(f"{person.name} had no answer to {len(missing)} of {asked}: {missing[:5]}")
            if not in_order(heard):
                self.faults.append(f"{person.name} heard out of order: {heard}")
            self._count_repeats(repeated(heard), person.name)

    def _count_repeats(self, again: int, who: str) -> None:
        self.figures["repeats"] += again
        if again > self._life.kills:
            self.faults.append(f"{who} heard {again} times again what was said")

    def _seats(self) -> None:
        held = select(registrations.registrations.c.person)
        seated = set(self._life.in_tx(lambda tx: tx.execute(held).scalars().all()))
        wanted = {person.id for person in self._people.seekers} & self._people.pressed
        self.figures["seats"] = len(seated)
        if len(seated) != min(SEATS, len(wanted)) or not seated <= wanted:
            self.faults.append(f"{len(seated)} of {len(wanted)} have one of {SEATS} seats")
        for person in self._people.seekers:
            told = any(SEATED in text for text in self._said(person.chat))
            if told and person.id not in seated:
                self.faults.append(f"{person.name} was told of a seat that is not theirs")

    def _decisions(self) -> None:
        answers = self._life.playground.telegram.answers
        for reference, presses in sorted(self._people.decided.items()):
            if not any(DECIDED in answers.get(press, {}).get("text", "") for press in presses):
                continue  # nobody was told that it is decided
            title = self._people.proposed[reference]
            history = self._life.in_tx(partial(_history, reference=reference))
            said = self._said(self._people.camille.chat)
            heard = sum(title in text and "est accepté" in text for text in said)
            self.figures["decisions"] += history.count("accepted")
            if history != ["submitted", "accepted"] or not heard:
                self.faults.append(f"{reference} went {history}, of which its organiser heard {heard} times")
            self._count_repeats(max(0, heard - 1), self._people.camille.name)


def _history(tx: Connection, reference: str) -> list[str]:
    number = int(reference.partition("-")[2])
    query = select(moves.c.after).join(proposals, proposals.c.id == moves.c.proposal)
    return list(tx.execute(query.where(proposals.c.number == number).order_by(moves.c.id)).scalars())
