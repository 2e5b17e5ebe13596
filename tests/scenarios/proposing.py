"""How an organiser answers every question of a proposal, in the fewest messages and taps."""

from typing import Any

from tests.people import Person

ANSWERS: dict[str, Any] = {
    "who": "Camille Martin, chargée d'innovation, camille.martin@ville-lille.fr",
    "body": "body.local",
    "organisation": "Ville de Lille",
    "title": "Design d'un guichet unique",
    "summary": "Agents et usagers redessinent ensemble l'accueil de la mairie.",
    "format": "format.workshop",
    "themes": ["themes.service_quality"],
    "audiences": ["audiences.general_public"],
    "criteria": ["criteria.involves"],
    "attendance": "attendance.on_site",
    "place": "Lille",
    "venue": "Hôtel de ville, salle du conseil",
    "link": "https://visio.exemple.fr/semaine",
    "sessions": "mardi 15 novembre de 14h à 16h30",
}


def fill_in(person: Person, **changed: Any) -> None:
    """Walks from `/propose` to the preview."""
    answers = ANSWERS | changed
    person.says("/propose")
    person.says(answers["who"])
    person.taps("propose.conditions.yes")
    person.taps(answers["body"])
    if answers["body"] == "body.partner":
        person.says(answers["partner_of"])
    person.says(answers["organisation"])
    person.says(answers["title"])
    person.says(answers["summary"])
    person.taps(answers["format"])
    for several in ("themes", "audiences", "criteria"):
        for each in answers[several]:
            person.taps(each)
        person.taps("form.next")
    person.taps(answers["attendance"])
    if answers["attendance"] != "attendance.online":
        person.says(answers["place"])
        person.says(answers["venue"])
    if answers["attendance"] != "attendance.on_site":
        person.says(answers["link"])
    person.says(answers["sessions"])
    person.taps("propose.sessions.yes")


def propose(person: Person, **changed: Any) -> str:
    """Fills in, submits, and gives the reference."""
    fill_in(person, **changed)
    person.taps("preview.submit")
    reference = [word.strip("».\n ") for word in person.sees.split() if word[:4].isdecimal() and "-" in word]
    assert reference, person.sees
    return reference[0]


def open_newest(person: Person) -> None:
    """Opens the proposal that the person touched last, from `/proposals`."""
    person.says("/propositions")
    person.taps(person.buttons[0])


def add_more(person: Person, heading: str) -> None:
    """Goes to one of the optional headings of the proposal that the person touched last."""
    open_newest(person)
    person.taps("mine.edit")
    person.taps("preview.more")
    person.taps(f"＋ {heading}")
