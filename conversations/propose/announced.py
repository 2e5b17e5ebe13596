"""A pasted announcement fills in what it tells; each answer is shown at its turn, to be kept or changed."""

from datetime import datetime
from typing import Any

from conversations.exchange import Card, Content, Text, Turn
from conversations.propose.link import is_https
from conversations.propose.place import event_place
from conversations.propose.record import ProposalRecord, background_of
from conversations.propose.sessions import FURTHEST, MOST
from conversations.shown.answers import answer_lines
from conversations.tidying import length_of, tidy
from conversations.understanding.question import TITLE, Announcement, read_announcement
from storage.proposals import Answers

FIRST = "who"  # the step at which an announcement may be pasted


def take_announcement(turn: Turn, record: ProposalRecord, field: str | None, content: Content) -> bool:
    """Fills the draft from an announcement pasted at its first question; False where none was."""
    if field != FIRST or not isinstance(content, Text) or record.read().title:
        return False
    week = background_of(turn, record).week
    told = read_announcement(tidy(content.body), turn.now, turn.world.gazetteer, turn.w.language, week)
    if told is None:
        return False
    given = _answers(told, turn.now)
    record.save(given | {"unconfirmed": [field for field in given if field != "last_session"]})
    lines = answer_lines(turn.w, record.read(), private=False)
    missing = "" if told.sessions else turn.w("propose.announced.undated")
    turn.say(Card(turn.w("propose.announced", answers=lines, missing=missing)))
    return True


def _answers(told: Announcement, now: datetime) -> dict[str, Any]:
    """What was told, as a proposal keeps it, as far as the form would take it."""
    near = [(start, end) for start, end in told.sessions if start <= now + FURTHEST]
    sessions = Answers().with_sessions(near[:MOST])
    given: dict[str, Any] = {
        "title": told.title if told.title and length_of(told.title) <= TITLE[1] else None,
        "format": told.format,
        "themes": list(told.themes),
        "audiences": list(told.audiences),
        "attendance": told.attendance,
        "place": event_place(told.place) if told.place else None,
        "link": told.link if told.link and is_https(told.link) else None,
        "sessions": sessions.sessions,
        "last_session": sessions.last_session,
    }
    return {field: value for field, value in given.items() if value}
