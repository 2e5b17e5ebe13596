"""Where an event is: addresses that the national geocoder finds, positions and venues that are shared."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from storage import proposals
from tests.people import Person
from tests.scenarios.proposing import fill_in
from tests.week import Week

LILLE = [
    ("12 Rue Nationale 59800 Lille", "12 Rue Nationale", "59350", 50.6368, 3.0606),
    ("12 Rue Nationale 59160 Lomme", "12 Rue Nationale", "59350", 50.6412, 2.9931),
]


class GeocoderServer(ThreadingHTTPServer):
    """Answers in Géoplateforme's format; `fails` makes it answer 500, nonsense, or too late."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.fails = ""
        self.opened = threading.Event()
        self.asked: list[str] = []
        self.found = LILLE


class _Answers(BaseHTTPRequestHandler):
    server: GeocoderServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.server.fails == "late":
            self.server.opened.wait(5)
        query = parse_qs(urlsplit(self.path).query)
        assert "q" in query or ("lat" in query and "lon" in query)
        body = b"<html>" if self.server.fails == "nonsense" else json.dumps(self._features()).encode()
        self.send_response(500 if self.server.fails == "500" else 200)
        self.end_headers()
        self.wfile.write(body)

    def _features(self) -> dict[str, Any]:
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [lon, lat]},
                    "properties": {"label": label, "name": name, "citycode": code, "score": 0.9, "type": "housenumber"},
                }
                for label, name, code, lat, lon in self.server.found
            ],
        }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the standard library calls it
        pass


@pytest.fixture
def geocoder() -> Iterator[GeocoderServer]:
    """A geocoder."""
    server = GeocoderServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.opened.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def camille(database_url: str, geocoder: GeocoderServer) -> Iterator[Person]:
    """An organiser at the question for the place, where there is a geocoder."""
    lived = Week(database_url, {"geocoder_url": f"http://127.0.0.1:{geocoder.server_port}"})
    lived.open()
    camille = lived.organiser("Camille")
    fill_in(camille)
    camille.taps("field.place")
    yield camille
    lived.close()
    lived.complain()


def place_of(person: Person) -> Any:
    """The place that the newest proposal has."""
    (proposal,) = person.week.stored(lambda tx: proposals.proposals_of(tx, person.id))
    return proposal.read().place


def test_an_address_is_offered_and_keeps_its_point(camille: Person, geocoder: GeocoderServer) -> None:
    assert camille.says("12 rue Nationale, Lille").means("propose.place.address")
    assert [label for label, *_ in LILLE] == camille.buttons[:2]
    assert "Lille (59)" in camille.says(LILLE[1][0])
    place = place_of(camille)
    assert (place.code, place.lat, place.lon, place.address) == ("59350", 50.6412, 2.9931, "12 Rue Nationale")
    camille.taps("field.place")
    camille.says("12 rue Nationale, Lille")
    assert len(geocoder.asked) == 1  # it is known by now
    camille.says(LILLE[1][0])
    camille.taps("field.place")
    camille.says("Lille (59)")
    assert place_of(camille) == place


def test_a_town_needs_no_geocoder(camille: Person, geocoder: GeocoderServer) -> None:
    assert "Roubaix (59)" in camille.says("59100 Roubaix")
    assert not geocoder.asked


@pytest.mark.parametrize("fails", ["500", "nonsense", "late"])
def test_a_geocoder_that_fails_leaves_the_town_and_says_so(
    camille: Person, geocoder: GeocoderServer, fails: str
) -> None:
    geocoder.fails = fails
    assert camille.says("12 rue Nationale, 59000 Lille").means("propose.place.unreachable")
    assert place_of(camille).code == "59350"
    camille.taps("field.place")
    camille.says("14 rue Nationale, 59000 Lille")
    assert len(geocoder.asked) == 1  # it rests


def test_a_late_answer_overwrites_nothing(camille: Person, geocoder: GeocoderServer) -> None:
    geocoder.fails = "late"
    for text in ("12 rue Nationale, 59000 Lille", "59100 Roubaix"):
        camille.week.act("say", person=camille.id, chat=camille.chat, content={"text": text})
    camille.week.settle()
    assert place_of(camille).name == "Roubaix"


def test_an_address_that_is_not_found_leaves_the_town_and_says_so(camille: Person, geocoder: GeocoderServer) -> None:
    geocoder.found = []
    assert camille.says("12 rue Nationale, 59000 Lille").means("propose.place.no_address")


@pytest.mark.parametrize(
    "odd",
    [
        ("12 Rue Nationale 59800 Lille", "12 Rue Nationale", "59350", float("nan"), 3.06),
        ("12 Rue Nationale 59800 Lille", "12 Rue Nationale", "59350", 200.0, 999.0),
        (" ", "12 Rue Nationale", "59350", 50.6, 3.06),
    ],
)
def test_what_can_be_no_address_is_passed_over(camille: Person, geocoder: GeocoderServer, odd: Any) -> None:
    geocoder.found = [odd, LILLE[1]]
    camille.says("12 rue Nationale, 59000 Lille")
    assert camille.buttons[0] == LILLE[1][0]


def test_a_position_keeps_its_point_and_gets_its_address(camille: Person) -> None:
    camille.shares(50.6401, 3.0632)
    place = place_of(camille)
    assert (place.code, place.lat, place.lon, place.address) == ("59350", 50.6401, 3.0632, "12 Rue Nationale")


def test_a_venue_is_taken_with_its_name_and_address(week: Week) -> None:
    camille = week.organiser("Camille")
    fill_in(camille, attendance="attendance.online")
    camille.taps("field.attendance")
    camille.taps("attendance.on_site")
    point = {"latitude": 47.2173, "longitude": -1.5534}
    venue = {"location": point, "title": "Médiathèque Jacques Demy", "address": "24 quai de la Fosse, Nantes"}
    camille.sends({"venue": venue, "location": point})
    assert "Déjà noté : Médiathèque Jacques Demy\n24 quai de la Fosse" in camille.sees
    camille.taps("form.keep")
    place = place_of(camille)
    assert (place.name, place.lat, place.address) == ("Nantes", 47.2173, "24 quai de la Fosse, Nantes")
