"""The calendar file of an event: RFC 5545, each session an event whose UID lasts, so that a newer file replaces it."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar, Event, vGeo, vUri

from conversations.shown.facts import Facts
from conversations.wording.catalogue import Wording
from conversations.wording.moments import zone
from storage.sessions import Session

MAKER = "-//Semaine de l'innovation publique//FR"


def calendar_of(facts: Facts, w: Wording) -> bytes:
    """Every session with its zone; what does not take place is cancelled there too."""
    return _calendar([facts], w)


def calendar_to_follow(events: Iterable[Facts], w: Wording) -> bytes:
    """The same of several events, for a calendar that looks again every hour."""
    return _calendar(events, w, name=w.plain("page.name"))


def _calendar(events: Iterable[Facts], w: Wording, name: str | None = None) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for facts in events:
        for session in facts.sessions:
            calendar.add_component(_event(facts, w, session))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(facts: Facts, w: Wording, session: Session) -> Event:
    where = zone(facts.timezone)
    event = Event()
    event.add("uid", f"{facts.reference}-{session.number}@{facts.link.split('/')[2]}")
    event.add("dtstamp", facts.changed_at.astimezone(UTC))
    event.add("last-modified", facts.changed_at.astimezone(UTC))
    event.add("sequence", facts.sequence)
    event.add("dtstart", session.starts_at.astimezone(where))
    event.add("dtend", session.ends_at.astimezone(where))
    event.add("summary", facts.title)
    event.add("status", "CONFIRMED" if session.takes_place else "CANCELLED")
    event.add("description", "\n\n".join(part for part in (facts.summary, facts.organisation, facts.online) if part))
    event.add("location", ", ".join(facts.where) if facts.where else w.plain("attendance.online"))
    event.add("url", vUri(facts.online or facts.link))
    if session.on_site:
        event.add("geo", vGeo((session.lat, session.lon)))
    return event
