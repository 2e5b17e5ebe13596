"""The vocabulary as it is looked up: phrases of stems to what they mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from conversations.understanding.lexicon.verbs import FAMILIES, forms_of
from conversations.understanding.text import Slips, Token, stem, stems_in
from conversations.understanding.vocabulary import lines_of, table_of, words_of
from storage.analyser import fold

KINDS = ("themes", "audiences", "formats", "attendance", "accessibility")
SHORTEST_SLIP = 6
SHORTEST_ALIAS = 8
LONGEST_STOP = 7  # letters from which a stop word is known with a slip
MARKS = frozenset("*^$")  # of a phrase: words in between, the beginning, the end
_PART = re.compile(r"\([^)]*\)|\S+")


class Meaning(NamedTuple):
    """What a phrase means: pairs of kind and code. A phrase without any is not searched for either, unless `kept`.

    `group` is the section or, of words without a code, the line of the vocabulary in which it stands;
    `language` is the only one in which it means so, None for both.
    """

    pairs: tuple[tuple[str, str], ...]
    group: str
    language: str | None = None

    @property
    def kept(self) -> bool:
        """Whether it is searched for as it stands."""
        return self.group == "kept"

    @property
    def naming(self) -> bool:
        """Whether it names an event or what that is about."""
        return self.group in ("formats", "themes", "event")


class Lexicon:
    """Phrases by their first stem, the longest first, and single words by the words one slip away from them."""

    def __init__(
        self, phrases: dict[tuple[str, ...], Meaning], stop: frozenset[str], ambiguous: frozenset[str]
    ) -> None:
        self.stop, self.ambiguous = stop, ambiguous
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = defaultdict(list)
        for phrase, meaning in sorted(phrases.items(), key=lambda entry: -len(entry[0])):
            self._by_first[phrase[0]].append((phrase, meaning))
        single = ((phrase[0], meaning) for phrase, meaning in phrases.items() if len(phrase) == 1 and meaning.pairs)
        self._slips = Slips(single, SHORTEST_SLIP)
        silent = (phrase[0] for phrase, meaning in phrases.items() if len(phrase) == 1 and not meaning.pairs)
        self._stop_slips = Slips(((word, True) for word in (*sorted(stop), *silent)), LONGEST_STOP)
        self.words = frozenset(stem_ for phrase in phrases for stem_ in phrase)

    def at(self, stems: list[str], at: int, language: str) -> tuple[Meaning, int] | None:
        """The longest phrase there, in that language, and how many words it has."""
        for phrase, meaning in self._by_first.get(stems[at], ()):
            if tuple(stems[at : at + len(phrase)]) == phrase and meaning.language in (None, language):
                return meaning, len(phrase)
        return None

    def known(self, key: str) -> bool:
        """Whether a word is one of the vocabulary's or a stop word."""
        return key in self.stop or stem(key) in self.words

    def misspelt_known(self, used: list[int], tokens: list[Token]) -> bool:
        """Whether one of these words is a slip of a word of the vocabulary."""
        return any(self.misspelt(stem(tokens[at].key)) is not None for at in used if not tokens[at].mark)

    def misspelt_stop(self, word: str) -> bool:
        """Whether a word that is none of ours is one slip from a long stop word."""
        long = len(word) >= LONGEST_STOP and word.removesuffix("s") not in self.stop
        return long and not self.known(word) and any(self._stop_slips.find(each) for each in (word, stem(word)))

    def misspelt(self, word: str) -> Meaning | None:
        """What a word means that is one slip from one of ours."""
        return self._slips.find(word)


@lru_cache(maxsize=4096)  # the same few words stand in thousands of phrases
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a phrase, marks left out."""
    return stems_in(text)


@cache
def lexicon() -> Lexicon:
    """The vocabulary of the files, read once."""
    phrases: dict[tuple[str, ...], Meaning] = {}
    for kind, entries in table_of("vocabulary.toml").items():
        for code, words in entries.items():
            pairs = tuple((kind, each) for each in code.split("+")) if kind in KINDS else ()
            for word in words:
                language, text = (word[:2], word[3:]) if word[2:3] == ":" else (None, word)
                phrases.setdefault(stems_of(text), Meaning(pairs, code if kind == "silent" else kind, language))
    return Lexicon(phrases, words_of("stop_words.txt") | _empty_words(), words_of("words_that_are_communes.txt"))


def _empty_words() -> frozenset[str]:
    """The forms of the verbs and adjectives that say nothing of what to look for."""
    forms: set[str] = set()
    family = ""
    for line in (*lines_of("empty_verbs.txt"), *lines_of("empty_adjectives.txt")):
        if line.startswith("["):
            family = line.strip("[]")
        else:
            for word in line.split():
                forms |= forms_of(word, family) if family in FAMILIES else {fold(word)}
    return frozenset(forms)


class Intents:
    """Phrases of stems with gaps, by intent; each is looked at only where its rarest word stands."""

    def __init__(self, data: dict[str, list[str]]) -> None:
        patterns = [
            (intent, _pattern(spelled))
            for intent, phrases in data.items()
            for phrase in phrases
            for spelled in spelled_out(phrase)
        ]
        common = Counter(part for _, pattern in patterns for part in set(pattern))
        self.words = frozenset(common) - MARKS
        self._slips = Slips(((word, word) for word in sorted(self.words)), SHORTEST_SLIP)
        self._by_word: dict[str, list[tuple[str, tuple[str, ...], frozenset[str]]]] = defaultdict(list)
        for intent, pattern in patterns:
            words = frozenset(pattern) - MARKS
            self._by_word[min(sorted(words), key=lambda word: common[word])].append((intent, pattern, words))

    def spelled(self, word: str, lexicon: "Lexicon") -> str:
        """The word, or the one of ours that it is a slip of; words that somebody knows are left alone."""
        if word in self.words or word in lexicon.words or word in lexicon.stop:
            return word
        return self._slips.find(word) or word

    def fitting(self, stems: Sequence[str]) -> frozenset[str]:
        """Every intent of which a phrase fits."""
        said = set(stems)
        return frozenset(
            [
                intent
                for word in said
                for intent, pattern, words in self._by_word.get(word, ())
                if words <= said and _fits(pattern, stems)
            ]
        )


def spelled_out(phrase: str) -> Iterator[str]:
    """`(my|our) proposal` as two phrases; an empty alternative may be left out."""
    choices = [part.strip("()").split("|") for part in _PART.findall(phrase)]
    return (" ".join(words) for words in product(*choices))


def _pattern(phrase: str) -> tuple[str, ...]:
    parts: list[str] = []
    for word in phrase.split():
        parts += [word] if word in MARKS else stems_of(word)
    return tuple(parts)


def _fits(pattern: tuple[str, ...], stems: Sequence[str]) -> bool:
    if pattern[0] == "^":
        return _fits_at(pattern[1:], stems, 0)
    starts = [at for at, word in enumerate(stems) if word == pattern[0] or pattern[0] in MARKS]
    return any(_fits_at(pattern, stems, start) for start in starts)


def _fits_at(pattern: tuple[str, ...], stems: Sequence[str], at: int) -> bool:
    if not pattern:
        return True
    if pattern[0] == "$":
        return at == len(stems)
    if pattern[0] == "*":
        return any(_fits_at(pattern[1:], stems, at + gap) for gap in range(5) if at + gap <= len(stems))
    return at < len(stems) and stems[at] == pattern[0] and _fits_at(pattern[1:], stems, at + 1)


class Wishes:
    """Intents by the kinds of words that a sentence holds, in whatever order."""

    def __init__(self, kinds: dict[str, list[str]], rules: dict[str, list[str]], topics: dict[str, list[str]]) -> None:
        self._words: dict[str, list[str]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for kind, phrases in kinds.items():
            for stems in map(stems_of, phrases):
                if len(stems) == 1:
                    self._words[stems[0]].append(kind)
                else:
                    self._phrases[stems[0]].append((stems, kind))
        self._rules = [(intent, *_rule(rule)) for intent, listed in rules.items() for rule in listed]
        self._topics = [(topic, *_rule(rule)) for topic, listed in topics.items() for rule in listed]

    def kinds_in(self, stems: Sequence[str]) -> dict[str, set[int]]:
        """The kinds that are said, each with the places of its words."""
        said: dict[str, set[int]] = defaultdict(set)
        for at, word in enumerate(stems):
            for kind in self._words.get(word, ()):
                said[kind].add(at)
            for phrase, kind in self._phrases.get(word, ()):
                if tuple(stems[at : at + len(phrase)]) == phrase:
                    said[kind].update(range(at, at + len(phrase)))
        return said

    def fitting(self, kinds: Iterable[str]) -> frozenset[str]:
        """Every intent of which a rule fits."""
        said = frozenset(kinds)
        return frozenset(intent for intent, all_of, none_of in self._rules if all_of <= said and not none_of & said)

    def topic(self, kinds: Iterable[str]) -> str | None:
        """What newcomers ask first, of which a rule fits; None where they ask something else."""
        said = frozenset(kinds)
        return next((topic for topic, all_of, none_of in self._topics if all_of <= said and not none_of & said), None)


def _rule(rule: str) -> tuple[frozenset[str], frozenset[str]]:
    """`cancel reminder -move`: the kinds that must be said, and those that must not."""
    words = rule.split()
    none_of = frozenset(word[1:] for word in words if word.startswith("-"))
    return frozenset(word for word in words if not word.startswith("-")), none_of


@cache
def wishes() -> Wishes:
    """The kinds and rules of the file, read once."""
    table = table_of("wishes.toml")
    return Wishes(table["kinds"], table["rules"], table["topics"])


@cache
def intents() -> Intents:
    """The intents of the file, read once."""
    return Intents(table_of("intents.toml"))


@cache
def place_names() -> dict[str, str]:
    """Other names of places: `ville rose` is `commune:31555`."""
    return table_of("places.toml")


@cache
def first_words_of_place_names() -> frozenset[str]:
    """The words with which the other names of places begin."""
    return frozenset(name.partition(" ")[0] for name in place_names())


@cache
def _alias_slips() -> Slips[str]:
    return Slips(((name, name) for name in place_names()), SHORTEST_ALIAS)


def misspelt_alias(name: str) -> str | None:
    """The other name of a place that this is a slip of."""
    return _alias_slips().find(name)
