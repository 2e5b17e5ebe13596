"""A question as it is read: its tokens, and what each of them has turned out to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from conversations.understanding.lexicon.phrases import KINDS, Lexicon
from conversations.understanding.text import Token

LONGEST_QUESTION = 500  # characters of a message that are read


@dataclass
class Sentence:
    """The tokens of a question; those still `free` are not understood yet.

    `elsewhere` say a time or a place, `naming` name an event or its matter, `kept` are an expression kept whole; at
    `corrected` something said before is put right; `found` are the codes that were said, by kind, `ours` those of who
    speaks; `themselves` say what somebody is.
    """

    text: str
    language: str
    tokens: list[Token]
    free: list[bool]
    lexicon: Lexicon
    elsewhere: set[int] = field(default_factory=set)
    naming: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    corrected: set[int] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)
    themselves: set[int] = field(default_factory=set)
    found: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    @property
    def words(self) -> list[int]:
        """The places of the tokens that are no marks."""
        return [n for n, token in enumerate(self.tokens) if not token.mark]

    def use(self, used: Iterable[int]) -> None:
        """These tokens are understood."""
        for at in used:
            self.free[at] = False

    def before(self, at: int, passed: frozenset[str]) -> str:
        """The key of the nearest token before `at` that is none of those passed over; "" at the beginning."""
        return nearest(self.tokens[:at], passed)


def nearest(before: Sequence[Token], passed: frozenset[str]) -> str:
    """The key of the last of these tokens that is none of those passed over; "" where there is none."""
    return next((token.key for token in reversed(before) if token.key not in passed), "")
