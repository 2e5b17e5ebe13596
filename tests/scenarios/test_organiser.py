"""An organiser proposes, step by step."""

import pytest

from storage import editions, limits
from tests.people import Person
from tests.scenarios.proposing import ANSWERS, fill_in, open_newest, propose
from tests.week import Week


def test_every_answer_is_saved_and_a_restart_goes_on_where_it_stood(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    camille.taps("propose.conditions.yes")
    week.restart()
    assert camille.taps("body.local").means("propose.organisation.ask")
    week.restart()
    assert camille.says("Ville de Lille").means("propose.title.ask")
    camille.says("/start")
    assert camille.says("/resume").means("propose.title.ask")


def test_back_shows_the_question_before_with_its_answer(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    camille.taps("propose.conditions.yes")
    camille.taps("body.hospital")
    assert camille.taps("form.back").means("propose.body.ask")
    assert "● Hôpital public" in camille.buttons
    assert camille.taps("form.back").means("propose.conditions.ask")
    assert camille.taps("form.back").means("propose.who.ask")
    assert camille.w("form.back") not in camille.buttons
    assert camille.says("retour").means("form.first")


def test_save_for_later_and_several_drafts(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    assert camille.taps("form.later").means("propose.saved")
    assert "1 brouillon" in camille.says("/proposer")
    camille.taps("propose.new")
    camille.taps("form.later")
    assert "2 brouillons" in camille.says("/reprendre")


def test_cancel_asks_first_and_deletes_for_good(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.taps("form.cancel")
    assert camille.taps("propose.keep").means("propose.who.ask")
    camille.taps("form.cancel")
    camille.taps("propose.delete")
    assert camille.says("/resume").means("propose.no_drafts")


def test_any_answer_is_changed_from_the_preview(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    assert camille.sees.means("preview.text")
    camille.taps("field.title")
    assert "Un autre titre" in camille.says("Un autre titre")
    assert camille.sees.means("preview.text")
    camille.taps("field.attendance")
    camille.taps("attendance.both")
    assert "adresse" in camille.sees
    camille.says("https://visio.exemple.fr/semaine")
    assert "https://visio.exemple.fr/semaine" in camille.sees


def test_a_partner_names_the_authority_and_an_online_event_needs_no_place(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(
        camille,
        body="body.partner",
        partner_of="Ville de Saint-Pierre-des-Corps",
        attendance="attendance.online",
    )
    assert "Ville de Saint-Pierre-des-Corps" in camille.sees
    assert "Commune" not in camille.sees


def test_a_no_to_a_condition_explains_and_keeps_the_draft(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    assert camille.taps("propose.conditions.not_free").means("propose.conditions.not_free_explained")
    assert camille.taps("propose.conditions.yes").means("propose.body.ask")


def test_details_and_organisation_are_offered_the_next_time(week: Week) -> None:
    camille = week.organiser("Camille")
    propose(camille)
    camille.says("/propose")
    camille.taps("Camille Martin · camille.martin@ville-lille.fr")
    camille.taps("propose.conditions.yes")
    camille.taps("body.local")
    assert camille.taps("Ville de Lille").means("propose.title.ask")


def test_a_place_may_be_shared_and_namesakes_are_offered(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.place")
    camille.says("Saint-Denis")
    assert {"Saint-Denis (93)", "Saint-Denis (974)"} <= set(camille.buttons)
    assert "heure de La Réunion" in camille.says("Saint-Denis (974)")
    camille.taps("field.place")
    assert "Lille (59)" in camille.shares(50.63, 3.07)


def test_an_area_says_which_of_the_namesakes_is_meant(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.place")
    camille.says("Saint-Denis")
    assert "Saint-Denis (974)" in camille.says("la Réunion")


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("la Réunion", "La Réunion (47)"),
        ("je ne sais pas encore", "Le Pas (53)"),
        ("la mairie", "Magrie (11)"),
        ("Genève", "Renève (21)"),
        ("Lille et Roubaix", "Roubaix (59)"),
        ("Évry", "Évry-Courcouronnes (91)"),
    ],
)
def test_a_place_that_is_not_sure_is_asked_back(week: Week, said: str, offered: str) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.place")
    assert camille.says(said).means("propose.place.perhaps") and offered in camille.buttons
    assert offered in camille.says(offered)


@pytest.mark.parametrize("said", ["Corse", "région Champagne-Ardenne", "Polynésie française", "la Drôme"])
def test_an_area_is_no_place_of_an_event(week: Week, said: str) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.place")
    assert camille.says(said).means("propose.place.area")


def test_a_withdrawn_proposal_leaves_the_committee(week: Week) -> None:
    group = week.committee("Awa", "Bruno")
    camille = week.organiser("Camille")
    reference = propose(camille)
    camille.says("/propositions")
    camille.taps(f"{reference} · Design d'un guichet unique · envoyée au comité")
    assert "retirée" in camille.taps("mine.withdraw")
    card = group.awa.card(reference)
    assert card["text"].means("card.state.withdrawn")
    assert "Accepter" not in str(card["reply_markup"])


def test_the_whole_conversation_in_english(week: Week) -> None:
    sam = week.organiser("Sam", language="en")
    reference = propose(sam, sessions="Tuesday 15 November, 2pm to 4:30pm")
    assert "Submitted" in sam.sees and reference in sam.sees


def test_proposals_are_closed_without_an_edition_ahead(week: Week) -> None:
    camille = week.organiser("Camille")
    week.at("2017-01-10T10:00:00+01:00")
    assert "n'est pas ouvert" in camille.says("/proposer")


def test_from_propose_to_submitted_in_eight_messages_and_twelve_taps(week: Week) -> None:
    camille = week.organiser("Camille")
    propose(camille)
    written = [m for m in week.messages(camille.chat) if m["from"]["id"] == camille.id]
    assert (len(written), camille.done - len(written)) == (8, 12)


def test_a_choice_is_made_in_words_too(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.format")
    assert "Atelier" in camille.says("plutôt une conférence, ou un atelier ?")  # one only: it asks again
    assert "Hackathon" in camille.says("ce sera un hackathon")
    camille.taps("field.body")
    assert "Collectivité territoriale" in camille.says("une mairie")
    camille.taps("field.body")
    assert "Hôpital public" in camille.says("le CHU de la ville de Lille")
    camille.taps("field.attendance")
    assert "par exemple" in camille.says("pas en ligne")
    assert camille.says("hybride").means("propose.link.ask")
    camille.says(ANSWERS["link"])
    camille.taps("field.themes")
    camille.says("numérique et open data")
    assert ticked(camille) == ["☑ Qualité de service", "☑ Administration numérique", "☑ Données ouvertes"]
    assert "3 choix au plus" in camille.says("santé")
    camille.says("numérique")
    assert ticked(camille) == ["☑ Qualité de service", "☑ Données ouvertes"]


def ticked(person: Person) -> list[str]:
    """The options that are ticked."""
    return [label for label in person.buttons if label.startswith("☑")]


def test_the_way_about_the_form_is_typed_too(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    camille.taps("propose.conditions.yes")
    camille.taps("body.local")
    assert camille.says("retour").means("propose.body.ask")
    camille.taps("body.local")
    camille.says("Ville de Lille")
    camille.says("Annuler")
    assert camille.w("propose.delete") in camille.buttons


def test_an_address_is_in_its_town_and_not_in_that_of_its_words(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.place")
    assert "Lille (59)" in camille.says("l'hôtel de ville de Lille, place Roger Salengro")


def test_who_proposes_may_be_told_bit_by_bit(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    assert camille.says("Camille Martin").means("propose.who.no_email")
    assert camille.says("camille@ville-lille.fr").means("propose.who.no_function")
    assert camille.says("cheffe de projet").means("propose.conditions.ask")


def test_what_is_noted_is_kept_with_a_word(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.title")
    assert camille.says("c'est bon").means("preview.text") and "Design d'un guichet unique" in camille.sees
    camille.taps("field.sessions")
    assert camille.says("mardi 15 à 14h").means("propose.sessions.no_end")
    assert camille.w("form.keep") in camille.buttons


def test_the_conditions_are_met_in_words(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    assert camille.says("c'est gratuit").means("propose.conditions.only_free")
    assert camille.says("ce n'est pas ouvert à tous").means("form.choose")
    assert camille.says("entrée libre et gratuite").means("propose.body.ask")


def test_what_the_committee_asked_for_stands_beside_the_answer(week: Week) -> None:
    group = week.committee("Awa")
    camille = week.organiser("Camille")
    propose(camille)
    group.awa.taps("card.changes")
    group.awa.taps("reason.changes_requested.title.short")
    week.later(minutes=10)
    reason = camille.w("reason.changes_requested.title")
    assert reason in camille.taps("decided.mend")
    assert "⚠️ Titre" in camille.buttons and "⚠️ Résumé" not in camille.buttons
    assert reason in camille.taps("field.title")


def test_what_was_sent_back_comes_again_after_closing(week: Week) -> None:
    group = week.committee("Awa")
    camille = week.organiser("Camille")
    propose(camille)
    group.awa.taps("card.changes")
    group.awa.taps("reason.changes_requested.title.short")
    week.stored(lambda tx: editions.change(tx, 2016, closes_at=week.now))
    week.later(minutes=10)
    camille.taps("decided.mend")
    assert camille.taps("preview.submit").means("propose.submitted")
    assert camille.says("/proposer").means("propose.closed")


def test_a_draft_of_a_past_edition_goes_on_in_the_next(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    week.add_edition("2017-01-16", "2017-01-22")
    week.at("2016-12-05T10:00:00+01:00")
    camille.says("/resume")
    assert camille.taps("preview.submit").means("propose.take_to")
    assert camille.taps("propose.take").means("propose.sessions.ask")
    camille.says("mardi 17 janvier de 14h à 16h")
    camille.taps("propose.sessions.yes")
    assert "2017-001" in camille.taps("preview.submit")


def test_nobody_floods_the_committee(week: Week) -> None:
    camille = week.organiser("Camille")
    propose(camille)
    for _ in range(limits.MOST["submissions"] - 1):
        open_newest(camille)
        camille.taps("mine.duplicate")
        camille.says(ANSWERS["sessions"])
        camille.taps("propose.sessions.yes")
        assert camille.taps("preview.submit").means("propose.submitted")
    open_newest(camille)
    camille.taps("mine.duplicate")
    camille.says(ANSWERS["sessions"])
    camille.taps("propose.sessions.yes")
    assert camille.taps("preview.submit").means("propose.slower")
    week.later(hours=1)
    camille.says("/resume")
    assert camille.taps("preview.submit").means("propose.submitted")
