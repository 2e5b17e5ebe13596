"""The questions of a proposal, in their order. This is the form; everything else is how it is walked through."""

from typing import Any

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap, Turn
from conversations.form.form import Form
from conversations.form.steps import ChoicesStep, ChoiceStep, Scene, TextStep
from conversations.propose.preview import preview, preview_of_changes
from conversations.propose.record import ProposalRecord, background_of
from conversations.propose.steps.conditions import ConditionsStep
from conversations.propose.steps.link import LinkStep
from conversations.propose.steps.optional import DescriptionStep, PeopleStep, PictureStep, RegistrationStep
from conversations.propose.steps.place import PlaceStep
from conversations.propose.steps.sessions import SessionsStep
from conversations.propose.steps.who import DETAILS, WhoStep
from conversations.shown.answers import answer_shown
from conversations.shown.reasons import fields_of, reason_text
from storage import decisions, people, revisions
from storage.answers import LENGTHS, Answers
from storage.proposals import Proposal
from storage.terms import ACCESSIBILITY, ATTENDANCE, AUDIENCES, BODIES, CRITERIA, FORMATS, LANGUAGES, THEMES

NAME = "propose"
HANDED_IN = ("submitted", "accepted")  # where the organiser changes what others have seen


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
    """Asks whether a draft is to be deleted, or changes to be dropped; what the committee sent back is put aside."""
    act = {"draft": "delete", "submitted": "drop", "accepted": "drop"}.get(record.proposal.state)
    if act is None:
        return None
    rows = [[Button(turn.w.plain(f"propose.{each}"), PROPOSAL.tap(each, record)) for each in (act, "keep")]]
    return Card(turn.w(f"propose.{act}_sure"), rows)


def _remarks(turn: Turn, record: ProposalRecord, field: str) -> Markup | None:
    """What the committee asked to be changed, at the answer that it speaks of; in its own words at all that may be."""
    reason = _asked_to_change(turn, record.proposal)
    if reason is None or field not in fields_of(reason):
        return None
    return turn.w("mine.reason", reason=reason_text(turn.w, reason))


def _asked_to_change(turn: Turn, proposal: Proposal) -> str | None:
    """The reason for which the committee sent a proposal back, while it is back."""
    decision = decisions.latest_decision(turn.tx, proposal) if proposal.state == "changes_requested" else None
    return decision.reason if decision else None


def _expected(answers: Answers) -> Answers:
    """Most events take place somewhere: so one reckons until the organiser says."""
    return answers if answers.attendance else answers.model_copy(update={"attendance": "on_site"})


def _preview(turn: Turn, record: ProposalRecord) -> Card:
    def tap(act: str, value: str = "") -> Tap:
        return PROPOSAL.tap(act, record, value)

    answers, proposal = record.read(), record.proposal
    fields = [step.field for step in PROPOSAL.applicable(answers)]
    if proposal.state not in HANDED_IN:
        reason = _asked_to_change(turn, proposal)
        asked = turn.w("mine.reason", reason=reason_text(turn.w, reason)) if reason else None
        return preview(turn.w, answers, fields, tap, asked=asked, marked=fields_of(reason) if reason else ())
    stands = revisions.agreed_answers(turn.tx, proposal.key) or revisions.submitted_answers(turn.tx, proposal)
    return preview_of_changes(turn.w, stands, answers, fields, tap, agreed=proposal.state == "accepted")


PROPOSAL: Form[Answers] = Form(
    NAME,
    (
        WhoStep("who"),
        ConditionsStep("conditions"),
        ChoiceStep("body", BODIES),
        TextStep("partner_of", length=(2, 120), when=_is_partner),
        TextStep("organisation", length=(2, 300), suggest=_organisations),
        TextStep("title", length=LENGTHS["title"]),
        TextStep("summary", length=LENGTHS["summary"]),
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
    more=(
        DescriptionStep("description"),
        RegistrationStep("registration"),
        ChoicesStep("accessibility", ACCESSIBILITY, at_most=len(ACCESSIBILITY)),
        PeopleStep("people"),
        TextStep("contact", length=(5, 200)),
        PictureStep("picture"),
        TextStep("innovation", length=(20, 600), paragraph=True),
        ChoiceStep("language", LANGUAGES),
        TextStep("title_en", length=LENGTHS["title"]),
        TextStep("summary_en", length=LENGTHS["summary"]),
    ),
    blank=Answers(),
    remarks=_remarks,
    expects=_expected,
    show=answer_shown,
    preview=_preview,
    cancel=_cancel,
    given=_given,
    known=background_of,
)
