"""The questions of a proposal, in their order. This is the form; everything else is how it is walked through."""

from typing import Any

from conversations.exchange import Button, Card, Tap, Turn
from conversations.form.form import Form, Record
from conversations.form.steps import ChoicesStep, ChoiceStep, Scene, TextStep
from conversations.propose.conditions import ConditionsStep
from conversations.propose.link import LinkStep
from conversations.propose.place import PlaceStep
from conversations.propose.preview import preview
from conversations.propose.record import ProposalRecord, background_of
from conversations.propose.sessions import SessionsStep
from conversations.propose.who import DETAILS, WhoStep
from conversations.shown.answers import answer_shown
from storage import people
from storage.answers import Answers
from storage.terms import ATTENDANCE, AUDIENCES, BODIES, CRITERIA, FORMATS, THEMES

NAME = "propose"


def _is_partner(answers: Answers) -> bool:
    return answers.body == "partner"


def _on_site(answers: Answers) -> bool:
    return answers.on_site


def _online(answers: Answers) -> bool:
    return answers.online


def _organisations(scene: Scene[Answers]) -> list[str]:
    found: list[str] = scene.known.organisations
    return found


def _given(turn: Turn, values: dict[str, Any]) -> None:
    """Who proposes is kept for the next time."""
    if values.keys() >= set(DETAILS) and values != turn.person.details:
        turn.person.details = {name: values[name] for name in DETAILS}
        people.change(turn.tx, turn.person.id, details=turn.person.details)


def _cancel(turn: Turn, record: ProposalRecord) -> Card | None:
    """Asks whether a draft is to be deleted; what was submitted before is only put aside."""
    if record.proposal.state != "draft":
        return None
    rows = [[Button(turn.w.plain(f"propose.{act}"), PROPOSAL.tap(act, record)) for act in ("delete", "keep")]]
    return Card(turn.w("propose.cancel_sure"), rows)


def _preview(turn: Turn, record: Record[Answers]) -> Card:
    def tap(act: str, value: str = "") -> Tap:
        return PROPOSAL.tap(act, record, value)

    answers = record.read()
    return preview(turn.w, answers, [step.field for step in PROPOSAL.applicable(answers)], tap)


PROPOSAL: Form[Answers] = Form(
    NAME,
    (
        WhoStep("who"),
        ConditionsStep("conditions"),
        ChoiceStep("body", BODIES),
        TextStep("partner_of", length=(2, 120), when=_is_partner),
        TextStep("organisation", length=(2, 120), suggest=_organisations),
        TextStep("title", length=(5, 120)),
        TextStep("summary", length=(20, 200)),
        ChoiceStep("format", FORMATS, columns=2),
        ChoicesStep("themes", THEMES, at_most=3),
        ChoicesStep("audiences", AUDIENCES, at_most=len(AUDIENCES), columns=2),
        ChoicesStep("criteria", CRITERIA, at_most=len(CRITERIA)),
        ChoiceStep("attendance", ATTENDANCE),
        PlaceStep("place", when=_on_site),
        TextStep("venue", length=(2, 200), when=_on_site, paragraph=True),
        LinkStep("link", when=_online),
        SessionsStep("sessions"),
    ),
    show=answer_shown,
    preview=_preview,
    cancel=_cancel,
    given=_given,
    known=background_of,
)
