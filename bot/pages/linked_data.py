"""An event as search engines read it: schema.org `Event`, as JSON-LD."""

from typing import Any

import orjson
from markupsafe import Markup

from bot.pages.records import page_of, picture_of
from conversations.shown.facts import Facts
from conversations.wording.moments import zone
from storage.analyser import plain
from storage.sessions import Session

CONTEXT = "https://schema.org"
STATES = {
    "planned": "EventScheduled",
    "rescheduled": "EventRescheduled",
    "moved_online": "EventMovedOnline",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
MODES = {
    "on_site": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "both": "MixedEventAttendanceMode",
}


def event(facts: Facts, base: str, language: str) -> dict[str, Any]:
    """The event; where it has several sessions, each is an event of it."""
    page, told = page_of(facts, base, language), facts.answers
    whole = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": page_of(facts, base),
        "url": page,
        "identifier": facts.reference,
        "name": facts.title,
        "description": plain(told.description) if told.description else facts.summary,
        "eventStatus": f"{CONTEXT}/{STATES[facts.state]}",
        "eventAttendanceMode": f"{CONTEXT}/{MODES[told.attendance or 'on_site']}",
        "isAccessibleForFree": True,
        "inLanguage": "fr" if told.language is None else ["fr", "en"] if told.language == "both" else told.language,
        "organizer": {"@type": "Organization", "name": facts.organisation},
        "location": _locations(facts),
        "image": picture_of(facts, base) or f"{base}/card/{language}/{facts.reference}.png",
    }
    ordered = sorted(facts.sessions, key=lambda each: each.starts_at)
    if ordered:
        there = [each for each in ordered if each.takes_place] or ordered
        last = max(there, key=lambda each: each.ends_at)
        whole |= {"startDate": _at(facts, there[0])[0], "endDate": _at(facts, last)[1]}
    if len(ordered) > 1:
        whole["subEvent"] = [_session(facts, each, whole) for each in ordered]
    return whole


def as_script(described: dict[str, Any]) -> Markup:
    """As it stands in a page: nothing in it can end the element that holds it."""
    return Markup(orjson.dumps(described).decode().replace("<", "\\u003c").replace(">", "\\u003e"))


def _session(facts: Facts, session: Session, whole: dict[str, Any]) -> dict[str, Any]:
    start, end = _at(facts, session)
    return {
        "@type": "Event",
        "name": facts.title,
        "identifier": f"{facts.reference}-{session.number}",
        "startDate": start,
        "endDate": end,
        "eventStatus": f"{CONTEXT}/{STATES[session.state]}",
        "eventAttendanceMode": whole["eventAttendanceMode"],
        "location": whole["location"],
    }


def _at(facts: Facts, session: Session) -> tuple[str, str]:
    where = zone(facts.timezone)
    return session.starts_at.astimezone(where).isoformat(), session.ends_at.astimezone(where).isoformat()


def _locations(facts: Facts) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    place = facts.answers.place if facts.answers.on_site else None
    if place:
        address = {"@type": "PostalAddress", "addressLocality": place.name, "addressCountry": "FR"}
        found.append(
            {
                "@type": "Place",
                "name": facts.answers.venue or place.name,
                "address": address | ({"streetAddress": place.address} if place.address else {}),
                "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon},
            }
        )
    if facts.online:
        found.append({"@type": "VirtualLocation", "url": facts.online})
    return found
