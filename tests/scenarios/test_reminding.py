"""Reminders: several an event, changed rather than doubled, on the clock that counts."""

from tests.people import Person
from tests.published import published
from tests.week import Week


def test_each_session_has_its_own_and_all_of_an_event_stand_together(week: Week, zoe: Person) -> None:
    reference = published(week, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.eve")
    assert "Rappel : lun. 14 nov., 18 h" in zoe.sees
    zoe.taps("remind.other")
    zoe.taps("jeu. 17 nov. · 🔔 Deux heures avant")
    assert "lun. 14 nov., 18 h · jeu. 17 nov., 12 h" in zoe.sees
    zoe.taps("remind.other")
    zoe.taps("✕ Annuler : lun. 14 nov., 18 h")
    assert not any("lun. 14 nov., 18 h" in label for label in zoe.buttons)
    week.at("2016-11-17T12:00:00+01:00")
    assert zoe.sees.means("reminder.given")


def test_one_is_changed_not_doubled(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.opens(f"e_{programme[0]}")
    zoe.taps("remind.eve")
    zoe.says("/rappels")
    zoe.taps(zoe.w("remind.change", position=1))
    assert zoe.says("une semaine après").means("remind.after_start")
    assert "à 13 h" in zoe.says("une heure avant")
    assert zoe.says("/rappels").count("🔔") == 1
    zoe.opens(f"e_{programme[0]}")
    assert "à 12 h" in zoe.says("décale le rappel à deux heures avant")
    assert zoe.says("/rappels").count("🔔") == 1 and "12 h" in zoe.sees
    zoe.taps(zoe.w("remind.change", position=1))
    assert zoe.says("Lille").means("results.nearest")  # what is no moment goes its ordinary way


def test_a_change_onto_another_makes_them_one(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.opens(f"e_{programme[0]}")
    zoe.taps("remind.eve")
    zoe.taps("remind.two_hours")
    zoe.says("/rappels")
    zoe.taps(zoe.w("remind.change", position=1))
    zoe.says("deux heures avant")
    assert zoe.says("/rappels").count("🔔") == 1


def test_what_is_online_keeps_the_clock_of_its_reader(week: Week) -> None:
    marie = week.citizen("Marie")
    reference = published(week, title="Un webinaire", attendance="online")
    marie.says("Saint-Denis (974)")
    card = marie.opens(f"e_{reference}")
    assert "14 h – 16 h 30" in card and "17 h – 19 h 30 (heure de La Réunion)" in card
    assert "lundi 14 novembre à 18 h" in marie.taps("remind.eve")
    week.at("2016-11-14T17:59:00+04:00")
    assert not marie.sees.means("reminder.given")
    week.at("2016-11-14T18:00:00+04:00")
    assert marie.sees.means("reminder.given")


def test_overseas_the_eve_is_that_of_the_place(week: Week, zoe: Person) -> None:
    for place, offset in (("Saint-Denis (974)", "+04:00"), ("Nouméa", "+11:00"), ("Papeete", "-10:00")):
        reference = published(week, title=f"Rencontre à {place}", place=place)
        zoe.opens(f"e_{reference}")
        assert "lundi 14 novembre à 18 h" in zoe.taps("remind.eve")
        assert f"2016-11-14T18:00:00{offset}" in week.stored(_due)


def test_a_moment_is_typed_as_it_is_asked_for(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.opens(f"e_{programme[0]}")
    zoe.taps("remind.other")
    assert "à 20 h" in zoe.says("lundi à 20h")
    zoe.opens(f"e_{programme[0]}")
    zoe.taps("remind.other")
    assert zoe.says("ateliers demain à Lille").means("edition.begins")


def test_an_ordinary_question_is_none(week: Week, programme: list[str], zoe: Person) -> None:
    for said in ("quoi de prévu vendredi ?", "cybersécurité demain à 10h", "programme de demain", "montre-moi lundi"):
        zoe.opens(f"e_{programme[0]}")
        zoe.taps("remind.other")
        assert not zoe.says(said).means("remind.set"), said
    zoe.says("Lille")
    assert not zoe.says("la veille").means("remind.set")  # of a list nothing is open


def test_what_was_just_set_is_corrected_and_nothing_else(week: Week, programme: list[str], zoe: Person) -> None:
    zoe.opens(f"e_{programme[0]}")
    zoe.says("3h avant")
    assert "lundi 14 novembre à 18 h 30" in zoe.says("non plutôt lundi 18h30")
    assert "à 9 h" in zoe.says("plutôt lundi 9h")
    assert zoe.says("/rappels").count("🔔") == 1
    assert not zoe.says("lundi").means("remind.set")


def test_the_session_that_is_named_is_meant(week: Week, zoe: Person) -> None:
    reference = published(week, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    for said in ("rappelle moi pour le jeudi, 1h avant", "rappelle-moi 2 heures avant celui du 17"):
        zoe.opens(f"e_{reference}")
        assert "jeu. 17 nov." in zoe.says(said), said


def test_all_reminders_of_one_event_are_not_all_reminders(week: Week, zoe: Person) -> None:
    for title in ("Télémédecine", "Coder ensemble"):
        zoe.opens(f"e_{published(week, title=title)}")
        zoe.taps("remind.eve")
    zoe.says("supprime tous mes rappels de telemedecine")
    assert "Coder ensemble" in zoe.says("/rappels") and "Télémédecine" not in zoe.sees and "mar. 15 nov." in zoe.sees


def test_a_bare_moment_beside_an_open_event_is_a_reminder_of_it(week: Week, programme: list[str], zoe: Person) -> None:
    for said, hour in (("3h avant", "11 h"), ("la veille à 20h", "20 h"), ("le matin même", "8 h"), ("J-1", "14 h")):
        zoe.opens(f"e_{programme[0]}")
        assert f"à {hour}" in zoe.says(said), said
    ann = week.citizen("Ann", language="en")
    for said in ("1 hour before", "30 min before", "the night before at 8"):
        ann.opens(f"e_{programme[0]}")
        assert ann.says(said).means("remind.set"), said
    assert not zoe.says("avant jeudi").means("remind.set")


def test_while_one_session_runs_the_next_can_be_reminded_of(week: Week, zoe: Person) -> None:
    reference = published(week, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    week.at("2016-11-15T14:30:00+01:00")
    zoe.opens(f"e_{reference}")
    zoe.taps("jeu. 17 nov. · 🔔 La veille à 18 h")
    assert "mer. 16 nov., 18 h" in zoe.sees
    assert "mercredi 16 novembre à 19 h" in zoe.says("rappelle-moi mercredi à 19h")


def _due(tx: object) -> str:
    from datetime import timedelta, timezone

    from sqlalchemy import select

    from storage.reminders import reminders

    moments = tx.execute(select(reminders.c.at)).scalars()  # type: ignore[attr-defined]
    zones = [timezone(timedelta(hours=hours)) for hours in (4, 11, -10)]
    return " ".join(at.astimezone(zone).isoformat() for at in moments for zone in zones)
