"""What other programs read: each feed by a parser of its kind."""

import csv
import re
from html import unescape
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import feedparser
import orjson
from icalendar import Calendar
from pyld import jsonld

from bot.pages.columns import COLUMNS
from storage.answers import Registration
from tests.pages.reader import Reader
from tests.published import published
from tests.week import Week

SCHEMA = "https://schema.org/"
AS_SCHEMA_SAYS: dict[str, Any] = {  # of its context, what an event's meaning hangs on
    "@vocab": SCHEMA,
    **{name: {"@type": "DateTime"} for name in ("startDate", "endDate")},
    **{name: {"@type": "@id"} for name in ("eventStatus", "eventAttendanceMode", "url", "image")},
}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def events_of(got: bytes) -> dict[str, str]:
    """The status of each session of a calendar, by its UID."""
    return {str(each["uid"]): str(each["status"]) for each in Calendar.from_ical(got).walk("VEVENT")}


def linked(page: str) -> list[dict[str, Any]]:
    """The events that a page describes as linked data, each whole, the one that holds the others first."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)

    def context(url: str, _options: object) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"documentUrl": url, "document": {"@context": AS_SCHEMA_SAYS}, "contextUrl": None}

    (whole,) = jsonld.expand(orjson.loads(script), {"documentLoader": context})
    return [whole, *whole.get(f"{SCHEMA}subEvent", [])]


def test_a_calendar_that_is_followed_hears_of_changes(week: Week, reader: Reader) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    published(week, organiser=camille.id, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    week.settle()
    first = reader.get("/programme.ics")
    assert first.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(first.body)
    assert [str(each["tzid"]) for each in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    known = events_of(first.body)
    assert len(known) == 2 and set(known.values()) == {"CONFIRMED"}
    assert reader.get("/programme.ics", If_None_Match=first.headers["etag"]).status == 304
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.cancel_one", number=1))
    after = reader.get("/programme.ics", If_None_Match=first.headers["etag"])
    assert after.status == 200 and sorted(events_of(after.body).values()) == ["CANCELLED", "CONFIRMED"]
    assert events_of(after.body).keys() == known.keys()
    sequences = [int(str(each["sequence"])) for each in Calendar.from_ical(after.body).walk("VEVENT")]
    assert min(sequences) > max(int(str(each["sequence"])) for each in calendar.walk("VEVENT"))


def test_any_question_is_a_calendar_and_a_table(week: Week, reader: Reader) -> None:
    published(week, title="Un atelier", place="Nantes")
    published(week, title="=HYPERLINK(1)", place="Lyon", format="debate")
    one = reader.get("/programme.ics?q=ateliers à Nantes").body
    assert len(events_of(one)) == 1
    rows = list(csv.DictReader(StringIO(reader.get("/programme.csv").text.lstrip("\ufeff")), delimiter=";"))
    assert [*rows[0]] == [*COLUMNS] and {row["title"] for row in rows} == {"Un atelier", "'=HYPERLINK(1)"}
    assert {row["insee"] for row in rows} == {"44109", "69123"}
    assert {float(row["longitude"]) for row in rows} == {-1.5538, 4.8354}
    page = reader.get("/fr/data").text
    assert all(f"<code>{column}</code>" in page for column in COLUMNS)


def test_atom_tells_what_is_new_the_last_first(week: Week, reader: Reader) -> None:
    published(week, title="Le premier")
    week.later(hours=1)
    published(week, summary="Un signe que rien ne lit \ufffe, et la suite.", title="Le second", title_en="The second")
    told = feedparser.parse(reader.get("/programme.atom?language=en").body)
    assert not told.bozo and [each.title for each in told.entries] == ["The second", "Le premier"]
    assert told.entries[0].link.endswith("/en/e/2016-002")


def test_atom_follows_a_question(week: Week, reader: Reader) -> None:
    published(week, title="Un atelier", place="Nantes")
    published(week, title="Un débat", place="Lyon", format="debate")
    page = reader.get("/fr/?q=ateliers à Nantes").text
    address = next(each for each in re.findall(r'href="([^"]+)"', page) if each.startswith("/programme.atom?q"))
    told = feedparser.parse(reader.get(unescape(address)).body)
    assert [each.title for each in told.entries] == ["Un atelier"] and "Nantes" in told.feed.title
    assert told.feed.id != feedparser.parse(reader.get("/programme.atom").body).feed.id


def test_json_has_pages_and_lasting_identifiers(week: Week, reader: Reader) -> None:
    reference = published(week, registration=Registration(by="bot", seats=3))
    for n in range(100):
        published(week, title=f"Rencontre {n}")
    first = reader.get("/api/events").data
    assert first["total"] == 101 and first["pages"] == 2 and len(first["events"]) == 100 and first["previous"] is None
    mine = reader.get("/api/events?organiser=ville-de-lille&language=en").data
    assert "organiser=ville-de-lille" in mine["next"] and "language=en" in mine["next"]
    second = reader.get(first["next"].removeprefix(reader.base)).data
    assert second["next"] is None and len(second["events"]) == 1
    event = reader.get(f"/api/events/{reference}").data
    assert event["id"] == reference and event["sessions"][0]["id"] == f"{reference}-1"
    assert event["sessions"][0]["start"] == "2016-11-15T14:00:00+01:00" and event["place"]["insee"] == "59350"


def test_geojson_and_openagenda_say_where_and_when(week: Week, reader: Reader) -> None:
    published(week, accessibility=["step_free", "captions"])
    published(week, title="Un webinaire", attendance="online")
    (feature,) = reader.get("/programme.geojson").data["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [3.0709, 50.6309]}
    told = {each["title"]["fr"]: each for each in reader.get("/openagenda.json").data["events"]}
    here, online = told["Design d'un guichet unique"], told["Un webinaire"]
    assert here["attendanceMode"] == 1 and here["location"]["insee"] == "59350"
    assert here["accessibility"] == {"hi": True, "mi": True} and here["status"] == 1
    assert here["timings"] == [{"begin": "2016-11-15T14:00:00+01:00", "end": "2016-11-15T16:30:00+01:00"}]
    assert online["attendanceMode"] == 2 and online["location"] is None and online["onlineAccessLink"]


def test_search_engines_read_the_event(week: Week, reader: Reader) -> None:
    reference = published(week, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h", attendance="both")
    told = reader.get(f"/e/{reference}.jsonld").data
    assert told["startDate"] == "2016-11-15T14:00:00+01:00" and told["endDate"] == "2016-11-17T16:00:00+01:00"
    assert [each["@type"] for each in told["location"]] == ["Place", "VirtualLocation"]
    page = reader.get(f"/fr/e/{reference}").text
    assert 'property="og:image"' in page
    event, *parts = linked(page)
    assert event["@id"] == f"{reader.base}/fr/e/{reference}" and len(parts) == 2
    for each in (event, *parts):
        assert each["@type"] == [f"{SCHEMA}Event"] and SCHEMA + "location" in each
        assert each[f"{SCHEMA}eventAttendanceMode"] == [{"@id": f"{SCHEMA}MixedEventAttendanceMode"}]
    assert event[f"{SCHEMA}startDate"] == [{"@type": f"{SCHEMA}DateTime", "@value": "2016-11-15T14:00:00+01:00"}]
    assert reader.get(f"/card/fr/{reference}.png").body.startswith(b"\x89PNG")
    places = {each.text for each in ElementTree.fromstring(reader.get("/sitemap.xml").body).iter(f"{SITEMAP}loc")}
    assert f"{reader.base}/fr/e/{reference}" in places and f"{reader.base}/en/region/32" in places
    assert "Sitemap:" in reader.get("/robots.txt").text
