"""The step-by-step engine. A form is declared as steps; it knows order, progress, back and what is missing.

A step knows three things: how to ask, how to read an answer, and how to show one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from conversations.exchange import Button, Card, Content, Rows, Tap, Text, Turn
from conversations.tidying import is_visible, length_of, one_line, tidy
from conversations.understanding.answers import options_said
from conversations.wording.catalogue import Wording
from conversations.wording.moments import names_listed
from storage.analyser import fold
from storage.proposals import Answers, Proposal

Condition = Callable[[Answers], bool]
SHORT_LIVED = ("heard", "day", "begun", "candidates")  # what a step keeps in the state while its answer is worked out


class Unclear(Exception):
    """An answer that cannot be taken: the message says what is wrong, what is expected, and an example."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def always(_answers: Answers) -> bool:
    """The condition of a step that everybody is asked."""
    return True


class Step(Protocol):
    """One question of a form."""

    @property
    def field(self) -> str:
        """The answer's name in Answers."""

    @property
    def when(self) -> Condition:
        """Whether the answers so far call for this question."""

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question, without the form's own buttons."""

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The answers with this one in it. Raises Unclear."""

    def show(self, w: Wording, answers: Answers) -> str:
        """The answer in words; empty when there is none."""


@dataclass(frozen=True)
class TextStep:
    """A line or a paragraph of text, `length` characters long; `suggest` offers earlier answers as buttons."""

    field: str
    length: tuple[int, int]
    when: Condition = always
    paragraph: bool = False
    suggest: Callable[[Turn, Answers], list[str]] | None = None

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question, with earlier answers to tap."""
        low, high = self.length
        text = turn.w(f"propose.{self.field}.ask", low=low, high=high)
        offered = self.suggest(turn, answers) if self.suggest else []
        rows = [
            [Button(label[:60], tap("choose", proposal, f"{self.field}.{position}"))]
            for position, label in enumerate(offered[:4])
        ]
        return Card(text, rows)

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The text, tidied; or the earlier answer that was tapped."""
        if isinstance(content, Tap):
            offered = self.suggest(turn, answers) if self.suggest else []
            position = content.value.rpartition(".")[2]
            if not position.isdecimal() or int(position) >= len(offered):
                raise Unclear("form.moved_on")
            return answers.model_copy(update={self.field: offered[int(position)]})
        said = typed(content, turn.w(f"propose.{self.field}.example"))
        text = tidy(said) if self.paragraph else one_line(said)
        low, high = self.length
        count = length_of(text) if is_visible(text) else 0
        if not low <= count <= high:
            key = "form.too_short" if count < low else "form.too_long"
            example = turn.w(f"propose.{self.field}.example")
            raise Unclear(key, low=low, high=high, count=count, example=example)
        return answers.model_copy(update={self.field: text})

    def show(self, w: Wording, answers: Answers) -> str:
        """The text itself."""
        return getattr(answers, self.field) or ""


@dataclass(frozen=True)
class ChoiceStep:
    """One of a list, by button or by its name."""

    field: str
    options: tuple[str, ...]
    when: Condition = always
    columns: int = 1

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question and a button for each option."""
        chosen = getattr(answers, self.field)
        buttons = [
            Button(
                ("● " if option == chosen else "") + turn.w.plain(f"{self.field}.{option}"),
                tap("choose", proposal, f"{self.field}.{option}"),
            )
            for option in self.options
        ]
        return Card(turn.w(f"propose.{self.field}.ask"), in_columns(buttons, self.columns))

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The option tapped or named. Raises Unclear for several."""
        meant = options_of(turn.w, self.field, self.options, content)
        if len(meant) > 1:
            raise Unclear("form.choose", example=turn.w.plain(f"{self.field}.{meant[0]}"))
        return answers.model_copy(update={self.field: meant[0]})

    def show(self, w: Wording, answers: Answers) -> str:
        """The option's name."""
        chosen = getattr(answers, self.field)
        return w.plain(f"{self.field}.{chosen}") if chosen else ""


@dataclass(frozen=True)
class ChoicesStep:
    """Several of a list: each tap ticks or unticks one, at most `at_most`; then `next`."""

    field: str
    options: tuple[str, ...]
    at_most: int
    when: Condition = always
    columns: int = 1

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question, a ticked or unticked button for each option, and how to go on."""
        chosen = getattr(answers, self.field)
        buttons = [
            Button(
                ("☑ " if option in chosen else "☐ ") + turn.w.plain(f"{self.field}.{option}"),
                tap("toggle", proposal, f"{self.field}.{option}"),
            )
            for option in self.options
        ]
        rows = in_columns(buttons, self.columns)
        if chosen:
            rows.append([Button(turn.w.plain("form.next"), tap("next", proposal, self.field))])
        return Card(turn.w(f"propose.{self.field}.ask", most=self.at_most), rows)

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The option tapped or named, ticked if it was not, else unticked; several that are named are ticked."""
        meant = set(options_of(turn.w, self.field, self.options, content))
        chosen = set(getattr(answers, self.field))
        now = chosen ^ meant if len(meant) == 1 else chosen | meant
        if len(now) > self.at_most:
            raise Unclear("form.too_many", most=self.at_most)
        return answers.model_copy(update={self.field: [each for each in self.options if each in now]})

    def show(self, w: Wording, answers: Answers) -> str:
        """The options' names as a list."""
        return names_listed(w, [w.plain(f"{self.field}.{option}") for option in getattr(answers, self.field)])


def options_of(w: Wording, field: str, options: tuple[str, ...], content: Content) -> list[str]:
    """The option that was tapped or whose name was typed, or those that words mean. Raises Unclear for none."""
    meant: list[str] = []
    if isinstance(content, Tap):
        meant = [content.value.partition(".")[2]]
    elif isinstance(content, Text):
        meant = _named(w, field, options, content.body) or options_said(field, content.body, w.language)
    known = [option for option in meant if option in options]
    if not known:
        raise Unclear("form.choose", example=w.plain(f"{field}.{options[0]}"))
    return known


def _named(w: Wording, field: str, options: tuple[str, ...], text: str) -> list[str]:
    """The option of that name, or the only one in whose name this stands."""
    said = fold(one_line(text))
    names = {option: fold(w.plain(f"{field}.{option}")) for option in options}
    exact = [option for option, name in names.items() if said == name]
    like = [option for option, name in names.items() if len(said) >= 3 and said in name]
    return exact or (like if len(like) == 1 else [])


def typed(content: Content, example: str) -> str:
    """What was typed. Raises Unclear for anything else, with an example of what is expected."""
    if not isinstance(content, Text):
        raise Unclear("form.text_only", example=example)
    return content.body


YES = frozenset("oui ok okay yes yep ouais exact exactement correct right d'accord".split())
NO = frozenset("non no nope nan".split())


def yes_or_no(content: Content) -> str | None:
    """`yes` or `no` where that was typed, else None."""
    said = fold(one_line(content.body)).strip(" .!") if isinstance(content, Text) else ""
    return "yes" if said in YES else "no" if said in NO else None


def in_columns(buttons: list[Button], columns: int) -> list[list[Button]]:
    """Buttons in rows of so many."""
    return [buttons[first : first + columns] for first in range(0, len(buttons), columns)]


def tap(verb: str, proposal: Proposal, value: str) -> Tap:
    """The press of a button of this proposal as it stands now."""
    return Tap(verb, proposal.key, proposal.version, value)


class Form:
    """Steps in their order."""

    def __init__(self, *steps: Step) -> None:
        self._steps = {step.field: step for step in steps}

    def step(self, field: str) -> Step | None:
        """The step of that field."""
        return self._steps.get(field)

    def step_of(self, field: str, answers: Answers) -> Step | None:
        """The step of that field, if these answers call for it."""
        step = self._steps.get(field)
        return step if step and step.when(answers) else None

    def applicable(self, answers: Answers) -> list[Step]:
        """The steps that these answers call for."""
        return [step for step in self._steps.values() if step.when(answers)]

    def unanswered(self, answers: Answers, w: Wording) -> Step | None:
        """The first step without an answer, or with one that was not confirmed; None when all are there."""

        def is_open(step: Step) -> bool:
            return step.field in answers.unconfirmed or not step.show(w, answers)

        return next(filter(is_open, self.applicable(answers)), None)

    def after(self, step: Step, answers: Answers) -> Step | None:
        """The step behind this one, or None at the end."""
        order = list(self._steps)
        behind = order[order.index(step.field) + 1 :]
        return next((self._steps[f] for f in behind if self._steps[f].when(answers)), None)

    def before(self, step: Step, answers: Answers) -> Step | None:
        """The step in front of this one, or None at the beginning."""
        order = list(self._steps)
        ahead = reversed(order[: order.index(step.field)])
        return next((self._steps[f] for f in ahead if self._steps[f].when(answers)), None)

    def question(self, turn: Turn, step: Step, proposal: Proposal, wrong: Unclear | None = None) -> Card:
        """The whole card of a step: progress, what was wrong, the question, its buttons and the form's own."""
        answers = proposal.read()
        steps = self.applicable(answers)
        card = step.ask(turn, proposal, answers)
        here = turn.w("form.progress", step=steps.index(step) + 1, of=len(steps))
        noted = "" if any(turn.state.get(each) for each in SHORT_LIVED) else step.show(turn.w, answers)
        parts = [here, *([turn.w(wrong.key, **wrong.values)] if wrong else []), card.text]
        if noted and not isinstance(step, ChoicesStep):
            parts.append(turn.w("form.noted", answer=f"\n{noted}" if noted.startswith("•") else noted))
        text = Markup("\n\n").join(parts)
        back, later, cancel = (turn.w.plain(f"form.{name}") for name in ("back", "later", "cancel"))
        if card.keyboard is not None:
            return Card(text, keyboard=[*card.keyboard, [back, later, cancel]])
        keep = [[Button(turn.w.plain("form.keep"), tap("next", proposal, step.field))]]
        first = self.before(step, answers) is None and not turn.state.get("hub")
        own: Rows = [
            *(keep if noted and not isinstance(step, ChoicesStep) else []),
            [
                *([] if first else [Button(back, tap("back", proposal, step.field))]),
                Button(later, tap("later", proposal, step.field)),
                Button(cancel, tap("cancel", proposal, step.field)),
            ],
        ]
        return Card(text, [*card.rows, *own])
