"""Which of its kind a weekday, a week-end, a week, a month or a year is: `prochain`, `qui vient`, `d'après`, `next`."""

from collections.abc import Mapping
from typing import TypeVar

from conversations.understanding.time.atoms.saying import Said, table_in

V = TypeVar("V")

BEFORE = table_in("which_before")
BEHIND = table_in("which_behind")


def which_before(said: Said, at: int, meanings: Mapping[str, V]) -> tuple[V, int] | None:
    """What a word there means of what it leads, and where it ends; None where it means nothing of that."""
    return _which(BEFORE.at(said, at), meanings)


def which_behind(said: Said, at: int, meanings: Mapping[str, V]) -> tuple[V, int] | None:
    """What a word there means of what it follows, and where it ends; None where it means nothing of that."""
    return _which(BEHIND.at(said, at), meanings)


def _which(found: tuple[str, int] | None, meanings: Mapping[str, V]) -> tuple[V, int] | None:
    return (meanings[found[0]], found[1]) if found and found[0] in meanings else None
