"""An event as OpenAgenda's readers take it: its fields by their names, its codes by their numbers.

https://developers.openagenda.com/ (events, schema of version 2)
"""

from typing import Any

from bot.pages.asked import slug
from bot.pages.records import page_of, picture_of
from conversations.shown.facts import Facts
from conversations.wording.catalogue import wording
from conversations.wording.moments import zone
from storage.analyser import plain

MODES = {"on_site": 1, "online": 2, "both": 3}
STATES = {"planned": 1, "rescheduled": 2, "moved_online": 3, "postponed": 4, "cancelled": 6}
# Motor, hearing, visual, psychic, intellectual: what each of our kinds of accessibility is for.
ACCESSIBLE = {
    "step_free": "mi",
    "sign_language": "hi",
    "captions": "hi",
    "hearing_loop": "hi",
    "audio_description": "vi",
    "quiet_room": "pi",
    "easy_read": "ii",
}


def event(facts: Facts, base: str) -> dict[str, Any]:
    """One event."""
    told, w = facts.answers, wording("fr")
    keywords = [w.plain(f"format.{told.format}"), *(w.plain(f"themes.{each}") for each in told.themes)]
    picture = picture_of(facts, base)
    return {
        "uid": facts.reference,
        "slug": f"{facts.reference}-{slug(told.title or '')}",
        "title": _in_both(told.title, told.title_en),
        "description": _in_both(told.summary, told.summary_en),
        "longDescription": {"fr": plain(told.description)} if told.description else {},
        "keywords": {"fr": keywords},
        "image": {"base": picture} if picture else None,
        "location": _location(facts),
        "attendanceMode": MODES[told.attendance or "on_site"],
        "onlineAccessLink": facts.online or None,
        "status": STATES[facts.state],
        "timings": _timings(facts),
        "timezone": facts.timezone,
        "registration": _registration(facts),
        "accessibility": dict.fromkeys(sorted({ACCESSIBLE[each] for each in told.accessibility}), True),
        "conditions": {"fr": w.plain("page.free"), "en": wording("en").plain("page.free")},
        "originAgenda": {"title": facts.week},
        "contributor": {"organization": facts.organisation},
        "links": [{"link": page_of(facts, base)}],
        "updatedAt": facts.changed_at.isoformat(timespec="seconds"),
    }


def _in_both(french: str | None, english: str | None) -> dict[str, str]:
    return {language: text for language, text in (("fr", french), ("en", english)) if text}


def _location(facts: Facts) -> dict[str, Any] | None:
    place = facts.answers.place if facts.answers.on_site else None
    if place is None:
        return None
    return {
        "name": facts.answers.venue or place.name,
        "address": place.address or f"{facts.answers.venue or ''}, {place.name}".strip(", "),
        "city": place.name,
        "insee": place.code,
        "department": place.departement,
        "countryCode": "FR",
        "latitude": place.lat,
        "longitude": place.lon,
        "timezone": facts.timezone,
    }


def _timings(facts: Facts) -> list[dict[str, str]]:
    where = zone(facts.timezone)
    return [
        {"begin": each.starts_at.astimezone(where).isoformat(), "end": each.ends_at.astimezone(where).isoformat()}
        for each in facts.sessions
        if each.takes_place or facts.state in ("postponed", "cancelled")
    ]


def _registration(facts: Facts) -> list[dict[str, str]]:
    how = facts.answers.registration
    if how is None or how.by == "open":
        return []
    if how.by == "bot":
        return [{"type": "link", "value": facts.link}]
    return [{"type": how.by, "value": how.at}]
