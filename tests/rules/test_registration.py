"""How one registers, and whom one meets, read from what is typed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from conversations.exchange import Text
from conversations.form.steps import Given, Scene, Unclear
from conversations.propose.steps.optional import PeopleStep, RegistrationStep
from conversations.wording.catalogue import wording
from storage.answers import Answers, Guest, Registration
from tests.published import gazetteer

NOW = datetime(2016, 11, 7, 9, tzinfo=ZoneInfo("Europe/Paris"))
SCENE = Scene(wording("fr"), NOW, gazetteer(), Answers(), {}, None)


@pytest.mark.parametrize(
    ("typed", "by", "at"),
    [
        ("sur https://a.fr/x, ou sur place", "link", "https://a.fr/x"),
        ("(https://a.fr/x).", "link", "https://a.fr/x"),
        ("écrire à lab@ville.fr", "email", "lab@ville.fr"),
        ("au 03 20 49 50 00", "phone", "03 20 49 50 00"),
        ("+33 (0)3 20 49 50 00", "phone", "+33 (0)3 20 49 50 00"),
        ("composez le 3939", "phone", "3939"),
        ("entrée libre", "open", ""),
    ],
)
def test_registration_is_read(typed: str, by: str, at: str) -> None:
    read = RegistrationStep("registration").read(SCENE, Text(typed), "propose")
    assert read == Given({"registration": Registration.model_validate({"by": by, "at": at})})


@pytest.mark.parametrize(("typed", "seats"), [("30", 30), ("3000 places", 3000), ("environ 20 personnes", 20)])
def test_seats_are_counted(typed: str, seats: int) -> None:
    read = RegistrationStep("registration").read(SCENE, Text(typed), "propose")
    assert read == Given({"registration": Registration(by="bot", seats=seats)})


@pytest.mark.parametrize("typed", ["le 15 novembre 2016 14 00 16 30", "https://user:pw@a.fr", "venez nombreux"])
def test_what_is_no_registration_is_asked_again(typed: str) -> None:
    with pytest.raises(Unclear):
        RegistrationStep("registration").read(SCENE, Text(typed), "propose")


def test_people_are_read_a_line_each() -> None:
    together = PeopleStep("people").read(
        SCENE, Text("Mme Le Gall, adjointe au numérique, et M. Petit, designer"), "propose"
    )
    assert isinstance(together, Given)
    assert [each.name for each in together.values["people"]] == ["Mme Le Gall", "M. Petit"]
    typed = "• Awa Diop, designer\nBruno Le Goff (élu)\nChloé Petit – cheffe de projet : numérique"
    read = PeopleStep("people").read(SCENE, Text(typed), "propose")
    assert isinstance(read, Given) and read.values["people"] == [
        Guest(name="Awa Diop", role="designer"),
        Guest(name="Bruno Le Goff", role="élu"),
        Guest(name="Chloé Petit", role="cheffe de projet : numérique"),
    ]
