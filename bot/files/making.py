"""Which file is made how, and under what name.

What makes them is imported when the first is made: those libraries cost 25 MB and a third of a second, which a bot that
only answers does not pay.
"""

from typing import NamedTuple

from conversations.exchange import FileKind
from conversations.shown.facts import Facts
from conversations.wording.catalogue import Wording

ENDINGS: dict[FileKind, str] = {"poster": "pdf", "qr_png": "png", "qr_svg": "svg", "calendar": "ics"}


class Made(NamedTuple):
    """A file: its name and what is in it."""

    name: str
    content: bytes


def made(kind: FileKind, facts: Facts, w: Wording) -> Made:
    """The file; takes some tens of milliseconds, so not in the loop's thread."""
    return Made(f"{facts.reference}-{w.plain(f'file.{kind}')}.{ENDINGS[kind]}", _content(kind, facts, w))


def _content(kind: FileKind, facts: Facts, w: Wording) -> bytes:
    match kind:
        case "poster":
            from bot.files.poster import poster

            return poster(facts, w)
        case "calendar":
            from bot.files.calendar import calendar_of

            return calendar_of(facts, w)
        case "qr_png" | "qr_svg":
            from bot.files.qr import qr_png, qr_svg

            return qr_png(facts.link) if kind == "qr_png" else qr_svg(facts.link)
