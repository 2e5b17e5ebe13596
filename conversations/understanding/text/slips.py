"""Slips of the pen: a word with one letter too many, too few, another, or two that have changed places."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from storage.analyser import deletes, one_slip

Value = TypeVar("Value")
CACHED = 8192  # words of which it is remembered what they are slips of: people use the same ones


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
