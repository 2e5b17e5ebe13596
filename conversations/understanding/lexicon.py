"""The vocabulary as it is looked up: phrases of stems to what they mean."""

import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from conversations.understanding.lexer import Token, tokens_of
from conversations.understanding.stems import stem

FOLDER = Path(__file__).parent / "vocabulary"
KINDS = ("themes", "audiences", "formats", "attendance", "accessibility")
SHORTEST_SLIP = 6


class Meaning(NamedTuple):
    """What a phrase means: pairs of kind and code; `silent` phrases mean nothing and are not searched for."""

    pairs: tuple[tuple[str, str], ...]


class Lexicon:
    """Phrases by their first stem, the longest first, and single words by the words one slip away from them."""

    def __init__(
        self, phrases: dict[tuple[str, ...], Meaning], stop: frozenset[str], ambiguous: frozenset[str]
    ) -> None:
        self.stop, self.ambiguous = stop, ambiguous
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = defaultdict(list)
        self._slips: dict[str, Meaning] = {}
        for phrase, meaning in sorted(phrases.items(), key=lambda entry: -len(entry[0])):
            self._by_first[phrase[0]].append((phrase, meaning))
            if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_SLIP and meaning.pairs:
                for slip in _deletes(phrase[0]):
                    self._slips.setdefault(slip, meaning)
        self.words = frozenset(stem_ for phrase in phrases for stem_ in phrase)

    def at(self, stems: list[str], at: int) -> tuple[Meaning, int] | None:
        """The longest phrase there and how many words it has."""
        for phrase, meaning in self._by_first.get(stems[at], ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                return meaning, len(phrase)
        return None

    def known(self, key: str) -> bool:
        """Whether a word is one of the vocabulary's or a stop word."""
        return key in self.stop or stem(key) in self.words

    def misspelt_known(self, used: list[int], tokens: list[Token]) -> bool:
        """Whether one of these words is a slip of a word of the vocabulary."""
        return any(self.misspelt(stem(tokens[at].key)) is not None for at in used if not tokens[at].mark)

    def misspelt(self, word: str) -> Meaning | None:
        """What a word means that is one slip from one of ours."""
        if len(word) < SHORTEST_SLIP - 1:
            return None
        return next((self._slips[slip] for slip in (word, *_deletes(word)) if slip in self._slips), None)


def _deletes(word: str) -> list[str]:
    return [word[:n] + word[n + 1 :] for n in range(len(word))]


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a phrase, marks left out."""
    return tuple(stem(token.key) for token in tokens_of(text) if not token.mark)


@cache
def lexicon() -> Lexicon:
    """The vocabulary of the files, read once."""
    data = tomllib.loads((FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], Meaning] = {}
    doubles = {
        "students_researchers": (("audiences", "students"), ("audiences", "researchers")),
        "captions_hearing_loop": (("accessibility", "captions"), ("accessibility", "hearing_loop")),
    }
    for kind, entries in data.items():
        for code, words in entries.items():
            meaning = Meaning(doubles.get(code) or (((kind, code),) if kind in KINDS else ()))
            for word in words:
                phrases.setdefault(stems_of(word), meaning)
    stop = frozenset((FOLDER / "stop_words.txt").read_text(encoding="utf-8").split())
    ambiguous = frozenset((FOLDER / "words_that_are_communes.txt").read_text(encoding="utf-8").split())
    return Lexicon(phrases, stop, ambiguous)


class Intents:
    """Phrases of stems with gaps, by intent; each is looked at only where its rarest word stands."""

    def __init__(self, data: dict[str, list[str]]) -> None:
        patterns = [(intent, _pattern(phrase)) for intent, phrases in data.items() for phrase in phrases]
        common = Counter(part for _, pattern in patterns for part in set(pattern))
        self._by_word: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for intent, pattern in patterns:
            words = [part for part in pattern if part not in ("*", "^", "$")]
            self._by_word[min(words, key=lambda word: common[word])].append((intent, pattern))

    def fitting(self, stems: list[str]) -> frozenset[str]:
        """Every intent of which a phrase fits."""
        candidates = (entry for word in set(stems) for entry in self._by_word.get(word, ()))
        return frozenset(intent for intent, pattern in candidates if _fits(pattern, stems))


def _pattern(phrase: str) -> tuple[str, ...]:
    marks = {"*": "*", "^": "^", "$": "$"}
    parts: list[str] = []
    for word in phrase.split():
        parts += [marks[word]] if word in marks else list(stems_of(word))
    return tuple(parts)


def _fits(pattern: tuple[str, ...], stems: list[str]) -> bool:
    starts = [0] if pattern[0] == "^" else range(len(stems))
    body = pattern[1:] if pattern[0] == "^" else pattern
    return any(_fits_at(body, stems, start) for start in starts)


def _fits_at(pattern: tuple[str, ...], stems: list[str], at: int) -> bool:
    if not pattern:
        return True
    if pattern[0] == "$":
        return at == len(stems)
    if pattern[0] == "*":
        return any(_fits_at(pattern[1:], stems, at + gap) for gap in range(5) if at + gap <= len(stems))
    return at < len(stems) and stems[at] == pattern[0] and _fits_at(pattern[1:], stems, at + 1)


@cache
def intents() -> Intents:
    """The intents of the file, read once."""
    return Intents(tomllib.loads((FOLDER / "intents.toml").read_text(encoding="utf-8")))


@cache
def place_names() -> dict[str, str]:
    """Other names of places: `ville rose` is `commune:31555`."""
    return {
        name: str(code) for name, code in tomllib.loads((FOLDER / "places.toml").read_text(encoding="utf-8")).items()
    }
