"""Whose clock counts: an event's own; of what is online alone, its reader's."""

from zoneinfo import ZoneInfo

from conversations.exchange import Turn
from conversations.understanding.place import Gazetteer
from conversations.wording.moments import zone
from storage.people import Known
from storage.sessions import Session


def own_zone(gazetteer: Gazetteer, person: Known | None, session: Session) -> str | None:
    """The reader's IANA zone, where it counts and is not the event's: that of the commune which they asked about
    last.
    """
    town = gazetteer.with_code(person.near) if person and person.near and not session.on_site else None
    return town.timezone if town and town.timezone != session.timezone else None


def clock_of(turn: Turn, session: Session) -> ZoneInfo:
    """The zone in which a reminder of the session is set and shown."""
    return zone(own_zone(turn.world.gazetteer, turn.person, session) or session.timezone)
