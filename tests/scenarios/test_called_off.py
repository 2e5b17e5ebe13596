"""What does not take place as it was announced: put off, cancelled, back again; and who hears of it."""

from tests.people import Group, Person
from tests.scenarios.accepted import accepted, edit, reminded
from tests.scenarios.proposing import open_newest, propose
from tests.week import Week


def test_a_cancelled_event_reaches_who_waits_for_it_once(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    open_newest(camille)
    assert camille.taps("mine.cancel").means("mine.cancel_sure")
    camille.taps("mine.cancel_yes")
    assert zoe.opens(f"e_{reference}").means("event.state.cancelled")
    assert zoe.says("/rappels").means("remind.none")
    week.later(minutes=30)
    assert zoe.sees.means("changed.cancelled")
    week.at("2016-11-14T18:00:00+01:00")
    assert not zoe.sees.means("reminder.given")
    assert "Rien" in zoe.says("Lille")


def test_what_was_put_off_and_is_back_is_nobodys_news(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.postpone", number=1))
    assert zoe.opens(f"e_{reference}").means("event.state.postponed")
    camille.taps(camille.w("mine.takes_place", number=1))
    assert not zoe.opens(f"e_{reference}").means("event.state.postponed")
    week.later(minutes=31)
    assert not zoe.sees.means("changed.event")
    assert "lun. 14 nov., 18 h" in zoe.says("/rappels")
    camille.taps(camille.w("mine.cancel_one", number=1))
    week.later(minutes=30)
    assert zoe.sees.means("changed.event")
    week.at("2016-11-14T18:00:00+01:00")
    assert not zoe.sees.means("reminder.given")


def test_what_was_put_off_gets_another_date_and_its_reminders_follow(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.postpone", number=1))
    week.later(hours=2)
    assert zoe.sees.means("changed.event")
    edit(camille, "sessions", "jeudi 17 novembre de 9h à 12h")
    camille.taps("propose.sessions.yes")
    camille.taps("preview.hand_in")
    group.awa.taps("card.agree", message=group.awa.card(group.awa.w("card.proposes")))
    group.awa.taps("card.at_once")
    week.later(minutes=30)
    assert zoe.sees.means("changed.event") and "jeudi 17 novembre" in zoe.sees
    assert "mer. 16 nov., 18 h" in zoe.says("/rappels")


def test_one_session_of_two_is_cancelled(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.cancel_one", number=1))
    week.later(minutes=30)
    assert zoe.sees.means("changed.event") and zoe.w("session.cancelled") in zoe.sees
    assert "jeu. 17" in zoe.says("Lille") or "17 novembre" in zoe.sees


def test_who_was_reminded_hears_of_a_cancellation_too(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    week.at("2016-11-14T18:00:00+01:00")
    assert zoe.sees.means("reminder.given")
    open_newest(camille)
    camille.taps("mine.cancel")
    camille.taps("mine.cancel_yes")
    week.later(minutes=30)
    assert zoe.sees.means("changed.cancelled")


def test_calling_an_old_date_off_leaves_the_new_one(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    edit(camille, "sessions", "mercredi 16 novembre de 14h à 16h")
    camille.taps("propose.sessions.yes")
    camille.taps("preview.hand_in")
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.postpone", number=1))
    group.awa.taps("card.agree", message=group.awa.card(group.awa.w("card.proposes")))
    group.awa.taps("card.at_once")
    said = week.citizen("Zoé").opens(f"e_{reference}")
    assert "mercredi 16 novembre" in said and not said.means("event.state.postponed")


def test_the_new_date_of_what_was_put_off_takes_its_place_alone(week: Week, group: Group, camille: Person) -> None:
    propose(camille, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    group.awa.taps("card.accept")
    group.awa.taps("card.at_once")
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.postpone", number=2))
    edit(camille, "sessions", "vendredi 18 novembre de 18h à 20h")
    assert "1. mardi 15 novembre" in camille.sees and "2. vendredi 18 novembre" in camille.sees
    replaced = camille.sees.split("Cela remplace")[1]
    assert "jeudi 17" in replaced and "mardi" not in replaced
    camille.taps("form.later")
    open_newest(camille)
    assert "Dates" in camille.taps("mine.history")
