"""Ten people who come to the Week, each as they are."""

from typing import Any

import pytest

from storage.answers import Registration
from tests.published import published
from tests.week import Week

EVENTS: tuple[dict[str, Any], ...] = (
    {
        "title": "Midi de l'innovation",
        "place": "Nantes",
        "sessions": "jeudi 17 novembre 12h15-13h45",
        "audiences": ["public_servants"],
    },
    {
        "title": "Rendre l'accueil accessible",
        "place": "Strasbourg",
        "sessions": "mercredi 16 novembre 10h-12h",
        "format": "conference",
        "accessibility": ["sign_language", "captions"],
    },
    {"title": "Design de services", "place": "Strasbourg", "sessions": "mercredi 16 novembre 14h-16h"},
    {
        "title": "Le village du futur",
        "place": "Limoges",
        "sessions": "mardi 15 novembre 9h-12h",
        "audiences": ["elected_officials"],
    },
    {
        "title": "Visite du laboratoire",
        "place": "Saint-Denis (974)",
        "sessions": "samedi 19 novembre 10h-12h",
        "format": "visit",
        "registration": Registration(by="bot", seats=4),
    },
    {
        "title": "Ouvrir ses données",
        "place": "Paris",
        "sessions": "vendredi 18 novembre 18h-20h",
        "themes": ["open_data"],
        "title_en": "Opening up data",
        "summary_en": "An introduction to open data for everyone.",
        "language": "en",
    },
    {
        "title": "Webinaire : acheter autrement",
        "attendance": "online",
        "sessions": "lundi 14 novembre 11h-12h",
        "format": "webinar",
        "themes": ["procurement"],
        "audiences": ["public_buyers"],
    },
    {
        "title": "Hackathon santé",
        "place": "Lyon",
        "sessions": "samedi 19 novembre de 9h à 18h",
        "format": "hackathon",
        "themes": ["health"],
    },
    {
        "title": "Café des associations",
        "place": "Rennes",
        "sessions": "mardi 15 novembre 18h-20h",
        "audiences": ["voluntary_sector"],
    },
)


@pytest.fixture
def the_week(week: Week) -> Week:
    """A programme across the country, an ocean and the wires."""
    for event in EVENTS:
        published(week, **event)
    return week


def test_an_official_in_nantes_at_lunch(the_week: Week) -> None:
    sofia = the_week.citizen("Sofia")
    assert "Midi de l'innovation" in sofia.says("ateliers pour agents publics à Nantes jeudi entre midi et deux")
    sofia.taps("1")
    assert "à 10 h 15" in sofia.taps("remind.two_hours")
    assert sofia.done == 3


def test_a_deaf_student_in_strasbourg(the_week: Week) -> None:
    lina = the_week.citizen("Lina")
    said = lina.says("conférence en langue des signes à Strasbourg")
    assert "Rendre l'accueil accessible" in said and "Design de services" not in said
    assert "Accessibilité : langue des signes" in lina.taps("1")


def test_a_mayor_in_creuse_with_nothing_within_fifty_kilometres(the_week: Week) -> None:
    paul = the_week.citizen("Paul")
    said = paul.says("quelque chose pour les élus près de Guéret ?")
    assert said.means("results.nothing_near") and "Le village du futur" in said
    assert "de Guéret" in paul.taps("1")
    paul.taps("event.to_results")
    assert "Guéret (23), à 30 km" in paul.taps("alert.set")


def test_a_family_in_saint_denis_de_la_reunion_takes_its_seats_and_hears_of_a_change(the_week: Week) -> None:
    marie = the_week.citizen("Marie")
    said = marie.says("une sortie en famille samedi 19 à Saint-Denis de la Réunion")
    assert "Visite du laboratoire" in said and "heure de La Réunion" in said
    marie.taps("1")
    assert marie.taps(marie.w("seat.take", left=4)).means("seat.taken")
    assert marie.done == 3
    the_week.at("2016-11-18T18:00:00+04:00")
    assert marie.sees.means("reminder.given") and marie.w("seat.ticket") in marie.buttons  # a seat brings a reminder


def test_an_english_speaker_in_paris(the_week: Week) -> None:
    ben = the_week.citizen("Ben", language="en")
    said = ben.says("open data in Paris on Friday evening?")
    assert "Opening up data" in said
    card = ben.taps("1")
    assert "Opening up data" in card and "An introduction to open data" in card
    assert ben.says("is it free?").means("topic.free")


def test_someone_with_a_screen_reader(the_week: Week) -> None:
    odile = the_week.citizen("Odile")
    odile.says("/accessible")
    odile.says("Strasbourg mercredi")
    odile.taps("1. Rendre l'accueil accessible")
    assert "mardi 15 novembre à 18 h" in odile.taps("La veille à 18 h")
    assert not odile.toasts


def test_a_buyer_who_stays_at_home(the_week: Week) -> None:
    hugo = the_week.citizen("Hugo")
    assert "acheter autrement" in hugo.says("en ligne pour acheteurs publics")
    hugo.taps("1")
    hugo.taps("event.calendar")
    assert any(name.endswith(".ics") for name in hugo.files)


def test_a_teenager_who_types_fast(the_week: Week) -> None:
    nono = the_week.citizen("Nono")
    assert "Hackathon santé" in nono.says("hackaton sante lyon samdi")


def test_a_volunteer_who_cannot_read_small_print_and_asks_everything(the_week: Week) -> None:
    rose = the_week.citizen("Rose")
    assert rose.says("c'est quoi la semaine de l'innovation ?").means("topic.week")
    assert "Café des associations" in rose.says("pour les associations à Rennes")
    rose.taps("1")
    assert rose.says("c'est où exactement ?").means("topic.where")
    assert rose.says("je dois m'inscrire ?").means("seat.elsewhere")


def test_a_stranger_who_came_too_late(the_week: Week) -> None:
    the_week.at("2016-12-01T10:00:00+01:00")
    kim = the_week.citizen("Kim", language="en")
    assert kim.says("what's on in Nantes?").means("edition.over")
    kim.taps("edition.follow")
    assert kim.says("/alerts").means("alert.follows")


def test_taps_and_messages_from_hello_to_a_seat(the_week: Week) -> None:
    zoe = the_week.citizen("Zoé")
    zoe.says("bonjour")
    zoe.says("Saint-Denis (974)")
    zoe.taps("1")
    assert zoe.taps(zoe.w("seat.take", left=4)).means("seat.taken")
    assert zoe.done == 4
