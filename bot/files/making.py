"""Which file is made how, and under what name."""

from collections.abc import Callable
from typing import NamedTuple

from bot.files.calendar import calendar_of
from bot.files.poster import poster
from bot.files.qr import qr_png, qr_svg
from conversations.exchange import FileKind
from conversations.shown.facts import Facts
from conversations.wording.catalogue import Wording


class Made(NamedTuple):
    """A file: its name and what is in it."""

    name: str
    content: bytes


MAKERS: dict[FileKind, tuple[str, Callable[[Facts, Wording], bytes]]] = {
    "poster": ("pdf", poster),
    "qr_png": ("png", lambda facts, w: qr_png(facts.link)),
    "qr_svg": ("svg", lambda facts, w: qr_svg(facts.link)),
    "calendar": ("ics", calendar_of),
}


def made(kind: FileKind, facts: Facts, w: Wording) -> Made:
    """The file; takes some tens of milliseconds, so not in the loop's thread."""
    ending, make = MAKERS[kind]
    return Made(f"{facts.reference}-{w.plain(f'file.{kind}')}.{ending}", make(facts, w))
