"""What an accepted event is made known with: a poster, a QR code, a calendar file, a text to share."""

from typing import cast

from markupsafe import Markup

from conversations.exchange import Button, Card, FileKind, PassOn, Say, SendFile, Tap, Turn, whole
from conversations.form.steps import in_columns
from conversations.propose.own import back, own
from conversations.shown.event import share_text
from conversations.wording.catalogue import LANGUAGES
from storage import editions
from storage.editions import KitFile
from storage.proposals import MovedOn, Proposal

TEXT, FILE = "text", "file"
PARTS = [("poster", language) for language in LANGUAGES] + [
    ("qr_png", ""),
    ("qr_svg", ""),
    ("calendar", ""),
    (TEXT, ""),
]


def show_kit(turn: Turn, tap: Tap) -> None:
    """What can be sent of an accepted event. Raises MovedOn for any other."""
    proposal = _accepted(turn, tap)
    buttons = [
        Button(_label(turn, part, language), Tap("kit.send", proposal.key, 0, f"{part}.{language}"))
        for part, language in PARTS
    ]
    buttons += [
        Button(f"📎 {each.name}", Tap("kit.send", proposal.key, 0, f"{FILE}.{position}"))
        for position, each in enumerate(_files(turn, proposal))
    ]
    turn.show(Card(turn.w("kit.which"), [*in_columns(buttons, 2), [back(turn, proposal)]]))


def send(turn: Turn, tap: Tap) -> None:
    """Sends a part of the kit. Raises MovedOn likewise, and for what is no part of it."""
    proposal = _accepted(turn, tap)
    part, _, language = tap.value.partition(".")
    if part == FILE:
        _pass_on(turn, proposal, language)
        return
    if (part, language) not in PARTS:
        raise MovedOn
    if part == TEXT:
        turn.replies.append(Say(Card(share_text(turn.tx, turn.w, proposal, turn.world))))
    else:
        turn.replies.append(SendFile(cast(FileKind, part), proposal.key, language or turn.w.language))


def _pass_on(turn: Turn, proposal: Proposal, which: str) -> None:
    position, files = whole(which), _files(turn, proposal)
    if position is None or position >= len(files):
        raise MovedOn
    turn.replies.append(passed_on(files[position]))


def _files(turn: Turn, proposal: Proposal) -> list[KitFile]:
    edition = editions.edition_of(turn.tx, proposal.edition)
    return edition.kit_files if edition else []


def passed_on(file: KitFile) -> PassOn:
    """A file of the edition's, as it is sent."""
    return PassOn(file.kind, file.file_id, Markup.escape(file.name))


def _accepted(turn: Turn, tap: Tap) -> Proposal:
    proposal = own(turn, tap.reference)
    if proposal.state != "accepted":
        raise MovedOn
    return proposal


def _label(turn: Turn, part: str, language: str) -> str:
    name = turn.w.plain(f"kit.{part}")
    return f"{name} ({turn.w.plain(f'kit.language.{language}')})" if language else name


TAPS = {"kit": show_kit, "kit.send": send}
