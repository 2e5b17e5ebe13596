"""`near me`, in any of its wordings: where somebody is, until they say where."""

from itertools import pairwise

from conversations.understanding.lexicon import spelled_out
from conversations.understanding.place.gazetteer import Place
from conversations.understanding.place.numbered import Found
from conversations.understanding.text import Token
from conversations.understanding.vocabulary import lines_of
from storage.zones import PARIS

HERE_WORDS: dict[str, list[list[str]]] = {}  # by their first word, the longest first
for _phrase in sorted((each for line in lines_of("here.txt") for each in spelled_out(line)), key=len, reverse=True):
    HERE_WORDS.setdefault(_phrase.split()[0], []).append(_phrase.split())
HERE_ALONE = ("ici",)  # that may also say until when: "d'ici vendredi"
HERE = Place("here", None, "", "", "", None, None, PARIS)  # where somebody is, until they say where
_HERE_BEGINNINGS = {tuple(phrase[:2]) for phrases in HERE_WORDS.values() for phrase in phrases}


def here_in(tokens: list[Token], free: list[bool]) -> Found | None:
    """`near me`, in any of its wordings."""
    if not _may_say_here([token.key for token in tokens if not token.mark]):
        return None
    words = [
        (word, n)
        for n, token in enumerate(tokens)
        if not token.mark and (free[n] or token.key not in HERE_ALONE)
        for word in token.key.split()  # one sign may fold to several words
    ]
    keys = [word for word, _ in words]
    for at, key in enumerate(keys):
        for phrase in HERE_WORDS.get(key, ()):
            if keys[at : at + len(phrase)] == phrase:
                return Found(HERE, frozenset(n for _, n in words[at : at + len(phrase)]))
    return None


def _may_say_here(keys: list[str]) -> bool:
    """Whether a way to say `near me` may begin anywhere among these words."""
    pairs = pairwise([*keys, ""])
    begun = any(pair in _HERE_BEGINNINGS or pair[:1] in _HERE_BEGINNINGS for pair in pairs)
    return begun or any(" " in key for key in keys)  # one sign may fold to several words
