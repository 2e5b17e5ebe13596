"""Seats that the bot gives: never more people than seats, and everybody is told the truth."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from storage import people, personal, registrations, sessions
from storage.answers import Registration
from storage.database import Database
from storage.registrations import Full
from tests.published import published
from tests.rules.test_moves import NOW
from tests.rules.test_programme import HOUR, MONDAY, accepted, at_hours
from tests.scenarios.proposing import add_more, propose
from tests.week import Week


def test_however_many_come_at_once_no_seat_is_given_twice(database: Database) -> None:
    with database.tx() as tx:
        answers = at_hours(MONDAY).model_copy(update={"registration": Registration(by="bot", seats=3)})
        (session,) = sessions.sessions_of(tx, accepted(tx, answers).key)

    def comes(person: int) -> bool:
        try:
            with database.tx() as tx:
                registrations.register(tx, session=session.key, person=person, now=NOW)
        except Full:
            return False
        return True

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(comes, range(100, 124))) == 3
    with database.tx() as tx:
        assert registrations.taken(tx, [session.key]) == 3


def test_who_is_forgotten_leaves_their_seat_to_another(database: Database) -> None:
    with database.tx() as tx:
        answers = at_hours(MONDAY).model_copy(update={"registration": Registration(by="bot", seats=1)})
        (session,) = sessions.sessions_of(tx, accepted(tx, answers).key)
        people.welcome(tx, 5, "Zoé")
        registrations.register(tx, session=session.key, person=5, now=NOW)
        registrations.register(tx, session=session.key, person=5, now=NOW)  # who has one keeps it
        personal.erase(tx, 5)
        registrations.register(tx, session=session.key, person=6, now=NOW)
        for late in (NOW + timedelta(days=30), MONDAY + HOUR):
            try:
                registrations.register(tx, session=session.key, person=7, now=late)
            except Full:
                continue
            raise AssertionError("nobody registers for what has begun")


def test_a_seat_is_taken_and_given_back(week: Week) -> None:
    reference = published(week, registration=Registration(by="bot", seats=1))
    zoe, leo = week.citizen("Zoé"), week.citizen("Léo")
    assert zoe.says("inscris-moi").means("seat.which")
    assert "1 place par séance" in zoe.opens(f"e_{reference}")
    assert zoe.taps(zoe.w("seat.take", left=1)).means("seat.taken")
    assert zoe.w("seat.leave") in zoe.buttons
    assert zoe.w("seat.full") in leo.says("Lille")
    leo.opens(f"e_{reference}")
    assert leo.taps(leo.w("seat.wait", count=0)).means("seat.in_line")
    zoe.taps("seat.leave")
    assert zoe.taps("seat.leave_yes").means("seat.left")
    assert leo.sees.means("seat.offer")
    assert leo.taps("seat.confirm").means("seat.taken")


def test_a_seat_is_asked_for_on_a_day_and_shown(week: Week) -> None:
    sessions_said = "mardi 15 et jeudi 17 novembre de 14h à 16h"
    reference = published(week, sessions=sessions_said, registration=Registration(by="bot", seats=5))
    zoe = week.citizen("Zoé")
    assert zoe.says("mes inscriptions").means("seat.no_seats")
    zoe.opens(f"e_{reference}")
    assert zoe.says("inscris-moi").means("seat.which_session")
    zoe.taps(zoe.buttons[0])
    assert "mardi 15 novembre à 14 h" in zoe.toasts[-1]
    assert "jeudi 17 novembre à 14 h" in zoe.says("inscris-moi pour jeudi 17")
    mine = zoe.says("mes inscriptions")
    assert "mardi 15 novembre" in mine and "jeudi 17 novembre" in mine
    assert reference in zoe.taps("Design d'un guichet unique · mar. 15 nov.")


def test_the_organiser_gives_seats_sees_them_taken_and_who_has_one_hears_of_changes(week: Week) -> None:
    group = week.committee("Awa")
    camille, zoe = week.organiser("Camille"), week.citizen("Zoé")
    reference = propose(camille)
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    add_more(camille, "Inscription")
    assert camille.says("0 places").means("propose.registration.seats")
    camille.says("environ 20 places")
    camille.taps("form.to_preview")
    camille.taps("preview.hand_in")
    zoe.opens(f"e_{reference}")
    zoe.taps(zoe.w("seat.take", left=20))
    camille.says("/propositions")
    assert camille.w("mine.seats", taken=1, seats=20) in camille.taps(camille.buttons[0])
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.cancel_one", number=1))
    week.later(minutes=30)
    assert zoe.sees.means("changed.event")
