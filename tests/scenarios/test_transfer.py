"""Events from elsewhere come in, and the programme goes out, on the command line."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.transfer.candidates import candidate
from bot.transfer.importing import import_events, kind_of
from bot.transfer.sources import Unreadable
from storage import editions
from storage.database import Database
from storage.editions import Edition
from storage.imports import Outcome
from tests.own_process import bot
from tests.people import Person
from tests.published import gazetteer, published
from tests.rules.test_moves import NOW, fresh
from tests.week import Week

AGENDA: dict[str, list[Any]] = {
    "events": [
        {
            "uid": 71,
            "title": {"fr": "Fabriquer le service public de demain"},
            "description": {"fr": "Agents et usagers dessinent ensemble un service."},
            "keywords": {"fr": ["atelier", "open data"]},
            "contributor": {"organization": "Ville de Lyon"},
            "location": {
                "name": "Hôtel de ville",
                "city": "Lyon",
                "insee": "69123",
                "latitude": 45.767,
                "longitude": 4.834,
            },
            "timings": [{"begin": "2016-11-15T14:00:00+01:00", "end": "2016-11-15T16:00:00+01:00"}],
        },
        {"uid": 72, "title": {"fr": "Sans lieu ni date"}},
        {"uid": 73, "title": "Faux", "timings": [{"begin": "demain", "end": ""}]},
        "no event",
    ]
}
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//FR\r
BEGIN:VEVENT\r
UID:a@b\r
DTSTAMP:20161101T000000Z\r
SUMMARY:Portes ouvertes du laboratoire\r
DESCRIPTION:Une visite du laboratoire d'innovation\\, pour tous.\r
CATEGORIES:visite,innovation sociale\r
LOCATION:12 rue de la Gare\\, Lille\r
ORGANIZER;CN=Labo:mailto:labo@exemple.fr\r
DTSTART;TZID=Europe/Paris:20161116T100000\r
DTEND;TZID=Europe/Paris:20161116T120000\r
END:VEVENT\r
END:VCALENDAR\r
"""


def taken(database: Database, kind: str, content: bytes, *, accept: bool) -> list[Outcome]:
    with database.tx() as tx:
        fresh(tx)  # so that there is an edition
    return import_events(database, gazetteer(), kind, content, organiser=5, accept=accept, now=NOW)


def test_openagenda_s_events_are_taken_or_it_is_said_why_not(database: Database) -> None:
    lines = taken(database, "openagenda", orjson.dumps(AGENDA), accept=True)
    assert [line.place for line in lines] == ["71", "72", "73", "4"]
    assert lines[0].became.startswith("2016-") and not lines[0].missing
    assert {"summary", "sessions", "place"} <= set(lines[1].missing) and not lines[1].became
    assert lines[2].missing[0] == lines[3].missing[0] == "unreadable"


def test_a_calendar_becomes_drafts(database: Database) -> None:
    (line,) = taken(database, "ics", CALENDAR, accept=False)
    assert line == Outcome("a@b", "Portes ouvertes du laboratoire", "draft", line.missing)


def test_what_is_no_such_file_is_refused_whole(database: Database) -> None:
    for kind, content in (("openagenda", b"{"), ("ics", b"nothing"), ("csv", b"\xff\xfe"), ("csv", b"a;b\n1;2\n")):
        with pytest.raises(Unreadable):
            taken(database, kind, content, accept=True)
    with pytest.raises(Unreadable):
        kind_of("x.json", b"nonsense")


def test_on_the_command_line_an_edition_moves_and_a_table_comes_back(
    week: Week, zoe: Person, database_url: str, tmp_path: Path
) -> None:
    published(week, title="Ouvrir ses données", sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    published(week, title="Un webinaire", attendance="online")
    whole = tmp_path / "2016.json"
    assert bot(database_url, "export", "edition", "--output", str(whole))[0] == 0
    other = f"sqlite:///{tmp_path}/other.db"
    assert bot(other, "import", str(whole))[1] == b"2 events imported.\n"
    assert bot(other, "export", "edition")[1] == whole.read_bytes()
    assert b"already" in bot(other, "import", str(whole))[2]
    table = tmp_path / "programme.csv"
    table.write_bytes(bot(other, "export", "csv", "--edition", "2016", "--bot", "semaine_bot")[1])
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    assert b"No edition" in bot(f"sqlite:///{tmp_path}/empty.db", "import", str(table))[2]
    with empty.tx() as tx:
        days = date(2016, 11, 14), date(2016, 11, 20)
        editions.add(tx, Edition(year=2016, name="x", first_day=days[0], last_day=days[1]))
    empty.close()
    back = bot(f"sqlite:///{tmp_path}/empty.db", "import", str(table), "--accept")
    assert back[0] == 0 and back[1].decode().count("2016-") == 2, back


def test_what_a_file_leaves_open_stays_open() -> None:
    from bot.transfer.candidates import Found

    told = candidate(Found("line 2", title="Trop", position=(45.76, 4.83)), gazetteer())
    assert told.answers.title is None and told.answers.place and told.answers.place.name.startswith("Lyon")
    assert {"title", "summary", "organisation", "sessions"} <= set(told.missing)
