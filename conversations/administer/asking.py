"""What an administrator is asked for in words, and of what: the answer belongs to that."""

from dataclasses import dataclass
from typing import ClassVar

from conversations.exchange import Button, Card, Tap, Turn


@dataclass
class Asked:
    """Of which edition, person or broadcast something is asked."""

    key: ClassVar[str] = "administered"
    about: int


def ask(turn: Turn, doing: str, about: int, text: str, back: Tap, **values: object) -> None:
    """Asks for something in words: the next message answers, and Back leaves things as they are."""
    turn.state.doing = doing
    turn.state.keep(Asked(about))
    turn.show(Card(turn.w(text, **values), [[Button(turn.w.plain("form.back"), back)]]))


def asked_about(turn: Turn) -> int:
    """What was asked about last; 0 for nothing."""
    asked = turn.state.of(Asked)
    return asked.about if asked else 0


def answered(turn: Turn) -> None:
    """The answer was taken."""
    turn.state.doing = None
    turn.state.drop(Asked)
