"""What people type, without what cannot be seen: control and direction characters, stray spaces."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

_KEPT = {"\n", "\u200d", "\ufe0f"}  # line ends; joiner and variation selector, which emoji are made of
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # Hangul fillers, the empty Braille cell
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text as it is kept: composed, visible, single spaces, at most one empty line in a row."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    visible = "".join(
        char for char in composed if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return _LINES.sub("\n\n", _SPACES.sub(" ", visible)).strip()


def length_of(text: str) -> int:
    """The length as Telegram counts it, in units of UTF-16: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def latest(parts: Sequence[Markup], most: int = 3_800) -> Markup:
    """A heading and, below it, as many of the last paragraphs as fit in a message."""
    kept: list[Markup] = []
    room = most - len(parts[0])
    for part in reversed(parts[1:]):
        room -= len(part) + 2
        if room < 0 and kept:
            break
        kept.insert(0, part)
    return Markup("\n\n").join([parts[0], *kept])


def is_visible(text: str) -> bool:
    """Whether anything can be seen of it: not of marks alone, nor of blanks that Unicode calls letters."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in BLANKS for char in text)


def one_line(text: str) -> str:
    """The same on a single line."""
    return " ".join(tidy(text).split())
