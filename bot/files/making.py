"""Which file is made how, and under what name.

What makes them is imported when the first is made: those libraries cost 25 MB and a third of a second, which a bot that
only answers does not pay.
"""

from typing import NamedTuple, assert_never

from conversations.exchange import EventFile, FileKind, TableFile
from conversations.shown.facts import Facts
from conversations.shown.tables import Table
from conversations.wording.catalogue import Wording

PHOTOS = ("coverage", "ticket")  # that are looked at in the chat, and not filed
ENDINGS: dict[EventFile | TableFile, str] = {
    "poster": "pdf",
    "qr_png": "png",
    "qr_svg": "svg",
    "calendar": "ics",
    "queue_csv": "csv",
    "queue_pdf": "pdf",
    "history_csv": "csv",
    "coverage": "png",
}


class Made(NamedTuple):
    """A file: its name and what is in it."""

    name: str
    content: bytes


def made(kind: EventFile, facts: Facts, w: Wording) -> Made:
    """The file of an event; takes some tens of milliseconds, so not in the loop's thread."""
    return Made(name_of(kind, facts.reference, w), _of_event(kind, facts, w))


def name_of(kind: EventFile | TableFile, about: str, w: Wording) -> str:
    """What the file is called."""
    return f"{about}-{w.plain(f'file.{kind}')}.{ENDINGS[kind]}"


def _of_event(kind: EventFile, facts: Facts, w: Wording) -> bytes:
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
    assert_never(kind)


def ticket_made(link: str, w: Wording) -> Made:
    """The code of a seat, to be scanned at the entrance."""
    from bot.files.qr import qr_png

    return Made(f"{w.plain('file.ticket')}.png", qr_png(link))


def table_made(kind: FileKind, table: Table) -> Made:
    """The file of a table, likewise."""
    if kind == "queue_pdf":
        from bot.files.pages import pages_of

        return Made(f"{table.name}.pdf", pages_of(table))
    if kind == "report_pdf":
        from bot.files.report import report_pdf

        return Made(f"{table.name}.pdf", report_pdf(table))
    from bot.files.csv import csv_of

    return Made(f"{table.name}.csv", csv_of(table))
