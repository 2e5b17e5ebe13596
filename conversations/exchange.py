"""The words a dialog is made of: what comes in from a person, and what goes back.

A dialog is a plain function of a `Turn`. It reads `turn.incoming`, changes records through `turn.tx`
and leaves replies with `turn.say`, `turn.show` and `turn.toast`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.state import State
from conversations.understanding.place import Gazetteer
from conversations.wording.catalogue import Wording
from storage.cards import Subject
from storage.people import Known
from storage.threads import Attached

# --- what comes in ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A typed message; `html` is the same with its bold, italic and linked parts, where it has some."""

    body: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command without its slash and the bot's name, in lower case, and what stands behind it."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A press of one of our buttons: `verb:reference:version[:value]`, at most 64 bytes. Never trusted."""

    verb: str
    reference: int
    version: int
    value: str = ""

    def data(self) -> str:
        """The callback data."""
        return f"{self.verb}:{self.reference}:{self.version}" + (f":{self.value}" if self.value else "")


def whole(text: str, *, most: int = 999_999_999) -> int | None:
    """The number that a button carries in its value; None for anything else."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    return int(text) if is_one and int(text) <= most else None


@dataclass(frozen=True, slots=True)
class ForgedTap:
    """A press whose data no button of ours carries."""


@dataclass(frozen=True, slots=True)
class Location:
    """A shared position, WGS 84 degrees; a venue's has its name and address too."""

    lat: float
    lon: float
    name: str = ""
    address: str = ""


class Address(NamedTuple):
    """An address as the geocoder knows it: in full, without the town, the commune's INSEE code, WGS 84 degrees."""

    label: str
    street: str
    code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the geocoder found for a text or a position; None where it could not be reached."""

    found: tuple[Address, ...] | None
    asked: str | Location


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, or a file, by Telegram's id for it; `caption` is what is written below."""

    file_id: str
    kind: Attached = "photo"
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture that was asked for with FetchPicture: its number in the database, or what is wrong with it."""

    picture: int | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What is typed behind the bot's name in any chat."""

    id: str
    body: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message of a kind that no dialog reads: a sticker, a voice message, a poll."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message whose text was changed after it was read."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What Telegram says of somebody's place in a group; `then` is what they said or tapped that waits for it."""

    chat: int
    person: int
    name: str
    belongs: bool
    then: "Incoming | None" = None
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """The group became a supergroup, which has another id."""

    to: int


@dataclass(frozen=True, slots=True)
class Reachable:
    """Whether the bot may write in this chat: a person can stop it, a group can put it out or take its right away; in a
    group, whether it is `administrator` there.
    """

    reachable: bool
    administrator: bool = False


Content = (
    Text
    | Command
    | Tap
    | ForgedTap
    | Location
    | Picture
    | Fetched
    | Addresses
    | InlineQuery
    | Unreadable
    | Edited
    | Membership
    | GroupMoved
    | Reachable
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update: who says what in which chat.

    `message` is the message tapped or written, `query` the tap's own id; `answers` the message of the bot's to which
    it is a reply.
    """

    chat: int
    private: bool
    person: int
    name: str
    language: str | None
    content: Content
    message: int | None = None
    query: str | None = None
    answers: int | None = None


# --- what goes back -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button that comes back as a tap."""

    label: str
    tap: Tap


@dataclass(frozen=True, slots=True)
class DeepLink:
    """An inline button that opens the private chat with the bot and says `/start payload` there."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class ShareButton:
    """An inline button that offers to send the bot's inline answer to another chat."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class AskLocation:
    """A button below the keyboard that shares the person's location."""

    label: str


Rows = Sequence[Sequence[Button | DeepLink | ShareButton]]


@dataclass(frozen=True, slots=True)
class Card:
    """A message: HTML that Telegram reads, inline buttons, or a keyboard of words to choose from.

    `keyboard` replaces the person's keyboard; `()` takes it away; None leaves it.
    """

    text: Markup
    rows: Rows = ()
    keyboard: Sequence[Sequence[str | AskLocation]] | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """A new message; `answers` is the message that it replies to."""

    card: Card
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """Changes a message in place: the one tapped, or the card of a subject; posts it when there is none."""

    card: Card
    subject: Subject | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Takes the buttons off a message that is answered."""

    message: int


@dataclass(frozen=True, slots=True)
class Toast:
    """A short answer to a tap; `alert` wants to be closed."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Venue:
    """A point on the map with a name and an address."""

    lat: float
    lon: float
    title: str
    address: str


EventFile = Literal["poster", "qr_png", "qr_svg", "calendar"]
TableFile = Literal["queue_csv", "queue_pdf", "history_csv", "coverage"]
FileKind = EventFile | TableFile


@dataclass(frozen=True, slots=True)
class SendFile:
    """A file, made as it leaves: of an event, of a proposal's history, or of an edition; `about` is the number of the
    proposal or the edition's year, `language` its reader's, `asked` what else says which it is.
    """

    kind: FileKind
    about: int
    language: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class PassOn:
    """Somebody's photo or file, passed on as Telegram knows it, with words below."""

    kind: Attached
    file_id: str
    caption: Markup


@dataclass(frozen=True, slots=True)
class FetchPicture:
    """Fetches a picture that was sent and keeps it, made anew; the answer comes back as Fetched."""

    file_id: str


@dataclass(frozen=True, slots=True)
class FindAddress:
    """Asks the geocoder what a text means, or what is at a position; the answer comes back as Addresses."""

    asked: str | Location


@dataclass(frozen=True, slots=True)
class SendPicture:
    """A picture of ours, by its number, as a message of its own."""

    picture: int


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One line of an inline answer, and the message that it sends."""

    id: str
    title: str
    description: str
    card: Card


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What an inline query finds."""

    query: str
    results: tuple[InlineResult, ...]


@dataclass(frozen=True, slots=True)
class AskMembership:
    """Asks Telegram whether the person is in the group; the answer comes back as a Membership."""

    chat: int
    person: int


Reply = (
    Say
    | Show
    | Strip
    | Toast
    | Venue
    | SendFile
    | PassOn
    | SendPicture
    | FetchPicture
    | FindAddress
    | InlineAnswer
    | AskMembership
)


# --- the turn -----------------------------------------------------------------------------------


@dataclass(slots=True)
class World:
    """What every dialog may know: the places of France, the bot's name and number and who operates it; whether it
    `geocodes`; how long a card rests between two edits.
    """

    gazetteer: Gazetteer
    bot_name: str
    bot_id: int = 0
    administrators: frozenset[int] = frozenset()
    default_language: str = "fr"
    geocodes: bool = False
    card_rest: timedelta = timedelta(seconds=3)


@dataclass(slots=True)
class Turn:
    """One update being answered: who, what, when, where they stand, and the replies so far."""

    tx: Connection
    now: datetime
    world: World
    incoming: Incoming
    person: Known
    state: State
    w: Wording
    replies: list[Reply] = field(default_factory=list)

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
        """Whether the person operates the bot: named in the settings, or by the one-time link."""
        return self.person.id in self.world.administrators or self.person.administrator
