"""Nothing found: what a person would still go to. Another hour or day here, something else here, then some tens of
kilometres away, online; never another ocean.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection

from conversations.discover.search.searches import FAR_KM, WALL_KM
from conversations.understanding.question import Question
from conversations.understanding.text import words_of
from conversations.understanding.time import DAY
from conversations.wording.moments import zone
from storage import editions, finding
from storage.analyser import fold
from storage.finding import Found, Search

NEAR_KM = 100
NO_KIND: dict[str, Any] = {"themes": (), "audiences": (), "formats": (), "accessibility": (), "words": ""}


class Miss(NamedTuple):
    """What asks for less than was asked, and how its answer is announced."""

    key: str
    question: Question


def misses(tx: Connection, now: datetime, question: Question) -> Iterator[Miss]:
    """What is looked for instead, the likest first; nothing for words alone, which nothing has."""
    yield from _words_aside(tx, now, question)
    if question != Question(question.text, question.intent, words=question.words):
        yield from (miss for miss in _tries(tx, now, question) if miss.question != question)


def _tries(tx: Connection, now: datetime, question: Question) -> Iterator[Miss]:
    near = is_point(question)
    here = question._replace(radius_km=question.radius_km or WALL_KM) if near else question
    yield from _in_the_week(tx, now, here)
    if _says_hours(here):
        yield Miss("results.other_hours", _whole_days(here))
    yield Miss("results.other_days", here._replace(start=None, end=None))
    yield from _of_that_name(question)
    yield Miss(_without_all_that(question), here._replace(**NO_KIND))
    if near:
        yield Miss("results.further", question._replace(radius_km=NEAR_KM))
    yield Miss("results.online_instead", question._replace(attendance=question.attendance or "online"))
    yield Miss("results.anything", here._replace(start=None, end=None, **NO_KIND))
    if near:
        yield Miss("results.further", question._replace(radius_km=NEAR_KM, start=None, end=None, **NO_KIND))
        yield Miss("results.far", question._replace(radius_km=FAR_KM, start=None, end=None, **NO_KIND))


def _in_the_week(tx: Connection, now: datetime, question: Question) -> list[Miss]:
    """A day before the Week, as one says `mercredi`: that day of it, at the same hours."""
    days = editions.current_days(tx, now)
    if days is None or question.start is None or question.end is None or question.end - question.start > DAY:
        return []
    weeks = -(-(days[0] - question.start.astimezone(zone(question.zone)).date()).days // 7)
    if weeks <= 0:
        return []
    later = timedelta(weeks=weeks)
    return [Miss("results.in_the_week", question._replace(start=question.start + later, end=question.end + later))]


def _of_that_name(question: Question) -> list[Miss]:
    """What has the words, wherever and whenever it is: they may be of its title. Where what was said is taken for a
    kind of event, its words themselves.
    """
    kinds = question.themes or question.formats or question.audiences
    if question.words and not (kinds or question.accessibility):
        return [Miss("results.elsewhere", Question(question.text, "search", words=question.words))]
    if not kinds or not question.text or question.words:
        return []
    named = {fold(word) for word in words_of(question.place.name)} if question.place else set()
    words = " ".join(word for word in words_of(question.text) if fold(word) not in named)
    return [Miss("results.of_that_name", Question(question.text, "search", words=words))] if words else []


def is_miss(question: Question, found: list[Found]) -> bool:
    """Whether nothing is found that one would go to: nothing at all, or near a place nothing in thirty kilometres."""
    if not found:
        return True
    metres = found[0].metres
    return question.radius_km is None and metres is not None and metres > WALL_KM * 1000


def is_point(question: Question) -> bool:
    """Whether it asks what is near a place."""
    place = question.place
    return place is not None and place.kind not in ("region", "departement") and question.attendance != "online"


def _says_hours(question: Question) -> bool:
    where = zone(question.zone)
    ends = [each.astimezone(where) for each in (question.start, question.end) if each]
    return any(each.time() != time() for each in ends)


def _whole_days(question: Question) -> Question:
    where = zone(question.zone)

    def midnight(moment: datetime | None, days: int) -> datetime | None:
        if moment is None:
            return None
        return datetime.combine(moment.astimezone(where).date() + timedelta(days=days), time(), where)

    last = question.end - timedelta(minutes=1) if question.end else None
    return question._replace(start=midnight(question.start, 0), end=midnight(last, 1))


def _words_aside(tx: Connection, now: datetime, question: Question) -> list[Miss]:
    """The same without the words that nothing in the programme has, where it has others that were said."""
    words = question.words.split()
    known = [word for word in words if finding.is_any(tx, Search(start=now, words=word))]
    meant = question._replace(words=" ".join(known))
    return [Miss("results.words_aside", meant)] if 0 < len(known) < len(words) else []


def _without_all_that(question: Question) -> str:
    """How events are announced that leave subject, format, audience and accessibility aside."""
    if question.accessibility:
        return "results.access_unknown"
    if question.themes or question.words:
        return "results.other_subjects"
    return "results.other_formats" if question.formats else "results.other_audiences"
