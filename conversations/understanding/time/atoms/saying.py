"""What the matchers look at (`Said`) and what they find (`Atom`)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from conversations.understanding.text import Token, tokens_of
from conversations.understanding.time.atoms.calendar_words import time_word
from conversations.understanding.vocabulary import table_of

DAYS, CLOCK, PART, DURATION, NUMBER = "days", "clock", "part", "duration", "number"
MOST_SMALL = 8  # small words that may lead to a word of time: "le tout début de l'après-midi" has six
APOSTROPHES = frozenset("'’`´")
Phrase = tuple[str | int, ...]
V = TypeVar("V")


class Atom(NamedTuple):
    """One thing said: its kind, its value, and the tokens `[first, end)` that say it."""

    kind: str
    value: Any
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock as it was said. `half` is `am` or `pm` where that was said; `exact`: on the 24-hour clock;
    `later`: `du soir` or the like has made it so.
    """

    hour: int
    minute: int = 0
    half: str | None = None
    exact: bool = False
    possible: bool = True
    later: bool = False


class Said:
    """Tokens, asked by place; beyond the end there is nothing."""

    def __init__(self, tokens: list[Token], language: str) -> None:
        self.tokens, self.language = tokens, language
        self._keys = ["'" if token.key in APOSTROPHES else time_word(token.key) for token in tokens]
        self._count = len(tokens)

    def key(self, at: int) -> str:
        """The folded word or mark there; any apostrophe is `'`."""
        return self._keys[at] if 0 <= at < self._count else ""

    def keys(self, at: int, count: int) -> tuple[str, ...]:
        """So many keys from there."""
        return tuple([self.key(n) for n in range(at, at + count)])

    def number(self, at: int) -> int | None:
        """The number there, or None."""
        return self.tokens[at].number if 0 <= at < len(self.tokens) else None

    def glued(self, at: int) -> bool:
        """Whether the token stands right behind the one before."""
        return 0 <= at < len(self.tokens) and self.tokens[at].glued

    def past(self, at: int, small: frozenset[str]) -> int:
        """The first place from there on where none of these small words stands, of which a few are passed."""
        end = at + MOST_SMALL
        while at < end and self.key(at) in small:
            at += 1
        return at

    def phrase(self, at: int, phrase: Phrase, known: int = 0) -> bool:
        """Whether these words stand there, `known` of them for certain; a number is compared as a number."""
        if at < 0 or at + len(phrase) > self._count:
            return False
        for n in range(known, len(phrase)):
            word = phrase[n]
            if (self.tokens[at + n].number if isinstance(word, int) else self._keys[at + n]) != word:
                return False
        return True


class Table(Generic[V]):
    """Phrases and what they mean: `Table((2, "après-demain | the day after tomorrow"), …)`. The longest goes first."""

    def __init__(self, *entries: tuple[V, str]) -> None:
        self._by_first: dict[str | int, list[tuple[Phrase, V]]] = {}
        for value, text in entries:
            for phrase in phrases(text):
                self._by_first.setdefault(phrase[0], []).append((phrase, value))
        for listed in self._by_first.values():
            listed.sort(key=lambda entry: -len(entry[0]))

    @property
    def words(self) -> frozenset[str]:
        """The words of all phrases."""
        listed = (phrase for entries in self._by_first.values() for phrase, _ in entries)
        return frozenset(word for phrase in listed for word in phrase if isinstance(word, str))

    def at(self, said: Said, at: int) -> tuple[V, int] | None:
        """What the longest phrase there means, and where it ends."""
        return next(self.all_at(said, at), None)

    def all_at(self, said: Said, at: int) -> Iterator[tuple[V, int]]:
        """Every phrase that stands there, the longest first."""
        listed = self._by_first.get(said.key(at))
        if listed is None:
            number = said.number(at)
            listed = self._by_first.get(number) if number is not None else None
        for phrase, value in listed or ():
            if len(phrase) == 1 or said.phrase(at, phrase, known=1):
                yield value, at + len(phrase)


def phrases(text: str) -> list[Phrase]:
    """`"jusqu'à | until"` as phrases of folded words, marks and numbers."""
    found: list[Phrase] = []
    for part in text.split("|"):
        tokens = tokens_of(part.strip())
        words = (
            "'" if t.key in APOSTROPHES else t.key if t.number is None or not t.digits else t.number for t in tokens
        )
        found.append(tuple(words))
    return found


def table_in(section: str, meaning: Callable[[str], Any] = str) -> Table[Any]:
    """A section of the words of time as a table, each phrase with what its key means."""
    listed = table_of("time.toml")[section].items()
    return Table(*((meaning(key), " | ".join(phrases)) for key, phrases in listed))


def words_in(section: str, key: str) -> frozenset[str]:
    """The words of one key in a section of the words of time."""
    return frozenset(table_of("time.toml")[section][key])
