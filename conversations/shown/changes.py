"""What has changed between two versions of an event, before and after side by side."""

from collections.abc import Collection

from markupsafe import Markup

from conversations.shown.answers import FIELDS, PRIVATE, shortened
from conversations.wording.catalogue import Wording
from storage.answers import Answers, changed_fields

ANYBODYS = frozenset(FIELDS).difference(PRIVATE)
LONGEST = 300  # characters of each side


def change_lines(w: Wording, before: Answers, after: Answers, among: Collection[str] = ANYBODYS) -> Markup:
    """Each of these fields that differs: its name, what it was, struck out, and what it is."""
    fields = [field for field in changed_fields(before, after) if field in among]
    return Markup("\n\n").join(_line(w, field, before, after) for field in fields)


def _line(w: Wording, field: str, before: Answers, after: Answers) -> Markup:
    was, now = (shortened(FIELDS[field](w, each), LONGEST) for each in (before, after))
    parts = [Markup("<b>{}</b>").format(w(f"field.{field}"))]
    parts += [Markup("<s>{}</s>").format(was)] if was else []
    parts.append(Markup("{}").format(now or w("change.taken_out")))
    return Markup("\n").join(parts)
