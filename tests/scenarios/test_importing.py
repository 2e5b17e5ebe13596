"""The administrator takes the programme out, and brings files in, from the chat."""

import base64
import csv
from io import StringIO

import orjson
import pytest

from bot.transfer import brought
from storage import editions, imports, invitations, programme
from storage.database import Database
from tests.heard import Heard
from tests.published import gazetteer, published
from tests.rules.test_moves import NOW, fresh
from tests.scenarios.test_transfer import AGENDA, CALENDAR
from tests.week import Person, Week


@pytest.fixture
def ada(week: Week) -> Person:
    """Whoever operates the bot."""
    ada = week.person("Ada")
    code = week.stored(lambda tx: invitations.invite(tx, "administrator", week.now))
    ada.opens(f"a_{code}")
    return ada


def brings(ada: Person, name: str, content: bytes) -> Heard:
    """Sends a file after it was asked for; gives what is said of it once it is read."""
    ada.says("/admin")
    ada.taps("admin.import")
    ada.week.act("file", person=ada.id, chat=ada.chat, name=name, base64=base64.b64encode(content).decode())
    ada.week.settle()
    return ada.sees


def test_events_from_elsewhere_are_shown_before_they_come_in(week: Week, ada: Person) -> None:
    read = brings(ada, "agenda.json", orjson.dumps(AGENDA))
    assert "4 événements lus" in read and "event 72" in read and "dates" in read
    assert not week.stored(lambda tx: programme.newest(tx, 2016, 1))
    done = ada.taps(ada.w("import.accept", count=1))
    assert done.means("import.accepted") and done.means("import.refused")
    zoe = week.citizen("Zoé")
    assert "Fabriquer le service public de demain" in zoe.says("ateliers à Lyon mardi")
    ada.taps("import.report")
    (name,) = [each for each in ada.files if each.endswith("import.csv")]
    rows = list(csv.reader(StringIO(ada.files[name].decode().lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 5 and rows[1][2] == "2016-001" and "dates" in rows[2][3]
    assert ada.taps(ada.w("import.report"))


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
    brings(ada, "edition-2016.json", whole)
    assert ada.taps("import.take_edition").means("import.already_there")
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


def test_each_event_comes_in_once_however_often_it_is_begun_anew(database: Database) -> None:
    """A worker that dies in the midst leaves what is in and what is not, and the next goes on there."""
    with database.tx() as tx:
        fresh(tx)
    content = orjson.dumps({"events": [AGENDA["events"][0]] * 11})
    number = brought.bring(database, gazetteer(), "a.json", content, by=5, now=NOW)
    with database.tx() as tx:
        imports.begin(tx, number, accept=True)
    taken = []
    while True:
        brought.import_more(database, gazetteer(), number, by=5, now=NOW, stretch=0.001)
        with database.tx() as tx:
            known = imports.import_with(tx, number, 5)
        taken.append(known.done)
        if known.over:
            break
    assert taken == [4, 8, 11] and len({line[2] for line in known.lines}) == 11 and known.content == b""
