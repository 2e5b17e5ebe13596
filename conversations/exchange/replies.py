"""What goes back to a person: messages and their buttons, files, and what has to be fetched first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from conversations.exchange.incoming import (
    Location,
    Tap,
)
from storage.cards import Subject
from storage.threads import Attached


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


@dataclass(frozen=True, slots=True)
class AppButton:
    """An inline button that opens one of our pages inside Telegram; in private chats only."""

    label: str
    url: str


AnyButton = Button | DeepLink | ShareButton | AppButton
Rows = Sequence[Sequence[AnyButton]]


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
    """A new message; `answers` is the message that it replies to, `subject` what it is the card of from now on."""

    card: Card
    answers: int | None = None
    subject: Subject | None = None


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
PersonalFile = Literal["mydata", "ticket", "attendees_csv"]
AdminFile = Literal["export", "import_csv", "report_pdf", "report_csv"]
FileKind = EventFile | TableFile | PersonalFile | AdminFile
EXPORTED = ("edition", "csv", "json", "geojson", "ics", "openagenda", "atom")  # as what a programme goes out


@dataclass(frozen=True, slots=True)
class SendFile:
    """A file, made as it leaves: of an event, of a proposal's history, of an edition, of a person or of what was
    imported; `about` is the number of its record, or the edition's year, `language` its reader's, `asked` what else
    says which it is.
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
class BringFile:
    """Fetches a file that was sent and reads what is in it; the answer comes back as Brought."""

    file_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportMore:
    """Imports a stretch of a file that was brought; the answer comes back as Brought."""

    number: int


@dataclass(frozen=True, slots=True)
class CheckHealth:
    """Looks whether all that the bot needs is right; the answer comes back as Checked."""


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
    """What an inline query finds; `more` names the next page, `button` stands above and leads into one's own chat."""

    query: str
    results: tuple[InlineResult, ...]
    more: str = ""
    button: DeepLink | None = None


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
    | BringFile
    | ImportMore
    | CheckHealth
    | FindAddress
    | InlineAnswer
    | AskMembership
)
