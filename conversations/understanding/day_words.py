"""The days said at a place in a text: one day, or a span of them."""

from conversations.understanding.date_words import (
    dated_at,
    named_at,
    numeric_at,
    offset_at,
    relative_at,
    weekday_at,
)
from conversations.understanding.saying import DAYS, Atom, Said
from conversations.understanding.span_words import month_at, quarter_at, rest_at, week_at, weekend_at

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


def days_at(said: Said, at: int) -> tuple[Atom, int] | None:
    """The day or days said there, and where that ends."""
    for read in READERS:
        if found := read(said, at):
            return Atom(DAYS, found[0], at, found[1]), found[1]
    return None
