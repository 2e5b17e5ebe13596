"""Yes and no, as people say them."""

from functools import cache

from conversations.understanding.lexicon import stems_of
from conversations.understanding.text import stems_in
from conversations.understanding.vocabulary import table_of

LONGEST = 40  # characters of what is no more than that
COURTESY = frozenset(["stp", "svp", "pleas", "merci", "thank", "desol", "dsl", "sorri"])  # stems that change nothing
SIGNS = {"👍": "yes", "👎": "no"}


def yes_or_no(text: str) -> str | None:
    """`yes` or `no` where a text is no more than that; else None."""
    text = text.strip()
    if sign := SIGNS.get(text[:1]):
        return sign
    if len(text) > LONGEST:
        return None
    return next((meant for meant in ("no", "yes") if _is_made_of(stems_in(text), meant)), None)


def _is_made_of(said: tuple[str, ...], meant: str) -> bool:
    """Whether it is one phrase of that meaning after another, with nothing but courtesy between them."""
    left, found = said, False
    while left:
        phrase = next((each for each in _phrases()[meant] if left[: len(each)] == each), None)
        if phrase is None and left[0] not in COURTESY:
            return False
        found = found or phrase is not None
        left = left[len(phrase or (left[0],)) :]
    return found


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """By what they mean, the longest first."""
    table = table_of("answers.toml")["yes_or_no"]
    return {meant: sorted(map(stems_of, phrases), key=len, reverse=True) for meant, phrases in table.items()}
