"""What an announcement says around its event: the venue, who organises it, whether it is open and free."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from conversations.understanding.place import Place
from conversations.understanding.text import name_key, words_of
from conversations.understanding.vocabulary import small_words
from storage.analyser import fold

VENUE, ORGANISATION = (2, 200), (2, 120)  # characters
PLACE_LABELS = small_words("announcements", "place_labels")
ORGANISER_LABELS = small_words("announcements", "organiser_labels")
FREE, OPEN = small_words("announcements", "free"), small_words("announcements", "open")
DENYING = small_words("announcements", "denying")
_ORGANISED_BY = re.compile(
    r"\b(?:organisée?s?|proposée?s?|portée?s?|animée?s?|organi[sz]ed|hosted|run|presented)\s+(?:par|by)\s+"
    r"(?:(?:le|la|les|the)\s+)?(?P<name>[^\n.;:(),]+)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{5}\b")
_ENDS = " ,;.–—-()·|"


class Line(NamedTuple):
    """A line of an announcement: what it says that it is about (folded; `""` where it says nothing), and the rest."""

    label: str
    rest: str


def venue_of(lines: Iterable[Line], place: Place | None) -> str | None:
    """The building and street before the town, on the line of the place or beside the postal code; None without."""
    if place is None:
        return None
    for label, rest in lines:
        if label in PLACE_LABELS or (not label and _POSTCODE.search(rest)):
            venue = _before_town(rest, place)
            if VENUE[0] <= len(venue) <= VENUE[1] and name_key(venue) != name_key(place.name):
                return venue
    return None


def _before_town(text: str, place: Place) -> str:
    """`Médiathèque, 24 quai de la Fosse, 44000 Nantes` without the postal code and the town."""
    if found := _POSTCODE.search(text):
        return text[: found.start()].strip(_ENDS)
    head, comma, town = text.rpartition(",")
    return head.strip(_ENDS) if comma and name_key(place.name) in name_key(town) else text.strip(_ENDS)


def organisation_of(lines: Iterable[Line]) -> str | None:
    """Who organises it: on a line of its own, or behind `organisé par`; None where nobody is named."""
    lines = list(lines)
    labelled = (rest for label, rest in lines if label in ORGANISER_LABELS)
    said = (found.group("name") for _, rest in lines if (found := _ORGANISED_BY.search(rest)))
    named = next(labelled, None) or next(said, "")
    named = named.strip(_ENDS)
    return named if ORGANISATION[0] <= len(named) <= ORGANISATION[1] else None


def conditions_said(text: str) -> set[str]:
    """Which of the Week's conditions a text says to be met: `open` to everybody, `free`; none where it denies one."""
    words = {fold(word) for word in words_of(text)}
    if words & DENYING:
        return set()
    return {condition for condition, sayings in (("open", OPEN), ("free", FREE)) if words & sayings}


def is_open_and_free(lines: Iterable[Line]) -> bool:
    """Whether it says both that everybody may come and that nothing is to be paid: `entrée libre et gratuite`."""
    return conditions_said("\n".join(line.rest for line in lines)) == {"open", "free"}
