"""The preview: the proposal as it stands, and the hub from which any answer is changed."""

from collections.abc import Callable, Collection, Sequence

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap
from conversations.form.steps import in_columns
from conversations.shown.answers import FIELDS, answer_lines
from conversations.shown.changes import change_lines
from conversations.wording.catalogue import Wording
from storage.answers import Answers, changed_fields, parted

Press = Callable[..., Tap]  # makes the press of an act, of a field where it is about one


def preview(
    w: Wording,
    answers: Answers,
    fields: list[str],
    tap: Press,
    *,
    asked: Markup | None = None,
    marked: Collection[str] = (),
) -> Card:
    """The whole proposal, with Submit first, what can be added, and a button for each answer.

    What the committee `asked` stands above, and the answers that it speaks of are `marked`.
    """
    text = w("preview.text", answers=answer_lines(w, answers, private=True))
    whole = Markup("\n\n").join([asked, text]) if asked else text
    return Card(whole, _rows(w, fields, tap, "submit", marked))


def preview_of_changes(
    w: Wording, stands: Answers, answers: Answers, fields: list[str], tap: Press, *, agreed: bool
) -> Card:
    """What was changed of a proposal that others have seen, before and after, and what becomes of it when handed in;
    while nothing was, the whole.
    """
    changed = changed_fields(stands, answers)
    if not changed:
        text = w("preview.text", answers=answer_lines(w, answers, private=True))
        return Card(text, _rows(w, fields, tap, None))
    parts = [w("preview.changes"), change_lines(w, stands, answers, FIELDS)]
    if agreed:
        parts.append(w("preview.waits") if parted(stands, answers).waiting else w("preview.at_once"))
    return Card(Markup("\n\n").join(parts), _rows(w, fields, tap, "hand_in"))


def _rows(
    w: Wording, fields: list[str], tap: Press, first: str | None, marked: Collection[str] = ()
) -> Sequence[Sequence[Button]]:
    edits = [
        Button(("⚠️ " if field in marked else "") + w.plain(f"field.{field}"), tap("edit", field)) for field in fields
    ]
    return [
        *([[Button(w.plain(f"preview.{first}"), tap(first))]] if first else []),
        [Button(w.plain("preview.more"), tap("more"))],
        *in_columns(edits, 3),
        [Button(w.plain(f"form.{act}"), tap(act)) for act in ("later", "cancel")],
    ]
