"""A person's data: what is kept, as a file, forgotten; and to be written to no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from markupsafe import Markup

from conversations.exchange import Button, Card, SendFile, Tap, Turn
from storage import forgetting, proposals
from storage.proposals import MovedOn

LASTS = timedelta(minutes=10)  # between the two confirmations


@dataclass
class Forgetting:
    """Somebody has said once that all is to be erased."""

    key: ClassVar[str] = "forgetting"
    at: datetime


def show_privacy(turn: Turn) -> None:
    """What is kept, why and how long, in a screen."""
    rows = [[_button(turn, "data.mine", "mydata")], [_button(turn, "data.forget", "forget")]]
    text = turn.w("data.privacy")
    if turn.world.controller:
        text += "\n" + turn.w("data.controller", controller=turn.world.controller)
    turn.say(Card(text, rows))


def send_data(turn: Turn) -> None:
    """Everything held, as JSON."""
    turn.say(Card(turn.w("data.file")))
    turn.replies.append(SendFile("mydata", 0, turn.w.language))


def ask_once(turn: Turn) -> None:
    """What would go, and what stays."""
    mine = [each for each in proposals.proposals_of(turn.tx, turn.person.id) if each.organiser == turn.person.id]
    parts = turn.w("data.sure")
    if mine:
        parts += "\n\n" + turn.w.n("data.sure_proposals", len(mine))
    rows = [[_button(turn, "data.go_on", "forget.again")], [_button(turn, "data.keep", "keep")]]
    turn.say(Card(parts, rows))


def ask_again(turn: Turn, _tap: Tap) -> None:
    """Asks a second time."""
    turn.state.keep(Forgetting(turn.now))
    rows = [[_button(turn, "data.keep", "keep")], [_button(turn, "data.erase", "forget.all")]]
    turn.show(Card(turn.w("data.surest"), rows))


def _button(turn: Turn, label: str, verb: str) -> Button:
    return Button(turn.w.plain(label), Tap(verb, 0, 0))


def keep(turn: Turn, _tap: Tap) -> None:
    """Nothing is erased."""
    turn.state.drop(Forgetting)
    turn.show(Card(turn.w("data.kept")))


def forget(turn: Turn, _tap: Tap) -> None:
    """Erases all that is kept of them. Raises MovedOn unless they said so twice, just now."""
    asked = turn.state.of(Forgetting)
    if asked is None or turn.now - asked.at > LASTS:
        raise MovedOn
    forgetting.forget(turn.tx, turn.person.id, now=turn.now)
    turn.forgotten = True
    text = turn.w("data.forgotten")
    turn.show(Card(text + Markup("\n\n") + turn.w("data.still_banned") if turn.person.ban else text))


def unsubscribe(turn: Turn) -> None:
    """What the bot would write unasked, and how each is ended."""
    rows = [
        [_button(turn, "menu.reminders", "reminders"), _button(turn, "menu.alerts", "alerts")],
        [_button(turn, "data.silence", "silence")],
    ]
    turn.say(Card(turn.w("data.unsubscribe"), rows))
