"""Reminders: set with a button or in the person's own words, listed, cancelled."""

from datetime import datetime, timedelta

from markupsafe import Markup

from conversations.discover.standing import Standing
from conversations.exchange import Button, Card, Tap, Turn
from conversations.understanding.question import LAST, all_reminders, position_of_reminder, spares_reminders
from conversations.understanding.time import NotUnderstood, read_moment
from conversations.wording.moments import day_seen, hour, zone
from storage import reminders, sessions
from storage.proposals import MovedOn
from storage.reminders import Reminder, TooLate
from storage.sessions import Session

CHOICES = ("eve", "two_hours")
MOST = 15  # that a list shows: twenty long titles fill a message


def choice_rows(turn: Turn, session: Session, version: int) -> list[list[Button]]:
    """The reminders that can still be set with a button."""
    ahead = [choice for choice in CHOICES if moment_of(session, choice) > turn.now]
    buttons = [
        Button(turn.w.plain(f"remind.{choice}"), Tap("remind", session.key, version, choice)) for choice in ahead
    ]
    return [buttons] if buttons else []


def remind(turn: Turn, tap: Tap) -> None:
    """Sets a reminder: the day before at 18:00, or two hours before. Raises MovedOn when not listed."""
    session = sessions.open_session(turn.tx, tap.reference)
    if session is None or tap.value not in CHOICES:
        raise MovedOn
    at = moment_of(session, tap.value)
    try:
        reminders.remind(turn.tx, person=turn.person.id, session=tap.reference, at=at, now=turn.now)
    except TooLate:
        turn.toast(turn.w("remind.too_late"), alert=True)
        return
    turn.toast(_set_words(turn, session, at), alert=True)


def remind_as_said(turn: Turn, session: Session, text: str) -> None:
    """Sets a reminder at the moment that the text says: `la veille à 18h`; where it says none, offers the choices."""
    w = turn.w
    where = zone(session.timezone)
    start = session.starts_at.astimezone(where)
    try:
        at = read_moment(text, start, turn.now, where, w.language)
        reminders.remind(turn.tx, person=turn.person.id, session=session.key, at=at, now=turn.now)
    except NotUnderstood as error:
        words = w(f"remind.{error.code}", title=session.title, day=day_seen(w, start, turn.now), hour=hour(w, start))
        turn.say(Card(words, choice_rows(turn, session, 0)))
        return
    title = Markup("<b>{}</b>").format(session.title)
    turn.say(Card(Markup("\n").join([title, _set_words(turn, session, at)])))


def says_moment(turn: Turn, session: Session, text: str) -> bool:
    """Whether a text says when to be reminded of a session: `préviens-moi le matin même`."""
    where = zone(session.timezone)
    try:
        read_moment(text, session.starts_at.astimezone(where), turn.now, where, turn.w.language)
    except NotUnderstood as error:
        return error.code != "not_understood"
    return True


def moment_of(session: Session, choice: str) -> datetime:
    """When a reminder is due: the eve at 18:00 on the event's own clock, or two hours before by any."""
    start = session.starts_at.astimezone(zone(session.timezone))
    if choice == "two_hours":
        return session.starts_at - timedelta(hours=2)
    return (start - timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)


def _set_words(turn: Turn, session: Session, at: datetime) -> Markup:
    local = at.astimezone(zone(session.timezone))
    return turn.w("remind.set", day=day_seen(turn.w, local, turn.now), hour=hour(turn.w, local))


def list_reminders(turn: Turn) -> None:
    """`/reminders`: those to come, each with a button that cancels it."""
    turn.show(_reminders_card(turn))


def cancel_reminder(turn: Turn, tap: Tap) -> None:
    """Cancels one of the person's reminders. Raises MovedOn when it is not there."""
    if not reminders.cancel(turn.tx, person=turn.person.id, key=tap.reference):
        raise MovedOn
    turn.toast(turn.w("remind.cancelled"))
    turn.show(_reminders_card(turn))


def cancel_as_said(turn: Turn, text: str, events: set[int] | None, last: Standing | None) -> None:
    """Cancels the one reminder that is meant, or all of them; lists them where that is not exactly one."""
    if all_reminders(text) and not spares_reminders(text) and (kept := _kept(turn)):
        for reminder, _ in kept:
            reminders.cancel(turn.tx, person=turn.person.id, key=reminder.key)
        turn.say(Card(turn.w.n("remind.all_cancelled", len(kept))))
        return
    meant = [] if spares_reminders(text) else _meant(turn, text, events, last)
    if len(meant) != 1:
        list_reminders(turn)
        return
    reminder, session = meant[0]
    reminders.cancel(turn.tx, person=turn.person.id, key=reminder.key)
    turn.say(Card(turn.w("remind.cancelled_of", title=session.title)))


def _meant(turn: Turn, text: str, events: set[int] | None, last: Standing | None) -> list[tuple[Reminder, Session]]:
    """Those at that place of the list, at that moment, of these `events`, of the event opened `last`; else all."""
    kept = _kept(turn)
    position = position_of_reminder(text)
    if position is not None:
        return kept[-1:] if position == LAST else kept[position - 1 : position]
    if timed := [each for each in kept if _is_at(turn, text, *each)]:
        return timed
    if events is not None:
        return [each for each in kept if each[1].proposal in events]
    return [each for each in kept if last and each[1].key == last.event] or kept


def _is_at(turn: Turn, text: str, reminder: Reminder, session: Session) -> bool:
    """Whether the text says the moment of a reminder: `annule le rappel une heure avant`."""
    where = zone(session.timezone)
    try:
        said = read_moment(text, session.starts_at.astimezone(where), turn.now, where, turn.w.language)
    except NotUnderstood:
        return False
    return said == reminder.at


def _kept(turn: Turn) -> list[tuple[Reminder, Session]]:
    """The person's reminders to come, the next first, each with its session."""
    kept = reminders.reminders_of(turn.tx, turn.person.id)
    known = ((each, sessions.open_session(turn.tx, each.session)) for each in kept)
    return [(each, session) for each, session in known if session]


def _reminders_card(turn: Turn) -> Card:
    w = turn.w
    kept = _kept(turn)
    parts, rows = [], []
    for position, (reminder, session) in enumerate(kept[:MOST], 1):
        at = reminder.at.astimezone(zone(session.timezone))
        when = day_seen(w, at, turn.now)
        place = session.place or w.plain("attendance.online")
        line = w("remind.line", position=position, title=session.title, place=place, day=when, hour=hour(w, at))
        parts.append(line)
        label = w.plain("remind.cancel", position=position)
        rows.append([Button(label, Tap("unremind", reminder.key, 0))])
    if not parts:
        return Card(w("remind.none"))
    if len(kept) > MOST:
        parts.append(w.n("remind.more", len(kept) - MOST))
    return Card(Markup("\n\n").join([w.n("remind.list", len(kept)), *parts]), rows)
