"""Words by rule: plural, feminine and the commonest endings taken off, so that the vocabulary holds each word once."""

import re
from functools import lru_cache

from conversations.understanding.text.lexer import tokens_of
from conversations.understanding.vocabulary import small_words

ENDINGS = (
    ("iques", "ic"), ("ique", "ic"), ("trices", "teur"), ("trice", "teur"), ("euses", "eur"), ("euse", "eur"),
    ("iennes", "ien"), ("ienne", "ien"), ("elles", "el"), ("elle", "el"), ("ives", "if"), ("ive", "if"),
    ("eaux", "eau"), ("aux", "al"), ("ales", "al"), ("ale", "al"), ("ies", "y"), ("sses", "ss"),
    ("ches", "ch"), ("ees", "e"),
    ("ee", "e"),
    ("es", ""), ("s", ""), ("x", ""), ("e", ""),
)  # fmt: skip
SHORTEST = 3


@lru_cache(maxsize=65536)
def stem(key: str) -> str:
    """The stem of a folded word: `hôpitaux` and `hôpital`, `guidées` and `guidé` are one."""
    for ending, instead in ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) + len(instead) >= SHORTEST:
            if ending == "s" and key.endswith("ss"):
                continue
            shorter = key[: -len(ending)] + instead
            return shorter[:-1] if shorter.endswith("e") and len(shorter) > SHORTEST + 1 else shorter
    return key


@lru_cache(maxsize=1)  # what is typed is asked for a seat, for yes and no, for a topic, before it is a question
def stems_in(text: str) -> tuple[str, ...]:
    """The stems of the words of a text, in order."""
    return tuple([stem(token.key) for token in tokens_of(text) if not token.mark])


_ADVERB = re.compile(
    r".{3,}(?:[aei]bly|ically|ately|ously|ively|ently|antly|fully|lessly|ingly|edly|ally|arly|only|stly|erly|inly|enly)$"
    r"|.{3,}(?:[ae]mment|ivement|eusement|ierement|iquement|[ai]blement|airement|uellement|nnellement|turellement)$"
)
_NOUNS = small_words("stems", "nouns")  # that end like adverbs


@lru_cache(maxsize=65536)
def is_adverb(key: str) -> bool:
    """Whether a folded word is an adverb by its ending, in either language: it never says what to look for."""
    return bool(_ADVERB.match(key)) and key not in _NOUNS
