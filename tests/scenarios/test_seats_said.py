"""Seats in people's own words: whoever only asks, or says no, takes none."""

import pytest

from conversations.understanding.question import seat_act, yes_or_no
from storage.answers import Registration
from tests.people import Person
from tests.published import published
from tests.week import Week


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("ask", "faut il s'inscrire"), ("ask", "comment on s'inscrit ?"), ("ask", "how do i sign up"),
        ("ask", "est-ce que l'organisateur voit mon nom si je m'inscris"), ("ask", "je viens de Lille"),
        ("ask", "do i need to register ?"), ("ask", "je veux pas m'inscrire"),
        ("ask", "I don't want to register"),
        ("ask", "est ce que je peux venir sans m'inscrire ?"), ("leave", "annule mon inscription"),
        ("leave", "je prefere laisser ma place a quelqun d'autre"), ("leave", "non merci je laisse ma place"),
        ("leave", "je me desinscris"), ("leave", "je ne peux plus venir"), ("leave", "I can't come anymore"),
        ("leave", "enlevez moi de la liste d'attente"), ("leave", "please give my seat to someone else"),
        ("several", "je veux réserver 3 places"), ("several", "réserve une place pour mon mari"),
        ("take", "je veux minscrire"), ("take", "inscrit moi au café des communs"), ("take", "je viens !"),
        ("take", "ok merci je viens"), ("take", "inscris moi jeudi"), ("take", "sign me up for thursday"),
        ("take", "I'd like a seat please"), ("take", "je voudrais venir"), ("take", "j'aimerais participer"),
        ("take", "I'd like to come"), ("take", "i want to attend"), ("leave", "je veux pas venir"),
        ("leave", "I don't want to come"), ("ask", "je voudrais venir mais je ne sais pas comment faire"),
        ("ask", "I'd like to come if it's free"), (None, "ateliers à Lille demain"),
        (None, "events that take place on tuesday"),
        (None, "give me what takes place in Lyon"), (None, "get me directions to the place"),
        (None, "inscris-moi à la newsletter"), ("several", "je participe avec 3 collègues"), (None, "mes inscriptions"),
    ],
)  # fmt: skip
def test_what_is_wanted(act: str | None, said: str) -> None:
    assert seat_act(said) == act


@pytest.fixture
def reference(week: Week) -> str:
    """Two sessions of two seats each, Tuesday and Thursday."""
    sessions = "mardi 15 et jeudi 17 novembre de 14h à 16h"
    return published(week, sessions=sessions, registration=Registration(by="bot", seats=2))


def lined_up(week: Week, zoe: Person) -> tuple[Person, Person]:
    """Zoé has the only seat of an event; the two who wait for one."""
    reference = published(week, registration=Registration(by="bot", seats=1))
    leo, mia = week.citizen("Léo"), week.citizen("Mia")
    for waiting, person in enumerate((zoe, leo, mia)):
        person.opens(f"e_{reference}")
        person.taps(person.w("seat.wait", count=waiting - 1) if waiting else person.w("seat.take", left=1))
    return leo, mia


def test_who_asks_or_says_no_takes_nothing(week: Week, zoe: Person, reference: str) -> None:
    for said in ("faut il s'inscrire", "je veux pas m'inscrire", "comment on s'inscrit ?"):
        zoe.opens(f"e_{reference}")
        assert zoe.says(said).means("seat.how") and len(zoe.buttons) == 2, said
    assert zoe.says("je veux réserver 3 places").means("seat.one_each")
    assert zoe.says("mes inscriptions").means("seat.no_seats")


def test_where_no_seats_are_kept_that_is_what_is_said(week: Week, zoe: Person) -> None:
    zoe.opens(f"e_{published(week)}")
    for said in ("je veux venir", "j'aimerais participer", "I'm coming"):
        assert zoe.says(said).means("seat.elsewhere"), said
    assert zoe.says("je voudrais assister à un atelier à Lille").means("results.nearest")


def test_of_several_sessions_one_is_named_or_asked_for(week: Week, zoe: Person, reference: str) -> None:
    zoe.opens(f"e_{reference}")
    assert zoe.says("je veux minscrire").means("seat.which_session")
    assert "jeudi 17 novembre" in zoe.says("inscris moi jeudi")  # the Week's, for there is none on this week's
    week.at("2016-11-15T14:30:00+01:00")
    leo = week.citizen("Léo")
    leo.opens(f"e_{reference}")
    assert "jeudi 17 novembre" in leo.says("inscris-moi")
    week.at("2016-11-17T14:30:00+01:00")
    leo.opens(f"e_{reference}")
    assert leo.says("inscris-moi").means("seat.begun")


def test_a_seat_is_given_back_in_words(week: Week, zoe: Person, reference: str) -> None:
    zoe.opens(f"e_{reference}")
    zoe.says("inscris-moi pour jeudi 17")
    assert zoe.says("je ne peux plus venir").means("seat.sure")
    assert zoe.taps("seat.leave_yes").means("seat.left")
    assert not zoe.says("je rends ma place").means("seat.sure")


def test_an_offer_is_taken_and_refused_in_words(week: Week, zoe: Person) -> None:
    leo, mia = lined_up(week, zoe)
    zoe.says("je rends ma place")
    zoe.taps("seat.leave_yes")
    assert leo.sees.means("seat.offer")
    leo.says("non merci je laisse ma place")
    leo.taps("seat.leave_yes")
    assert mia.sees.means("seat.offer")
    assert not mia.says("I want to register for a workshop in Lyon").means("seat.taken")
    assert mia.says("ok merci je viens").means("seat.taken")


def test_a_reminder_of_ones_own_outlives_the_seat(week: Week, zoe: Person) -> None:
    reference = published(week, registration=Registration(by="bot", seats=1))
    leo = week.citizen("Léo")
    leo.opens(f"e_{reference}")
    leo.taps("remind.eve")
    leo.taps(leo.w("seat.take", left=1))
    leo.says("je rends ma place")
    leo.taps("seat.leave_yes")
    assert "18 h" in leo.says("/rappels")
    zoe.opens(f"e_{reference}")
    zoe.taps(zoe.w("seat.take", left=1))
    zoe.says("rappelle moi 30 min avant")
    zoe.says("je rends ma place")
    zoe.taps("seat.leave_yes")
    assert "13 h 30" in zoe.says("/rappels") and "18 h" not in zoe.sees


def test_what_was_cancelled_does_not_come_back_with_a_second_tap(week: Week, zoe: Person) -> None:
    reference = published(week, registration=Registration(by="bot", seats=1))
    zoe.opens(f"e_{reference}")
    zoe.taps(zoe.w("seat.take", left=1))
    zoe.says("annule le rappel")
    zoe.forges("seat:1:0")
    assert zoe.says("/rappels").means("remind.none")


def test_nobody_gives_back_a_seat_at_what_has_begun(week: Week, zoe: Person) -> None:
    reference = published(week, registration=Registration(by="bot", seats=1))
    zoe.opens(f"e_{reference}")
    zoe.taps(zoe.w("seat.take", left=1))
    week.at("2016-11-15T14:00:00+01:00")
    for forged in ("unseat:1:0", "unseat.sure:1:0"):
        assert zoe.forges(forged).means("form.moved_on")


@pytest.mark.parametrize(
    ("meant", "said"),
    [
        ("yes", "oui"), ("yes", "ok jla prend"), ("yes", "yes im coming"), ("yes", "oui jviens!!"), ("yes", "👍"),
        ("no", "non merci"), ("no", "nan laisse tomber"), ("no", "nn envoie pas stp"),
        ("no", "n'envoie pas la question"),
        (None, "merci"), (None, "non je veux un autre"), (None, "Lille"),
    ],
)  # fmt: skip
def test_yes_and_no(meant: str | None, said: str) -> None:
    assert yes_or_no(said) == meant


def test_a_seat_that_is_offered_is_taken_by_yes_and_left_by_no(week: Week, zoe: Person) -> None:
    leo, mia = lined_up(week, zoe)
    zoe.says("jpeux plus venir dsl")
    assert zoe.says("oui").means("seat.left")
    assert leo.says("non merci").means("seat.sure_of_line") and leo.says("oui").means("seat.left")
    assert mia.says("oui jviens!!").means("seat.taken")


def test_the_seat_that_is_named_is_given_back(week: Week, zoe: Person) -> None:
    for title in ("Coder ensemble", "Écrire clair"):
        zoe.opens(f"e_{published(week, title=title, registration=Registration(by='bot', seats=1))}")
        zoe.taps(zoe.w("seat.take", left=1))
    zoe.says("Lille")
    zoe.says("merci")
    assert "Coder ensemble" in zoe.says("annule mon inscription pour coder")
    assert zoe.says("non").means("seat.stays")


def test_who_wants_to_wait_waits(week: Week, zoe: Person) -> None:
    reference = published(week, registration=Registration(by="bot", seats=1))
    leo = week.citizen("Léo")
    leo.opens(f"e_{reference}")
    leo.taps(leo.w("seat.take", left=1))
    assert zoe.opens(f"e_{reference}").means("seat.is_full")
    assert zoe.says("mets moi sur la liste d attente").means("seat.in_line")
    assert not zoe.says("how do i get there").means("seat.how")
    zoe.says("ne m'envoyez plus rien")
    zoe.taps("data.silence")
    leo.says("je rends ma place")
    leo.taps("seat.leave_yes")
    assert not zoe.sees.means("seat.offer")
