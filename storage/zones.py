"""The zone that counts where neither a place nor a person says another, all that France has, and hours in them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
EVENING, MORNING = time(21), time(9)  # between them nobody is asked for anything
ZONES = (
    PARIS,
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "America/St_Barthelemy",
    "America/Marigot",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Indian/Kerguelen",
    "Pacific/Wallis",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "Pacific/Gambier",
    "Pacific/Noumea",
)


def by_day(moment: datetime, timezone: str) -> datetime:
    """The moment, where it is by day in a zone; else the next morning."""
    here = moment.astimezone(ZoneInfo(timezone))
    return here if MORNING <= here.time() < EVENING else next_at(here, MORNING, timezone)


def next_at(now: datetime, hour: time, timezone: str) -> datetime:
    """The next time that it is that hour in a zone: today's, or tomorrow's where it is past."""
    here = now.astimezone(ZoneInfo(timezone))
    today = datetime.combine(here.date(), hour, here.tzinfo)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), hour, here.tzinfo)
