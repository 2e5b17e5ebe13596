"""What may be added to a proposal besides the questions: each step is optional."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from conversations.exchange import Fetched, FetchPicture, Picture, Text
from conversations.form.steps import (
    Asked,
    Awaited,
    Collects,
    Given,
    Option,
    Picked,
    Reading,
    Said,
    Scene,
    Unclear,
    always,
    typed,
)
from conversations.propose.steps.link import is_https
from conversations.tidying import is_visible, length_of, one_line, tidy
from conversations.understanding.question import conditions_said
from storage.analyser import plain
from storage.answers import Answers, Guest, Registration

LONGEST_DESCRIPTION = 3000  # characters
MOST_PEOPLE = 10
LONGEST_PERSON = 120  # characters of a name, and of a role
EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?:\+\d{1,3}[ .-]?(?:\(0\)[ .-]?)?|\b0)[1-9](?:[ .-]?\d){6,11}\b|\b3\d{3}\b|\b3\d[ .]\d\d\b")
_ROLE_FOLLOWS = re.compile(r"\s+[–—-]\s+|\s*[,|]\s*|\s*[:;]\s+|\s*\((?=[^()]+\)$)")
_SEATS = re.compile(r"\b(\d{1,6}) (?:places?|seats?|personnes?|people|inscrits?)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,6}")
MOST_SEATS = 10_000
_BETWEEN_PEOPLE = re.compile(r"\n|;\s|,?\s(?:et|and)\s(?=(?:M|Mme|Mlle|Mr|Mrs|Ms|Dr)\b)")
AROUND = ".,;:!?()<>[]«»\"'"
OPEN = "open"


@dataclass(frozen=True)
class DescriptionStep(Collects):
    """A longer text, its bold and its links kept; what comes in several messages is joined."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question, or how much was noted so far."""
        if not scene.answers.description:
            return Asked(scene.w("propose.description.ask", most=LONGEST_DESCRIPTION))
        count = length_of(plain(scene.answers.description))
        return Asked(scene.w("propose.description.on", count=count, most=LONGEST_DESCRIPTION))

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The text behind what was there. Raises Unclear where that is too long, or says nothing."""
        text = typed(said, scene.w("propose.description.example"))
        told = said.html if isinstance(said, Text) and said.html else str(escape(text))
        whole = "\n\n".join(part for part in (scene.answers.description, tidy(told)) if part)
        count = length_of(plain(whole))
        if not is_visible(plain(told)):
            raise Unclear("form.text_only", example=scene.w("propose.description.example"))
        if count > LONGEST_DESCRIPTION:
            raise Unclear("propose.description.too_long", count=count, most=LONGEST_DESCRIPTION)
        return Given({self.field: whole}, stays=True)


@dataclass(frozen=True)
class RegistrationStep:
    """Open doors by a button; the link, e-mail or telephone number at which one registers; or so many seats, which the
    bot gives.
    """

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question."""
        return Asked(scene.w("propose.registration.ask"), [[Option(scene.w.plain("registration.open"), OPEN)]])

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """How one registers. Raises Unclear for what is none of these."""
        if isinstance(said, Picked):
            if said.option != OPEN:
                raise Unclear("form.moved_on")
            return Given({self.field: Registration(by="open")})
        text = one_line(typed(said, scene.w("propose.registration.example")))
        for word in text.split():
            if is_https(link := word.strip(AROUND)):
                return Given({self.field: Registration(by="link", at=link)})
        if seats := _SEATS.search(text):
            return self._seats(int(seats.group(1)))
        if (found := EMAIL.search(text)) and "://" not in text:
            return Given({self.field: Registration(by="email", at=found.group())})
        if found := _PHONE.search(text):
            return Given({self.field: Registration(by="phone", at=found.group())})
        if _NUMBER.fullmatch(text):
            return self._seats(int(text))
        if "open" in conditions_said(text):
            return Given({self.field: Registration(by="open")})
        raise Unclear("propose.registration.wrong", example=scene.w("propose.registration.example"))

    def _seats(self, number: int) -> Given:
        if not 1 <= number <= MOST_SEATS:
            raise Unclear("propose.registration.seats", most=MOST_SEATS)
        return Given({self.field: Registration(by="bot", seats=number)})


@dataclass(frozen=True)
class PeopleStep(Collects):
    """Whom one meets: a line each, name and role."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question."""
        return Asked(scene.w("propose.people.ask", most=MOST_PEOPLE))

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """These people behind those that were there. Raises Unclear for a line without a role, or too many."""
        text = tidy(typed(said, scene.w("propose.people.example")))
        told = [self._guest(scene, line) for line in _BETWEEN_PEOPLE.split(text) if is_visible(line)]
        if len(scene.answers.people) + len(told) > MOST_PEOPLE:
            raise Unclear("propose.people.many", most=MOST_PEOPLE)
        return Given({self.field: [*scene.answers.people, *told]}, stays=True)

    @staticmethod
    def _guest(scene: Scene[Answers], line: str) -> Guest:
        parts = _ROLE_FOLLOWS.split(line.strip(" •*-–\t"), maxsplit=1)
        name, role = (*(part.strip(" .()") for part in parts), "")[:2]
        if not (is_visible(name) and is_visible(role)):
            raise Unclear("propose.people.no_role", line=line[:60], example=scene.w("propose.people.example"))
        if max(length_of(name), length_of(role)) > LONGEST_PERSON:
            raise Unclear("propose.people.long", most=LONGEST_PERSON)
        return Guest(name=name, role=role)


@dataclass(frozen=True)
class PictureStep:
    """A photo, or an image sent as a file: it is fetched and made anew before it counts."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question."""
        return Asked(scene.w("propose.picture.ask"))

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The picture's number once it is here. Raises Unclear for what is none."""
        if isinstance(said, Picture):
            return Awaited(FetchPicture(said.file_id))
        if not isinstance(said, Fetched):
            raise Unclear("propose.picture.none")
        if said.picture is None:
            raise Unclear(f"propose.picture.{said.problem}")
        return Given({self.field: said.picture})
