"""What became of each event of a file that was imported, and for want of what."""

from pydantic import JsonValue

from conversations.shown.tables import Table
from conversations.wording.catalogue import Wording
from storage.imports import Import

COLUMNS = ("where", "title", "taken", "missing")


def missing_words(w: Wording, missing: JsonValue) -> str:
    """What an event lacks: the names of its answers, or what could not be read, as the file has it."""
    named = missing if isinstance(missing, list) else []
    return ", ".join(str(each) if " " in str(each) else w.plain(f"field.{each}").lower() for each in named)


def import_table(w: Wording, known: Import) -> Table:
    """A line for each event of a file."""
    heads = tuple(w.plain(f"import.column.{name}") for name in COLUMNS)
    rows = tuple(
        (str(where), str(title), _taken(w, str(taken)), missing_words(w, missing))
        for where, title, taken, missing in known.lines
    )
    return Table(f"{known.key}-import", known.name, heads, rows)


def _taken(w: Wording, taken: str) -> str:
    """What it became: a reference, or a draft."""
    return w.plain("import.draft") if taken == "draft" else taken
