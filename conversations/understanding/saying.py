"""What the matchers look at (`Said`) and what they find (`Atom`)."""

from dataclasses import dataclass
from typing import Any

from conversations.understanding.lexer import Token

DAYS, CLOCK, PART, DURATION, NUMBER = "days", "clock", "part", "duration", "number"
APOSTROPHES = frozenset("'’`´")
Phrase = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing said: its kind, its value, and the tokens `[first, end)` that say it."""

    kind: str
    value: Any
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock as it was said. `half` is `am` or `pm` where that was said; `exact`: on the 24-hour clock."""

    hour: int
    minute: int = 0
    half: str | None = None
    exact: bool = False
    possible: bool = True


class Said:
    """Tokens, asked by place; beyond the end there is nothing."""

    def __init__(self, tokens: list[Token], language: str) -> None:
        self.tokens, self.language = tokens, language

    def key(self, at: int) -> str:
        """The folded word or mark there; any apostrophe is `'`."""
        if not 0 <= at < len(self.tokens):
            return ""
        key = self.tokens[at].key
        return "'" if key in APOSTROPHES else key

    def keys(self, at: int, count: int) -> tuple[str, ...]:
        """So many keys from there."""
        return tuple(self.key(n) for n in range(at, at + count))

    def number(self, at: int) -> int | None:
        """The number there, or None."""
        return self.tokens[at].number if 0 <= at < len(self.tokens) else None

    def glued(self, at: int) -> bool:
        """Whether the token stands right behind the one before."""
        return 0 <= at < len(self.tokens) and self.tokens[at].glued

    def phrase(self, at: int, phrase: Phrase) -> bool:
        """Whether these words stand there; a number is compared as a number."""
        return all(
            self.number(at + n) == word if isinstance(word, int) else self.key(at + n) == word
            for n, word in enumerate(phrase)
        )
