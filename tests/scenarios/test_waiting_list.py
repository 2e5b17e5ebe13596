"""A full event has a waiting list; on the day its organiser knows who comes."""

from storage.answers import Registration
from tests.people import Person
from tests.published import published
from tests.week import Week

CAMILLE = 1_001  # the first person of a Week


def full(week: Week) -> tuple[Person, Person, Person]:
    """Zoé has the only seat, Léo and Mia wait."""
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = published(week, organiser=camille.id, registration=Registration(by="bot", seats=1))
    people = tuple(week.citizen(name) for name in ("Zoé", "Léo", "Mia"))
    for waiting, person in enumerate(people):
        person.opens(f"e_{reference}")
        person.taps(person.w("seat.wait", count=waiting - 1) if waiting else person.w("seat.take", left=1))
    return people[0], people[1], people[2]


def test_a_freed_seat_goes_down_the_line_each_with_a_time_to_confirm(week: Week) -> None:
    zoe, leo, mia = full(week)
    assert zoe.toasts[-1].endswith(zoe.w("seat.name_seen"))
    assert "numéro 1" in leo.toasts[-1] and "numéro 2" in mia.toasts[-1]
    assert leo.w("seat.leave_line", position=1) in leo.buttons
    zoe.taps("seat.leave")
    zoe.taps("seat.leave_yes")
    week.settle()
    assert leo.sees.means("seat.offer") and "mar. 8 nov., 10 h" in leo.sees
    assert not mia.sees.means("seat.offer")
    week.later(hours=24)
    assert leo.sees.means("seat.lapsed") and mia.sees.means("seat.offer")
    assert leo.taps("seat.confirm", message=leo.card("libérée")).means("seat.none")
    assert mia.taps("seat.confirm").means("seat.taken")
    leo.taps("seat.wait_again")
    assert "numéro 1" in leo.says("mes inscriptions")
    assert mia.says("mes inscriptions").means("seat.taken")


def test_who_does_not_come_leaves_it_to_the_next(week: Week) -> None:
    zoe, leo, mia = full(week)
    zoe.taps("seat.leave")
    zoe.taps("seat.leave_yes")
    assert leo.taps("seat.decline").means("seat.left")
    assert mia.sees.means("seat.offer")


def test_who_waits_hears_that_it_is_cancelled(week: Week) -> None:
    _, leo, _ = full(week)
    camille = Person(week, CAMILLE, CAMILLE, "Camille")
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    camille.taps("mine.cancel")
    camille.taps("mine.cancel_yes")
    week.later(minutes=30)
    assert leo.sees.means("changed.cancelled")


def test_the_organiser_has_the_list_on_the_day_and_ticks_who_comes(week: Week) -> None:
    zoe, leo, _ = full(week)
    zoe.taps("seat.ticket")
    assert "picture" in zoe.files
    camille = Person(week, CAMILLE, CAMILLE, "Camille")
    code = week.stored(_code)
    assert leo.opens(f"c_{code}").means("ticket.to_show")
    assert leo.opens("c_nonsense").means("ticket.unknown")
    week.at("2016-11-15T08:00:00+01:00")
    assert camille.sees.means("attendees.today")
    assert "Zoé" in camille.files["2016-001-1-inscrits.csv"].decode()
    assert "oui" not in camille.files["2016-001-1-inscrits.csv"].decode()
    camille.taps("attendees.open")
    assert "☐ Zoé" in camille.buttons and "Léo" not in str(camille.buttons)
    camille.taps("Zoé")
    assert "☑ Zoé" in camille.buttons and "venus : 1" in camille.sees
    assert camille.opens(f"c_{code}").means("ticket.again") and "Zoé" in camille.sees
    camille.taps("attendees.open")
    camille.taps("Zoé")
    assert camille.opens(f"c_{code}").means("ticket.checked_in")
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    assert any("1 inscrit" in label for label in camille.buttons)


def test_nobody_else_sees_who_comes(week: Week) -> None:
    zoe, leo, _ = full(week)
    for forged in ("attendees:1:0", "attendees.file:1:0", f"check_in:1:0:{zoe.id}.yes"):
        assert leo.forges(forged).means("form.moved_on")


def _code(tx: object) -> str:
    from sqlalchemy import select

    from storage.registrations import registrations

    return str(tx.execute(select(registrations.c.code)).scalar_one())  # type: ignore[attr-defined]


def test_whoever_comes_late_still_has_their_ticket_and_nobody_takes_a_seat_any_more(week: Week) -> None:
    zoe, leo, _ = full(week)
    week.at("2016-11-15T14:10:00+01:00")
    for person in (zoe, leo):
        person.opens("e_2016-001")
    assert zoe.w("seat.ticket") in zoe.buttons and zoe.w("seat.leave") not in zoe.buttons
    assert not any("⏳" in label or "✍️" in label for label in leo.buttons)


def test_who_gives_a_seat_back_is_asked_first_and_hears_no_more_of_it(week: Week) -> None:
    zoe, leo, _ = full(week)
    assert "Rappel : lun. 14 nov., 18 h" in zoe.sees
    assert zoe.taps("seat.leave").means("seat.sure")
    zoe.taps("event.back")
    assert zoe.w("seat.ticket") in zoe.buttons
    assert leo.taps(leo.w("seat.leave_line", position=1)).means("seat.sure_of_line")
    assert leo.says("non").means("seat.stays")
    zoe.taps("seat.leave")
    zoe.taps("seat.leave_yes")
    week.at("2016-11-14T18:00:00+01:00")
    assert not zoe.sees.means("reminder.given")
    assert zoe.forges("unseat:1:0").means("form.moved_on")


def test_a_reminder_brings_the_ticket_and_the_way_out(week: Week) -> None:
    zoe, _, _ = full(week)
    week.at("2016-11-14T18:00:00+01:00")
    assert zoe.sees.means("reminder.given")
    zoe.taps("seat.ticket")
    assert "picture" in zoe.files
    assert zoe.taps("seat.leave").means("seat.sure")


def test_who_still_waits_when_it_begins_is_told(week: Week) -> None:
    zoe, leo, _ = full(week)
    week.at("2016-11-15T13:59:00+01:00")
    assert not leo.sees.means("seat.line_over")
    week.at("2016-11-15T14:00:00+01:00")
    assert leo.sees.means("seat.line_over") and not zoe.sees.means("seat.line_over")


def test_an_offer_that_the_beginning_ends_is_told_as_that(week: Week) -> None:
    zoe, leo, mia = full(week)
    week.at("2016-11-15T13:55:00+01:00")
    zoe.says("je rends ma place")
    zoe.taps("seat.leave_yes")
    week.at("2016-11-15T14:00:00+01:00")
    assert leo.sees.means("seat.lapsed_at_start") and mia.sees.means("seat.line_over")
