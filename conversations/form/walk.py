"""How a form is walked through, in one turn: asked, answered, back, kept for later, and by way of the preview."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from markupsafe import Markup

from conversations.exchange import Addresses, Button, Card, Content, Fetched, Text, Turn
from conversations.form.form import Answers, Form, Record
from conversations.form.steps import (
    Asked,
    Awaited,
    ChoicesStep,
    Collects,
    Given,
    More,
    Picked,
    Said,
    Scene,
    Step,
    Unclear,
    in_columns,
)
from conversations.understanding.question import said_exactly
from storage.database import JsonDict
from storage.proposals import MovedOn

A = TypeVar("A", bound=Answers)
ACTS = ("choose", "next", "back", "later", "cancel", "keep", "edit", "more", "clear")


@dataclass
class Filling:
    """The form that somebody is filling in: its name and record, and the step they are at (None: the preview, or with
    `more` the list of what is offered besides).

    `hub`: they came from the preview and go back there; `meanwhile` is what the step keeps until its answer is whole;
    `awaits` is the step whose answer is being fetched.
    """

    key: ClassVar[str] = "filling"
    form: str
    record: int
    step: str | None
    hub: bool
    meanwhile: JsonDict
    more: bool = False
    awaits: str | None = None


class Walk(Generic[A]):
    """Where somebody stands in a form, and what their answer does."""

    def __init__(self, form: Form[A], turn: Turn, record: Record[A]) -> None:
        self.form, self.turn, self.record = form, turn, record
        here = turn.state.of(Filling)
        if here is None or here.form != form.name or here.record != record.key:
            here = Filling(form.name, record.key, None, False, {})
            turn.state.keep(here)
        turn.state.doing = form.name
        self.here = here

    @property
    def step(self) -> Step[A] | None:
        """The step that the person is at; None: the preview."""
        return self.form.step_of(self.here.step, self.record.read())

    # --- what is done ---------------------------------------------------------------------------

    def open(self) -> None:
        """Takes the form up where the first answer is missing."""
        self._go_to(self.form.unanswered(self.record.read(), self.turn.w))

    def said(self, content: Content) -> None:
        """What was typed or shared."""
        act = said_exactly("navigation", content.body) if isinstance(content, Text) else None
        if act == "noted":  # "ok", "c'est bon": of what stands as noted, else it is an answer
            act = "next" if self.step and self._is_noted(self.step) and not self.here.meanwhile else None
        if act:
            self.tapped(act, self.here.step or "")
        elif isinstance(content, Fetched | Addresses):
            self._fetched(content)
        elif self.step is None:
            self.turn.say(Card(self.turn.w(f"{self.form.name}.use_buttons")))
            self.show()
        else:
            self._take(self.step, content)

    def _is_noted(self, step: Step[A]) -> bool:
        return bool(self.form.show(self.turn.w, self.record.read(), step.field))

    def _fetched(self, content: Fetched | Addresses) -> None:
        """What a step had to wait for has come: it counts unless the step was answered otherwise meanwhile; whoever
        is at another question stays there.
        """
        step, self.here.awaits = self.form.step_of(self.here.awaits, self.record.read()), None
        if step is not None and step.field == self.here.step:
            self._take(step, content)
        elif step is not None:
            with suppress(Unclear):
                reading = step.read(self._scene(), content, self.form.name)
                if isinstance(reading, Given):
                    self.record.save(reading.values)
            self.show()

    def tapped(self, act: str, value: str) -> None:
        """A button of the form. Raises MovedOn for what no button of it says."""
        field, _, option = value.partition(".")
        step = self.form.step_of(field, self.record.read())
        match act:
            case "later":
                self.leave()
            case "cancel":
                self._cancel()
            case "keep":
                self.here.more = False
                self.show()
            case "back":
                self._back(step)
            case "edit" if step:
                self.here.hub = True
                self.here.more = step in self.form.more
                self._go_to(step)
            case "more" if self.form.more:
                self.here.hub = self.here.more = True
                self._go_to(None)
            case "clear" if step is not None and step in self.form.more:
                self.record.save(self.form.cleared(step))
                self._go_to(None)
            case "next" if step:
                self._next(step)
            case "choose" if step:
                self.here.step = step.field
                self._take(step, Picked(option))
            case _:
                raise MovedOn

    def _cancel(self) -> None:
        card = self.form.cancel(self.turn, self.record)
        if card is None:
            self.leave()
        else:
            self.put_keyboard_away()
            self.turn.show(card)

    def show(self, wrong: Unclear | None = None, *, brief: bool = False) -> None:
        """What the person is at: the question of their step, or the preview; `brief`: only what was wrong."""
        step = self.step
        self.turn.show(self._card(step, wrong, brief=brief) if step else self._without_step())

    def say_again(self) -> None:
        """The same in a new message, below whatever stands."""
        step = self.step
        self.turn.say(self._card(step, None) if step else self._without_step())

    def _without_step(self) -> Card:
        return self._more_card() if self.here.more else self.form.preview(self.turn, self.record)

    def leave(self) -> None:
        """Puts the form aside: everything is kept."""
        has_keyboard = self._has_keyboard()
        end(self.turn)
        text = self.turn.w(f"{self.form.name}.saved")
        self.turn.show(Card(text, keyboard=() if has_keyboard else None))

    def must_answer(self, step: Step[A], wrong: Unclear) -> None:
        """Asks for an answer that is missing."""
        self.here.step = step.field
        self.show(wrong)

    # --- an answer ------------------------------------------------------------------------------

    def _take(self, step: Step[A], said: Said) -> None:
        self.here.awaits = None
        try:
            reading = step.read(self._scene(), said, self.form.name)
        except Unclear as wrong:
            if wrong.meanwhile is not None:
                self.here.meanwhile = wrong.meanwhile
            if isinstance(said, Picked) and wrong.key == "form.too_many":  # the buttons may fill the screen
                self.turn.toast(self.turn.w(wrong.key, **wrong.values))
            else:
                stands = wrong.meanwhile is None and self.here.meanwhile  # and so has to be seen
                self.show(wrong, brief=not isinstance(said, Picked) and not stands)
            return
        if isinstance(reading, Awaited):
            self.here.awaits = step.field
            self.turn.replies.append(reading.reply)
            return
        if isinstance(reading, More):
            self.here.meanwhile = reading.meanwhile
            self.show()
            return
        had_keyboard = self._has_keyboard()
        self.record.save(reading.values)
        self.form.given(self.turn, reading.values)
        if had_keyboard:
            answer = self.form.show(self.turn.w, self.record.read(), step.field)
            taken = self.turn.w("form.taken", answer=answer)
            taken += Markup("\n\n") + self.turn.w(reading.note) if reading.note else Markup("")
            self.turn.say(Card(taken, keyboard=()))
        if reading.stays:
            self.show()
        else:
            self._confirm(step)

    def _next(self, step: Step[A]) -> None:
        if not self.form.show(self.turn.w, self.record.read(), step.field):
            self.show(Unclear("form.choose_one"))
        else:
            self._confirm(step)

    def _confirm(self, step: Step[A]) -> None:
        """The answer was seen by who gives it: it counts as theirs. On to the next question, or back to the preview
        past what is still missing.
        """
        unconfirmed = self.record.read().unconfirmed
        if step.field in unconfirmed:
            self.record.save({"unconfirmed": [field for field in unconfirmed if field != step.field]})
        answers = self.record.read()
        behind = self.form.after(step, answers)
        if self.here.hub or behind is None:
            behind = self.form.unanswered(answers, self.turn.w)
        self.here.hub = self.here.hub or behind is None
        self._go_to(behind)

    def _back(self, step: Step[A] | None) -> None:
        if step is None:
            self.show()
            return
        if self.here.meanwhile:
            self._go_to(step)
            return
        before = None if self.here.hub else self.form.before(step, self.record.read())
        if before is None and not self.here.hub:
            self.show(Unclear("form.first"))
            return
        self.put_keyboard_away()
        self._go_to(before)

    def _go_to(self, step: Step[A] | None) -> None:
        self.here.step = step.field if step else None
        self.here.meanwhile = {}
        self.show()

    # --- what is shown --------------------------------------------------------------------------

    def _scene(self) -> Scene[A]:
        turn = self.turn
        known = self.form.known(turn, self.record)
        return Scene(turn.w, turn.now, turn.world.gazetteer, self.record.read(), self.here.meanwhile, known)

    def _card(self, step: Step[A], wrong: Unclear | None, *, brief: bool = False) -> Card:
        """The whole card of a step: progress, what was wrong, the question, its buttons and the form's own."""
        w, answers = self.turn.w, self.record.read()
        question = step.ask(self._scene(), self.form.name)
        noted = "" if self.here.meanwhile and not brief else self.form.show(w, answers, step.field)
        several = isinstance(step, Collects)
        parts = [self._progress(step, answers)]
        parts += [w(wrong.key, **wrong.values)] if wrong else []
        remark = self.form.remarks(self.turn, self.record, step.field)
        parts += [remark] if remark and not brief else []
        parts += [question.text] if not brief else []
        if noted and not brief and not isinstance(step, ChoicesStep):
            parts.append(w("form.noted", answer=f"\n{noted}" if noted.startswith("•") else noted))
        text = Markup("\n\n").join(parts)
        if question.keyboard is not None:
            own = [w.plain(f"form.{act}") for act in ("back", "later", "cancel")]
            return Card(text, keyboard=[*question.keyboard, own])
        rows = self._options(step, question)
        if noted:
            rows.append([self._button("form.next" if several else "form.keep", "next", step)])
            rows += [[self._button("form.clear", "clear", step)]] if step in self.form.more else []
        return Card(text, [*rows, self._own_row(step, answers)])

    def _progress(self, step: Step[A], answers: A) -> Markup:
        if step in self.form.more:
            return self.turn.w("form.optional")
        steps = self.form.applicable(self.form.expects(answers))
        return self.turn.w("form.progress", step=steps.index(step) + 1, of=len(steps))

    def _more_card(self) -> Card:
        """What is offered besides the questions: a button each, ticked where it is answered."""
        w, answers = self.turn.w, self.record.read()
        buttons = [
            Button(
                ("✓ " if self.form.show(w, answers, step.field) else "＋ ") + w.plain(f"field.{step.field}"),
                self.form.tap("edit", self.record, step.field),
            )
            for step in self.form.more
            if step.when(answers)
        ]
        back = Button(w.plain("form.to_preview"), self.form.tap("keep", self.record))
        return Card(w(f"{self.form.name}.more"), [*in_columns(buttons, 2), [back]])

    def _options(self, step: Step[A], question: Asked) -> list[list[Button]]:
        return [
            [
                Button(option.label, self.form.tap("choose", self.record, f"{step.field}.{option.value}"))
                for option in row
            ]
            for row in question.options
        ]

    def _own_row(self, step: Step[A], answers: A) -> list[Button]:
        first = self.form.before(step, answers) is None and not self.here.hub
        acts = ("later", "cancel") if first else ("back", "later", "cancel")
        return [self._button(f"form.{act}", act, step) for act in acts]

    def _button(self, key: str, act: str, step: Step[A]) -> Button:
        return Button(self.turn.w.plain(key), self.form.tap(act, self.record, step.field))

    def _has_keyboard(self) -> bool:
        """Whether the question that stands has a keyboard below the chat."""
        step = self.step
        return step is not None and step.ask(self._scene(), self.form.name).keyboard is not None

    def put_keyboard_away(self) -> None:
        """Takes the keyboard away of a question that is left without an answer."""
        if self._has_keyboard():
            self.turn.say(Card(self.turn.w("form.keyboard_away"), keyboard=()))


def end(turn: Turn) -> None:
    """The person fills in nothing any more."""
    turn.state.drop(Filling)
    turn.state.doing = None
