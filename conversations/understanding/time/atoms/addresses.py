"""What is neither a time nor a town, though it looks like one: telephone numbers, links, streets, days of history."""

import re

from conversations.understanding.text import blanked, folded_alike, spans_of
from conversations.understanding.time.atoms.calendar_words import MONTHS, WEEKDAYS
from conversations.understanding.vocabulary import small_words

KINDS = small_words("addresses", "kinds")
NAMED_FOR_A_DAY = (
    *sorted(KINDS),
    "pont",
    "stade",
    "ecole",
    "college",
    "lycee",
    "caserne",
    "cite",
    "residence",
    "salle",
)
_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"(?:\+33|\b0033|\b0)\s?(?:\(0\)\s?)?[1-9](?:[ .-]?\d\d){4}\b")
_ABROAD = re.compile(r"\+\d\d[ \d().-]{6,}\d\b")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+|\b[\w.-]+\.(?:fr|com|org|net|eu|example)/[^\s<>]*")
_HISTORY = re.compile(rf"\b\d{{1,2}}(?:er|st|nd|rd|th)? (?:{'|'.join(MONTHS)}) (?:1[0-8]\d\d|19[0-8]\d)\b")
_DAY = re.compile(
    rf"\b(?:{'|'.join(NAMED_FOR_A_DAY)})\.? d[ue] \d{{1,2}}(?:er)?[ -](?:{'|'.join(MONTHS)})\b(?: \d{{4}})?"
)
# `24 quai de la Fosse`, `4 avenue Henri Fréville,`; a last word without a comma may be the town.
_STREET = re.compile(
    r"(?:(?<!\d:)(?<!\d[hH] )(?<!\d [hH] )|(?!\d?[05],))"  # the minutes of "20 h 30, rue du Parc" are no number of it
    rf"\b\d{{1,4}}(?: ?(?:bis|ter))?,? (?i:{'|'.join(sorted(KINDS))})\b\.?"
    r"(?: (?:de la|de l['’]|du|des|de|d['’]) ?[\w'’-]+(?: (?:de|du|des) [\w'’-]+)?"
    r"|(?: [A-ZÀ-Ý][\w'’.-]*)+(?=\s*[,;\n(\d])|(?: [A-ZÀ-Ý][\w'’.-]*)+?(?= [A-ZÀ-Ý][\w'’-]*\s*$))"
)
# `rue du Parc 95`, as in Belgium; no hour and no day stands at the end of a clause in figures alone.
_NAME = rf"(?!(?i:{'|'.join(sorted({*WEEKDAYS, *MONTHS}))})\b)[A-ZÀ-Ý][\w'’-]*"
_NUMBERED = re.compile(
    rf"\b(?i:{'|'.join(sorted(KINDS))})\b (?:de la |de l['’]|du |des |de |d['’])?{_NAME}(?: {_NAME})*"
    r",? \d{1,3}(?=\s*(?:[.;)\n]|$|, ?\d{4,5}\b))"
)


def without_addresses(text: str) -> str:
    """The text with `01 42 75 80 00`, `rue du 11 Novembre`, `24 quai de la Fosse` and `8 mai 1945` blanked out."""
    spans = spans_of(_LINK, text) if "/" in text or "www." in text else []
    if _DIGIT.search(text):
        folded = folded_alike(text)
        spans += [span for pattern in (_PHONE, _ABROAD, _DAY, _HISTORY) for span in spans_of(pattern, folded)]
        spans += [span for pattern in (_STREET, _NUMBERED) for span in spans_of(pattern, text)]
    return blanked(text, spans)
