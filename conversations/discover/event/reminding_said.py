"""Reminders of an event in the person's own words: `la veille à 18h`, `non, plutôt jeudi à 8h`."""

from datetime import datetime, timedelta

from markupsafe import Markup

from conversations.discover.event.clocks import clock_of, own_zone
from conversations.discover.event.moments import (
    Mine,
    MomentAwaited,
    about_words,
    listen,
    mine_with,
    moment_said,
    reminders_of,
    says_moment,
    set_at,
    set_words,
)
from conversations.discover.event.reminding import choice_rows
from conversations.discover.search.asking import asked_of
from conversations.exchange import Card, Content, Text, Turn
from conversations.shown.event import titled
from conversations.understanding.question import is_reminder_moment, moves_reminder
from conversations.understanding.text import words_of
from conversations.understanding.time import DAY, NotUnderstood, says_only_a_time
from conversations.understanding.vocabulary import small_words
from conversations.wording.moments import hour, short_day
from storage import reminders, sessions
from storage.analyser import fold
from storage.sessions import Session

LISTENS = timedelta(hours=1)
CORRECTS = small_words("reminders", "corrects")  # with which one begins who corrects what they said


def remind_as_said(turn: Turn, session: Session, text: str) -> None:
    """Sets a reminder at the moment that the text says: `la veille à 18h`; where it says none, offers the choices.

    `décale le rappel à une heure avant` changes the one that there is.
    """
    known = sessions.sessions_of(turn.tx, session.proposal)
    mine = reminders_of(turn, known)
    try:
        meant, at = _meant(turn, session, known, text)
    except NotUnderstood as error:
        turn.say(Card(about_words(turn, session, error.code), choice_rows(turn, session, known, 0, mine)))
        return
    if moves_reminder(text) and len(mine) == 1:
        reminders.change(turn.tx, mine[0][0], at, own_zone(turn, meant), turn.now)
    else:
        set_at(turn, meant, at)
    _say_set(turn, meant, at)


def _meant(turn: Turn, session: Session, known: list[Session], text: str) -> tuple[Session, datetime]:
    """The moment that a text says, and the session that it is before: this one, or one of its event that is later.
    Raises NotUnderstood.
    """
    later = [each for each in known if each.takes_place and each.starts_at > session.starts_at]
    named = [each for each in (session, *later) if _is_named(turn, each, text)] if later else []
    for each in (*named, session, *later):
        try:
            return each, moment_said(turn, each, text, clock_of(turn, each))
        except NotUnderstood as error:
            if error.code != "after_start":
                raise
    raise NotUnderstood("after_start")


def _is_named(turn: Turn, session: Session, text: str) -> bool:
    """Whether a text says the day of a session: `une heure avant celui de jeudi`."""
    question = asked_of(turn, text)
    if question.start is None or question.end is None or question.end - question.start > DAY:
        return False
    said, start = (each.astimezone(clock_of(turn, session)) for each in (question.start, session.starts_at))
    return said.date() == start.date() or (said.weekday() == start.weekday() and start > said)


def _say_set(turn: Turn, session: Session, at: datetime) -> None:
    """Says of which session the reminder is, and when it comes; what is said next may correct it."""
    start = session.starts_at.astimezone(clock_of(turn, session))
    title = Markup("<b>{}</b> ({}, {})").format(titled(turn.w, session), short_day(turn.w, start), hour(turn.w, start))
    turn.say(Card(Markup("\n").join([title, set_words(turn, session, at)])))
    mine = next((each for each, _ in reminders_of(turn, [session]) if each.at == at), None)
    if mine:
        listen(turn, session, mine.key, corrects=True)


def read_moment_said(turn: Turn, content: Content) -> bool | None:
    """The moment, in words. What is none, or asks for something else, goes its ordinary way."""
    here = turn.state.of(MomentAwaited)
    turn.state.doing = None
    if here is None or turn.now - here.at >= LISTENS or not isinstance(content, Text):
        return False
    if here.corrects and not _corrects(content.body):
        return False
    session = sessions.open_session(turn.tx, here.session)
    mine = mine_with(turn, here.reminder) if here.reminder else None
    if session is None or (here.reminder and mine is None) or not _may_be_moment(turn, session, content.body):
        return False
    if mine is None:
        remind_as_said(turn, session, content.body)
    else:
        _change(turn, mine, content.body)
    return None


def _may_be_moment(turn: Turn, session: Session, text: str) -> bool:
    """Whether it says a moment, and asks for nothing."""
    alone = is_reminder_moment(text) or says_only_a_time(text, turn.w.language) or moves_reminder(text)
    asks = text.rstrip().endswith("?") and not is_reminder_moment(text)
    return (alone or asked_of(turn, text).intent == "remind") and not asks and says_moment(turn, session, text)


def _corrects(text: str) -> bool:
    first = next(iter(words_of(text)), "")
    return fold(first) in CORRECTS


def _change(turn: Turn, mine: Mine, text: str) -> None:
    reminder, session = mine
    try:
        at = moment_said(turn, session, text, clock_of(turn, session))
    except NotUnderstood as error:
        listen(turn, session, reminder.key)
        turn.say(Card(about_words(turn, session, error.code)))
        return
    reminders.change(turn.tx, reminder, at, own_zone(turn, session), turn.now)
    _say_set(turn, session, at)
