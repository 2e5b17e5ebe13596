"""The files of words: what people may say. Lines that begin with `#` are comments."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def lines_of(name: str) -> list[str]:
    """The lines of a file."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def words_of(name: str) -> frozenset[str]:
    """The words of a file."""
    return frozenset(word for line in lines_of(name) for word in line.split())


@cache
def table_of(name: str) -> dict[str, Any]:
    """A file of TOML."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def small_words(module: str, use: str) -> frozenset[str]:
    """The small words that a module tells apart for one use."""
    return frozenset(table_of("small_words.toml")[module][use])
