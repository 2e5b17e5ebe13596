"""The steps of a form. A step knows how to ask and how to read an answer; it writes nothing and knows no chat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from markupsafe import Markup

from conversations.exchange import AskLocation, Content, Reply, Text
from conversations.tidying import is_visible, length_of, one_line, tidy
from conversations.understanding.place import Gazetteer
from conversations.understanding.question import options_said
from conversations.wording.catalogue import Wording
from storage.analyser import fold
from storage.database import JsonDict

A = TypeVar("A")  # the answers of a form


class Unclear(Exception):
    """An answer that cannot be taken: the message says what is wrong, what is expected, and an example.

    `meanwhile` is what the step keeps of it all the same, for the next answer may complete it; None leaves what it
    has kept as it is.
    """

    def __init__(self, key: str, *, meanwhile: JsonDict | None = None, **values: object) -> None:
        super().__init__(key)
        self.key, self.meanwhile, self.values = key, meanwhile, values


@dataclass(frozen=True)
class Given:
    """An answer: values of fields. `stays`: the same question is asked on, until its Next is pressed; `note` is the key
    of what is said about an answer that was given below the chat.
    """

    values: dict[str, Any]
    stays: bool = False
    note: str | None = None


@dataclass(frozen=True)
class More:
    """The answer is not whole yet: what to keep meanwhile. The same question then asks on."""

    meanwhile: JsonDict


@dataclass(frozen=True)
class Awaited:
    """The answer has to be fetched first: what fetches it; it comes back as something that is said."""

    reply: Reply


@dataclass(frozen=True)
class Picked:
    """A button of the question that was pressed."""

    option: str


Said = Content | Picked
Reading = Given | More | Awaited


@dataclass(frozen=True)
class Scene(Generic[A]):
    """What a step may look at: the words, the moment, the answers so far, what it keeps meanwhile, and what the
    dialog knows besides (`known`).
    """

    w: Wording
    now: datetime
    gazetteer: Gazetteer
    answers: A
    meanwhile: JsonDict
    known: Any


class Option(NamedTuple):
    """A choice: what it is called, and what comes back when it is picked."""

    label: str
    value: str


class Asked(NamedTuple):
    """What a step asks: its text and options in rows, or a `keyboard` below the chat where a location can be shared."""

    text: Markup
    options: Sequence[Sequence[Option]] = ()
    keyboard: Sequence[Sequence[str | AskLocation]] | None = None


def always(_answers: Any) -> bool:
    """The condition of a step that everybody is asked."""
    return True


class Step(Protocol[A]):
    """One question of a form: the field that it answers, and whether the answers so far call for it."""

    @property
    def field(self) -> str:
        """The answer's name."""

    @property
    def when(self) -> Callable[[A], bool]:
        """Whether the answers so far call for this question."""

    def ask(self, scene: Scene[A], form: str) -> Asked:
        """The question; its words are in the catalogue under the form's name."""

    def read(self, scene: Scene[A], said: Said, form: str) -> Reading:
        """What was said, as an answer. Raises Unclear."""


class Collects:
    """A step whose answer grows with what is said, until its Next is pressed."""


def nothing(_scene: Scene[Any]) -> Sequence[str]:
    """No earlier answers to offer."""
    return ()


@dataclass(frozen=True)
class TextStep(Generic[A]):
    """A line or a paragraph of text, `length` characters long; `suggest` offers earlier answers as buttons."""

    field: str
    length: tuple[int, int]
    when: Callable[[A], bool] = always
    paragraph: bool = False
    suggest: Callable[[Scene[A]], Sequence[str]] = nothing

    def ask(self, scene: Scene[A], form: str) -> Asked:
        """The question, with earlier answers to pick."""
        low, high = self.length
        offered = enumerate(self.suggest(scene)[:4])
        rows = [[Option(label[:60], str(position))] for position, label in offered]
        return Asked(scene.w(f"{form}.{self.field}.ask", low=low, high=high), rows)

    def read(self, scene: Scene[A], said: Said, form: str) -> Reading:
        """The text, tidied; or the earlier answer that was picked."""
        if isinstance(said, Picked):
            offered = self.suggest(scene)
            if not said.option.isdecimal() or int(said.option) >= len(offered):
                raise Unclear("form.moved_on")
            return Given({self.field: offered[int(said.option)]})
        example = scene.w(f"{form}.{self.field}.example")
        text = typed(said, example)
        text = tidy(text) if self.paragraph else one_line(text)
        low, high = self.length
        count = length_of(text) if is_visible(text) else 0
        if not low <= count <= high:
            key = "form.too_short" if count < low else "form.too_long"
            raise Unclear(key, low=low, high=high, count=count, example=example)
        return Given({self.field: text})


@dataclass(frozen=True)
class ChoiceStep(Generic[A]):
    """One of a list, by button or by its name."""

    field: str
    options: tuple[str, ...]
    when: Callable[[A], bool] = always
    columns: int = 1

    def ask(self, scene: Scene[A], form: str) -> Asked:
        """The question and a button for each option."""
        chosen = getattr(scene.answers, self.field)
        buttons = [
            Option(("● " if option == chosen else "") + scene.w.plain(f"{self.field}.{option}"), option)
            for option in self.options
        ]
        return Asked(scene.w(f"{form}.{self.field}.ask"), in_columns(buttons, self.columns))

    def read(self, scene: Scene[A], said: Said, form: str) -> Reading:
        """The option picked or named. Raises Unclear for several."""
        meant = options_of(scene.w, self.field, self.options, said)
        if len(meant) > 1:
            raise Unclear("form.one_of", options=", ".join(scene.w.plain(f"{self.field}.{each}") for each in meant))
        return Given({self.field: meant[0]})


@dataclass(frozen=True)
class ChoicesStep(Collects, Generic[A]):
    """Several of a list: each press ticks or unticks one, at most `at_most`; then Next."""

    field: str
    options: tuple[str, ...]
    at_most: int
    when: Callable[[A], bool] = always
    columns: int = 1

    def ask(self, scene: Scene[A], form: str) -> Asked:
        """The question and a ticked or unticked button for each option."""
        chosen = getattr(scene.answers, self.field)
        buttons = [
            Option(("☑ " if option in chosen else "☐ ") + scene.w.plain(f"{self.field}.{option}"), option)
            for option in self.options
        ]
        return Asked(scene.w(f"{form}.{self.field}.ask", most=self.at_most), in_columns(buttons, self.columns))

    def read(self, scene: Scene[A], said: Said, form: str) -> Reading:
        """The option picked or named, ticked if it was not, else unticked; several that are named are ticked."""
        meant = set(options_of(scene.w, self.field, self.options, said))
        chosen = set(getattr(scene.answers, self.field))
        now = chosen ^ meant if len(meant) == 1 else chosen | meant
        if len(now) > self.at_most:
            raise Unclear("form.too_many", most=self.at_most)
        return Given({self.field: [each for each in self.options if each in now]}, stays=True)


def options_of(w: Wording, field: str, options: tuple[str, ...], said: Said) -> list[str]:
    """The option that was picked or whose name was typed, or those that words mean. Raises Unclear for none."""
    meant: list[str] = []
    if isinstance(said, Picked):
        meant = [said.option]
    elif isinstance(said, Text):
        meant = _named(w, field, options, said.body) or options_said(field, said.body, w.language)
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


def typed(said: Said, example: str) -> str:
    """What was typed. Raises Unclear for anything else, with an example of what is expected."""
    if not isinstance(said, Text):
        raise Unclear("form.text_only", example=example)
    return said.body


YES = frozenset("oui ok okay yes yep ouais exact exactement correct right d'accord".split())
NO = frozenset("non no nope nan".split())


def yes_or_no(said: Said) -> str | None:
    """`yes` or `no` where that was typed, else None."""
    text = fold(one_line(said.body)).strip(" .!") if isinstance(said, Text) else ""
    return "yes" if text in YES else "no" if text in NO else None


B = TypeVar("B")


def in_columns(buttons: Sequence[B], columns: int) -> list[list[B]]:
    """Buttons in rows of so many."""
    return [list(buttons[first : first + columns]) for first in range(0, len(buttons), columns)]
