"""The days said at a place in a text: one day, or a span of them."""

from conversations.understanding import calendar_words as cw
from conversations.understanding.date_words import (
    HOLIDAYS,
    RELATIVE,
    WEEKDAY_LEADS,
    dated_at,
    named_at,
    numeric_at,
    offset_at,
    relative_at,
    weekday_at,
)
from conversations.understanding.saying import DAYS, Atom, Said
from conversations.understanding.span_words import (
    MONTH_PARTS,
    NEXT_DAYS_LEADS,
    REST,
    WEEKEND_WORDS,
    month_at,
    quarter_at,
    rest_at,
    week_at,
    weekend_at,
)

# What is longer or surer goes first: "le week-end du 19" before "le 19", a holiday before its weekday.
READERS = (
    offset_at,
    named_at,
    weekend_at,
    week_at,
    rest_at,
    relative_at,
    weekday_at,
    numeric_at,
    dated_at,
    month_at,
    quarter_at,
)


BEGINNINGS = frozenset(
    [
        *cw.WEEKDAYS, *cw.SHORT_WEEKDAYS, *cw.MONTHS, *cw.SHORT_MONTHS, *cw.RELATIVE_DAYS, *cw.NEXT, *cw.THIS,
        *RELATIVE.beginnings, *HOLIDAYS.beginnings, *WEEKDAY_LEADS.beginnings, *NEXT_DAYS_LEADS.beginnings,
        *WEEKEND_WORDS.beginnings, *REST.beginnings, *MONTH_PARTS.beginnings,
    ]
)  # fmt: skip
LEADS = frozenset(
    "le la les l the on ce cet cette ces this du de d en in of a au pour during pendant dans il un une an one two"
    " couple week semaine weekend we wk weekends debut mi fin milieu early mid late end beginning start middle q"
    " premiere seconde derniere dernier last next past previous coming upcoming toute whole all tout entire courant"
    " trimestre quarter mois month annee year within sous over sur depuis rest later plus".split()
)


def may_begin(said: Said, at: int) -> bool:
    """Whether days may be said from there on: most words of a sentence say nothing of time and are passed over."""
    key = said.key(at)
    return key in LEADS or key in BEGINNINGS or said.number(at) is not None


def days_at(said: Said, at: int) -> tuple[Atom, int] | None:
    """The day or days said there, and where that ends."""
    if not may_begin(said, at):
        return None
    for read in READERS:
        if found := read(said, at):
            return Atom(DAYS, found[0], at, found[1]), found[1]
    return None
