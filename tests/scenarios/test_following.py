"""What a citizen types after an answer goes on from it; what was understood is changed with a tap."""

import pytest

from tests.people import Person
from tests.published import published
from tests.week import Week


@pytest.fixture
def zoe(week: Week) -> Person:
    """A citizen, where Lille has events on Tuesday and on Friday, and Lyon on Tuesday."""
    for title, place, sessions in (
        ("Atelier du mardi", "Lille", "mardi 15 novembre de 14h à 16h30"),
        ("Atelier du soir", "Roubaix", "mardi 15 novembre de 19h à 21h"),
        ("Atelier du vendredi", "Lille", "vendredi 18 novembre de 9h à 12h"),
        ("Atelier des Gones", "Lyon", "mardi 15 novembre de 14h à 16h30"),
    ):
        published(week, title=title, place=place, sessions=sessions)
    return week.citizen("Zoé")


def test_another_day_or_town_keeps_the_rest(zoe: Person) -> None:
    assert "Atelier du mardi" in zoe.says("ateliers à Lille mardi 15 novembre")
    said = zoe.says("et le vendredi 18 ?")
    assert "Atelier · Lille (59) · vendredi 18 novembre" in said and "Atelier du vendredi" in said
    assert "Atelier · Lyon (69) · vendredi 18 novembre" in zoe.says("et à Lyon ?")
    assert "mardi 15 novembre" in zoe.says("what about Tuesday 15?")


def test_hours_are_of_the_day_that_was_asked_about(zoe: Person) -> None:
    zoe.says("Lille mardi 15 novembre")
    said = zoe.says("et après 18h ?")
    assert "mardi 15 novembre" in said and "Atelier du soir" in said and "Atelier du mardi" not in said


def test_only_online_and_further(zoe: Person) -> None:
    zoe.says("à moins de 5 km de Lille le 15 novembre")
    assert "Atelier du soir" not in zoe.sees
    assert "10 km" in zoe.says("plus loin") and "Atelier du soir" in zoe.sees
    assert "En ligne" in zoe.says("only online")


def test_an_event_is_opened_by_its_place_in_the_list(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    assert "Roubaix" in zoe.says("le deuxième") and "heure de Paris" in zoe.sees
    assert "Atelier du mardi" in zoe.says("the first one")


def test_a_reminder_is_set_in_words(week: Week, zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    assert "lundi 14 novembre à 18 h" in zoe.says("rappelle-moi ça la veille à 18h")
    assert "17 h" in zoe.says("rappelle-moi le deuxième 2h avant")
    assert zoe.says("/rappels").count("🔔") == 2
    week.at("2016-11-14T18:00:00+01:00")
    assert zoe.sees.startswith("🔔 Rappel") and "Atelier du mardi" in zoe.sees


def test_a_moment_that_cannot_be_says_why_and_sets_nothing(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    assert zoe.says("rappelle-moi le 15 novembre à 18h").means("remind.after_start")
    assert zoe.says("rappelle-moi un peu avant").means("remind.not_understood")
    assert zoe.says("/rappels").means("remind.none")


def test_a_chip_is_changed_in_place(zoe: Person) -> None:
    zoe.says("ateliers à Lille le 16 novembre")
    before = zoe.last["message_id"]
    assert "Touchez ce qui doit changer" in zoe.taps("mer. 16 nov. ▾")
    assert "Atelier du mardi" in zoe.taps("change.time.edition")
    zoe.taps("Lille (59) ▾")
    assert "10 km" in zoe.taps(zoe.w("change.radius", kilometres=10))
    zoe.taps("Lille (59) · 10 km ▾")
    zoe.taps("change.back")
    assert zoe.last["message_id"] == before


def test_what_is_not_ours_is_answered_with_what_was_understood(zoe: Person) -> None:
    said = zoe.says("quel temps fera-t-il à Lille le 15 novembre ?")
    assert "Je ne réponds que sur" in said and "Lille (59) · mardi 15 novembre" in said
    assert "Atelier du mardi" in zoe.taps("results.show")


def test_what_is_typed_under_a_menu_changes_that_alone(zoe: Person) -> None:
    zoe.says("ateliers à Lille mardi 15 novembre")
    zoe.taps("Lille (59) ▾")
    assert "Atelier · Lyon (69) · mardi 15 novembre" in zoe.says("Lyon")


def test_more_is_asked_about_the_event_that_is_open(zoe: Person) -> None:
    zoe.says("Lyon")
    zoe.taps("1")
    assert "14 h – 16 h 30" in zoe.says("c'est à quelle heure ?")


def test_a_reminder_is_cancelled_in_words(zoe: Person) -> None:
    for event, position in (("Lille le 15 novembre", "le premier"), ("Lille le 18 novembre", "le premier")):
        zoe.says(event)
        zoe.says(position)
        zoe.says("rappelle-moi ça la veille à 18h")
        zoe.says("rappelle-moi ça 2 heures avant")
    assert "Atelier du vendredi" in zoe.says("annule le rappel 4") and "Rappel annulé" in zoe.sees
    assert "Rappel annulé : Atelier du vendredi" in zoe.says("annule le rappel du 18 novembre")
    assert zoe.says("annule mon rappel pour l'atelier de Lille du 15").count("🔔") == 2  # which of the two?
    assert "Rappel annulé : Atelier du mardi" in zoe.says("cancel the last reminder")
    assert "Rappel annulé : Atelier du mardi" in zoe.says("annule mon rappel")
    assert zoe.says("/rappels") == zoe.w("remind.none")


@pytest.mark.parametrize(
    "said",
    [
        "annule mes deux rappels",
        "n'annule pas le rappel 2",
        "annule tous les rappels sauf le rappel 1",
        "annule le rappel 9",
    ],
)
def test_what_does_not_mean_one_reminder_cancels_none(zoe: Person, said: str) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    for moment in ("3h avant", "2h avant", "1h avant"):
        zoe.says(f"rappelle-moi ça {moment}")
    assert zoe.says(said).count("🔔") == 3


def test_a_reminder_is_cancelled_by_its_moment(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    for moment in ("3h avant", "2h avant", "1h avant"):
        zoe.says(f"rappelle-moi ça {moment}")
    assert zoe.says("annule le rappel 3 heures avant").means("remind.cancelled_of")
    assert "11 h" not in zoe.says("/rappels").replace("\u00a0", " ") and zoe.sees.count("🔔") == 2
    assert zoe.says("cancel the reminder one hour before").means("remind.cancelled_of")
    assert zoe.says("/rappels").count("🔔") == 1


def test_a_reminder_of_the_event_that_is_open_is_cancelled(zoe: Person) -> None:
    zoe.says("Lyon le 15 novembre")
    zoe.says("le premier")
    zoe.says("rappelle-moi ça la veille à 18h")
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    zoe.says("rappelle-moi ça la veille à 18h")
    assert "Rappel annulé : Atelier du mardi" in zoe.says("finalement annule le rappel")
    assert "Atelier des Gones · mar. 15 nov., Lyon" in zoe.says("/rappels")


def test_a_day_of_another_year_is_said_with_its_year(week: Week, zoe: Person) -> None:
    assert "2016" not in zoe.says("Lille en novembre 2016")
    week.at("2017-01-10T09:00:00+01:00")
    said = zoe.says("Lille en novembre 2016")
    assert "du mardi 1er novembre 2016 au mercredi 30 novembre 2016" in said and "mar. 15 nov. 2016, 14" in said


def test_the_list_of_reminders_says_how_many_it_leaves_out(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    for hours in range(1, 19):
        zoe.says(f"rappelle-moi ça {hours}h avant")
    said = zoe.says("/rappels")
    assert "Vos 18 rappels" in said and "… et 3 autres" in said and said.count("🔔") == 15


def test_what_newcomers_ask_first_is_answered(zoe: Person) -> None:
    for said in ("c'est quoi la semaine de l'innovation publique ?", "quand a lieu la semaine ?"):
        assert zoe.says(said).means("topic.week") and "20 novembre" in zoe.sees
    assert zoe.says("est-ce que c'est gratuit ?").means("topic.free")
    assert zoe.says("is it free?").means("topic.free")


def test_what_is_asked_of_the_open_event_is_answered_of_it(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    assert zoe.says("où est-ce exactement ?").means("topic.where") and "Lille" in zoe.sees
    assert zoe.says("how do I get there?").means("topic.where")
    assert zoe.says("ça dure combien de temps ?").means("topic.lasting") and "14 h" in zoe.sees
    assert zoe.says("c'est gratuit ?").means("topic.free")
    assert "Atelier des Gones" in zoe.says("ateliers à Lyon le 15 novembre")


def test_a_word_that_no_event_has_is_set_aside(zoe: Person) -> None:
    said = zoe.says("Gones xylophones")
    assert said.means("results.words_aside") and "Atelier des Gones" in said
    assert zoe.says("xylophones").means("results.none")


def test_all_reminders_are_cancelled_at_once(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("rappelle-moi le premier la veille à 18h")
    zoe.says("rappelle-moi le deuxième 2h avant")
    assert "2 rappels" in zoe.says("supprime tous mes rappels")
    assert zoe.says("/rappels").means("remind.none")


def test_a_reminder_is_cancelled_by_its_place_in_the_list(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("rappelle-moi le premier la veille à 18h")
    zoe.says("rappelle-moi le deuxième 2h avant")
    assert zoe.says("cancel the first one").means("remind.cancelled_of")
    assert "1." in zoe.says("/rappels") and "2." not in zoe.sees
    assert zoe.says("annule le dernier").means("remind.cancelled_of")
    assert zoe.says("/rappels").means("remind.none")


def test_under_an_event_a_moment_is_a_reminder_however_it_is_asked_for(zoe: Person) -> None:
    zoe.says("Lille le 15 novembre")
    zoe.says("le premier")
    assert "mardi 15 novembre à 8 h" in zoe.says("préviens-moi le matin même")


def test_a_second_place_is_said_and_a_tap_away(zoe: Person) -> None:
    said = zoe.says("ateliers à Lille ou Lyon")
    assert "Atelier · Lille (59)" in said and zoe.w("results.one_place", others="Lyon") in said
    changed = zoe.taps("Lyon (69) ?")
    assert "Atelier · Lyon (69)" in changed and zoe.w("results.one_place", others="Lille") in changed
    zoe.says("Lille, Nord")
    assert "Nord ?" not in zoe.buttons


def test_a_new_question_keeps_the_place_alone(zoe: Person) -> None:
    zoe.says("ateliers à Lille le 15 novembre")
    assert "🔎 Santé · Lille (59)" in zoe.says("anything about health?")
    assert "🔎 Santé\n" in zoe.says("santé partout en France")
    zoe.says("ateliers à Lille le 15 novembre")
    assert "🔎 En ligne" in zoe.says("anything online tonight?")


def test_what_is_online_has_no_place_and_is_offered_where_nothing_is(week: Week, zoe: Person) -> None:
    published(
        week,
        title="Webinaire des territoires",
        attendance="online",
        format="webinar",
        sessions="jeudi 17 novembre de 10h à 11h",
    )
    zoe.says("à la Réunion")
    assert "1. Webinaire des territoires" in zoe.says("webinaire jeudi 17")
    said = zoe.says("conférence à la Réunion jeudi 17")
    assert said.means("results.none") and not said.means("results.online_instead")
    assert zoe.says("webinaires à la Réunion jeudi 17").means("results.online_instead")


def test_a_title_typed_in_full_opens_its_event(week: Week, zoe: Person) -> None:
    for title in ("Labo CAP Nord Martinique", "Appel à projets : mode d'emploi", "Programme"):
        published(week, title=title, place="Lens", sessions="jeudi 17 novembre de 14h à 16h30")
    for typed in ("labo cap nord martinique", "APPEL À PROJETS : MODE D'EMPLOI"):
        assert "heure de Paris" in zoe.says(typed) and typed.split()[0].casefold() in zoe.sees.casefold()
    published(week, title="Programme", place="Lyon", sessions="jeudi 17 novembre de 14h à 16h30")
    assert "1. Programme" in zoe.says("programme") and "2. Programme" in zoe.sees  # two of one title are listed
