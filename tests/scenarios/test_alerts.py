"""A citizen is told when something new comes up that they would like."""

from tests.people import Person
from tests.published import published
from tests.week import Week


def test_what_is_new_near_a_town_is_told_the_next_morning(week: Week, zoe: Person) -> None:
    said = zoe.says("préviens-moi s'il y a du nouveau près de Nantes")
    assert said.means("alert.is_set") and "Nantes (44), à 30 km" in said and "8 h" in said
    published(week, title="Un atelier à Rezé", place="Rezé")
    published(week, title="Un atelier à Rennes", place="Rennes")
    week.settle()
    assert not zoe.sees.means("alert.told")
    week.at("2016-11-08T07:59:00+01:00")
    assert not zoe.sees.means("alert.told")
    week.at("2016-11-08T08:00:00+01:00")
    assert zoe.sees.means("alert.told") and "Un atelier à Rezé" in zoe.sees and "Rennes" not in zoe.sees
    assert "Un atelier à Rezé" in zoe.taps("1")
    zoe.taps("alert.settings")
    assert zoe.card("Du nouveau") and "8 h" in zoe.sees  # the news stays
    week.at("2016-11-09T09:00:00+01:00")
    assert not zoe.sees.means("alert.told")  # what was told is not told again


def test_at_once_means_at_once_and_several_soon_after_come_together(week: Week) -> None:
    ann = week.citizen("Ann", language="en")
    assert ann.says("let me know when new open data workshops come up").means("alert.is_set")
    ann.taps("alert.at_once")
    published(week, title="Ouvrir ses données", themes=["open_data"])
    published(week, title="Un débat", themes=["open_data"], format="debate")
    week.settle()
    assert ann.sees.means("alert.told") and "Ouvrir ses données" in ann.sees and "Un débat" not in ann.sees
    for title in ("Deuxième", "Troisième"):
        published(week, title=title, themes=["open_data"])
    week.settle()
    assert "Deuxième" not in ann.sees
    week.later(minutes=10)
    assert "Deuxième" in ann.sees and "Troisième" in ann.sees


def test_alerts_are_listed_changed_and_ended(week: Week, zoe: Person) -> None:
    assert zoe.says("/alertes").means("alert.none")
    zoe.says("alerte ateliers à Lyon")
    zoe.taps(zoe.w("alert.radius", kilometres=100))
    assert "Lyon (69), à 100 km" in zoe.sees
    zoe.says("préviens-moi s'il y a du nouveau sur la santé")
    listed = zoe.says("/alertes")
    assert "1. Atelier · Lyon (69), à 100 km" in listed and "2. Santé" in listed
    zoe.taps(zoe.w("alert.open", position=1))
    zoe.taps("alert.end")
    assert "Lyon" not in zoe.sees and "1. Santé" in zoe.sees
    published(week, title="Un atelier à Lyon", place="Lyon")
    week.later(days=1)
    assert not zoe.sees.means("alert.told")


def test_what_was_asked_becomes_an_alert_with_a_tap(week: Week, zoe: Person) -> None:
    zoe.says("expositions à Toulouse")
    assert "Exposition · Toulouse (31), à 30 km" in zoe.taps("alert.set")
    zoe.says("Lille")
    zoe.taps("alert.set")
    for _ in range(2):
        zoe.taps("alert.set")  # the same again is one
    assert zoe.says("/alertes").count("🔔") == 2


def test_near_me_asks_where_that_is(week: Week, zoe: Person) -> None:
    assert zoe.says("préviens-moi quand il y a du nouveau près de chez moi").means("location.ask")
    assert "Lille (59), à 30 km" in zoe.shares(50.6310, 3.0720)


def test_outside_the_season_one_tap_follows_the_next_week_and_the_last_is_an_archive(
    week: Week, programme: list[str], zoe: Person
) -> None:
    week.at("2017-02-01T10:00:00+01:00")
    assert zoe.says("/programme").means("edition.over")
    assert "Rencontre à Lille" in zoe.taps(zoe.w("edition.archive", name="Semaine 2016"))
    zoe.says("quoi de neuf à Roubaix ?")
    archive = zoe.taps(zoe.w("edition.archive", name="Semaine 2016"))
    assert archive.index("Rencontre à Roubaix") < archive.index("Rencontre à Lille")
    zoe.says("/programme")
    assert zoe.taps("edition.follow").means("alert.week_set")
    assert zoe.w("edition.follow") not in zoe.says("/programme")
    week.add_edition("2017-11-20", "2017-11-26")
    week.run(_swept(week))
    week.at("2017-11-13T08:59:00+01:00")
    assert not zoe.sees.means("alert.week_told")
    week.at("2017-11-13T09:00:00+01:00")
    assert zoe.sees.means("alert.week_told")
    assert zoe.taps("alert.unfollow").means("alert.ended")


async def _swept(week: Week) -> None:
    await week.application.schedule.sweep()


def test_to_be_told_nothing_any_more_is_one_tap(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("alerte ateliers à Lyon")
    zoe.opens(f"e_{programme[0]}")
    zoe.taps("remind.eve")
    assert zoe.says("ne m'envoyez plus rien").means("data.unsubscribe")
    assert zoe.taps("data.silence").means("data.silenced")
    assert zoe.says("/rappels").means("remind.none") and zoe.says("/alertes").means("alert.none")


def test_a_change_of_an_alert_keeps_what_it_has_still_to_tell(week: Week, zoe: Person) -> None:
    zoe.says("préviens-moi s'il y a du nouveau près de Nantes")
    published(week, title="Un atelier à Rezé", place="Rezé")
    week.settle()
    zoe.taps(zoe.w("alert.radius", kilometres=100))
    assert "à 100 km" in zoe.sees
    zoe.taps("alert.at_once")
    week.settle()
    assert zoe.sees.means("alert.told") and "Un atelier à Rezé" in zoe.sees


def test_silence_is_for_what_is_put_off_too(week: Week, zoe: Person) -> None:
    camille = week.organiser("Camille")
    reference = published(week, organiser=camille.id)
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.eve")
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.postpone", number=1))
    zoe.says("ne m'envoyez plus rien")
    zoe.taps("data.silence")
    camille.taps(camille.w("mine.takes_place", number=1))
    week.at("2016-11-16T12:00:00+01:00")
    assert zoe.sees.means("data.silenced")


def test_an_alert_is_ended_in_words(week: Week, zoe: Person) -> None:
    zoe.says("alerte ateliers à Dole")
    zoe.says("préviens-moi s'il y a du nouveau à Besançon")
    assert zoe.says("supprime l'alerte besancon").means("alert.ended_of")
    assert zoe.says("je veux plus d'alertes pour dole").means("alert.ended_of")
    assert zoe.says("stop all alerts").means("alert.none")


def test_out_of_season_an_alert_of_the_next_week_is_of_the_next_edition(week: Week, zoe: Person) -> None:
    week.at("2017-02-10T10:00:00+01:00")
    assert zoe.says("prevenez moi de la prochaine semaine").means("alert.week_set")


def test_an_alert_keeps_its_subject(week: Week, zoe: Person) -> None:
    assert "« telemedecine »" in zoe.says("previens moi s'il y a de la telemedecine a lille")
