"""What people do at the edges of a dialog: past the last page, after an event is gone, with numbers nobody means."""

import pytest

from storage import people, proposals, sessions
from tests.people import Person
from tests.published import published
from tests.scenarios.proposing import ANSWERS
from tests.week import Week


def remove(week: Week, reference: str) -> None:
    """The event does not take place."""

    def gone(tx: object) -> None:
        proposal = proposals.proposal_of_reference(tx, reference)  # type: ignore[arg-type]
        assert proposal is not None
        sessions.cancel_all(tx, proposal.key)  # type: ignore[arg-type]

    week.stored(gone)


@pytest.mark.parametrize("onward", ["la suite", "plus loin", "autre chose ?"])
def test_behind_the_last_page_there_is_nothing(week: Week, programme: list[str], zoe: Person, onward: str) -> None:
    zoe.says("ateliers dans les Hauts-de-France")
    zoe.says("la suite")
    assert "Rencontre à" in zoe.sees
    assert zoe.says(onward).means("results.end")


def test_a_list_that_grew_shorter_shows_its_last_page(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("ateliers dans les Hauts-de-France")
    remove(week, programme[0])
    assert "Rencontre à Amiens" in zoe.taps("results.more")


@pytest.mark.parametrize("radius", ["9999999999999999999999999 km", "9" * 400 + " km", "0,4 km"])
def test_no_radius_is_too_wide_or_too_small(week: Week, programme: list[str], zoe: Person, radius: str) -> None:
    assert "Rencontre à Lille" in zoe.says(f"ateliers à moins de {radius} de Lille")


def test_a_radius_stops_growing(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("ateliers à moins de 15000 km de Lille")
    for _ in range(3):
        said = zoe.says("plus loin")
    assert "20000 km" in said


def test_a_reminder_is_of_no_other_event_than_the_one_meant(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    zoe.taps("1")
    for reference in programme[:-1]:
        remove(week, reference)
    assert zoe.says("rappelle-moi ça 2h avant").means("remind.which")
    assert "aucun rappel" in zoe.says("/rappels").lower()


def test_where_are_you_can_be_answered_with_a_town(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("des conférences près de chez moi mercredi 16 novembre")
    said = zoe.says("Lille")
    assert "Conférence" in said and "mercredi 16 novembre" in said and "Lille (59)" in said


def test_a_wide_area_offers_no_empty_menu(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("dans les Hauts-de-France")
    assert "✕ Hauts-de-France" in zoe.buttons


def test_inline_offers_nothing_for_what_is_not_asked_of_us(week: Week, programme: list[str], zoe: Person) -> None:
    assert week.act("inline", person=zoe.id, text="Lille")["results"]
    assert not week.act("inline", person=zoe.id, text="quel temps fera-t-il demain ?")["results"]


def test_an_announcement_is_held_to_what_the_form_asks(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(
        "Hackathon \u202e\x00des services\nMardi 18 novembre 2031 de 9h à 18h\n"
        f"En ligne : https://exemple.fr/{'a' * 3800}\nRéunion annulée le 17 novembre."
    )
    read = camille.text_of(camille.last["message_id"] - 1)
    assert "Hackathon des services" in read and "2031" not in read and "exemple.fr" not in read


def test_an_announcement_outside_the_week_says_so_at_its_turn(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says("Hackathon des services\nVendredi 2 décembre de 9h à 18h\nHôtel de ville, 59000 Lille")
    camille.says(ANSWERS["who"])
    camille.taps("propose.conditions.yes")
    camille.taps("body.local")
    camille.says("Ville de Lille")
    camille.taps("form.keep")
    camille.says(ANSWERS["summary"])
    camille.taps("form.keep")
    for several in ("themes.digital", "audiences.students", "criteria.involves"):
        camille.taps(several)
        camille.taps("form.next")
    camille.taps("form.keep")
    camille.says("Lille")
    camille.says("Hôtel de ville")
    assert "vendredi 2 décembre 2016" in camille.sees and "en dehors de la Semaine" in camille.sees


def test_on_the_second_page_the_first_one_is_the_sixth(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    zoe.taps("results.more")
    assert "Rencontre à Amiens" in zoe.says("le premier")
    assert "Rencontre à Paris" in zoe.says("la 7")


def test_whoever_writes_too_fast_is_told_so_once_and_still_reminded(database_url: str) -> None:
    week = Week(database_url, {"messages_a_minute": 8})
    week.open()
    published(week)
    zoe = week.citizen("Zoé")
    zoe.says("Lille")
    zoe.taps("1")
    zoe.taps("remind.eve")
    for _ in range(10):
        zoe.says("Lille")
    assert zoe.sees.means("account.too_fast")
    said = [m["text"] for m in week.messages(zoe.chat) if m["from"]["is_bot"]]
    assert sum(zoe.w("account.too_fast") == text for text in said) == 1
    assert week.citizen("Léo").says("Lille").means("results.nearest")
    before = len(week.playground.requests)
    for _ in range(30):
        week.act("tap", person=zoe.id, chat=zoe.chat, message=zoe.last["message_id"], data="help:0:0")
    week.settle()
    answered = [name for name, _ in week.playground.requests[before:] if name == "answerCallbackQuery"]
    assert len(answered) == 30
    week.act("block", person=zoe.id, blocked=True)  # what Telegram tells of her is heard all the same
    week.settle()
    assert week.stored(lambda tx: people.person_with(tx, zoe.id)).blocked
    week.act("block", person=zoe.id, blocked=False)
    week.settle()
    week.at("2016-11-14T18:00:01+01:00")
    assert "Design d'un guichet unique" in zoe.sees
    week.close()
    week.complain()
