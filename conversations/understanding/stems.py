"""Words by rule: plural, feminine and the commonest endings taken off, so that the vocabulary holds each word once."""

from functools import lru_cache

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
