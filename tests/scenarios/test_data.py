"""A person stays master of their data: sees it, takes it with them, has it erased."""

import logging
import re
from pathlib import Path

import orjson
import pytest

from storage.answers import Registration
from tests.people import Person
from tests.published import published
from tests.rules.test_personal import everything
from tests.week import Week


def lived(week: Week, zoe: Person) -> None:
    """All that a citizen can leave behind."""
    reference = published(week, registration=Registration(by="bot", seats=1))
    other = published(week, title="Un autre", registration=Registration(by="bot", seats=1))
    zoe.says("Lille")
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.eve")
    zoe.taps(zoe.w("seat.take", left=1))
    leo = week.citizen("Léo")
    leo.opens(f"e_{other}")
    leo.taps(leo.w("seat.take", left=1))
    zoe.opens(f"e_{other}")
    zoe.taps(zoe.w("seat.wait", count=0))
    zoe.taps("event.more")
    zoe.taps("event.ask")
    zoe.says("Je suis Zoé-Trace, puis-je venir ?")
    zoe.says("alerte ateliers à Lyon")


def test_everything_held_comes_as_a_file(week: Week, zoe: Person) -> None:
    lived(week, zoe)
    zoe.says("/mesdonnees")
    told = orjson.loads(zoe.files["mes-donnees.json"])
    assert told.keys() >= {"people", "reminders", "registrations", "waiting_list", "alerts", "inquiries", "dialogs"}
    assert told["people"][0]["name"] == "Zoé" and "Je suis Zoé-Trace" in told["inquiries"][0]["text"]


def test_settings_name_who_answers_for_data_and_where_the_pages_are(database_url: str) -> None:
    settings = {"data_controller": "DITP, dpo@exemple.fr", "pages_url": "https://semaine.exemple.fr/"}
    lived = Week(database_url, settings)
    lived.open()
    camille = lived.organiser("Camille")
    camille.says("/start")
    reference = published(lived, organiser=camille.id)
    lived.settle()
    assert f"https://semaine.exemple.fr/fr/e/{reference}" in camille.card("semaine.exemple.fr")["text"]
    assert "https://semaine.exemple.fr/fr/" in lived.citizen("Léo").says("/programme")
    assert "DITP, dpo@exemple.fr" in lived.citizen("Zoé").says("/confidentialite")
    lived.close()
    lived.complain()


def test_privacy_says_what_why_and_how_long_and_leads_to_both(week: Week, zoe: Person) -> None:
    assert zoe.says("que savez-vous de moi ?").means("data.privacy")
    assert zoe.says("/confidentialite").means("data.privacy") and len(zoe.sees) < 1500
    assert {zoe.w("data.mine"), zoe.w("data.forget")} == set(zoe.buttons)


def test_to_be_forgotten_is_confirmed_twice_and_leaves_no_trace(
    week: Week, zoe: Person, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    zoe.name = "Zoé-Trace"
    week.act("say", person=zoe.id, chat=zoe.id, content={"text": "bonjour"})
    lived(week, zoe)
    zoe.says("/oublier")
    zoe.taps("data.go_on")
    assert zoe.taps("data.keep").means("data.kept")
    assert zoe.forges("forget.all:0:0").means("form.moved_on")
    zoe.says("/oublier")
    zoe.taps("data.go_on")
    assert zoe.taps("data.erase").means("data.forgotten")
    left = week.stored(everything)
    assert not re.search(rf"(?<!\d){zoe.id}(?!\d)", left) and "Zoé" not in left and "Trace" not in left
    week.run(_swept(week))
    for path in tmp_path.rglob("bot.db*"):
        assert "Zoé-Trace".encode() not in path.read_bytes(), path
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert str(zoe.id) not in logged and "Zoé" not in logged
    assert zoe.says("bonjour").means("account.hello")


async def _swept(week: Week) -> None:
    await week.application.schedule.sweep()
