"""What somebody asks, understood where they stand: their language, the moment, the running or next edition; slips in
its words are mended to those that the programme has.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from conversations.exchange import Turn
from conversations.understanding.place import Gazetteer
from conversations.understanding.question import LONGEST_QUESTION, Question, understand
from conversations.understanding.time import says_only_hours
from conversations.wording.moments import zone
from storage import editions, spelling
from storage.zones import PARIS

ABOUT_EVENTS = ("place", "radius_km", "themes", "audiences", "formats", "attendance", "accessibility")


def is_about_events(question: Question) -> bool:
    """Whether a place or a kind of event is said: `à quelle heure sont les ateliers à Lyon ?`."""
    said = question.seen or question
    return any(getattr(said, detail) for detail in ABOUT_EVENTS)


def asked_of(turn: Turn, text: str) -> Question:
    """The question that a text asks."""
    return _asked(turn, text, turn.now, PARIS)


def asked_on(turn: Turn, text: str, before: Question) -> Question:
    """The same, said after the answer to `before`: hours are of its day, days of its place's zone."""
    now = turn.now
    if before.start and says_only_hours(text[:LONGEST_QUESTION], turn.w.language):
        now = max(now, before.start.astimezone(zone(before.zone)).replace(hour=0, minute=0))
    return _asked(turn, text, now, before.zone)


def _asked(turn: Turn, text: str, now: datetime, where: str) -> Question:
    return asked_anywhere(turn.tx, turn.now, turn.world.gazetteer, turn.w.language, text, at=now, where=where)


def asked_anywhere(
    tx: Connection,
    now: datetime,
    gazetteer: Gazetteer,
    language: str,
    text: str,
    *,
    at: datetime | None = None,
    where: str = PARIS,
) -> Question:
    """The question that a text asks `now`, also outside of every chat; days are counted from the moment `at`, on the
    clock of an IANA zone.
    """
    week = partial(editions.current_days, tx, now)
    asked = understand(text, at or now, gazetteer, language=language, zone=where, edition=week)
    return asked._replace(words=spelling.mended(tx, asked.words)) if asked.words else asked
