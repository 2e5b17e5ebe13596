"""The preview: the proposal as it stands, and the hub from which any answer is changed."""

from collections.abc import Callable

from conversations.exchange import Button, Card, Tap
from conversations.form.steps import in_columns
from conversations.shown.answers import answer_lines
from conversations.wording.catalogue import Wording
from storage.answers import Answers


def preview(w: Wording, answers: Answers, fields: list[str], tap: Callable[..., Tap]) -> Card:
    """The whole proposal, with Submit first and a button for each answer; `tap` makes an act's press."""
    edits = [Button(w.plain(f"field.{field}"), tap("edit", field)) for field in fields]
    rows = [
        [Button(w.plain("preview.submit"), tap("submit"))],
        *in_columns(edits, 3),
        [Button(w.plain(f"form.{act}"), tap(act)) for act in ("later", "cancel")],
    ]
    return Card(w("preview.text", answers=answer_lines(w, answers, private=True)), rows)
