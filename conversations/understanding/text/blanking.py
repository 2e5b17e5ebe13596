"""Parts of a text blanked out: every other word stays in its place."""

import re
from collections.abc import Iterable

from storage.analyser import fold


def folded_alike(text: str) -> str:
    """The text folded, of the same length: what is found in it stands at the same place in the text."""
    folded = fold(text)
    return folded if len(folded) == len(text) else text.lower()


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces where these spans, each [first, end), are."""
    for first, end in spans:
        text = text[:first] + " " * (end - first) + text[end:]
    return text


def spans_of(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    """Where a pattern stands."""
    return [found.span() for found in pattern.finditer(folded)]
