"""When the Week is: what is said outside of it, how one hears of the next, and the archive of those that are past."""

from datetime import datetime, time

from markupsafe import Markup

from conversations.exchange import Button, Tap, Turn
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import day, zone
from storage import editions, next_week
from storage.editions import Edition
from storage.zones import PARIS


def edition_line(turn: Turn) -> Markup:
    """When the Week is, or was."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        return turn.w("edition.none")
    key = "edition.over" if edition.over(turn.now) else "edition.days"
    first, last = day(turn.w, edition.first_day), day(turn.w, edition.last_day, year=True)
    return turn.w(key, name=edition.name, first=first, last=last)


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


def off_season_rows(turn: Turn) -> list[list[Button]]:
    """Outside the Week: to hear of the next one, and to look into the last that is past."""
    edition = editions.current(turn.tx, turn.now)
    past = [each for each in editions.all_editions(turn.tx) if each.over(turn.now)]
    rows = []
    if (edition is None or edition.over(turn.now)) and not next_week.follows(turn.tx, turn.person.id):
        rows.append([Button(turn.w.plain("edition.follow"), Tap("week.follow", 0, 0))])
    if past:
        name = past[0].name
        rows.append([Button(turn.w.plain("edition.archive", name=name), Tap("archive", past[0].year, 0))])
    return rows


def in_archive(turn: Turn, question: Question, year: int) -> Question | None:
    """The same question about the days of an edition; None where there is none of that year."""
    edition = editions.edition_of(turn.tx, year)
    if edition is None:
        return None
    first, last = _bounds(edition, None, PARIS)
    return question._replace(start=first, end=last)
