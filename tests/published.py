"""Events on the programme, written as the committee's acceptance writes them: for scenarios that begin there."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from conversations.propose.steps.place import event_place
from conversations.understanding.place import Gazetteer, locate
from conversations.understanding.time import read_sessions
from storage import lifecycle, people, proposals
from storage.answers import Answers
from storage.proposals import Proposal
from tests.week import Week

ORGANISER = 999
TOWNS = ("Lille", "Villeneuve-d'Ascq", "Roubaix", "Lens", "Arras", "Amiens", "Paris")  # ever further from Lille
ANSWERS: dict[str, Any] = {
    "who": "Camille Martin",
    "who_function": "chargée d'innovation",
    "email": "camille.martin@ville-lille.fr",
    "conditions": True,
    "body": "local",
    "organisation": "Ville de Lille",
    "title": "Design d'un guichet unique",
    "summary": "Agents et usagers redessinent ensemble l'accueil de la mairie.",
    "format": "workshop",
    "themes": ["service_quality"],
    "audiences": ["general_public"],
    "criteria": ["involves"],
    "attendance": "on_site",
    "venue": "Hôtel de ville, salle du conseil",
    "link": "https://visio.exemple.fr/semaine",
}


@cache
def gazetteer() -> Gazetteer:
    """The places of France, read once."""
    return Gazetteer.load()


def published(week: Week, **answers: Any) -> str:
    """An accepted event; gives its reference. Its `place` and `sessions` are said in words."""
    reference: str = week.stored(lambda tx: publish(tx, week.now, **answers))
    return reference


def submitted(week: Week, *, organiser: int = ORGANISER, **answers: Any) -> str:
    """A proposal that waits for the committee, which has its card; gives its reference."""

    def hand_in(tx: Connection) -> str:
        return submit(tx, week.now, organiser=organiser, **answers).reference

    reference: str = week.stored(hand_in)
    week.settle()
    return reference


def publish(tx: Connection, now: datetime, **answers: Any) -> str:
    """An accepted event; gives its reference."""
    proposal = submit(tx, now, **answers)
    lifecycle.accept(tx, proposal, by=ORGANISER, now=now)
    return proposal.reference


def submit(
    tx: Connection,
    now: datetime,
    *,
    organiser: int = ORGANISER,
    place: str = "Lille",
    sessions: str = "mardi 15 novembre de 14h à 16h30",
    **changed: Any,
) -> Proposal:
    """A proposal that was handed in."""
    people.welcome(tx, organiser, "Camille")
    if organiser == ORGANISER:  # nobody reads there
        people.change(tx, ORGANISER, blocked_at=now)
    answers = Answers(**ANSWERS | changed)
    answers = answers.model_copy(update={"place": event_place(locate(place, gazetteer()).places[0])})
    answers = answers.with_sessions(read_sessions(sessions, now, answers.zone))
    proposal = proposals.start(tx, edition=now.year, organiser=organiser, answers=answers, now=now)
    lifecycle.submit(tx, proposal, now=now)
    return proposal
