"""Reminders of an event, by its buttons: each session its own, several an event, one that a seat brings."""

from collections.abc import Sequence

from markupsafe import Markup

from conversations.discover.event.clocks import clock_of
from conversations.discover.event.links import back_button
from conversations.discover.event.moments import (
    Mine,
    about_words,
    listen,
    mine_with,
    moment_of,
    moment_words,
    reminders_of,
    set_at,
    set_words,
)
from conversations.exchange import Button, Card, Tap, Turn
from conversations.shown.event import titled
from conversations.wording.moments import short_day, short_stretch
from storage import reminders, sessions
from storage.proposals import MovedOn
from storage.reminders import TooLate
from storage.sessions import Session

CHOICES = ("eve", "two_hours")
MOST_SHOWN = 10  # reminders of an event that have buttons
MOST_SESSIONS = 6  # of an event that have buttons of their own


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
        set_at(turn, session, at)
    except TooLate:
        turn.toast(turn.w("remind.too_late"), alert=True)
        return
    turn.toast(set_words(turn, session, at))


def show_all(turn: Turn, tap: Tap) -> None:
    """Every session with its choices, and the reminders that there are; what is typed then is another moment. Raises
    MovedOn when it is not known.
    """
    session = sessions.open_session(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    _show_all(turn, session, tap.version)


def _show_all(turn: Turn, session: Session, version: int) -> None:
    listen(turn, session)
    turn.show(_all_card(turn, session, version))


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
    mine = mine_with(turn, tap.reference)
    if mine is None:
        raise MovedOn
    reminders.cancel(turn.tx, person=turn.person.id, key=tap.reference)
    turn.toast(turn.w("remind.cancelled"))
    _show_all(turn, mine[1], tap.version)


def ask_moment(turn: Turn, tap: Tap) -> None:
    """Asks for another moment. Raises MovedOn likewise."""
    mine = mine_with(turn, tap.reference)
    if mine is None:
        raise MovedOn
    listen(turn, mine[1], tap.reference)
    back = Button(turn.w.plain("change.back"), Tap("reminding", mine[1].key, tap.version))
    turn.show(Card(about_words(turn, mine[1], "when"), [[back]]))


def remind_of_seat(turn: Turn, session: Session) -> None:
    """Reminds whoever takes a seat, on the eve or two hours before, unless they have set a reminder themselves."""
    moments = (moment_of(session, choice, clock_of(turn, session)) for choice in CHOICES)
    at = next((each for each in moments if each > turn.now), None)
    if at and not reminders_of(turn, [session]):
        set_at(turn, session, at, by_seat=True)


def forget_seat(turn: Turn, session: Session) -> None:
    """Whoever gives a seat back is not reminded of it; what they asked for otherwise stays."""
    for reminder, _ in reminders_of(turn, [session]):
        if reminder.by_seat:
            reminders.cancel(turn.tx, person=turn.person.id, key=reminder.key)
