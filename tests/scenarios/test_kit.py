"""What an accepted event is made known with, read back as a printer, a scanner and a calendar read it."""

import base64
import logging
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from PIL import Image

from bot.log import quieten
from tests.people import Group, Person
from tests.scenarios.proposing import open_newest, propose
from tests.week import Week


def files(week: Week, person: Person) -> dict[str, bytes]:
    """The files that somebody has got, by name; of one name the last."""
    store = week.playground.telegram.store
    got = (m["document"] for m in week.messages(person.chat) if "document" in m)
    kept = {each["file_name"]: store.get("file", each["file_id"]) or {} for each in got}
    return {name: base64.b64decode(file["base64"]) for name, file in kept.items()}


def read(calendar: bytes) -> Any:
    """A calendar file as a calendar reads it."""
    return Calendar.from_ical(calendar)


def accepted(week: Week, group: Group, camille: Person, **changed: str) -> str:
    reference = propose(camille, **changed)
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    return reference


def test_the_kit_comes_with_the_acceptance(week: Week) -> None:
    group = week.committee("Awa")
    camille = week.organiser("Camille")
    reference = accepted(week, group, camille)
    got = files(week, camille)
    assert got[f"{reference}-affiche.pdf"].startswith(b"%PDF")
    assert Image.open(BytesIO(got[f"{reference}-qr.png"])).size[0] >= 500
    assert b"<svg" in got[f"{reference}-qr.svg"]
    link = f"?start=e_{reference}"
    assert any(link in str(message.get("text", "")) for message in week.messages(camille.chat))
    (event,) = read(got[f"{reference}-agenda.ics"]).walk("VEVENT")
    assert (
        event.start.isoformat() == "2016-11-15T14:00:00+01:00" and event.end.isoformat() == "2016-11-15T16:30:00+01:00"
    )
    assert event["location"] == "Hôtel de ville, salle du conseil, Lille (59)" and event["status"] == "CONFIRMED"


def test_it_is_sent_again_at_any_time_in_both_languages(week: Week) -> None:
    group = week.committee("Awa")
    camille = week.organiser("Camille")
    reference = accepted(week, group, camille)
    open_newest(camille)
    camille.taps("mine.kit")
    camille.taps(f"{camille.w('kit.poster')} ({camille.w('kit.language.en')})")
    assert f"{reference}-poster.pdf" in files(week, camille)
    assert reference in camille.taps("kit.text")


def test_a_newer_calendar_file_replaces_the_older(week: Week) -> None:
    group = week.committee("Awa")
    camille, zoe = week.organiser("Camille"), week.citizen("Zoé")
    reference = accepted(week, group, camille, place="Saint-Denis (974)", sessions="15 et 17 novembre de 14h à 16h")

    def calendar() -> Any:
        zoe.opens(f"e_{reference}")
        zoe.taps("event.calendar")
        return read(files(week, zoe)[f"{reference}-agenda.ics"])

    before = calendar()
    assert [zone["tzid"] for zone in before.walk("VTIMEZONE")] == ["Indian/Reunion"]
    assert [each.start.astimezone(ZoneInfo("UTC")).hour for each in before.walk("VEVENT")] == [10, 10]
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.cancel_one", number=1))
    after = calendar()
    assert [each["status"] for each in after.walk("VEVENT")] == ["CANCELLED", "CONFIRMED"]
    old, new = before.walk("VEVENT"), after.walk("VEVENT")
    assert [each["uid"] for each in old] == [each["uid"] for each in new]
    assert all(was["sequence"] < now["sequence"] for was, now in zip(old, new, strict=True))


def test_making_files_leaves_the_log_to_the_bot(week: Week, caplog: pytest.LogCaptureFixture) -> None:
    quieten()
    caplog.set_level(logging.INFO)
    group, camille = week.committee("Awa"), week.organiser("Camille")
    reference = accepted(week, group, camille)
    assert f"{reference}-affiche.pdf" in files(week, camille)
    assert not [each for each in caplog.records if not each.name.startswith(("bot.", "conversations.", "storage."))]
