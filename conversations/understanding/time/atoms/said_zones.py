"""A time zone that is said beside a time: `heure de La Réunion`, `Paris time`, `UTC`."""

import re

from conversations.understanding.text import blanked, folded_alike
from storage.zones import PARIS

NAMES = {
    "paris": PARIS,
    "reunion": "Indian/Reunion",
    "la reunion": "Indian/Reunion",
    "guadeloupe": "America/Guadeloupe",
    "martinique": "America/Martinique",
    "guyane": "America/Cayenne",
    "cayenne": "America/Cayenne",
    "french guiana": "America/Cayenne",
    "mayotte": "Indian/Mayotte",
    "tahiti": "Pacific/Tahiti",
    "papeete": "Pacific/Tahiti",
    "noumea": "Pacific/Noumea",
    "nouvelle caledonie": "Pacific/Noumea",
    "new caledonia": "Pacific/Noumea",
    "saint pierre et miquelon": "America/Miquelon",
    "wallis": "Pacific/Wallis",
    "london": "Europe/London",
    "londres": "Europe/London",
    "uk": "Europe/London",
    "british": "Europe/London",
    "brussels": "Europe/Brussels",
    "bruxelles": "Europe/Brussels",
    "montreal": "America/Toronto",
    "new york": "America/New_York",
}
_ANY = "|".join(sorted((name.replace(" ", "[ -]") for name in NAMES), key=len, reverse=True))
_SAID = re.compile(
    rf"\(?\b(?:heure (?:de |d'|du |locale de )(?:la )?({_ANY})|({_ANY})(?:'s)? time|({_ANY}) local time)\b\)?"
)
_UTC = re.compile(r"\(?\b(?:utc|gmt)\b(?![+-]\d)\)?")


def said_zone(text: str) -> tuple[str | None, str]:
    """The IANA zone that is said, or None, and the text without it."""
    folded = folded_alike(text)
    if found := _SAID.search(folded):
        name = next(group for group in found.groups() if group).replace("-", " ")
        return NAMES[name], blanked(text, [found.span()])
    if found := _UTC.search(folded):
        return "UTC", blanked(text, [found.span()])
    return None, text
