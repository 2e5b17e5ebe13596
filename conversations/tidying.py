"""What people type, without what cannot be seen: control and direction characters, stray spaces."""

import re
import unicodedata

_KEPT = {"\n", "\u200d", "\ufe0f"}  # line ends; joiner and variation selector, which emoji are made of
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text as it is kept: composed, visible, single spaces, at most one empty line in a row."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    visible = "".join(
        char for char in composed if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return _LINES.sub("\n\n", _SPACES.sub(" ", visible)).strip()


def one_line(text: str) -> str:
    """The same on a single line."""
    return " ".join(tidy(text).split())
