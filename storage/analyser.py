"""Words as both databases match them: without accents, case, plural or the commonest endings."""

import re
import unicodedata
from functools import lru_cache
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(r"(?:ations?|ements?|ments?|ings?|euses?|eurs?|ives?|ifs?|ees?|es|e|s|x)$")
_ACCENTS = re.compile("[\u0300-\u036f]")  # nearly all that are said; the rest of Unicode's combining marks are rare
_LIGATURES = str.maketrans({"´": "'", "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})


def fold(text: str) -> str:
    """The text in lower case, without accents and ligatures."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = _ACCENTS.sub("", decomposed)
    return bare if bare.isascii() else "".join(char for char in bare if not unicodedata.combining(char))


def plain(markup: str) -> str:
    """HTML without its tags, as one reads it."""
    return unescape(_TAG.sub("", markup))


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= 3 else word


def terms(text: str) -> list[str]:
    """The terms of a text, in order: what is stored of an event, and what is looked for."""
    return [_stem(word) for word in _WORD.findall(fold(text))]
