"""Numbers that are no time: telephone numbers, and dates that are the names of streets."""

import re

from conversations.understanding.calendar_words import MONTHS
from storage.analyser import fold

_PHONE = re.compile(r"(?:\+33|\b0033|\b0)\s?(?:\(0\)\s?)?[1-9](?:[ .-]?\d\d){4}\b")
_STREET = re.compile(
    r"\b(?:rue|avenue|av|bd|boulevard|place|pl|quai|square|cours|allee|allees|impasse|esplanade|pont|stade|passage"
    r"|ecole|college|lycee|caserne|cite|residence|salle)\.? d[ue]"
    rf" \d{{1,2}}(?:er)?[ -](?:{'|'.join(MONTHS)})\b(?: \d{{4}})?"
)


def without_addresses(text: str) -> str:
    """The text with `01 42 75 80 00` and `rue du 11 Novembre` blanked out, every other word in its place."""
    for numbers in (_PHONE, _STREET):
        folded = fold(text)
        if len(folded) != len(text):
            folded = text.lower()
        for found in numbers.finditer(folded):
            text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    return text
