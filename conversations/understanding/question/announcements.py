"""What a pasted announcement tells of an event: title, sessions, place and venue, organiser, format, themes, audiences.

Each line is understood by itself, as a question would be; a line that says what it is about (`Lieu :`) goes first.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from conversations.understanding.place import Gazetteer, Place
from conversations.understanding.question.announced_details import (
    ORGANISER_LABELS,
    PLACE_LABELS,
    Line,
    is_open_and_free,
    organisation_of,
    venue_of,
)
from conversations.understanding.question.meaning import Question
from conversations.understanding.question.reading import understand
from conversations.understanding.time import EditionDays, NotUnderstood, no_edition, read_sessions
from conversations.understanding.vocabulary import small_words
from storage.analyser import fold
from storage.zones import PARIS

SHORTEST = 100  # characters of a single line; who answers a question writes less
LONGEST_ANNOUNCEMENT = 4096
MOST_LINES = 40
TITLE = (5, 120)
MOST_THEMES = 3
TIME_LABELS = small_words("announcements", "time_labels")
TITLE_LABELS = small_words("announcements", "title_labels")
OTHER_LABELS = small_words("announcements", "other_labels")
LABELS = frozenset((*PLACE_LABELS, *TIME_LABELS, *TITLE_LABELS, *ORGANISER_LABELS, *OTHER_LABELS))
_INVITES = re.compile(r"\b(?:invite[sz]?|convie|organises?|plaisir|pleased|delighted|proposes?|accueille)\b")
_LABEL = re.compile(r"^\W*(?P<label>[^\W\d_]{2,12})\s*[:：]\s*(?P<rest>.+)$")
# What every event of the Week is, and no part of its name.
_OF_THE_WEEK = re.compile(r"^semaine de l['’]innovation publique(?: \d{4})?\s*[:–—-]\s*", re.IGNORECASE)
_BULLET = re.compile(r"^[^\w«“\"'(]+")
_LINK = re.compile(r"https://[^\s<>()\"']+")
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{5,122})[»”\"]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was read; None or empty where the text does not say it. Sessions are aware, in the place's zone.

    `open_and_free`: that everybody may come, for nothing, is said outright.
    """

    title: str | None = None
    sessions: tuple[tuple[datetime, datetime], ...] = ()
    place: Place | None = None
    format: str | None = None
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    attendance: str | None = None
    link: str | None = None
    venue: str | None = None
    organisation: str | None = None
    open_and_free: bool = False


def read_announcement(
    text: str, now: datetime, gazetteer: Gazetteer, language: str, edition: EditionDays = no_edition
) -> Announcement | None:
    """The event that a text announces; None for a text too short to be one, or that tells too little.

    `edition` gives the first and last day of the Week.
    """
    text = text[:LONGEST_ANNOUNCEMENT]
    lines = [line for raw in text.splitlines() if (line := _BULLET.sub("", raw).rstrip(" \t*_#"))][:MOST_LINES]
    if not lines or (len(text) < SHORTEST and len(lines) == 1):
        return None
    asked = (understand(_bare(line), now, gazetteer, language=language) for line in lines)
    understood = [question.seen or question for question in asked]
    place = _place(lines, understood)
    sessions = _sessions(text, lines, now, place.timezone if place else PARIS, language, edition)
    if not sessions and not _announces(lines, understood, place):
        return None
    labelled = list(map(_label, lines))
    # "Maison des associations" is where it is, not whom it is for.
    elsewhere = [
        question for line, question in zip(labelled, understood, strict=True) if line.label not in PLACE_LABELS
    ]
    formats = _several("formats", elsewhere)
    online = any(question.attendance == "online" for question in understood)
    link = _LINK.search(text)
    return Announcement(
        title=_title(text, lines, understood),
        sessions=tuple(sessions),
        place=place,
        format=formats[0] if formats else None,
        themes=_several("themes", elsewhere)[:MOST_THEMES],
        audiences=_several("audiences", elsewhere),
        attendance="both" if place and online else "on_site" if place else "online" if online else None,
        link=link.group().rstrip(".,;") if link and online else None,
        venue=venue_of(labelled, place),
        organisation=organisation_of(labelled),
        open_and_free=is_open_and_free(labelled),
    )


def _announces(lines: list[str], understood: list[Question], place: Place | None) -> bool:
    """Whether lines without a whole session tell of an event all the same: where, when, what kind, what about."""
    day = any(question.start for question in understood)
    return (
        len(lines) > 1
        and sum(map(bool, (place, day, _several("formats", understood), _several("themes", understood)))) > 1
    )


def _label(line: str) -> Line:
    """What a line says that it is about, and the rest of it: `Lieu : Lille` is `lieu`, `Lille`."""
    found = _LABEL.match(line)
    label = fold(found.group("label")) if found else ""
    return Line(label, found.group("rest").strip()) if found and label in LABELS else Line("", line)


def _bare(line: str) -> str:
    label, rest = _label(line)
    return rest if label in (*PLACE_LABELS, *TIME_LABELS, *TITLE_LABELS) else line


def _several(kind: str, understood: list[Question]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for question in understood for code in getattr(question, kind)))


def _place(lines: list[str], understood: list[Question]) -> Place | None:
    """The town of the line that speaks of the place, else the first with a postal code, else the first named."""
    found = [
        (line, question.place)
        for line, question in zip(lines, understood, strict=True)
        if question.place and question.place.kind in ("commune", "arrondissement", "former")
    ]
    labelled = (place for line, place in found if _label(line)[0] in PLACE_LABELS)
    coded = (place for line, place in found if re.search(r"\b\d{5}\b", line))
    return next(labelled, None) or next(coded, None) or next((place for _, place in found), None)


def _sessions(
    text: str, lines: list[str], now: datetime, zone: str, language: str, edition: EditionDays
) -> list[tuple[datetime, datetime]]:
    """The sessions of the lines that are labelled so, else of those that tell a whole one, else of the whole text."""

    def read(part: str) -> list[tuple[datetime, datetime]]:
        try:
            return read_sessions(part, now, zone, language, edition)
        except NotUnderstood:
            return []

    labelled = "\n".join(rest for label, rest in map(_label, lines) if label in TIME_LABELS)
    whole = "\n".join(line for line in lines if read(line))
    return read(labelled) or read(whole) or read(text)


def _title(text: str, lines: list[str], understood: list[Question]) -> str | None:
    """What is labelled so, else the first line that names something, or what stands in quotes in it.

    A line that greets, invites, or says only when is no name.
    """
    low, high = TITLE
    labelled = next((rest for label, rest in map(_label, lines) if label in TITLE_LABELS), None)
    if labelled and low <= len(labelled) <= high:
        return labelled
    lines = [_OF_THE_WEEK.sub("", line) for line in lines]
    named = [line for line, question in zip(lines, understood, strict=True) if _may_name(line, question)]
    for line in named:
        first = _SENTENCE.split(line)[0].strip(" .:")
        whole = len(lines) > 1 and low <= len(first) <= high and not _INVITES.search(fold(first))
        quoted = _QUOTED.search(line)
        if whole or quoted:
            return first if whole else quoted.group(1).strip() if quoted else None
    quoted = _QUOTED.search(text)
    return quoted.group(1).strip() if quoted else next((line for line in named if low <= len(line) <= high), None)


def _may_name(line: str, question: Question) -> bool:
    says_more = question.intent not in ("programme", "none") or not question.start
    return question.intent != "smalltalk" and says_more and _label(line)[0] not in LABELS
