"""The results that stand last on somebody's screen, as the dialog's state keeps them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from conversations.exchange import Tap, Turn
from conversations.understanding.question import Question
from storage.finding import Found
from storage.proposals import MovedOn

FRESH = timedelta(hours=3)  # how long what is typed may go on from an answer


@dataclass
class Standing:
    """A list of events: the question that it answers, its page, the version that its buttons carry, and when.

    `shown` are the sessions of the page in their order, `event` the one opened last; `found` all of them where the
    question was asked from a shared position, which is not kept. `changing`: a menu asks what is to change, and what
    is typed says it. `like`: the session whose event these are like.
    """

    key: ClassVar[str] = "results"
    question: Question
    page: int
    version: int
    at: datetime
    shown: list[int] = field(default_factory=list)
    event: int | None = None
    found: list[Found] | None = None
    changing: bool = False
    like: int | None = None


@dataclass
class Waiting:
    """A question that waits for a place: `near me`."""

    key: ClassVar[str] = "where"
    question: Question


def standing(turn: Turn) -> Standing | None:
    """What stands, or None."""
    return turn.state.of(Standing)


def version_of(turn: Turn) -> int:
    """The version of what stands; 0 where nothing does."""
    last = standing(turn)
    return last.version if last else 0


def fresh(turn: Turn) -> Standing | None:
    """What stands, if it was answered so lately that a message may go on from it."""
    last = standing(turn)
    return last if last and turn.now - last.at < FRESH else None


def stood(turn: Turn, tap: Tap) -> Standing:
    """The results that a button belongs to. Raises MovedOn when newer ones stand below."""
    last = standing(turn)
    if last is None or last.version != tap.version:
        raise MovedOn
    return last


def opened(turn: Turn, session: int) -> None:
    """Notes which event was opened last: what `ça` means in `rappelle-moi ça`."""
    last = standing(turn) or Standing(Question("", "event"), 0, 0, turn.now)
    last.event, last.at = session, turn.now
    turn.state.keep(last)
