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
    return {"language": language, "town": town.code if town else None, "marks": _marks(tx, person.id, language)}


def _marks(tx: Connection, person: int, language: str) -> dict[str, str]:
    """What is said of each event; a seat says more than a reminder."""
    w = wording(language)
    kinds = (
        (reminders.sessions_reminded_of(tx, person), "page.reminded"),
        (registrations.sessions_waited_for(tx, person), "page.waiting"),
        (registrations.sessions_held(tx, person), "page.registered"),
    )
    return {reference: w.plain(key) for held, key in kinds for reference in sessions.references(tx, held)}
