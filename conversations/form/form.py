"""A form is declared as steps; it knows their order and what is missing, and no dialog."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from markupsafe import Markup

from conversations.exchange import Card, Tap, Turn
from conversations.form.steps import Step
from conversations.wording.catalogue import Wording


class Answers(Protocol):
    """The answers of a form, a field each; `unconfirmed` are those that were filled in and not yet seen."""

    unconfirmed: list[str]


A = TypeVar("A", bound=Answers)
A_co = TypeVar("A_co", bound=Answers, covariant=True)


class Record(Protocol[A_co]):
    """What is being filled in, as it stands; `save` keeps answers and grows the version."""

    @property
    def key(self) -> int:
        """Its number."""

    @property
    def version(self) -> int:
        """How often it was changed: the version of what is seen."""

    def read(self) -> A_co:
        """The answers so far."""

    def save(self, values: dict[str, Any]) -> None:
        """Keeps these fields. Raises MovedOn when somebody else has changed it."""


@dataclass(frozen=True)
class Form(Generic[A]):
    """Steps in their order, those that are offered besides (`more`), and what the dialog adds.

    That is how an answer is said in words, the preview, what happens when an answer is `given`, what `cancel` asks
    (None: the form is put aside), `blank`, the answers of whoever has answered nothing, what somebody else `remarks`
    about an answer, and with which answers one may reckon (`expects`) while they are not given.

    Its messages are in the catalogue under its `name`, and so are its buttons' verbs: `name.choose`.
    """

    name: str
    steps: tuple[Step[A], ...]
    show: Callable[[Wording, A, str], str]
    preview: Callable[[Turn, Any], Card]
    cancel: Callable[[Turn, Any], Card | None]
    given: Callable[[Turn, dict[str, Any]], None]
    known: Callable[[Turn, Any], object]
    blank: A
    more: tuple[Step[A], ...] = ()
    remarks: Callable[[Turn, Any, str], Markup | None] = lambda turn, record, field: None
    expects: Callable[[A], A] = lambda answers: answers

    def step_of(self, field: str | None, answers: A) -> Step[A] | None:
        """The step of that field, if these answers call for it."""
        return next((step for step in (*self.steps, *self.more) if step.field == field and step.when(answers)), None)

    def cleared(self, step: Step[A]) -> dict[str, Any]:
        """What takes an answer away again."""
        return {step.field: getattr(self.blank, step.field)}

    def applicable(self, answers: A) -> list[Step[A]]:
        """The steps that these answers call for."""
        return [step for step in self.steps if step.when(answers)]

    def unanswered(self, answers: A, w: Wording) -> Step[A] | None:
        """The first step without an answer, or with one that was not confirmed; None when all are there."""

        def is_open(step: Step[A]) -> bool:
            return step.field in answers.unconfirmed or not self.show(w, answers, step.field)

        return next(filter(is_open, self.applicable(answers)), None)

    def after(self, step: Step[A], answers: A) -> Step[A] | None:
        """The step behind this one, or None at the end and behind what is offered besides."""
        if step in self.more:
            return None
        behind = self.steps[self.steps.index(step) + 1 :]
        return next((each for each in behind if each.when(answers)), None)

    def before(self, step: Step[A], answers: A) -> Step[A] | None:
        """The step in front of this one, or None at the beginning and before what is offered besides."""
        if step in self.more:
            return None
        ahead = reversed(self.steps[: self.steps.index(step)])
        return next((each for each in ahead if each.when(answers)), None)

    def tap(self, act: str, record: Record[A], value: str = "") -> Tap:
        """The press of a button of this record as it stands now."""
        return Tap(f"{self.name}.{act}", record.key, record.version, value)
