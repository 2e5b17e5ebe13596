"""Words as both databases match them: without accents, case, plural or the commonest endings, in French and English."""

import re
import unicodedata
from functools import lru_cache
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
# French and English endings, the longest that leaves a stem of so many letters: `simplifier` finds `simplification`.
_ENDINGS = re.compile(
    r"(?<=\w{4})(?:atrices?|ateurs?|atives?|atifs?|antes?|ants?|bilit(?:es?|y)|bles?|iques?|ites?|ions?|ies?|ers?|ed|ez"
    r"|(?<=n)nes?)$"
    r"|(?<=\w{3})(?:ifications?|ifi(?:ers?|ees?|es?)|ify(?:ing)?|ations?|ements?|ments?|ings?|euses?|eurs?|ives?|ifs?"
    r"|als?|ales?|aux|ees?|es|e|s|x)$"
)
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
    return _ENDINGS.sub("", word)


def terms(text: str) -> list[str]:
    """The terms of a text, in order: what is stored of an event, and what is looked for."""
    return [_stem(word) for word in _WORD.findall(fold(text))]


def one_slip(one: str, other: str) -> bool:
    """Whether two words are at most one slip apart: a letter too many, too few, another, or two that changed places."""
    if len(one) > len(other):
        one, other = other, one
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :] and len(other) == len(one) + 1
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )


def deletes(word: str) -> list[str]:
    """The word without one of its letters, for each of them: two words one slip apart share one of these."""
    return [word[:n] + word[n + 1 :] for n in range(len(word))]
