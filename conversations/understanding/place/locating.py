"""Where somebody means, when a place is all that they say."""

import re
from typing import NamedTuple

from conversations.understanding.lexicon import lexicon, place_names
from conversations.understanding.place.gazetteer import Gazetteer, Place
from conversations.understanding.text import name_key, words_of
from conversations.understanding.time import KINDS, without_addresses
from conversations.understanding.vocabulary import small_words
from storage.analyser import fold

_POSTCODE = re.compile(r"(?<!\d)(\d{2} ?\d{3})(?!\d)")
_DEPARTEMENT = re.compile(r"\((\d{2,3}|2[ab])\)", re.IGNORECASE)
_DISTRICT = re.compile(r"\b(paris|lyon|marseille)\s+(\d{1,2})\s*(?:e|er|eme|ème|ième|st|nd|rd|th)?\b", re.IGNORECASE)
_DISTRICTS = {"paris": ("751", 20), "lyon": ("6938", 9), "marseille": ("132", 16)}
_LEADING = small_words("locating", "leading")
LARGE, WELL_KNOWN = 2_000, 20_000  # inhabitants of a town that is taken for what was begun, or named among others
LONGEST_NAME = 8  # words
LONGEST_TEXT = 200  # characters that are read


class Located(NamedTuple):
    """The communes and arrondissements that may be meant, the likeliest first; whether the first is meant for
    `certain`; the `area` where a région or a département was said instead.
    """

    places: list[Place]
    certain: bool = False
    area: Place | None = None


def locate(text: str, gazetteer: Gazetteer) -> Located:
    """Where that is. Certain is what was said in full: a postal code, an arrondissement, a name with or without its
    département (`Saint-Denis (93)`); what is a slip of the pen, or stands among other words, is not.
    """
    text = text[:LONGEST_TEXT]
    if district := _district(text, gazetteer):
        return Located([district], True)
    postcode = _POSTCODE.search(text)
    coded = gazetteer.with_postcode(postcode.group(1).replace(" ", "")) if postcode else []
    named = _named(_POSTCODE.sub(" ", without_addresses(text), 1), gazetteer)
    if coded and coded[0].kind == "arrondissement":
        return Located(coded[:1], True)
    if coded:
        beside = [place for place in named.places if place.departement == coded[0].departement]
        return Located(beside[:1] or coded, bool(beside) or len(coded) == 1)
    if bracket := _DEPARTEMENT.search(text):
        within = [place for place in named.places if place.departement == bracket.group(1).upper()]
        return Located(within[:1], True) if within else named._replace(certain=False)
    return named


def _is_everyday(words: list[str]) -> bool:
    """Whether these are words that stand in any address."""
    return all(lexicon().known(key) or key in KINDS for key in map(fold, words))


def district_code(city: str, number: int) -> str | None:
    """The INSEE code of an arrondissement of Paris, Lyon or Marseille."""
    prefix, most = _DISTRICTS[city]
    if not 1 <= number <= most:
        return None
    return f"{prefix}{number:0{5 - len(prefix)}d}"


def _district(text: str, gazetteer: Gazetteer) -> Place | None:
    found = _DISTRICT.search(text)
    code = district_code(found.group(1).lower(), int(found.group(2))) if found else None
    return gazetteer.with_code(code) if code else None


def _named(text: str, gazetteer: Gazetteer) -> Located:
    words = words_of(_DEPARTEMENT.sub(" ", text))[:40]
    whole = name_key(" ".join(words))
    while len(words) > 1 and name_key(words[0]) in _LEADING and not gazetteer.named(name_key(" ".join(words))):
        words.pop(0)
    key = name_key(" ".join(words))
    if not key:
        return Located([])
    if exact := _distinct(gazetteer.named(key)):
        return _in_full(key, exact, area_named(whole, gazetteer), gazetteer)
    if area := area_named(whole, gazetteer) or area_named(key, gazetteer):
        return Located([], area=area)
    if among := _among(words, gazetteer):
        return Located(among, len(among) == 1 and among[0].population >= WELL_KNOWN)
    begun = gazetteer.begins(key)
    if begun:
        return Located([begun], begun.population >= LARGE)
    return Located(gazetteer.likeliest_slip(key, gazetteer.misspelt(key))[:1])


def _in_full(key: str, exact: list[Place], area: Place | None, gazetteer: Gazetteer) -> Located:
    """A name that is a commune's; certain unless it is better known as an area's, or as a larger town's in short."""
    larger = gazetteer.begins(key) if " " not in key else None
    if larger and larger.population >= WELL_KNOWN > exact[0].population:
        return Located([larger, *exact])
    if area and exact[0].population < LARGE:
        return Located(exact, area=area)
    return Located(exact, len(exact) == 1)


def _among(words: list[str], gazetteer: Gazetteer) -> list[Place]:
    """The communes that are named among other words, those of everyday words last."""
    windows = [
        words[first : first + length]
        for length in range(min(len(words) - 1, LONGEST_NAME), 0, -1)
        for first in range(len(words) - length + 1)
    ]
    found: list[Place] = []
    for window in sorted(windows, key=_is_everyday):  # "hôtel de ville de Lille" is not in Villé
        key = name_key(" ".join(window))
        exact = gazetteer.named(key) if len(key) > 2 else []
        if exact and not (found and (_is_everyday(window) or exact[0].population < LARGE)):
            found.append(exact[0])
    return _distinct(found)


def _distinct(places: list[Place]) -> list[Place]:
    return list({place.code: place for place in places}.values())


def area_named(key: str, gazetteer: Gazetteer) -> Place | None:
    """The région or département of a name (a `name_key`), as people say it: `paca`, `région Grand Est`."""
    bare = key.removeprefix("region ").removeprefix("departement ").removeprefix("la ").removeprefix("le ")
    for name in (key, bare):
        kind, _, code = place_names().get(name, "").partition(":")
        known = {"region": gazetteer.regions, "departement": gazetteer.departements}.get(kind, {}).get(code)
        if known or (known := gazetteer.area(name)):
            return known
    return None
