"""The sessions of an event in words, and whether they lie in the Week."""

from markupsafe import Markup

from conversations.wording.catalogue import Wording
from conversations.wording.moments import stretch, zone, zone_words
from storage.answers import Answers, SessionTimes
from storage.editions import Edition
from storage.sessions import Session

MOST = 12  # sessions that a list shows; the rest are counted


def session_lines(w: Wording, sessions: list[SessionTimes], zone_name: str, *, numbered: bool = False) -> Markup:
    """A line a session, in the event's zone: `mardi 15 novembre 2016, 14 h – 16 h 30 (heure de Paris)`, and what has
    become of it; `numbered` where one of them is to be named.
    """
    heads = (f"{number}. " if numbered else "• " for number in range(1, MOST + 1))
    lines = [head + session_line(w, each, zone_name) for head, each in zip(heads, sessions, strict=False)]
    if len(sessions) > MOST:
        lines.append(w.n("propose.sessions.more", len(sessions) - MOST).unescape())
    return Markup("\n").join(lines)


def session_line(w: Wording, session: SessionTimes, zone_name: str) -> str:
    """One session in the event's zone; of one that is put off without a date, the date that it had."""
    where = zone(zone_name)
    times = stretch(w, session.start.astimezone(where), session.end.astimezone(where), year=True)
    line = f"{times} ({zone_words(w, zone_name)})"
    return line if session.takes_place else f"{line} : {w.plain(f'session.{session.state}')}"


def session_words(w: Wording, session: Session) -> str:
    """A published session in its own zone: `mardi 15 novembre 2016, 14 h – 16 h 30`."""
    where = zone(session.timezone)
    return stretch(w, session.starts_at.astimezone(where), session.ends_at.astimezone(where), year=True)


def is_outside(edition: Edition, answers: Answers) -> bool:
    """Whether a session begins outside the Week, where the event is."""
    starts = (s.start.astimezone(zone(answers.zone)) for s in answers.sessions)
    return any(not edition.contains(start, answers.region) for start in starts)
