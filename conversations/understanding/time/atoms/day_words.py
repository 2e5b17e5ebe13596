"""The days said at a place in a text: one day, or a span of them."""

from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.date_words import (
    DAYS_AFTER,
    HOLIDAYS,
    RELATIVE,
    counted_at,
    dated_at,
    named_at,
    offset_at,
    relative_at,
    weekday_at,
)
from conversations.understanding.time.atoms.numeric_dates import numeric_at
from conversations.understanding.time.atoms.saying import DAYS, Atom, Said
from conversations.understanding.time.atoms.span_words import (
    MONTH_PARTS,
    NEXT_DAYS_LEADS,
    REST,
    WEEKEND_WORDS,
    month_at,
    quarter_at,
    rest_at,
    week_at,
    week_part_at,
    weekend_at,
)
from conversations.understanding.vocabulary import small_words

# What is longer or surer goes first: "le week-end du 19" before "le 19", a holiday before its weekday.
READERS = (
    offset_at,
    named_at,
    weekend_at,
    week_part_at,
    week_at,
    rest_at,
    relative_at,
    counted_at,
    weekday_at,
    numeric_at,
    dated_at,
    month_at,
    quarter_at,
)


# Small words that may lead to the word of time, and the words of time themselves.
LEADS = frozenset([*cw.NEXT, *cw.LAST, *cw.THIS, *cw.COUNTS]) - {"an"} | small_words("day_words", "leads")
HEADS = (
    frozenset([*cw.WEEKDAYS, *cw.SHORT_WEEKDAYS, *cw.MONTHS, *cw.SHORT_MONTHS, *cw.RELATIVE_DAYS, *cw.UNITS])
    | small_words("day_words", "heads")
    | RELATIVE.words | DAYS_AFTER.words | HOLIDAYS.words | NEXT_DAYS_LEADS.words | WEEKEND_WORDS.words
    | REST.words | MONTH_PARTS.words
) - LEADS  # fmt: skip


def may_begin(said: Said, at: int) -> bool:
    """Whether days may be said from there on: past small words a number or a word of time stands."""
    head = said.past(at, LEADS)
    return said.key(head) in HEADS or said.number(head) is not None


def days_at(said: Said, at: int) -> tuple[Atom, int] | None:
    """The day or days said there, and where that ends."""
    if not may_begin(said, at):
        return None
    for read in READERS:
        if found := read(said, at):
            return Atom(DAYS, found[0], at, found[1]), found[1]
    return None
