"""Reminders of an event: set with a button or in the person's own words, each session its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from conversations.discover.event.clocks import clock_of, own_zone
from conversations.discover.event.links import back_button
from conversations.discover.search.asking import asked_of
from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.shown.event import titled
from conversations.understanding.question import is_reminder_moment, moves_reminder
from conversations.understanding.text import words_of
from conversations.understanding.time import DAY, NotUnderstood, read_moment, says_only_a_time
from conversations.understanding.vocabulary import small_words
from conversations.wording.moments import day_seen, hour, short_day, short_stretch, zone
from storage import reminders, sessions
from storage.analyser import fold, terms
from storage.proposals import MovedOn
from storage.reminders import Reminder, TooLate
from storage.sessions import Session

Mine = tuple[Reminder, Session]
CHOICES = ("eve", "two_hours")
MOST_SHOWN = 10  # reminders of an event that have buttons
LISTENS = timedelta(hours=1)
CORRECTS = small_words("reminders", "corrects")  # with which one begins who corrects what they said
TELLING = 4  # letters of a word that tells one title from another
MOST_SESSIONS = 6  # of an event that have buttons of their own
LISTENING = "moment"


@dataclass
class MomentAwaited:
    """A moment is asked for, since when: of another reminder of this session, or of the one that is to change. One that
    was just set changes only where what is said `corrects` it.
    """

    key: ClassVar[str] = "moment"
    session: int
    at: datetime
    reminder: int | None = None
    corrects: bool = False


def choice_rows(
    turn: Turn, session: Session, known: list[Session], version: int, mine: Sequence[Mine]
) -> list[list[Button]]:
    """The reminders that can still be set with a button, and are not, of this session or where that has begun of the
    event's next; and one that leads to all the rest.
    """
    ahead = next((each for each in (session, *known) if each.takes_place and each.starts_at > turn.now), None)
    if ahead is None:
        return []
    day = "" if ahead.key == session.key else _day_on_button(turn, ahead)
    other = Button(turn.w.plain("remind.other"), Tap("reminding", ahead.key, version))
    return [[*_choices(turn, ahead, version, mine, day), other]]


def _day_on_button(turn: Turn, session: Session) -> str:
    return f"{short_day(turn.w, session.starts_at.astimezone(clock_of(turn, session)))} · "


def _choices(turn: Turn, session: Session, version: int, mine: Sequence[Mine], day: str = "") -> list[Button]:
    where = clock_of(turn, session)
    known = {reminder.at for reminder, of in mine if of.key == session.key}
    moments = {choice: moment_of(session, choice, where) for choice in CHOICES}
    ahead = [choice for choice, at in moments.items() if at > turn.now and at not in known]
    return [
        Button(f"{day}{turn.w.plain(f'remind.{choice}')}", Tap("remind", session.key, version, choice))
        for choice in ahead
    ]


def remind(turn: Turn, tap: Tap) -> None:
    """Sets a reminder: the day before at 18:00, or two hours before. Raises MovedOn when not listed."""
    session = sessions.open_session(turn.tx, tap.reference)
    if session is None or tap.value not in CHOICES:
        raise MovedOn
    at = moment_of(session, tap.value, clock_of(turn, session))
    try:
        _set(turn, session, at)
    except TooLate:
        turn.toast(turn.w("remind.too_late"), alert=True)
        return
    turn.toast(_set_words(turn, session, at))


def remind_as_said(turn: Turn, session: Session, text: str) -> None:
    """Sets a reminder at the moment that the text says: `la veille à 18h`; where it says none, offers the choices.

    `décale le rappel à une heure avant` changes the one that there is.
    """
    known = sessions.sessions_of(turn.tx, session.proposal)
    mine = reminders_of(turn, known)
    try:
        meant, at = _meant(turn, session, known, text)
    except NotUnderstood as error:
        turn.say(Card(_about(turn, session, error.code), choice_rows(turn, session, known, 0, mine)))
        return
    if moves_reminder(text) and len(mine) == 1:
        reminders.change(turn.tx, mine[0][0], at, own_zone(turn, meant), turn.now)
    else:
        _set(turn, meant, at)
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


def moment_said(turn: Turn, session: Session, text: str, where: ZoneInfo) -> datetime:
    """The moment that a text says, before a session, on that clock. Raises NotUnderstood."""
    return read_moment(text, session.starts_at.astimezone(where), turn.now, where, turn.w.language)


def _about(turn: Turn, session: Session, key: str) -> Markup:
    """What is asked, or wrong, about a reminder of a session: its title, and when it begins."""
    start = session.starts_at.astimezone(clock_of(turn, session))
    when = {"day": day_seen(turn.w, start, turn.now), "hour": hour(turn.w, start)}
    return turn.w(f"remind.{key}", title=titled(turn.w, session), **when)


def _say_set(turn: Turn, session: Session, at: datetime) -> None:
    """Says of which session the reminder is, and when it comes; what is said next may correct it."""
    start = session.starts_at.astimezone(clock_of(turn, session))
    title = Markup("<b>{}</b> ({}, {})").format(titled(turn.w, session), short_day(turn.w, start), hour(turn.w, start))
    turn.say(Card(Markup("\n").join([title, _set_words(turn, session, at)])))
    mine = next((each for each, _ in reminders_of(turn, [session]) if each.at == at), None)
    if mine:
        _listen(turn, session, mine.key, corrects=True)


def _set(turn: Turn, session: Session, at: datetime, *, by_seat: bool = False) -> None:
    own = own_zone(turn, session)
    person = turn.person.id
    reminders.remind(turn.tx, person=person, session=session, at=at, timezone=own, by_seat=by_seat, now=turn.now)


def _is_named(turn: Turn, session: Session, text: str) -> bool:
    """Whether a text says the day of a session: `une heure avant celui de jeudi`."""
    question = asked_of(turn, text)
    if question.start is None or question.end is None or question.end - question.start > DAY:
        return False
    said, start = (each.astimezone(clock_of(turn, session)) for each in (question.start, session.starts_at))
    return said.date() == start.date() or (said.weekday() == start.weekday() and start > said)


def names_event(text: str, session: Session) -> bool:
    """Whether a text has a word of the event's title that tells something."""
    titles = terms(f"{session.title} {session.title_en}")
    return any(len(term) >= TELLING and term in titles for term in terms(text))


def remind_of_seat(turn: Turn, session: Session) -> None:
    """Reminds whoever takes a seat, on the eve or two hours before, unless they have set a reminder themselves."""
    moments = (moment_of(session, choice, clock_of(turn, session)) for choice in CHOICES)
    at = next((each for each in moments if each > turn.now), None)
    if at and not reminders_of(turn, [session]):
        _set(turn, session, at, by_seat=True)


def forget_seat(turn: Turn, session: Session) -> None:
    """Whoever gives a seat back is not reminded of it; what they asked for otherwise stays."""
    for reminder, _ in reminders_of(turn, [session]):
        if reminder.by_seat:
            reminders.cancel(turn.tx, person=turn.person.id, key=reminder.key)


def says_moment(turn: Turn, session: Session, text: str) -> bool:
    """Whether a text says when to be reminded of a session: `préviens-moi le matin même`."""
    try:
        moment_said(turn, session, text, clock_of(turn, session))
    except NotUnderstood as error:
        return error.code != "not_understood"
    return True


def moment_of(session: Session, choice: str, where: ZoneInfo) -> datetime:
    """When a reminder is due: the eve at 18:00 on that clock, or two hours before by any."""
    if choice == "two_hours":
        return session.starts_at - timedelta(hours=2)
    eve = session.starts_at.astimezone(where) - timedelta(days=1)
    return eve.replace(hour=18, minute=0, second=0, microsecond=0)


def _set_words(turn: Turn, session: Session, at: datetime) -> Markup:
    local = at.astimezone(clock_of(turn, session))
    return turn.w("remind.set", day=day_seen(turn.w, local, turn.now), hour=hour(turn.w, local))


# --- all reminders of an event --------------------------------------------------------------------


def reminders_of(turn: Turn, known: list[Session]) -> list[Mine]:
    """The person's reminders still to come of these sessions, the next first."""
    by_key = {each.key: each for each in known}
    kept = reminders.reminders_of(turn.tx, turn.person.id)
    return [(each, by_key[each.session]) for each in kept if each.session in by_key]


def moment_words(turn: Turn, reminder: Reminder, session: Session) -> str:
    """When a reminder comes, short: `lun. 14 nov., 18 h`."""
    at = reminder.at.astimezone(zone(reminder.timezone or session.timezone))
    return f"{short_day(turn.w, at)}, {hour(turn.w, at)}"


def show_all(turn: Turn, tap: Tap) -> None:
    """Every session with its choices, and the reminders that there are; what is typed then is another moment. Raises
    MovedOn when it is not known.
    """
    session = sessions.open_session(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    _show_all(turn, session, tap.version)


def _show_all(turn: Turn, session: Session, version: int) -> None:
    _listen(turn, session)
    turn.show(_all_card(turn, session, version))


def _listen(turn: Turn, session: Session, reminder: int | None = None, *, corrects: bool = False) -> None:
    turn.state.keep(MomentAwaited(session.key, turn.now, reminder, corrects))
    turn.state.doing = LISTENING


def _all_card(turn: Turn, session: Session, version: int) -> Card:
    w, known = turn.w, sessions.sessions_of(turn.tx, session.proposal)
    mine = reminders_of(turn, known)
    rows: list[list[Button]] = []
    for reminder, of in mine[:MOST_SHOWN]:
        when = moment_words(turn, reminder, of)
        rows.append(
            [
                Button(w.plain("remind.change_one", when=when), Tap("retime", reminder.key, version)),
                Button(w.plain("remind.cancel_one", when=when), Tap("unset", reminder.key, version)),
            ]
        )
    ahead = [each for each in known if each.takes_place and each.starts_at > turn.now][:MOST_SESSIONS]
    for each in ahead:
        day = _day_on_button(turn, each) if len(ahead) > 1 else ""
        rows += [[button] for button in _choices(turn, each, version, mine, day)]
    rows.append([back_button(w, session, version)])
    lines = [w("remind.all", title=titled(w, session)), *_session_lines(turn, ahead), w("remind.or_write")]
    return Card(Markup("\n\n").join(lines), rows)


def _session_lines(turn: Turn, ahead: list[Session]) -> list[Markup]:
    lines = []
    for each in ahead:
        where = clock_of(turn, each)
        times = short_stretch(turn.w, each.starts_at.astimezone(where), each.ends_at.astimezone(where), turn.now)
        lines.append(Markup("🗓 {}").format(times))
    return [Markup("\n").join(lines)] if lines else []


def unset(turn: Turn, tap: Tap) -> None:
    """Cancels a reminder where all of its event stand. Raises MovedOn when it is not there."""
    mine = _mine(turn, tap.reference)
    if mine is None:
        raise MovedOn
    reminders.cancel(turn.tx, person=turn.person.id, key=tap.reference)
    turn.toast(turn.w("remind.cancelled"))
    _show_all(turn, mine[1], tap.version)


def _mine(turn: Turn, key: int) -> Mine | None:
    """The person's reminder of that number, and its session, where that takes place; else None."""
    reminder = reminders.reminder_with(turn.tx, key)
    session = sessions.open_session(turn.tx, reminder.session) if reminder else None
    if reminder is None or session is None or reminder.person != turn.person.id:
        return None
    return reminder, session


def ask_moment(turn: Turn, tap: Tap) -> None:
    """Asks for another moment. Raises MovedOn likewise."""
    mine = _mine(turn, tap.reference)
    if mine is None:
        raise MovedOn
    _listen(turn, mine[1], tap.reference)
    back = Button(turn.w.plain("change.back"), Tap("reminding", mine[1].key, tap.version))
    turn.show(Card(_about(turn, mine[1], "when"), [[back]]))


def read_moment_said(turn: Turn, content: Content) -> bool | None:
    """The moment, in words. What is none, or asks for something else, goes its ordinary way."""
    here = turn.state.of(MomentAwaited)
    turn.state.doing = None
    if here is None or turn.now - here.at >= LISTENS or not isinstance(content, Text):
        return False
    if here.corrects and not _corrects(content.body):
        return False
    session = sessions.open_session(turn.tx, here.session)
    mine = _mine(turn, here.reminder) if here.reminder else None
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
        _listen(turn, session, reminder.key)
        turn.say(Card(_about(turn, session, error.code)))
        return
    reminders.change(turn.tx, reminder, at, own_zone(turn, session), turn.now)
    _say_set(turn, session, at)
