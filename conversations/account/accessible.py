"""`/accessible`: for whoever reads with a screen reader, every step is a message of its own, in words."""

from conversations.exchange import Button, Card, Tap, Turn
from storage import people


def offer(turn: Turn) -> None:
    """Turns it on; where it is on, offers to turn it off."""
    _set(turn, True)


def switch(turn: Turn, tap: Tap) -> None:
    """Turns it off, or on again."""
    _set(turn, tap.value == "on")


def _set(turn: Turn, on: bool) -> None:
    people.change(turn.tx, turn.person.id, accessible=on)
    turn.person.accessible = on
    key, value = ("accessible.turn_off", "off") if on else ("accessible.turn_on", "on")
    button = Button(turn.w.plain(key), Tap("accessible", 0, 0, value))
    turn.say(Card(turn.w("accessible.on" if on else "accessible.off"), [[button]]))
