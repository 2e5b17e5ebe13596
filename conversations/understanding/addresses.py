"""Numbers that are no time: telephone numbers, and dates that are the names of streets."""

import re

from conversations.understanding.blanking import blanked, folded_alike, spans_of
from conversations.understanding.calendar_words import MONTHS

_PHONE = re.compile(r"(?:\+33|\b0033|\b0)\s?(?:\(0\)\s?)?[1-9](?:[ .-]?\d\d){4}\b")
_STREET = re.compile(
    r"\b(?:rue|avenue|av|bd|boulevard|place|pl|quai|square|cours|allee|allees|impasse|esplanade|pont|stade|passage"
    r"|ecole|college|lycee|caserne|cite|residence|salle)\.? d[ue]"
    rf" \d{{1,2}}(?:er)?[ -](?:{'|'.join(MONTHS)})\b(?: \d{{4}})?"
)


def without_addresses(text: str) -> str:
    """The text with `01 42 75 80 00` and `rue du 11 Novembre` blanked out, every other word in its place."""
    folded = folded_alike(text)
    return blanked(text, [*spans_of(_PHONE, folded), *spans_of(_STREET, folded)])
