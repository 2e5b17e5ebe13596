"""The way back to an event's card."""

from conversations.exchange import Button, Tap
from conversations.wording.catalogue import Wording
from storage.sessions import Session

IN_PLACE = "back"  # the value of a tap that opens the card in place of the message that is tapped


def back_button(w: Wording, session: Session, version: int) -> Button:
    """Shows the card again, where it stood."""
    return Button(w.plain("event.back"), Tap("event", session.key, version, IN_PLACE))
