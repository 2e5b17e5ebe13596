"""A pasted announcement fills in what it tells; each answer is shown at its turn, to be kept or changed."""

from datetime import datetime
from functools import partial
from typing import Any

from conversations.exchange import Card, Content, Text, Turn
from conversations.form import Step
from conversations.propose.link import is_https
from conversations.propose.place import event_place
from conversations.propose.preview import answer_lines
from conversations.propose.sessions import FURTHEST, MOST
from conversations.tidying import length_of, tidy
from conversations.understanding.announcements import TITLE, Announcement, read_announcement
from storage import editions, proposals
from storage.proposals import Proposal, Session

FIRST = "who"  # the step at which an announcement may be pasted


def take_announcement(turn: Turn, proposal: Proposal, step: Step, content: Content) -> bool:
    """Fills the draft from an announcement pasted at its first question; False where none was."""
    if step.field != FIRST or not isinstance(content, Text) or proposal.read().title:
        return False
    week = partial(editions.current_days, turn.tx, turn.now)
    told = read_announcement(tidy(content.body), turn.now, turn.world.gazetteer, turn.w.language, week)
    if told is None:
        return False
    given = _answers(told, turn.now)
    answers = proposal.read().model_copy(update=given | {"unconfirmed": list(given)})
    proposals.save(turn.tx, proposal, answers, now=turn.now)
    turn.say(Card(turn.w("propose.announced", answers=answer_lines(turn.w, answers, private=False))))
    return True


def _answers(told: Announcement, now: datetime) -> dict[str, Any]:
    """What was told, as a proposal keeps it, as far as the form would take it."""
    near = [(start, end) for start, end in told.sessions if start <= now + FURTHEST]
    given: dict[str, Any] = {
        "title": told.title if told.title and length_of(told.title) <= TITLE[1] else None,
        "format": told.format,
        "themes": list(told.themes),
        "audiences": list(told.audiences),
        "attendance": told.attendance,
        "place": event_place(told.place) if told.place else None,
        "link": told.link if told.link and is_https(told.link) else None,
        "sessions": [Session(start=start, end=end) for start, end in near[:MOST]],
    }
    return {field: value for field, value in given.items() if value}
