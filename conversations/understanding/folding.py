"""Text as the grammars read it: lower case, no accents, one space between words, each word's place known."""

import re
from functools import lru_cache
from typing import NamedTuple

from storage.analyser import fold

_WORD = re.compile(r"\d+|[^\W\d_]+(?:\d+(?=[^\W\d_]))?", re.UNICODE)
SAINTS = {"saint": "st", "sainte": "ste", "saints": "sts", "saintes": "stes"}


class Word(NamedTuple):
    """One word or number: folded, as typed, and where it stands in the text."""

    key: str
    typed: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words and numbers of a text, in order; `14h30` is `14`, `h`, `30`."""
    return [Word(fold(m.group()), m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name as the gazetteer is asked for it: `L'Haÿ-les-Roses` and `l hay les roses` are one."""
    return " ".join(SAINTS.get(word.key, word.key) for word in words_of(name))
