"""Corrections: a member mends slips in the title, the summary, the themes or the format; the organiser sees before and
after, and may take it back while it is submitted.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from markupsafe import Markup

from conversations.assess.card import heading
from conversations.assess.membership import LISTENS
from conversations.assess.proposal.file import for_a_say, say_file
from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.form.steps import in_columns
from conversations.shown.changes import change_lines
from conversations.tidying import is_visible, length_of, one_line
from storage import corrections, organisers, proposals, revisions
from storage.answers import LENGTHS
from storage.database import JsonDict
from storage.proposals import MovedOn, Proposal
from storage.terms import FORMATS, THEMES

DOING = "correct"
FIELDS = ("title", "summary", "themes", "format")
MOST_THEMES = 3


@dataclass
class Correcting:
    """What a member mends: of which proposal and text, the answer that they are at, and the themes chosen so far."""

    key: ClassVar[str] = "correcting"
    proposal: int
    revision: int
    at: datetime
    answer: str = ""
    themes: list[str] = field(default_factory=list)


def opened(turn: Turn, tap: Tap) -> None:
    """Which answer is to be mended."""
    proposal = _mended_by(turn, tap)
    if proposal is None:
        return
    buttons = [
        Button(turn.w.plain(f"field.{each}"), Tap("mend", proposal.key, proposal.revision, each)) for each in FIELDS
    ]
    turn.show(Card(turn.w("correct.which"), [*in_columns(buttons, 2), _back(turn, proposal)]))


def picked(turn: Turn, tap: Tap) -> None:
    """One answer, or a value of one that is chosen from a list. Raises MovedOn for what no button says."""
    proposal = _mended_by(turn, tap)
    if proposal is None:
        return
    name, _, value = tap.value.partition(".")
    answers = revisions.submitted_answers(turn.tx, proposal)
    here = turn.state.of(Correcting)
    if name not in FIELDS:
        raise MovedOn
    if not value:
        turn.state.keep(Correcting(proposal.key, proposal.revision, turn.now, name, list(answers.themes)))
        turn.state.doing = DOING if name in LENGTHS else None
        turn.show(_question(turn, proposal, name))
    elif name == "format" and value in FORMATS:
        _correct(turn, proposal, {"format": value})
    elif here and here.proposal == proposal.key and name == "themes":
        _theme(turn, proposal, here, value)
    else:
        raise MovedOn


def _theme(turn: Turn, proposal: Proposal, here: Correcting, value: str) -> None:
    if value == "done" and here.themes:
        _correct(turn, proposal, {"themes": [each for each in THEMES if each in here.themes]})
    elif value in here.themes:
        here.themes.remove(value)
        turn.show(_question(turn, proposal, "themes"))
    elif value in THEMES and len(here.themes) < MOST_THEMES:
        here.themes.append(value)
        turn.show(_question(turn, proposal, "themes"))
    elif value in THEMES or value == "done":
        turn.toast(turn.w("correct.themes", most=MOST_THEMES), alert=True)
    else:
        raise MovedOn


def typed(turn: Turn, content: Content) -> bool | None:
    """A title or a summary. Raises MovedOn where another text stands now."""
    here = turn.state.of(Correcting)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    late = here is None or turn.now - here.at > LISTENS
    if here is None or late or proposal is None or here.answer not in LENGTHS or not isinstance(content, Text):
        turn.state.doing = None
        return False
    text = one_line(content.body)
    least, most = LENGTHS[here.answer]
    if not is_visible(text) or not least <= length_of(text) <= most:
        turn.say(Card(turn.w("correct.length", least=least, most=most, now=length_of(text))))
        return None
    if seen := for_a_say(turn, proposal):
        if seen.revision != here.revision:
            raise MovedOn
        _correct(turn, seen, {here.answer: text})
    return None


def _question(turn: Turn, proposal: Proposal, name: str) -> Card:
    w = turn.w
    answers = revisions.submitted_answers(turn.tx, proposal)
    parts = [heading(w, proposal, answers)]

    def tap(value: str) -> Tap:
        return Tap("mend", proposal.key, proposal.revision, f"{name}.{value}")

    if name in LENGTHS:
        least, most = LENGTHS[name]
        text = w("correct.write", field=w.plain(f"field.{name}"), now=getattr(answers, name), least=least, most=most)
        return Card(text, [_back(turn, proposal)])
    codes: tuple[str, ...] = FORMATS if name == "format" else THEMES
    here = turn.state.of(Correcting)
    chosen = here.themes if here and name == "themes" else [answers.format]
    buttons = [Button(f"{'☑' if code in chosen else '☐'} {w.plain(f'{name}.{code}')}", tap(code)) for code in codes]
    done = [[Button(w.plain("correct.done"), tap("done"))]] if name == "themes" else []
    parts.append(w("correct.choose", field=w.plain(f"field.{name}")))
    return Card(Markup("\n\n").join(parts), [*in_columns(buttons, 2), *done, _back(turn, proposal)])


def _back(turn: Turn, proposal: Proposal) -> list[Button]:
    return [Button(turn.w.plain("more.back"), Tap("more", proposal.key, proposal.revision))]


def _mended_by(turn: Turn, tap: Tap) -> Proposal | None:
    """The proposal, for a member who may mend it. Raises MovedOn where it is another text now, or is decided."""
    proposal = for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference), tap.version)
    if proposal is not None and proposal.state != "submitted":
        raise MovedOn
    return proposal


def _correct(turn: Turn, proposal: Proposal, values: JsonDict | dict[str, Any]) -> None:
    before = revisions.submitted_answers(turn.tx, proposal)
    turn.state.drop(Correcting)
    turn.state.doing = None
    if all(getattr(before, name) == value for name, value in values.items()):
        turn.toast(turn.w("correct.nothing"))
        say_file(turn, proposal)
        return
    try:
        corrections.correct(turn.tx, proposal, values, by=turn.person.id, now=turn.now)
    except MovedOn:
        turn.say(Card(turn.w("correct.decided")))
        return
    after = revisions.submitted_answers(turn.tx, proposal)
    turn.show(Card(turn.w("correct.made", reference=proposal.reference, changed=change_lines(turn.w, before, after))))


def taken_back(turn: Turn, tap: Tap) -> None:
    """The organiser wants their own words back. Raises MovedOn where they are no organiser, or there is nothing."""
    proposal = organisers.organised(turn.tx, tap.reference, turn.person.id)
    if proposal is None:
        raise MovedOn
    corrections.take_back(turn.tx, proposal, by=turn.person.id, now=turn.now)
    turn.show(Card(turn.w("correct.taken_back", reference=proposal.reference)))
