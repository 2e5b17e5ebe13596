"""What comes in from a person, or is learned on the way: an update says who says what in which chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from storage.threads import Attached


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
    """A photo, or a file, by Telegram's id for it; `caption` is what is written below, `name` the file's."""

    file_id: str
    kind: Attached = "photo"
    caption: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture that was asked for with FetchPicture: its number in the database, or what is wrong with it."""

    picture: int | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """How far a file has come that is to be imported: its number in the database, or why it cannot be, and what more
    there is to say of that.
    """

    number: int | None
    problem: str = ""
    detail: str = ""


class Finding(NamedTuple):
    """One thing that the bot needs: how it stands, by its message's key, whether that is right, and its figures."""

    key: str
    right: bool
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of all that the bot needs."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What is typed behind the bot's name in any chat; `offset` is the page that is asked for, as the answer before
    named it.
    """

    id: str
    body: str
    offset: str = ""


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
    | Brought
    | Checked
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
    it is a reply; `named`: in a group, the bot is spoken to by its name.
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
    named: bool = False
