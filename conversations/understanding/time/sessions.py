"""When an event is, in the organiser's words: every session that is said, or what is missing.

`read_sessions("du 14 au 16 novembre de 9h à 17h", now, "Europe/Paris")` gives three. Each session needs a
date, a beginning and an end; hours said once serve all the days around them.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from conversations.understanding.text import language_of
from conversations.understanding.time.atoms.addresses import without_addresses
from conversations.understanding.time.atoms.other_languages import with_months_in_numbers
from conversations.understanding.time.atoms.said_zones import said_zone
from conversations.understanding.time.atoms.scanner import scan
from conversations.understanding.time.calendar.dates import ImpossibleDateError
from conversations.understanding.time.constraints import (
    DisagreeError,
    EditionDays,
    no_edition,
)
from conversations.understanding.time.errors import NotUnderstood
from conversations.understanding.time.grammar import read_tree
from conversations.understanding.time.plan import Plan, Session, checked
from conversations.understanding.time.written import written_sessions

LONGEST_DATES = 1500  # characters that are read


class Heard(NamedTuple):
    """The sessions that were heard, in order of time, and the words of time that found no place in them.

    `weekdays`: nothing was said of which week they are in.
    """

    sessions: list[Session]
    left: tuple[str, ...] = ()
    weekdays: bool = False


def read_sessions(
    text: str, now: datetime, zone: str, language: str | None = None, edition: EditionDays = no_edition
) -> list[Session]:
    """The sessions as aware (start, end) in the zone, or in the one that is said, in order of time.

    `edition` gives the first and last day of the Week. Raises NotUnderstood with the first code that applies.
    """
    return read_when(text, now, zone, language, edition).sessions


def read_when(
    text: str, now: datetime, zone: str, language: str | None = None, edition: EditionDays = no_edition
) -> Heard:
    """The same, with what was said of time and found no place in them."""
    text = text[:LONGEST_DATES]
    try:
        return _read(text, now, zone, language, edition)
    except NotUnderstood as error:
        numbered = with_months_in_numbers(text) if error.code == "no_date" else text
        if numbered == text:
            raise
    return _read(numbered, now, zone, language, edition)


def _read(text: str, now: datetime, zone: str, language: str | None, edition: EditionDays) -> Heard:
    spoken = language_of(text) or language or "fr"
    named, text = said_zone(text)
    where = ZoneInfo(named or zone)
    try:
        if written := written_sessions(text, where):
            return Heard(checked(written, now))
        atoms, tokens = scan(without_addresses(text), spoken)
        plan = Plan(read_tree(atoms, tokens), now.astimezone(where), spoken, edition)
        sessions = plan.sessions()
        left = tuple(text[tokens[at].start : tokens[end - 1].end] for at, end in plan.left())
        return Heard(sessions, left, plan.says_weekdays_only)
    except DisagreeError:
        raise NotUnderstood("mismatch") from None
    except (ImpossibleDateError, OverflowError, ValueError):  # no such day, or beyond the calendar's end
        raise NotUnderstood("impossible") from None
