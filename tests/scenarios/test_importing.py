"""The administrator takes the programme out, and brings files in, from the chat."""

import asyncio
import base64
import csv
from io import StringIO

import orjson
import pytest

from bot.transfer import brought
from storage import editions, imports, programme
from storage.database import Database
from tests.heard import Heard
from tests.people import Person
from tests.published import gazetteer, published
from tests.rules.test_moves import NOW, fresh
from tests.scenarios.test_transfer import AGENDA, CALENDAR
from tests.week import Week


@pytest.fixture
def ada(week: Week) -> Person:
    """Whoever operates the bot."""
    return week.administrator()


def brings(ada: Person, name: str, content: bytes) -> Heard:
    """Sends a file after it was asked for; gives what is said of it once it is read."""
    ada.says("/admin")
    ada.taps("admin.import")
    ada.week.act("file", person=ada.id, chat=ada.chat, name=name, base64=base64.b64encode(content).decode())
    ada.week.settle()
    return ada.sees


def test_events_from_elsewhere_are_shown_before_they_come_in(week: Week, ada: Person) -> None:
    read = brings(ada, "agenda.json", orjson.dumps(AGENDA))
    assert read.means("import.read") and "• 72" in read and ada.w("import.lacks.sessions") in read
    assert not week.stored(lambda tx: programme.newest(tx, 2016, 1))
    done = ada.taps(ada.w("import.accept", count=1))
    assert done.means("import.accepted") and done.means("import.refused")
    zoe = week.citizen("Zoé")
    assert "Fabriquer le service public de demain" in zoe.says("ateliers à Lyon mardi")
    ada.taps("import.report")
    (name,) = [each for each in ada.files if each.endswith("import.csv")]
    rows = list(csv.reader(StringIO(ada.files[name].decode().lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 5 and rows[1][2] == "2016-001" and "dates" in rows[2][3]


def test_a_calendar_becomes_the_administrator_s_drafts(week: Week, ada: Person) -> None:
    brings(ada, "labo.ICS", CALENDAR)
    assert ada.taps(ada.w("import.drafts", count=1)).means("import.drafted")
    ada.says("/propositions")
    assert any("Portes ouvertes" in each for each in ada.buttons)


def test_a_whole_edition_goes_out_and_comes_in_elsewhere(week: Week, ada: Person) -> None:
    published(week, title="Ouvrir ses données")
    ada.says("/admin")
    ada.taps("admin.export")
    ada.taps("export.edition")
    whole = ada.files["edition-2016.json"]
    ada.taps("export.ics")
    assert b"BEGIN:VCALENDAR" in ada.files["programme-2016.ics"]
    assert brings(ada, "edition-2016.json", whole).means("import.already_there")
    other = orjson.loads(whole)
    other["edition"] |= {"year": 2014, "first_day": "2014-11-03", "last_day": "2014-11-09"}
    brings(ada, "edition-2014.json", orjson.dumps(other))
    assert ada.taps("import.take_edition").means("import.edition_taken")
    assert week.stored(lambda tx: editions.edition_of(tx, 2014))


def test_what_is_no_such_file_is_said_and_another_can_be_sent(week: Week, ada: Person) -> None:
    assert brings(ada, "notes.txt", b"{nothing").means("import.unreadable")
    assert brings(ada, "nothing.json", b'{"events": []}').means("import.empty")
    assert ada.says("voilà").means("import.none")
    brings(ada, "agenda.json", orjson.dumps(AGENDA))
    assert ada.taps("form.cancel").means("import.cancelled")
    zoe = week.citizen("Zoé")
    zoe.says("bonjour")
    assert zoe.forges("import:1:0:accept").means("form.moved_on")


def test_events_come_in_once_whoever_dies_on_the_way(database: Database) -> None:
    """A worker that dies in the midst leaves what is in and what is not, and the next goes on there."""
    with database.tx() as tx:
        fresh(tx)
    events = [AGENDA["events"][0] | {"title": f"Fabriquer le service numéro {n}"} for n in range(11)]
    number = brought.bring(database, gazetteer(), "a.json", orjson.dumps({"events": events}), by=5, now=NOW)
    with database.tx() as tx:
        imports.begin(tx, number, accept=True)

    class Died(Exception):
        """As a process does."""

    with pytest.raises(Died), database.tx() as tx:
        known = imports.import_with(tx, number, 5)
        event = imports.next_event(tx, known)
        assert event is not None
        brought._write(tx, known, event, NOW)
        raise Died
    done: list[int] = []
    while not done or done[-1] < 11:
        asyncio.run(brought.import_more(database, number, by=5, now=NOW, stretch=0.001))
        with database.tx() as tx:
            done.append(imports.import_with(tx, number, 5).done)
    with database.tx() as tx:
        told = imports.outcomes(tx, number)
    assert done == list(range(1, 12)) and len({each.became for each in told}) == 11


def test_what_is_there_already_stays_as_it_is(week: Week, ada: Person) -> None:
    published(week, title="Ouvrir ses données", organisation="Ville de Lille")
    ada.says("/admin")
    ada.taps("admin.export")
    ada.taps("export.openagenda")
    (name,) = [each for each in ada.files if "openagenda" in each]
    read = brings(ada, "encore.json", ada.files[name])
    assert ada.w("import.lacks.already_there") in read and ada.w("import.accept", count=1) not in ada.buttons
    assert week.stored(lambda tx: programme.count(tx, 2016)) == 1


def test_a_file_that_cannot_be_written_in_part_is_written_in_the_rest(week: Week, ada: Person) -> None:
    good = AGENDA["events"][0]
    twice = good | {"uid": 90, "title": "Deux fois la même heure", "timings": good["timings"] * 2}
    ended = good | {"uid": 91, "title": "Finie avant de commencer"}
    ended["timings"] = [{"begin": "2016-11-15T14:00:00+01:00", "end": "2016-11-14T16:00:00+01:00"}]
    old = good | {"uid": 92, "title": "Au premier jour du monde"}
    old["timings"] = [{"begin": "0001-01-01T00:00:00+14:00", "end": "9999-12-31T23:59:00-12:00"}]
    nul = good | {"uid": 93, "title": "Un titre \u0000 troué"}
    brings(ada, "agenda.json", orjson.dumps([good, twice, ended, old, nul]))
    told = ada.taps(ada.w("import.accept", count=3))
    assert told.means("import.accepted") and "91" in told and "92" in told and "93" not in told


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"title;summary\rUn titre;Une chose\r", "import.read"),
        ("a.csv", b"titre;debut\nUn titre;demain\n", "import.no_titles"),
        ("a.csv", b'title\n"' + b"x" * 200_000 + b'"\n', "import.unreadable"),
        (
            "a.ics",
            CALENDAR.replace(b"DTEND;TZID=Europe/Paris:20161116T120000", b"DURATION:P9999999D"),
            "import.read",
        ),
        ("a.ics", CALENDAR.replace(b"Europe/Paris", b"x" * 5000), "import.unreadable"),
        ("a.json", b"[" * 100_000, "import.unreadable"),
    ],
)
def test_hostile_files_are_read_or_refused_and_hold_up_nobody(
    week: Week, ada: Person, name: str, content: bytes, said: str
) -> None:
    assert brings(ada, name, content).means(said)
    assert ada.says("/admin").means("admin.text")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("edition", "territories"), {"zz": ["2016-01-01"]}),
        (("edition", "year"), 99_999),
        (("edition", "last_day"), "2014-11-02"),
        (("edition", "criteria"), [{"code": "1"}]),
        (("events", 0, "answers", "place", "timezone"), "No/Where"),
        (("events", 0, "answers", "place", "lat"), "NaN"),
        (("events", 0, "answers", "attendance"), "zzz"),
        (("events", 0, "answers", "description"), '<meta http-equiv="refresh" content="0;url=//evil">'),
        (("events", 0, "answers", "description"), "<b>jamais fermé"),
        (("events", 0, "answers", "title"), "un \u0000 trou"),
        (("events", 0, "picture"), "PHN2ZyBvbmxvYWQ9eD4="),
        (("events", 0, "number"), 2**60),
        (("events", 0, "sessions", 0, "end"), "0001-01-01T00:00:00Z"),
        (("events", 1, "number"), 1),
    ],
)
def test_an_edition_that_could_not_be_shown_is_refused_whole(
    week: Week, ada: Person, where: tuple[str | int, ...], value: object
) -> None:
    published(week, title="Ouvrir ses données", description='Un <b>mot</b> et un <a href="https://exemple.fr">lien</a>')
    published(week, title="Un autre événement")
    ada.says("/admin")
    ada.taps("admin.export")
    ada.taps("export.edition")
    whole = orjson.loads(ada.files["edition-2016.json"])
    whole["edition"] |= {"year": 2014, "first_day": "2014-11-03", "last_day": "2014-11-09"}
    *path, last = where
    part = whole
    for step in path:
        part = part[step]
    part[last] = value
    assert brings(ada, "edition.json", orjson.dumps(whole)).means("import.wrong_edition")
    assert not week.stored(lambda tx: editions.edition_of(tx, 2014))


def test_an_import_is_stopped_in_the_midst(week: Week, ada: Person) -> None:
    brings(ada, "agenda.json", orjson.dumps(AGENDA))
    week.stored(lambda tx: imports.begin(tx, 1, accept=True))
    assert ada.forges("import:1:0:stop").means("import.stopped")
    assert ada.forges("import:1:0:accept").means("form.moved_on")
