"""The questions of a proposal, in their order. This is the form; everything else is how it is walked through."""

from conversations.form import ChoicesStep, ChoiceStep, Form, TextStep
from conversations.propose.conditions import ConditionsStep
from conversations.propose.link import LinkStep
from conversations.propose.place import PlaceStep
from conversations.propose.sessions import SessionsStep
from conversations.propose.who import WhoStep, organisations_of
from storage.proposals import Answers
from storage.terms import ATTENDANCE, AUDIENCES, BODIES, CRITERIA, FORMATS, THEMES


def _is_partner(answers: Answers) -> bool:
    return answers.body == "partner"


def _on_site(answers: Answers) -> bool:
    return answers.on_site


def _online(answers: Answers) -> bool:
    return answers.online


PROPOSAL = Form(
    WhoStep("who"),
    ConditionsStep("conditions"),
    ChoiceStep("body", BODIES),
    TextStep("partner_of", length=(2, 120), when=_is_partner),
    TextStep("organisation", length=(2, 120), suggest=organisations_of),
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
)
