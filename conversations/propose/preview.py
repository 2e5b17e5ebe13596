"""The preview: the proposal as it stands, and the hub from which any answer is changed."""

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap, Turn
from conversations.form import in_columns
from conversations.propose.questions import PROPOSAL
from conversations.wording.catalogue import Wording
from storage.proposals import Answers, Proposal

PRIVATE = ("who", "conditions")


def answer_lines(w: Wording, answers: Answers, *, private: bool) -> Markup:
    """Every answer on a line with its name; what only the committee reads goes along if asked."""
    lines = [
        Markup("<b>{}</b> {}").format(w(f"field.{step.field}"), _below(step.show(w, answers)))
        for step in PROPOSAL.applicable(answers)
        if step.show(w, answers) and (private or step.field not in PRIVATE)
    ]
    return Markup("\n").join(lines)


def _below(shown: str) -> str:
    return f"\n{shown}" if "\n" in shown or shown.startswith("•") else shown


def preview(turn: Turn, proposal: Proposal) -> Card:
    """The whole proposal, with Submit first and a button for each answer."""
    w, answers = turn.w, proposal.read()

    def button(key: str, verb: str, value: str = "") -> Button:
        return Button(w.plain(key), Tap(verb, proposal.key, proposal.version, value))

    edits = [button(f"field.{step.field}", "edit", step.field) for step in PROPOSAL.applicable(answers)]
    rows = [
        [button("preview.submit", "submit")],
        *in_columns(edits, 3),
        [button("form.later", "later"), button("form.cancel", "cancel")],
    ]
    lines = answer_lines(w, answers, private=True)
    return Card(w("preview.text", answers=lines), rows)
