"""A citizen asks what is on, opens an event, and is reminded."""

from storage import people
from storage.answers import Registration
from tests.people import Person
from tests.published import TOWNS, published
from tests.rules.test_personal import everything
from tests.week import Week


def test_the_nearest_come_first_and_the_list_pages_in_place(week: Week, programme: list[str], zoe: Person) -> None:
    said = zoe.says("quoi de neuf près de Lille mardi 15 novembre ?")
    order = [said.index(f"Rencontre à {town}") for town in TOWNS[:5]]
    assert order == sorted(order)
    assert "Lille (59)" in said and "mardi 15 novembre" in said
    assert said.index("Rencontre à Roubaix") < said.index("à plus de 30 km") < said.index("Rencontre à Arras")
    messages = len(week.messages(zoe.chat))
    assert "Rencontre à Paris" in zoe.taps("results.more")
    assert "Rencontre à Roubaix" in zoe.taps("results.back")
    assert len(week.messages(zoe.chat)) == messages


def test_a_radius_bounds_the_list_however_wide(week: Week, programme: list[str], zoe: Person) -> None:
    said = zoe.says("ce qui est à moins de 40 km de Lille")
    assert "Rencontre à Lens" in said and "Rencontre à Arras" not in said
    zoe.says("ce qui est à moins de 130 km de Lille")
    said = zoe.taps("results.more")
    assert "Rencontre à Amiens" in said and "Rencontre à Paris" not in said
    zoe.says("ce qui est à moins de 400 km de Cholet")
    assert "Rencontre à Paris" in zoe.last["text"] and "Rencontre à Lille" not in zoe.last["text"]


def test_a_shared_location_is_used_and_only_its_commune_kept(week: Week, programme: list[str], zoe: Person) -> None:
    said = zoe.shares(50.6233, 3.1444)
    assert said.index("Rencontre à Villeneuve-d'Ascq") < said.index("Rencontre à Lille")
    kept = week.stored(lambda tx: people.person_with(tx, zoe.id))
    assert kept.near == "59009"
    for text in ("et vendredi ?", "/programme"):
        zoe.says(text)
    assert "50.6233" not in week.stored(everything)  # nor in any update, state or message on its way


def test_near_me_asks_where_that_is_and_keeps_the_question(week: Week, programme: list[str], zoe: Person) -> None:
    assert zoe.says("des ateliers près de chez moi mardi 15 novembre").means("location.ask")
    assert "📍 Partager ma position" in zoe.buttons
    said = zoe.shares(50.6310, 3.0720)
    assert "Atelier" in said and "mardi 15 novembre" in said and "Rencontre à Lille" in said


def test_the_card_has_everything_and_a_venue(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    card = zoe.taps("1")
    for words in (
        "Rencontre à Lille",
        "Ville de Lille",
        "mardi 15 novembre 2016, 14 h – 16 h 30",
        "heure de Paris",
        "Atelier",
        "2016-001",
    ):
        assert words in card
    zoe.taps("event.map")
    assert zoe.last["venue"]["title"] == "Rencontre à Lille"
    assert round(zoe.last["venue"]["location"]["latitude"], 1) == 50.6


def test_both_reminders_come_once_and_can_be_cancelled(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    zoe.taps("1")
    card = zoe.last
    zoe.taps("remind.eve")
    assert zoe.w("remind.eve") not in zoe.buttons
    zoe.taps("remind.eve", message=card)  # as it stood: the same again changes nothing
    zoe.taps("remind.two_hours")
    assert zoe.says("/rappels").count("🔔") == 2
    zoe.taps(zoe.w("remind.cancel", position=1))
    week.at("2016-11-14T19:00:00+01:00")
    assert "Rappel" not in zoe.sees.split("\n")[0]
    week.at("2016-11-15T12:00:00+01:00")
    assert zoe.sees.startswith("🔔 Rappel")
    week.later(hours=6)
    assert len([m for m in week.messages(zoe.chat) if m.get("text", "").startswith("🔔 Rappel")]) == 1


def test_a_reminder_set_too_late_says_so(week: Week, programme: list[str], zoe: Person) -> None:
    week.at("2016-11-15T09:00:00+01:00")
    zoe.says("Lille")
    zoe.taps("1")
    assert zoe.w("remind.eve") not in zoe.buttons
    old = next(b for b in _data(zoe) if b.startswith("remind:"))
    assert "déjà passé" in zoe.forges(old.replace("two_hours", "eve"))
    assert "12 h" in zoe.taps("remind.two_hours")


def _data(person: Person) -> list[str]:
    rows = person.last["reply_markup"]["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def test_an_old_list_does_not_turn_into_a_new_one(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("Lille")
    old = zoe.last
    zoe.says("/proposer")
    zoe.taps("form.later")
    zoe.says("Arras")
    assert zoe.taps("results.more", message=old).means("form.moved_on")
    assert "Lille (59)" in zoe.text_of(old["message_id"])


def test_nothing_near_is_said_and_a_namesake_is_offered(week: Week, programme: list[str], zoe: Person) -> None:
    assert "Rien à moins de 30 km" in zoe.says("Toulouse")
    assert "Rien à moins de 30 km" in zoe.says("Saint-Denis")
    assert "Rencontre à Paris" in zoe.taps("Saint-Denis (93) ?")
    assert not zoe.sees.means("results.nothing_near")


def test_an_overseas_hour_says_whose_it_is(week: Week, programme: list[str], zoe: Person) -> None:
    published(week, title="Rencontre australe", place="Saint-Denis (974)")
    assert "heure de La Réunion" in zoe.says("à la Réunion")


def test_what_was_understood_can_be_taken_out(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.says("débats à Lille mercredi 16 novembre")
    assert zoe.sees.means("results.nothing_near")
    assert "Rencontre à Lille" in zoe.sees
    zoe.taps("Débat ▾")
    zoe.taps("✕ Tous les formats")
    assert "Débat" not in zoe.sees
    zoe.taps("mer. 16 nov. ▾")
    assert "Rencontre à Lille" in zoe.taps("✕ N’importe quand")


def test_online_events_stand_apart(week: Week, programme: list[str], zoe: Person) -> None:
    published(week, title="Webinaire à suivre", attendance="online")
    assert "Webinaire à suivre" not in zoe.says("Lille")
    assert "Webinaire à suivre" in zoe.taps("results.online")


def test_words_are_searched_without_accents(week: Week, programme: list[str], zoe: Person) -> None:
    published(week, title="L'intelligence artificielle à l'hôpital")
    assert "L'intelligence artificielle" in zoe.says("intelligence artificielle")


def test_words_in_any_script_are_searched(week: Week, programme: list[str], zoe: Person) -> None:
    for words in ("ĐĐ", "инновация", "x² ½", 'O\'Neil & "fils" (2016)', "a:b | c!"):
        assert zoe.says(f"/search {words}")


def test_out_of_season_says_when_the_edition_was(week: Week, zoe: Person) -> None:
    week.at("2017-02-01T10:00:00+01:00")
    assert "du lundi 14 novembre au dimanche 20 novembre 2016" in zoe.says("quoi de neuf à Lille ?")


def test_inline_finds_events_in_any_chat(week: Week, programme: list[str], zoe: Person) -> None:
    results = week.act("inline", person=zoe.id, text="lille")["results"]
    assert results[0]["title"] == "Rencontre à Lille"
    assert "Lille" in results[0]["message"]["text"]
    (event,) = week.act("inline", person=zoe.id, text=programme[2])["results"]
    assert event["title"] == "Rencontre à Roubaix"


def test_a_deep_link_opens_the_card(week: Week, programme: list[str], zoe: Person) -> None:
    assert "Rencontre à Arras" in zoe.opens(f"e_{programme[4]}")
    assert zoe.opens("e_2016-999").means("event.unknown")


def test_first_contact_follows_the_message_then_telegram(week: Week) -> None:
    assert week.citizen("Bo", language="fr").says("hello there").means("account.hello")
    assert week.citizen("Cy", language="en").says("bonjour").means("account.hello")
    assert week.citizen("Di", language="en").says("/start").means("account.hello")
    assert week.citizen("Eve", language="de").says("/start").means("account.hello")


def test_from_hello_to_a_set_reminder_in_two_messages_and_two_taps(
    week: Week, programme: list[str], zoe: Person
) -> None:
    zoe.says("bonjour")
    zoe.says("quoi de neuf à Lille mardi 15 novembre ?")
    zoe.taps("1")
    zoe.taps("remind.eve")
    assert zoe.done == 4
    assert "14 novembre" in zoe.toasts[-1]


def test_an_english_title_is_used_wherever_the_event_is_named(week: Week) -> None:
    named = {"title": "Ouvrir ses données", "title_en": "Opening up data"}
    reference = published(week, **named, registration=Registration(by="bot", seats=1))
    ben = week.citizen("Ben", language="en")
    assert "Opening up data" in ben.says("Lille") and "Ouvrir" not in ben.sees
    ben.opens(f"e_{reference}")
    assert "Opening up data" in ben.says("remind me an hour before")
    assert "Opening up data" in ben.says("sign me up") and "Opening up data" in ben.says("/reminders")
    assert "Ouvrir ses données" in week.citizen("Zoé").says("Lille")
