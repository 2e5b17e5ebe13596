"""Silence: all that somebody asked to be told is ended at once."""

from conversations.discover import alerts, reminders
from conversations.exchange import Card, Tap, Turn
from storage import registrations


def silence(turn: Turn, _tap: Tap) -> None:
    """Ends every reminder and every alert, and waits for no seat any more."""
    waited = registrations.leave_lines(turn.tx, person=turn.person.id, now=turn.now)
    ended = reminders.cancel_all(turn) + alerts.end_all(turn) + waited
    turn.show(Card(turn.w.n("data.silenced", ended)))
