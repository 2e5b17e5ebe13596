"""An organiser pastes an announcement: it fills in what it tells, and every point is kept or changed at its turn."""

from tests.people import Person
from tests.week import Week

ANNOUNCEMENT = """🚀 Hackathon « Ma ville demain »
Le Lab de la Ville de Rennes vous invite à imaginer les services numériques de demain.
📅 Date : vendredi 18 novembre de 9h à 18h et samedi 19 novembre de 9h à 13h
📍 Lieu : Hôtel de Rennes Métropole, 4 avenue Henri Fréville, 35200 Rennes
Ouvert aux étudiants, aux agents publics et au grand public.
Inscription avant le 15 novembre."""
WHO = "Camille Martin, chargée d'innovation à la direction de la relation aux usagers, camille.martin@ville-rennes.fr"


def say_who(organiser: Person) -> None:
    """The steps that no announcement answers, up to the organisation."""
    organiser.says(WHO)
    organiser.taps("propose.conditions.yes")
    organiser.taps("body.local")


def test_an_announcement_fills_in_what_it_tells(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(ANNOUNCEMENT)
    read = camille.text_of(camille.last["message_id"] - 1)
    for told in ("Hackathon « Ma ville demain »", "Rennes (35)", "18 novembre 2016, 9 h – 18 h", "Étudiants"):
        assert told in read
    assert camille.sees.means("propose.who.ask")
    say_who(camille)
    assert "Déjà noté : Hackathon « Ma ville demain »" in camille.says("Ville de Rennes")
    camille.taps("form.keep")
    camille.says("Deux jours pour imaginer ensemble les services de la ville.")
    assert "Déjà noté : Hackathon" in camille.sees
    camille.taps("form.keep")
    camille.taps("form.next")
    camille.taps("form.next")
    camille.taps("criteria.involves")
    camille.taps("form.next")
    camille.taps("form.keep")
    assert "Rennes (35)" in camille.sees
    camille.says("Rennes (35)")
    camille.says("Hôtel de Rennes Métropole")
    assert "samedi 19 novembre 2016, 9 h – 13 h" in camille.sees
    assert "Rennes (35)" in camille.taps("form.keep")
    assert "2016-001" in camille.taps("preview.submit")


def test_a_title_that_speaks_of_tomorrow_is_no_day(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/propose")
    camille.says("Hackathon « Demain »\nFriday 18 November, 9am to 6pm\nCity hall, 59000 Lille")
    read = camille.text_of(camille.last["message_id"] - 1)
    assert "18 novembre 2016, 9 h – 18 h" in read and "8 novembre 2016, 9 h" not in read.replace("18 novembre", "")


def test_what_was_read_can_be_changed_at_its_turn(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(ANNOUNCEMENT)
    say_who(camille)
    camille.says("Ville de Rennes")
    camille.says("Hackathon des services publics")
    camille.taps("form.later")
    camille.says("/propositions")
    assert "Hackathon des services publics" in camille.buttons[0]


def test_an_ordinary_answer_is_no_announcement(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    assert not camille.says(WHO).means("form.noted")
    assert "condition" in camille.sees.lower()


def test_what_was_not_seen_at_its_turn_is_asked_after_a_pause(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(ANNOUNCEMENT)
    camille.says(WHO)
    camille.taps("form.later")
    assert "conditions" in camille.says("/reprendre").lower()
    camille.taps("propose.conditions.yes")
    camille.taps("body.local")
    camille.says("Ville de Rennes")
    camille.taps("form.later")
    assert "Déjà noté : Hackathon « Ma ville demain »" in camille.says("/reprendre")


def test_the_title_is_the_line_that_names_or_what_it_quotes(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(
        "La préfecture de Loire-Atlantique vous convie à son atelier « Réinventons les formulaires ».\n"
        "Jeudi 17 novembre de 14h à 16h30\nMédiathèque Jacques Demy, 24 quai de la Fosse, Nantes\nEntrée libre."
    )
    read = camille.text_of(camille.last["message_id"] - 1)
    assert "Titre Réinventons les formulaires" in read and "Nantes (44)" in read
    bob = week.organiser("Bob")
    bob.says("/proposer")
    bob.says("Conférence : L'IA au service des citoyens\nJeudi 17 novembre de 14h à 16h30, Nantes")
    assert "Titre Conférence : L'IA au service des citoyens" in bob.text_of(bob.last["message_id"] - 1)


def test_an_announcement_without_hours_tells_the_rest(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(
        "Atelier « Budget participatif »\nLe jeudi 17 novembre en matinée\nMédiathèque, 59000 Lille\nEntrée libre"
    )
    read = camille.text_of(camille.last["message_id"] - 1)
    assert "Titre Atelier « Budget participatif »" in read and "Lille (59)" in read and "heures de début" in read
    assert camille.sees.means("propose.who.ask")


def test_who_somebody_is_on_several_lines_is_no_announcement(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says("Camille Martin\nchargée d'innovation, mairie de Lille\ncamille.martin@ville-lille.fr")
    assert not camille.text_of(camille.last["message_id"] - 1).startswith("J'ai lu votre annonce")


def test_the_venue_the_organiser_and_the_conditions_are_read(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says(ANNOUNCEMENT.replace("Le Lab de la Ville de Rennes vous", "Organisé par le Lab de Rennes, qui vous"))
    read = camille.text_of(camille.last["message_id"] - 1)
    assert "Organisation Lab de Rennes" in read
    assert "Lieu Hôtel de Rennes Métropole, 4 avenue Henri Fréville\n" in read
    camille.says("/proposer")
    camille.says(
        "Atelier du Labo\nOrganisateur : Région Bretagne\nJeudi 17 novembre de 14h à 16h30\n"
        "Lieu : Maison des associations, 283 avenue du Général Patton, 35000 Rennes\nEntrée libre et gratuite"
    )
    read = camille.text_of(camille.last["message_id"] - 1)
    assert "Organisation Région Bretagne" in read and "Associations" not in read
    assert "Lieu Maison des associations, 283 avenue du Général Patton\n" in read
    camille.says(WHO)
    assert camille.w("propose.conditions.confirmed") in camille.sees


def test_an_announcement_pasted_under_the_drafts_begins_a_new_one(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says("/proposer")
    assert camille.sees.means("propose.drafts")
    camille.says(ANNOUNCEMENT)
    assert camille.text_of(camille.last["message_id"] - 1).means("propose.announced")
    camille.says("/proposer")
    assert not camille.says("ateliers à Lille").means("propose.announced")
