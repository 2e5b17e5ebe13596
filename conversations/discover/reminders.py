"""`/reminders`: all that a person has set, listed, changed and cancelled."""

from markupsafe import Markup

from conversations.discover.event.moments import moment_said, moment_words, names_event
from conversations.discover.standing import Standing
from conversations.exchange import Button, Card, Tap, Turn
from conversations.shown.event import titled
from conversations.understanding.question import LAST, all_reminders, position_of_reminder, spares_reminders
from conversations.understanding.time import NotUnderstood
from conversations.wording.moments import short_day, zone
from storage import reminders, sessions
from storage.proposals import MovedOn
from storage.reminders import Reminder
from storage.sessions import Session

MOST = 15  # that a list shows: twenty long titles fill a message


def list_reminders(turn: Turn) -> None:
    """Those to come, each with buttons that change and cancel it."""
    turn.show(_card(turn))


def cancel_reminder(turn: Turn, tap: Tap) -> None:
    """Cancels one of the person's reminders. Raises MovedOn when it is not there."""
    if not reminders.cancel(turn.tx, person=turn.person.id, key=tap.reference):
        raise MovedOn
    turn.toast(turn.w("remind.cancelled"))
    turn.show(_card(turn))


def cancel_all(turn: Turn) -> int:
    """Cancels every one; gives how many there were."""
    return reminders.end_all(turn.tx, turn.person.id)


def cancel_as_said(turn: Turn, text: str, events: set[int] | None, last: Standing | None) -> None:
    """Cancels the one reminder that is meant, or all of them; lists them where that is not exactly one."""
    if all_reminders(text) and not spares_reminders(text):
        named = [each for each in _kept(turn) if names_event(text, each[1])]
        for reminder, _ in named:
            reminders.cancel(turn.tx, person=turn.person.id, key=reminder.key)
        if cancelled := len(named) or cancel_all(turn):
            turn.say(Card(turn.w.n("remind.all_cancelled", cancelled)))
            return
    meant = [] if spares_reminders(text) else _meant(turn, text, events, last)
    if len(meant) != 1:
        list_reminders(turn)
        return
    reminder, session = meant[0]
    reminders.cancel(turn.tx, person=turn.person.id, key=reminder.key)
    turn.say(Card(turn.w("remind.cancelled_of", title=titled(turn.w, session))))


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
    try:
        return moment_said(turn, session, text, zone(reminder.timezone or session.timezone)) == reminder.at
    except NotUnderstood:
        return False


def _kept(turn: Turn) -> list[tuple[Reminder, Session]]:
    """The person's reminders to come, the next first, each with its session."""
    kept = reminders.reminders_of(turn.tx, turn.person.id)
    known = ((each, sessions.open_session(turn.tx, each.session)) for each in kept)
    return [(each, session) for each, session in known if session]


def _card(turn: Turn) -> Card:
    w, kept = turn.w, _kept(turn)
    parts, rows = [], []
    for position, (reminder, session) in enumerate(kept[:MOST], 1):
        place = session.place or w.plain("attendance.online")
        when = moment_words(turn, reminder, session)
        day = short_day(w, session.starts_at.astimezone(zone(session.timezone)))
        parts.append(w("remind.line", position=position, title=titled(w, session), place=place, day=day, when=when))
        rows.append(
            [
                Button(w.plain("remind.change", position=position), Tap("retime", reminder.key, 0)),
                Button(w.plain("remind.cancel", position=position), Tap("unremind", reminder.key, 0)),
            ]
        )
    if not parts:
        return Card(w("remind.none"))
    if len(kept) > MOST:
        parts.append(w.n("remind.more", len(kept) - MOST))
    return Card(Markup("\n\n").join([w.n("remind.list", len(kept)), *parts]), rows)
