"""Reminders of an event: set with a button or in the person's own words, each session its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from conversations.discover.event.clocks import clock_of, own_zone
from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.understanding.question import moves_reminder
from conversations.understanding.time import NotUnderstood, read_moment
from conversations.wording.moments import day_seen, hour, short_day, short_stretch, zone
from storage import reminders, sessions
from storage.proposals import MovedOn
from storage.reminders import Reminder, TooLate
from storage.sessions import Session

Mine = tuple[Reminder, Session]
CHOICES = ("eve", "two_hours")
MOST_SHOWN = 10  # reminders of an event that have buttons
LISTENS = timedelta(hours=12)
MOST_SESSIONS = 6  # of an event that have buttons of their own
CHANGING = "retime"


@dataclass
class Changing:
    """The reminder of which another moment is asked for, since when."""

    key: ClassVar[str] = "retime"
    reminder: int
    at: datetime


def choice_rows(turn: Turn, session: Session, version: int, mine: Sequence[Mine]) -> list[list[Button]]:
    """The reminders that can still be set with a button, and are not; and one that leads to all the rest."""
    buttons = _choices(turn, session, version, mine)
    if session.starts_at > turn.now:
        buttons.append(Button(turn.w.plain("remind.other"), Tap("reminding", session.key, version)))
    return [buttons] if buttons else []


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
    mine = reminders_of(turn, sessions.sessions_of(turn.tx, session.proposal))
    try:
        at = moment_said(turn, session, text, clock_of(turn, session))
        if moves_reminder(text) and len(mine) == 1:
            reminders.change(turn.tx, mine[0][0], at, own_zone(turn, session), turn.now)
        else:
            _set(turn, session, at)
    except NotUnderstood as error:
        turn.say(Card(_about(turn, session, error.code), choice_rows(turn, session, 0, mine)))
        return
    _say_set(turn, session, at)


def moment_said(turn: Turn, session: Session, text: str, where: ZoneInfo) -> datetime:
    """The moment that a text says, before a session, on that clock. Raises NotUnderstood."""
    return read_moment(text, session.starts_at.astimezone(where), turn.now, where, turn.w.language)


def _about(turn: Turn, session: Session, key: str) -> Markup:
    """What is asked, or wrong, about a reminder of a session: its title, and when it begins."""
    start = session.starts_at.astimezone(clock_of(turn, session))
    when = {"day": day_seen(turn.w, start, turn.now), "hour": hour(turn.w, start)}
    return turn.w(f"remind.{key}", title=session.title, **when)


def _say_set(turn: Turn, session: Session, at: datetime) -> None:
    title = Markup("<b>{}</b>").format(session.title)
    turn.say(Card(Markup("\n").join([title, _set_words(turn, session, at)])))


def _set(turn: Turn, session: Session, at: datetime) -> None:
    own = own_zone(turn, session)
    reminders.remind(turn.tx, person=turn.person.id, session=session, at=at, timezone=own, now=turn.now)


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
    """Every session with its choices, and the reminders that there are. Raises MovedOn when it is not known."""
    session = sessions.open_session(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    turn.show(_all_card(turn, session, tap.version))


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
        where = clock_of(turn, each)
        day = f"{short_day(w, each.starts_at.astimezone(where))} · " if len(ahead) > 1 else ""
        rows += [[button] for button in _choices(turn, each, version, mine, day)]
    rows.append([Button(w.plain("event.back"), Tap("event", session.key, version))])
    lines = [w("remind.all", title=session.title), *_session_lines(turn, ahead), w("remind.or_write")]
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
    turn.show(_all_card(turn, mine[1], tap.version))


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
    turn.state.keep(Changing(tap.reference, turn.now))
    turn.state.doing = CHANGING
    back = Button(turn.w.plain("change.back"), Tap("reminding", mine[1].key, tap.version))
    turn.show(Card(_about(turn, mine[1], "when"), [[back]]))


def read_change(turn: Turn, content: Content) -> bool | None:
    """The other moment, in words. What is no moment goes its ordinary way."""
    here = turn.state.of(Changing)
    mine = _mine(turn, here.reminder) if here and turn.now - here.at < LISTENS else None
    turn.state.doing = None
    if mine is None or not isinstance(content, Text):
        return False
    reminder, session = mine
    try:
        at = moment_said(turn, session, content.body, clock_of(turn, session))
    except NotUnderstood as error:
        if error.code == "not_understood":
            return False
        turn.state.doing = CHANGING
        turn.say(Card(_about(turn, session, error.code)))
        return None
    reminders.change(turn.tx, reminder, at, own_zone(turn, session), turn.now)
    _say_set(turn, session, at)
    return None
