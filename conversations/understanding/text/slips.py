"""Slips of the pen: a word with one letter too many, too few, another, or two that have changed places."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Generic, TypeVar

Value = TypeVar("Value")
CACHED = 8192  # words of which it is remembered what they are slips of: people use the same ones


def deletes(word: str) -> list[str]:
    """The word without one of its letters, for each of them: two words one slip apart share one of these."""
    return [word[:n] + word[n + 1 :] for n in range(len(word))]


def one_slip(one: str, other: str) -> bool:
    """Whether two words are at most one slip apart."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    first = next((n for n, letter in enumerate(one) if letter != other[n]), len(one))
    if len(one) < len(other):
        return one[first:] == other[first + 1 :]
    swapped = one[first : first + 2] == other[first : first + 2][::-1] and one[first + 2 :] == other[first + 2 :]
    return one[first + 1 :] == other[first + 1 :] or swapped


class Slips(Generic[Value]):
    """Words of at least `shortest` letters and what they stand for.

    `find` gives what the word stands for that another is, or is one slip from; None where there is none.
    """

    def __init__(self, words: Iterable[tuple[str, Value]], shortest: int) -> None:
        self._shortest, self._longest = shortest, 0
        self.find: Callable[[str], Value | None] = lru_cache(maxsize=CACHED)(self._find)
        self._near: dict[str, list[tuple[str, Value]]] = {}
        for word, value in words:
            if len(word) >= shortest:
                self._longest = max(self._longest, len(word))
                for near in (word, *deletes(word)):
                    self._near.setdefault(near, []).append((word, value))

    def _find(self, word: str) -> Value | None:
        if not self._shortest - 1 <= len(word) <= self._longest + 1:
            return None
        for near in (word, *deletes(word)):
            for known, value in self._near.get(near, ()):
                if one_slip(word, known):
                    return value
        return None
