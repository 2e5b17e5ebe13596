"""A question as the programme is asked it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from conversations.understanding.question import Question
from storage import finding
from storage.finding import Found, Search

WALL_KM = 30  # within which one goes to what is on
FAR_KM = 400  # farther than this nobody goes who does not say so


def search_of(question: Question, now: datetime) -> Search:
    """The question as the programme is asked it. What has ended is passed over, unless the past is asked for; what is
    farther than one would go as well, unless it is said how far.
    """
    start = question.start
    if question.end is None or question.end > now:
        start = max(start, now) if start else now
    place = question.place
    common: dict[str, Any] = {
        "start": start,
        "end": question.end,
        "themes": question.themes,
        "audiences": question.audiences,
        "formats": question.formats,
        "accessibility": question.accessibility,
        "attendance": question.attendance,
        "words": question.words,
    }
    if place is None or question.attendance == "online":
        return Search(**common)
    if place.kind == "region":
        return Search(region=place.region, **common)
    if place.kind == "departement":
        return Search(departement=place.departement, **common)
    near = (place.lat or 0.0, place.lon or 0.0)
    return Search(near=near, radius_km=question.radius_km or FAR_KM, **common)


def find(tx: Connection, question: Question, now: datetime, most: int) -> list[Found]:
    """Up to `most` events that fit, in the order of the programme; near a place none at all where the nearest is
    further than one would go, unless it is said how far.
    """
    wall = WALL_KM if question.radius_km is None else None
    return finding.find(tx, search_of(question, now)._replace(nearest_km=wall), most)
