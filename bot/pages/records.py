"""An event as data: the fields that feeds and files share, whose names last."""

from typing import Any

from conversations.shown.facts import Facts
from conversations.wording.moments import zone
from storage.analyser import plain
from storage.sessions import Session

Record = dict[str, Any]


def record(facts: Facts, base: str) -> Record:
    """One event; times are ISO 8601 with the offset of where it is, places WGS 84 degrees."""
    told = facts.answers
    return {
        "id": facts.reference,
        "url": page_of(facts, base),
        "telegram": facts.link,
        "edition": facts.edition,
        "state": facts.state,
        "title": _both(told.title, told.title_en),
        "summary": _both(told.summary, told.summary_en),
        "description": plain(told.description) if told.description else None,
        "organisation": facts.organisation,
        "format": told.format,
        "themes": told.themes,
        "audiences": told.audiences,
        "accessibility": told.accessibility,
        "language": told.language,
        "attendance": told.attendance,
        "place": _place(facts),
        "online": facts.online or None,
        "timezone": facts.timezone,
        "sessions": [_session(facts, each) for each in facts.sessions],
        "registration": told.registration.model_dump() if told.registration else None,
        "people": [each.model_dump() for each in told.people],
        "contact": told.contact,
        "picture": picture_of(facts, base),
        "updated": facts.changed_at.isoformat(timespec="seconds"),
        "sequence": facts.sequence,
    }


def page_of(facts: Facts, base: str, language: str = "fr") -> str:
    """The public address of the event's page."""
    return f"{base}/{language}/e/{facts.reference}"


def picture_of(facts: Facts, base: str) -> str | None:
    """The address of its picture, or None."""
    return f"{base}/picture/{facts.reference}.jpg" if facts.answers.picture else None


def _both(french: str | None, english: str | None) -> dict[str, str]:
    told = {"fr": french, "en": english}
    return {language: text for language, text in told.items() if text}


def _place(facts: Facts) -> Record | None:
    place = facts.answers.place if facts.answers.on_site else None
    if place is None:
        return None
    return {
        "venue": facts.answers.venue,
        "address": place.address,
        "commune": place.name,
        "insee": place.code,
        "departement": place.departement,
        "region": place.region,
        "latitude": place.lat,
        "longitude": place.lon,
    }


def _session(facts: Facts, session: Session) -> Record:
    where = zone(facts.timezone)
    return {
        "id": f"{facts.reference}-{session.number}",
        "start": session.starts_at.astimezone(where).isoformat(),
        "end": session.ends_at.astimezone(where).isoformat(),
        "state": session.state,
        "seats": session.seats,
    }
