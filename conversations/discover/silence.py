"""Silence: all that somebody asked to be told is ended at once."""

from conversations.discover import alerts, reminders
from conversations.exchange import Card, Tap, Turn


def silence(turn: Turn, _tap: Tap) -> None:
    """Ends every reminder and every alert."""
    ended = reminders.cancel_all(turn) + alerts.end_all(turn)
    turn.show(Card(turn.w.n("data.silenced", ended)))
