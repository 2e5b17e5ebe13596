"""Whose clock counts: an event's own; of what is online alone, its reader's."""

from zoneinfo import ZoneInfo

from conversations.exchange import Turn
from conversations.wording.moments import zone
from storage.sessions import Session


def own_zone(turn: Turn, session: Session) -> str | None:
    """The reader's IANA zone, where it counts and is not the event's: that of the town which they asked about last."""
    town = None if session.on_site else turn.world.town_of(turn.person)
    return town.timezone if town and town.timezone != session.timezone else None


def clock_of(turn: Turn, session: Session) -> ZoneInfo:
    """The zone in which a reminder of the session is set and shown."""
    return zone(own_zone(turn, session) or session.timezone)
