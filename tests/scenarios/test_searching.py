"""Search forgives and explains: slips, endings, titles first; the nearest miss; the programme by its buttons."""

from storage.answers import Registration
from tests.people import Person
from tests.published import published
from tests.week import Week


def test_a_slip_in_a_free_word_is_mended_and_seen(week: Week, zoe: Person) -> None:
    published(week, title="Cuisiner sans gaspillage")
    said = zoe.says("cuissiner sans gaspilage à Lille")
    assert "Cuisiner sans gaspillage" in said and "« cuisiner gaspillage »" in said


def test_titles_come_first_and_the_order_says_so(week: Week, zoe: Person) -> None:
    published(
        week, title="Un débat", summary="On y parle longuement de cartographie.", sessions="lundi 14 novembre 10h-11h"
    )
    published(week, title="Cartographie participative", sessions="jeudi 17 novembre 10h-11h")
    said = zoe.says("/chercher cartographie")
    assert said.means("results.titles_first")
    assert said.index("Cartographie participative") < said.index("Un débat")


def test_the_programme_by_day_region_and_theme(week: Week, programme: list[str], zoe: Person) -> None:
    published(week, title="Rencontre à Saint-Denis", place="Saint-Denis (974)", themes=["health"])
    assert "8 événements" in zoe.says("/programme")
    zoe.taps("programme.by_region")
    assert "Hauts-de-France (6)" in zoe.buttons
    assert "Rencontre à Saint-Denis" in zoe.taps("La Réunion (1)")
    zoe.says("/programme")
    zoe.taps("programme.by_theme")
    assert "Rencontre à Saint-Denis" in zoe.taps("Santé (1)")
    zoe.says("le programme")
    zoe.taps("programme.by_day")
    zoe.taps("form.back")
    zoe.taps("programme.by_day")
    assert "Rencontre à Lille" in zoe.taps("mar. 15 nov. (8)")
    assert "mardi 15 novembre" in zoe.sees


def test_the_nearest_miss_is_what_one_would_still_go_to(week: Week, zoe: Person) -> None:
    published(week, title="Visite à Strasbourg", place="Strasbourg", format="visit")
    published(week, title="Visite à Belfort", place="Belfort", format="visit", sessions="mercredi 16 novembre 9h-11h")
    said = zoe.says("visites à Strasbourg mercredi 16 novembre au matin")
    assert said.means("results.other_days") and "Visite à Strasbourg" in said and "Belfort" not in said


def test_another_hour_of_the_same_day_comes_first(week: Week, zoe: Person) -> None:
    published(week, title="À dix heures", place="Rouen", sessions="jeudi 17 novembre 10h-11h")
    published(week, title="Un autre jour", place="Rouen", sessions="mardi 15 novembre 12h-13h")
    said = zoe.says("entre 12h et 14h jeudi 17 novembre à Rouen")
    assert said.means("results.other_hours") and "À dix heures" in said and "Un autre jour" not in said


def test_never_another_ocean(week: Week, zoe: Person) -> None:
    published(week, title="Rencontre à Bonifacio", place="Bonifacio")
    said = zoe.says("Saint-Denis (974)")
    assert "Bonifacio" not in said and said.means("results.nothing_near")
    published(week, title="Un webinaire", attendance="online")
    assert zoe.says("Saint-Denis (974)").means("results.online_instead")


def test_outside_the_week_it_says_when_that_is(week: Week, programme: list[str], zoe: Person) -> None:
    assert zoe.says("Lille le samedi 26 novembre").means("edition.ends")
    assert zoe.says("Lille demain").means("edition.begins")


def test_an_event_says_how_far_it_is_and_what_is_similar_nearby(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    zoe.taps("3")
    assert "de Lille" in zoe.sees and "km" in zoe.sees
    zoe.taps("event.more")
    said = zoe.taps("event.similar")
    assert "Rencontre à Lille" in said and "Rencontre à Roubaix\n" not in said
    alone = published(week, title="Seul", place="Nouméa", themes=["health"])
    zoe.opens(f"e_{alone}")
    zoe.taps("event.more")
    assert zoe.taps("event.similar").means("event.no_similar")


def test_inline_answers_page_and_say_what_comes_instead(week: Week, zoe: Person) -> None:
    for n in range(12):
        published(week, title=f"Atelier {n:02d}", sessions=f"mardi 15 novembre {8 + n}h-{9 + n}h")
    first = week.act("inline", person=zoe.id, text="Lille")
    second = week.act("inline", person=zoe.id, text="Lille", offset=first["more"])
    titles = [each["title"] for page in (first, second) for each in page["results"]]
    assert len(titles) == len(set(titles)) == 12 and not second["more"]
    instead = week.act("inline", person=zoe.id, text="débats à Lille mercredi 16 novembre")["results"]
    assert "Le plus proche de votre demande" in instead[0]["description"]
    nothing = week.act("inline", person=zoe.id, text="Nouméa")
    assert not nothing["results"] and zoe.opens(nothing["button"]["start_parameter"]).means("results.nothing_near")
    leo = week.citizen("Léo")
    where = week.act("inline", person=leo.id, text="près de moi")["button"]
    assert leo.opens(where["start_parameter"]).means("location.ask")


def test_links_to_a_search_and_to_a_region(week: Week, programme: list[str], zoe: Person) -> None:
    assert "Rencontre à Lille" in zoe.opens("r_32")
    assert zoe.opens("r_99").means("form.moved_on")
    assert zoe.opens("f_!!!").means("programme.count")


def test_what_no_button_of_ours_says_is_refused_without_a_trace(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("/programme")
    for forged in ("programme.of:0:0:day.9999-12-31", "programme.of:0:0:day.x", "programme.of:0:0:theme.x"):
        assert zoe.forges(forged).means("form.moved_on")
    assert zoe.opens("f_YXRlbGllcnMAeCBMaWxsZQ").means("results.nearest")  # with a character that no database keeps


def test_what_is_typed_for_a_day_on_which_it_is_not_takes_no_seat(week: Week, zoe: Person) -> None:
    reference = published(week, registration=Registration(by="bot", seats=2))
    zoe.opens(f"e_{reference}")
    assert zoe.says("inscris-moi pour vendredi 18").means("seat.other_days")
    assert zoe.says("mes inscriptions").means("seat.no_seats")


def test_a_title_is_found_wherever_it_is(week: Week, zoe: Person) -> None:
    published(week, title="Rencontre au musée")
    published(week, title="Cartographie participative", place="Marseille")
    zoe.says("Lille")
    said = zoe.says("cartographie")
    assert said.means("results.elsewhere") and "Cartographie participative" in said


def test_a_word_of_a_title_that_is_also_a_kind_of_event_finds_it(week: Week, zoe: Person) -> None:
    published(week, title="Webinaire des archives", format="conference", attendance="online")
    said = zoe.says("webinaire")
    assert said.means("results.of_that_name") and "Webinaire des archives" in said


def test_what_is_online_is_near_nowhere(week: Week, zoe: Person) -> None:
    published(week, title="Un webinaire", attendance="online")
    published(week, title="Un atelier des deux façons", attendance="both")
    zoe.says("Brest")
    said = zoe.says("en ligne")
    assert "Un webinaire" in said and "Brest" not in said and "Lille · aussi en ligne" in said


def test_a_list_ends_where_nobody_would_go(week: Week, zoe: Person) -> None:
    published(week, title="Rencontre à Lille")
    published(week, title="Rencontre à Marseille", place="Marseille")
    assert "Marseille" not in zoe.says("Lille")
    assert "Rencontre à Marseille" in zoe.says("à moins de 1000 km de Lille")


def test_similar_events_lead_back_to_the_one(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.opens(f"e_{programme[0]}")
    zoe.taps("event.more")
    zoe.taps("event.similar")
    assert programme[0] in zoe.taps("event.back")


def test_out_of_season_one_hears_when_it_was_and_of_the_next(week: Week, programme: list[str], zoe: Person) -> None:
    assert zoe.says("quand est la prochaine semaine ?").means("topic.week")
    week.at("2017-02-10T10:00:00+01:00")
    for said in ("bonjour", "/proposer", "quand est la prochaine semaine ?"):
        assert zoe.says(said).means("edition.over") and zoe.w("edition.follow") in zoe.buttons
    assert zoe.opens(f"e_{programme[0]}").means("event.over")


def test_slips_in_small_words_are_no_subject(week: Week, programme: list[str]) -> None:
    ann = week.citizen("Ann", language="en")
    assert "“" not in ann.says("what's on arround Lille")
    assert "Wednesday" in ann.says("events wensday in Lille")


def test_a_day_of_the_week_before_the_week_is_that_of_the_week(week: Week, zoe: Person) -> None:
    published(week, title="Un atelier", sessions="mercredi 16 novembre de 14h à 16h")
    said = zoe.says("mercredi à Lille")
    assert said.means("results.in_the_week") and "Un atelier" in said
    said = zoe.says("qu'est-ce qu'il y a la prochaine semaine ?")
    assert "Un atelier" in said


def test_who_says_twice_that_it_is_near_is_asked_where_that_is(week: Week, zoe: Person) -> None:
    zoe.says("autour de moi")
    assert zoe.says("pres de chez moi").means("location.ask") and not zoe.sees.means("location.taken")


def test_pages_of_an_older_list_turn_no_newer_one(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    older = zoe.card("Rencontre à Lille")
    zoe.says("/programme")
    zoe.taps("programme.whole")
    assert zoe.taps("results.more", message=older).means("form.moved_on")
