"""An organiser proposes, step by step."""

import pytest

from storage import editions, limits
from tests.scenarios.proposing import ANSWERS, fill_in, open_newest, propose
from tests.week import Person, Week


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
    ("said", "day"),
    [
        ("mercredi 18h-20h", "mercredi 16 novembre 2016, 18 h – 20 h"),
        ("du mardi au jeudi de 9h à 12h", "jeudi 17 novembre 2016, 9 h – 12 h"),
        ("demain de 9h à 12h", "mardi 8 novembre 2016"),
        ("mercredi prochain de 9h à 12h", "mercredi 9 novembre 2016"),
        ("mercredi 9 de 9h à 12h", "mercredi 9 novembre 2016"),
    ],
)
def test_a_weekday_alone_is_the_weeks(week: Week, said: str, day: str) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    assert day in camille.says(said)


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


def test_sessions_are_read_back_before_they_count_and_days_are_buttons(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille, sessions="du 14 au 16 novembre de 9h à 17h")
    assert camille.sees.count("novembre 2016") == 3
    camille.taps("field.sessions")
    camille.taps("jeu. 17 nov.")
    assert "jeudi 17 novembre 2016, 14 h – 16 h 30" in camille.says("14h-16h30")
    camille.taps("propose.sessions.no")
    assert "en dehors de la Semaine" in camille.says("mardi 29 novembre de 14h à 16h")
    camille.taps("propose.sessions.yes")
    assert "29 novembre" in camille.sees


WRONG_DATES = {
    "31 novembre 10h-12h": "n'existe pas",
    "mardi 16 novembre de 14h à 16h": "ne vont pas ensemble",
    "quand vous voulez": "pas trouvé de date",
    "15 novembre": "À quelle heure",
    "mardi 15 novembre à 14h": "Jusqu'à quelle heure",
    "15/11 16h-14h": "La fin doit venir",
    "3 novembre 2016 10h-12h": "déjà passée",
}


def test_an_older_yes_confirms_nothing_that_it_did_not_stand_under(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    camille.says("mardi 15 novembre de 9h à 10h")
    first = camille.last
    camille.says("mercredi 16 novembre de 9h à 10h")
    assert camille.taps("propose.sessions.yes", message=first).means("form.moved_on")
    camille.taps("propose.sessions.yes")
    assert "16 novembre" in camille.sees and "15 novembre" not in camille.sees


def test_what_is_wrong_with_a_date_is_said(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    for answer, said in WRONG_DATES.items():
        assert said in camille.says(answer)
        assert "Quand" not in camille.sees and "lun. 14 nov." in camille.buttons  # one short message, the same choices


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


def test_sessions_are_added_and_gone_on_with(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    assert camille.says("vendredi 18 novembre 9h30").means("propose.sessions.no_end")
    assert "vendredi 18 novembre 2016, 9 h 30 – 12 h" in camille.says("jusqu'à 12h").replace("\u00a0", " ")
    said = camille.says("et samedi 19 novembre de 10h à 12h")
    assert "vendredi 18 novembre 2016" in said and "samedi 19 novembre 2016" in said
    assert "dimanche" not in camille.says("oui, et dimanche 20 novembre") and "À quelle heure" in camille.sees
    camille.says("9h30")
    said = camille.says("jusqu'à 12h")
    assert said.split("Cela remplace")[0].count("novembre 2016,") == 3
    assert "dimanche 20 novembre 2016, 9 h 30 – 12 h" in said.replace("\u00a0", " ")
    assert "dimanche 20 novembre 2016, 9 h 30 – 13 h" in camille.says("+ dimanche 20 novembre 12h-13h").replace(
        "\u00a0", " "
    )
    camille.taps("propose.sessions.yes")
    assert camille.sees.count("•") == 3


def test_an_error_about_dates_offers_days_of_this_week(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    offered = camille.says("mardi 18 novembre de 9h à 12h").rpartition(": ")[2]
    assert camille.says(offered).means("propose.sessions.heard")


def test_a_word_of_time_that_finds_no_place_is_said(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    said = camille.says("vendredi 18 novembre de 9h à 12h, on enverra le film le 25 novembre")
    assert said.means("propose.sessions.heard") and "vendredi 18 novembre 2016" in said and "« le 25 novembre »" in said
    assert "25 novembre" not in camille.says("vendredi 18 novembre de 9h à 12h")


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


def test_one_of_several_sessions_is_changed_or_taken_out(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    camille.says("15, 16 et 17 novembre de 9h à 12h")
    assert "2. jeudi 17 novembre" in camille.taps("✕ 2")
    assert "2. vendredi 18 novembre 2016, 14 h – 16 h" in camille.says("2 : vendredi de 14h à 16h")
    assert camille.says("remove sunday").means("propose.sessions.none_out")
    assert "vendredi 18 novembre 2016" not in camille.says("sans vendredi")
    assert camille.says("supprime mardi").means("propose.sessions.all_out")
    assert "mardi 15 novembre 2016, 16 h – 18 h" in camille.says("1 : 16h-18h")
    assert camille.says("7 : 16h-18h").means("propose.sessions.no_number")
    assert camille.says("1 : du 14 au 20 novembre de 9h à 10h, 11h à 12h, 13h à 14h, 15h à 16h et 17h à 18h").means(
        "propose.sessions.many"
    )
    camille.taps("propose.sessions.yes")
    camille.taps("field.sessions")
    camille.taps("jeu. 17 nov.")
    assert "1. mardi 15 novembre" in camille.says("9h-12h") and "2. jeudi 17 novembre" in camille.sees
    camille.taps("form.back")
    assert "mardi 15 novembre" in camille.taps("propose.sessions.again")


@pytest.mark.parametrize("end", ["13h", "jusqu'à 13h", "11h-13h", "à 13h"])
def test_what_is_asked_for_last_is_taken_alone(week: Week, end: str) -> None:
    camille = week.organiser("Camille")
    fill_in(camille)
    camille.taps("field.sessions")
    assert camille.says("16 novembre à partir de 11h").means("propose.sessions.no_end")
    assert "mercredi 16 novembre 2016, 11 h – 13 h" in camille.says(end)


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
