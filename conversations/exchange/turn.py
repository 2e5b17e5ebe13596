"""One update being answered, and what every dialog may know."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange.incoming import Incoming, Tap
from conversations.exchange.replies import Card, Reply, Say, Show, Toast
from conversations.state import State
from conversations.understanding.place import Gazetteer, Place
from conversations.wording.catalogue import Wording
from storage.cards import Subject
from storage.people import Known


@dataclass(slots=True)
class World:
    """What every dialog may know: the places of France, the bot's name and number and who operates it; whether it
    `geocodes`; who answers for people's data (the `controller`); where the public `pages` are, and whether they open
    inside Telegram (`in_app`); how long a card rests between two edits.
    """

    gazetteer: Gazetteer
    bot_name: str
    bot_id: int = 0
    administrators: frozenset[int] = frozenset()
    default_language: str = "fr"
    geocodes: bool = False
    controller: str | None = None
    pages: str | None = None
    in_app: bool = False
    card_rest: timedelta = timedelta(seconds=3)

    def is_administrator(self, person: Known) -> bool:
        """Whether somebody operates the bot: named in the settings, or by the one-time link."""
        return person.id in self.administrators or person.administrator

    def town_of(self, person: Known) -> Place | None:
        """The town that somebody asked about last, or None."""
        return self.gazetteer.with_code(person.near) if person.near else None


@dataclass(slots=True)
class Turn:
    """One update being answered: who, what, when, where they stand, and the replies so far.

    `forgotten`: all that was kept of the person is erased, and nothing of this turn is kept. `asks`: what a tap turns
    out to ask, answered as if it had been typed.
    """

    tx: Connection
    now: datetime
    world: World
    incoming: Incoming
    person: Known
    state: State
    w: Wording
    replies: list[Reply] = field(default_factory=list)
    forgotten: bool = False
    asks: str | None = None

    def say(self, card: Card, *, answers: int | None = None) -> None:
        """A new message in this chat, which answers the message of that number."""
        self.replies.append(Say(card, answers=answers))

    def show(self, card: Card) -> None:
        """Edits the message that was tapped; what was typed gets a new one."""
        tapped = isinstance(self.incoming.content, Tap)
        if tapped and card.keyboard is None:
            self.replies.append(Show(card, message=self.incoming.message))
        else:
            self.replies.append(Say(card))

    def show_card(self, card: Card, subject: Subject) -> None:
        """Brings the card of a subject in this chat up to date, wherever it stands; posts it when it does not."""
        self.replies.append(Show(card, subject=subject))

    def toast(self, text: str, *, alert: bool = False) -> None:
        """A short answer to the tap."""
        self.replies.append(Toast(str(Markup(text).unescape()), alert))

    @property
    def is_administrator(self) -> bool:
        """Whether the person operates the bot."""
        return self.world.is_administrator(self.person)
