"""Questions about days outside the Week, and about editions that are past."""

from datetime import datetime, time

from markupsafe import Markup

from conversations.exchange import Turn
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import day, zone
from storage import editions
from storage.editions import Edition
from storage.zones import PARIS


def outside(turn: Turn, question: Question) -> Markup | None:
    """That the days which were asked for lie before or after the Week; None where they do not."""
    edition = editions.current(turn.tx, turn.now) if question.start or question.end else None
    if edition is None or edition.over(turn.now):
        return None
    first, last = _bounds(edition, question.place.region if question.place else None, question.zone)
    if question.start and question.start >= last:
        return turn.w("edition.ends", day=day(turn.w, (last - DAY).date()))
    if question.end and question.end <= first:
        return turn.w("edition.begins", day=day(turn.w, first.date()))
    return None


def _bounds(edition: Edition, region: str | None, timezone: str) -> tuple[datetime, datetime]:
    """The Week's first and past its last moment in a région."""
    first, last = edition.days_in(region)
    where = zone(timezone)
    return datetime.combine(first, time(), where), datetime.combine(last, time(), where) + DAY


def in_archive(turn: Turn, question: Question, year: int) -> Question | None:
    """The same question about the days of an edition; None where there is none of that year."""
    edition = editions.edition_of(turn.tx, year)
    if edition is None:
        return None
    first, last = _bounds(edition, None, PARIS)
    return question._replace(start=first, end=last)
