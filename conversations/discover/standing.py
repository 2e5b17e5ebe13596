"""The results that stand last on somebody's screen, as the dialog's state keeps them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from conversations.exchange import Tap, Turn
from conversations.understanding.meaning import SEVERAL, Question
from conversations.understanding.places import Place
from storage.database import JsonDict
from storage.proposals import MovedOn

FRESH = timedelta(hours=3)  # how long what is typed may go on from an answer


@dataclass(slots=True)
class Standing:
    """A list of events: the question that it answers, its page, the version that its buttons carry.

    `shown` are the listings of the page in their order, `event` the listing opened last, `at` when;
    `changing`: a menu asks what is to change, and what is typed says it.
    """

    question: Question
    page: int
    version: int
    at: datetime
    shown: list[int] = field(default_factory=list)
    event: int | None = None
    changing: bool = False


def standing(turn: Turn) -> Standing | None:
    """What stands, or None."""
    kept = turn.state.get("results")
    if not isinstance(kept, dict):
        return None
    values: dict[str, Any] = dict(kept)
    values["question"] = from_json(values["question"])
    values["at"] = datetime.fromisoformat(values["at"])
    return Standing(**values)


def version_of(turn: Turn) -> int:
    """The version of what stands; 0 where nothing does."""
    kept = turn.state.get("results")
    return int(str(kept["version"])) if isinstance(kept, dict) else 0


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


def keep(turn: Turn, last: Standing) -> None:
    """Notes what stands now."""
    turn.state["results"] = {
        "question": to_json(last.question),
        "page": last.page,
        "version": last.version,
        "at": last.at.isoformat(),
        "shown": list(last.shown),
        "event": last.event,
        "changing": last.changing,
    }


def opened(turn: Turn, listing: int) -> None:
    """Notes which event was opened last: what `ça` means in `rappelle-moi ça`."""
    last = standing(turn) or Standing(Question("", "event"), 0, 0, turn.now)
    last.event, last.at = listing, turn.now
    keep(turn, last)


def to_json(question: Question) -> JsonDict:
    """The question as the state keeps it."""
    return {
        "text": question.text,
        "intent": question.intent,
        "place": list(question.place) if question.place else None,
        "radius_km": question.radius_km,
        "start": question.start.isoformat() if question.start else None,
        "end": question.end.isoformat() if question.end else None,
        **{name: list(getattr(question, name)) for name in SEVERAL},
        "attendance": question.attendance,
        "words": question.words,
        "reference": question.reference,
    }


def from_json(kept: JsonDict) -> Question:
    """The question back from the state."""
    values: dict[str, Any] = dict(kept)
    for side in ("start", "end"):
        values[side] = datetime.fromisoformat(str(values[side])) if values[side] else None
    for name in SEVERAL:
        values[name] = tuple(values[name])
    values["place"] = Place(*values["place"]) if values["place"] else None
    return Question(**values)
