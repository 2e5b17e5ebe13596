"""An organiser says when: what is read is read back, and what is wrong is said."""

import pytest

from tests.scenarios.proposing import fill_in
from tests.week import Week


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
