"""Who has opened a page inside Telegram, and what they have with the bot: told to themselves alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.pages.init_data import person_in
from conversations.exchange import World
from conversations.wording.catalogue import wording
from storage import people, registrations, reminders, sessions


def told(tx: Connection, world: World, init_data: str, token: str, now: datetime) -> dict[str, Any]:
    """Their language, the town that they asked about last, and of which events they are reminded or will be at, by
    reference. Raises NotTelegrams where it was not Telegram that said who it is.
    """
    person = person_in(init_data, token, now)
    known = people.person_with(tx, person.id)
    language = (known and known.language) or ("fr" if person.language.startswith("fr") else "en")
    town = world.town_of(known) if known else None
    place = {"lat": round(town.lat, 2), "lon": round(town.lon, 2)} if town and town.lat and town.lon else None
    return {"language": language, "place": place, "marks": _marks(tx, person.id, language)}


def _marks(tx: Connection, person: int, language: str) -> dict[str, str]:
    """A seat says more than a reminder."""
    w = wording(language)
    reminded = [(each.session, "page.reminded") for each in reminders.reminders_of(tx, person)]
    seats = [
        (key, "page.registered" if registrations.has_seat(tx, session=key, person=person) else "page.waiting")
        for key in registrations.held_or_awaited(tx, person)
    ]
    marks: dict[str, str] = {}
    for key, said in reminded + seats:
        if session := sessions.session_with(tx, key):
            marks[session.reference] = w.plain(said)
    return marks
