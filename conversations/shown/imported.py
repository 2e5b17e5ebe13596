"""What became of each event of a file that was imported, and for want of what."""

from collections.abc import Iterable

from conversations.shown.tables import Table
from conversations.wording.catalogue import Wording
from storage.imports import Import, Outcome

COLUMNS = ("place", "title", "became", "missing")


def missing_words(w: Wording, missing: Iterable[str]) -> str:
    """What an event lacks, each once."""
    return ", ".join(w.plain(f"import.lacks.{each}") for each in dict.fromkeys(missing))


def import_table(w: Wording, known: Import, told: list[Outcome]) -> Table:
    """A line for each event of a file."""
    heads = tuple(w.plain(f"import.column.{name}") for name in COLUMNS)
    rows = tuple(
        (each.place, each.title, _became(w, each.became), missing_words(w, each.missing) if not each.became else "")
        for each in told
    )
    return Table(f"{known.key}-import", known.name, heads, rows)


def _became(w: Wording, became: str) -> str:
    """A reference, or a draft."""
    return w.plain("import.draft") if became == "draft" else became
