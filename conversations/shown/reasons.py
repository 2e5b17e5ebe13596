"""Ready reasons: a code in the database, a sentence in the reader's language."""

from conversations.wording.catalogue import Wording

READY = {
    "changes_requested": ("title", "summary", "date", "place", "public", "innovation"),
    "refused": ("too_late", "not_the_same", "place", "date"),
    "rejected": ("not_public", "not_free", "out_of_week", "not_authority", "not_innovation", "duplicate"),
}
# The answers that a ready reason to ask for changes speaks of.
SPEAKS_OF = {
    "title": ("title",),
    "summary": ("summary",),
    "date": ("sessions",),
    "place": ("place", "venue"),
    "public": ("audiences", "conditions"),
    "innovation": ("criteria", "innovation"),
}
_MARK = "ready:"
SHORTEST_REASON, LONGEST_REASON = 5, 600  # characters


def ready(verdict: str, code: str) -> str:
    """A ready reason as it is stored."""
    return f"{_MARK}{verdict}.{code}"


def reason_text(w: Wording, stored: str) -> str:
    """The sentence that the organiser reads: a ready one in their language, or what was typed."""
    if stored.startswith(_MARK):
        return w.plain(f"reason.{stored.removeprefix(_MARK)}")
    return stored


def fields_of(stored: str) -> tuple[str, ...]:
    """The answers that a reason speaks of; what was typed may speak of any, and so of none in particular."""
    return SPEAKS_OF.get(stored.rpartition(".")[2], ()) if stored.startswith(_MARK) else ()
