"""Where the event is: a shared location or venue, an address, a commune, a postal code or an arrondissement."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from conversations.exchange import Address, Addresses, AskLocation, FindAddress, Location
from conversations.form.steps import Asked, Awaited, Given, More, Reading, Said, Scene, Unclear, always, typed
from conversations.shown.answers import label_of
from conversations.tidying import one_line
from conversations.understanding.place import Place, locate
from conversations.understanding.text import words_of
from conversations.understanding.time import KINDS
from conversations.wording.moments import zone
from storage.analyser import fold
from storage.answers import Answers, EventPlace

MOST = 6
CANDIDATES = "candidates"  # labels of places that may be meant
ADDRESSES = "addresses"  # what the geocoder found, each as it gave it
_NUMBERED = re.compile(r"\b\d{1,4}(?: ?(?:bis|ter|quater))?,? [^\W\d_]{3,}")


@dataclass(frozen=True)
class PlaceStep:
    """Reads a place; several of one name, several addresses, and what is not sure to be meant, are offered to choose
    from.

    A message has one keyboard and only the one below the chat can share a location, so every button stands there.
    """

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question, or the candidates of what was said before."""
        w, place = scene.w, scene.answers.place
        if addresses := _addresses(scene):
            return Asked(w("propose.place.address"), keyboard=[[each.label] for each in addresses])
        offered = scene.meanwhile.get(CANDIDATES)
        if isinstance(offered, list) and offered:
            return Asked(self._which(scene, offered), keyboard=[[str(label)] for label in offered])
        noted = [[label_of(place)]] if place else []
        return Asked(w("propose.place.ask"), keyboard=[*noted, [AskLocation(w.plain("location.share"))]])

    @staticmethod
    def _which(scene: Scene[Answers], offered: list[Any]) -> Markup:
        """What is asked where several have one name, or where one is not sure to be meant."""
        names = {str(label).rpartition(" (")[0] for label in offered}
        if len(offered) > 1 and len(names) == 1:
            return scene.w("propose.place.several", name=names.pop()) + " " + scene.w("propose.place.which")
        return scene.w("propose.place.perhaps")

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The place; when several are meant, they are kept to be offered; an address is looked up first."""
        match said:
            case Location(_, _, "") if scene.known.geocodes:
                return Awaited(FindAddress(said))
            case Location():
                return self._at(scene, said)
            case Addresses(found, Location() as point):
                return self._at(scene, point, found[0] if found else None)
            case Addresses(found, str() as text):
                return self._found(scene, found, text)
        name = one_line(typed(said, scene.w("propose.place.example")))
        if (known := scene.answers.place) and name == label_of(known):
            return Given(with_place(scene.answers, known))
        chosen = next((each for each in _addresses(scene) if each.label == name), None)
        if chosen:
            place = _place_of(scene, chosen)
            return Given(with_place(scene.answers, place) | _venue(scene, chosen.street))
        if scene.known.geocodes and _is_address(name):
            return Awaited(FindAddress(name))
        return self._named(scene, name)

    def _found(self, scene: Scene[Answers], found: tuple[Address, ...] | None, text: str) -> Reading:
        """The addresses that were found, to choose from; where there are none, the commune, and why."""
        if found:
            return More({ADDRESSES: [list(each) for each in found]})
        reading = self._named(scene, text)
        if isinstance(reading, Given):
            key = "propose.place.unreachable" if found is None else "propose.place.no_address"
            return Given(reading.values, note=key)
        return reading

    def _at(self, scene: Scene[Answers], point: Location, address: Address | None = None) -> Reading:
        """A position keeps its own point; a venue's name and address, or the nearest address, go along."""
        known = scene.gazetteer.with_code(address.code) if address else None
        commune = known or scene.gazetteer.nearest(point.lat, point.lon)
        street = point.address or (address.street if address else "")
        place = event_place(commune, (point.lat, point.lon), street or None)
        told = "\n".join(part for part in (point.name, point.address) if part) or street
        return Given(with_place(scene.answers, place) | _venue(scene, told))

    def _named(self, scene: Scene[Answers], name: str) -> Reading:
        found = locate(name, scene.gazetteer)
        if found.area and (meant := self._offered_in(scene, found.area)):
            return Given(with_place(scene.answers, event_place(meant)))
        if found.area and not found.places:
            raise Unclear("propose.place.area", meanwhile={}, area=found.area.name)
        if not found.places:
            raise Unclear("propose.place.unknown", meanwhile={}, said=name[:60])
        if not found.certain:
            return More({CANDIDATES: [label_of(place) for place in found.places[:MOST]]})
        return Given(with_place(scene.answers, event_place(found.places[0])))

    @staticmethod
    def _offered_in(scene: Scene[Answers], area: Place) -> Place | None:
        """The one place of those offered that lies in this area: `la Réunion`, where two are called Saint-Denis."""
        offered = scene.meanwhile.get(CANDIDATES)
        labels = offered if isinstance(offered, list) else []
        known = [locate(str(label), scene.gazetteer).places[0] for label in labels]
        of = "region" if area.kind == "region" else "departement"
        there = [place for place in known if getattr(place, of) == getattr(area, of)]
        return there[0] if len(there) == 1 else None


def _is_address(text: str) -> bool:
    """Whether a street is named, or a number stands before a word; a postal code before a town is none."""
    words = [fold(word) for word in words_of(text)]
    return bool(KINDS.intersection(words) and len(words) > 2) or _NUMBERED.search(text) is not None


def _addresses(scene: Scene[Answers]) -> list[Address]:
    kept = scene.meanwhile.get(ADDRESSES)
    return [Address(*each) for each in kept] if isinstance(kept, list) else []  # type: ignore[misc]


def _place_of(scene: Scene[Answers], address: Address) -> EventPlace:
    commune = scene.gazetteer.with_code(address.code) or scene.gazetteer.nearest(address.lat, address.lon)
    return event_place(commune, (address.lat, address.lon), address.street)


def _venue(scene: Scene[Answers], told: str) -> dict[str, Any]:
    """The venue where none was given before: it is shown at its turn, to be kept or completed."""
    if scene.answers.venue or not told:
        return {}
    return {"venue": told, "unconfirmed": [*scene.answers.unconfirmed, "venue"]}


def event_place(found: Place, point: tuple[float, float] | None = None, address: str | None = None) -> EventPlace:
    """A place of the gazetteer as a proposal keeps it, at its own point where that is known."""
    lat, lon = point or (found.lat or 0.0, found.lon or 0.0)
    return EventPlace(
        code=found.code or "",
        name=found.name,
        departement=found.departement,
        region=found.region,
        lat=lat,
        lon=lon,
        timezone=found.timezone,
        address=address,
    )


def with_place(answers: Answers, place: EventPlace) -> dict[str, Any]:
    """The answer that it is there; sessions given before keep their hours, in the new place's zone."""
    moved = answers.model_copy(update={"place": place})
    sessions = [
        s.model_copy(update={"start": _in(s.start, moved.zone), "end": _in(s.end, moved.zone)}) for s in moved.sessions
    ]
    return {"place": moved.place, "sessions": sessions}


def _in(moment: datetime, name: str) -> datetime:
    return moment.replace(tzinfo=zone(name))
