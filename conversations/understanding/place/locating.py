"""Where somebody means, when a place is all that they say."""

import re

from conversations.understanding.lexicon import lexicon
from conversations.understanding.place.gazetteer import Gazetteer, Place
from conversations.understanding.text import name_key, words_of
from conversations.understanding.time import KINDS, without_addresses
from storage.analyser import fold

_POSTCODE = re.compile(r"(?<!\d)(\d{2} ?\d{3})(?!\d)")
_DEPARTEMENT = re.compile(r"\((\d{2,3}|2[ab])\)", re.IGNORECASE)
_DISTRICT = re.compile(r"\b(paris|lyon|marseille)\s+(\d{1,2})\s*(?:e|er|eme|ème|ième|st|nd|rd|th)?\b", re.IGNORECASE)
_DISTRICTS = {"paris": ("751", 20), "lyon": ("6938", 9), "marseille": ("132", 16)}
_LEADING = ("a", "au", "aux", "en", "dans", "in", "at", "near", "pres", "de", "d", "ville", "la", "le", "l")
LONGEST_NAME = 8  # words
LONGEST_TEXT = 200  # characters that are read


def locate(text: str, gazetteer: Gazetteer) -> list[Place]:
    """The communes and arrondissements that may be meant, the likeliest first; one when it is clear.

    Reads a postal code, an arrondissement, a name with or without its département: `Saint-Denis (93)`.
    """
    text = text[:LONGEST_TEXT]
    if district := _district(text, gazetteer):
        return [district]
    postcode = _POSTCODE.search(text)
    coded = gazetteer.with_postcode(postcode.group(1).replace(" ", "")) if postcode else []
    named = _named(_POSTCODE.sub(" ", without_addresses(text), 1), gazetteer)
    if coded and coded[0].kind == "arrondissement":
        return coded
    if coded:
        departement = coded[0].departement
        beside = [place for place in named if place.departement == departement]
        return beside[:1] or coded
    bracket = _DEPARTEMENT.search(text)
    if bracket:
        within = [place for place in named if place.departement == bracket.group(1).upper()]
        return within[:1] or named
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


def _named(text: str, gazetteer: Gazetteer) -> list[Place]:
    words = words_of(_DEPARTEMENT.sub(" ", text))[:40]
    while len(words) > 1 and name_key(words[0]) in _LEADING and not gazetteer.named(name_key(" ".join(words))):
        words.pop(0)
    windows = [
        words[first : first + length]
        for length in range(min(len(words), LONGEST_NAME), 0, -1)
        for first in range(len(words) - length + 1)
    ]
    for window in sorted(windows, key=_is_everyday):  # "hôtel de ville de Lille" is not in Villé
        key = name_key(" ".join(window))
        if len(key) > 2 and (exact := gazetteer.named(key)):
            return list({place.code: place for place in reversed(exact)}.values())[::-1]
    if not words:
        return []
    key = name_key(" ".join(words))
    begun = gazetteer.begins(key) if key else None
    return [begun] if begun else gazetteer.misspelt(key)[:1]
