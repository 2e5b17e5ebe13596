"""A question as the programme is asked it."""

from datetime import datetime
from typing import Any

from conversations.understanding.question import Question
from storage.programme import Search


def search_of(question: Question, now: datetime) -> Search:
    """The question as the programme is asked it. What has ended is passed over, unless the past is asked for."""
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
    return Search(near=near, radius_km=question.radius_km, **common)
