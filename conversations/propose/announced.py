"""A pasted announcement fills in what it tells; each answer is shown at its turn, to be kept or changed."""

from datetime import datetime
from typing import Any

from conversations.exchange import Card, Turn
from conversations.form.form import Record
from conversations.propose.steps.link import is_https
from conversations.propose.steps.place import event_place
from conversations.propose.steps.sessions import FURTHEST, MOST
from conversations.shown.answers import answer_lines
from conversations.tidying import length_of, tidy
from conversations.understanding.question import TITLE, Announcement, read_announcement
from conversations.understanding.time import EditionDays
from storage.answers import Answers

FIRST = "who"  # the step at which an announcement may be pasted


def read_announced(turn: Turn, week: EditionDays, text: str) -> Announcement | None:
    """What a pasted announcement tells; None where the text is none."""
    return read_announcement(tidy(text), turn.now, turn.world.gazetteer, turn.w.language, week)


def fill_in(turn: Turn, record: Record[Answers], told: Announcement) -> None:
    """Fills the draft in with what was told, each answer to be confirmed at its turn, and says what was read."""
    given = _answers(told, turn.now)
    record.save(given | {"unconfirmed": [field for field in given if field != "last_session"]})
    lines = answer_lines(turn.w, record.read(), private=False)
    missing = "" if told.sessions else turn.w("propose.announced.undated")
    turn.say(Card(turn.w("propose.announced", answers=lines, missing=missing)))


def _answers(told: Announcement, now: datetime) -> dict[str, Any]:
    """What was told, as a proposal keeps it, as far as the form would take it."""
    near = [(start, end) for start, end in told.sessions if start <= now + FURTHEST]
    sessions = Answers().with_sessions(near[:MOST])
    given: dict[str, Any] = {
        "conditions": told.open_and_free or None,
        "organisation": told.organisation,
        "title": told.title if told.title and length_of(told.title) <= TITLE[1] else None,
        "format": told.format,
        "themes": list(told.themes),
        "audiences": list(told.audiences),
        "attendance": told.attendance,
        "place": event_place(told.place) if told.place else None,
        "venue": told.venue,
        "link": told.link if told.link and is_https(told.link) else None,
        "sessions": sessions.sessions,
        "last_session": sessions.last_session,
    }
    return {field: value for field, value in given.items() if value}
