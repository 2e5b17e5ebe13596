"""Text as words, and names as the gazetteer is asked for them."""

import re
from functools import lru_cache

from storage.analyser import fold

_WORD = re.compile(r"\d+|[^\W\d_]+(?:\d+(?=[^\W\d_]))?", re.UNICODE)
SAINTS = {"saint": "st", "sainte": "ste", "saints": "sts", "saintes": "stes"}


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as they stand, in order; `14h30` is `14`, `h`, `30`."""
    return _WORD.findall(text)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name as the gazetteer is asked for it: `L'Haÿ-les-Roses` and `l hay les roses` are one."""
    return " ".join(SAINTS.get(word, word) for word in words_of(fold(name)))
