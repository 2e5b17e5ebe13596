"""Where the event is: a shared location, a commune, a postal code or an arrondissement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from conversations.exchange import AskLocation, Location
from conversations.form.steps import Asked, Given, More, Reading, Said, Scene, Unclear, always, typed
from conversations.shown.answers import label_of
from conversations.tidying import one_line
from conversations.understanding.place import Place, locate
from conversations.wording.moments import zone
from storage.answers import Answers, EventPlace

MOST = 6
CANDIDATES = "candidates"


@dataclass(frozen=True)
class PlaceStep:
    """Reads a place; several of one name, and one that is not sure to be meant, are offered to choose from.

    A message has one keyboard and only the one below the chat can share a location, so every button stands there.
    """

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question, or the candidates of what was said before."""
        w, place = scene.w, scene.answers.place
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

    @staticmethod
    def _offered_in(scene: Scene[Answers], area: Place) -> Place | None:
        """The one place of those offered that lies in this area: `la Réunion`, where two are called Saint-Denis."""
        offered = scene.meanwhile.get(CANDIDATES)
        labels = offered if isinstance(offered, list) else []
        known = [locate(str(label), scene.gazetteer).places[0] for label in labels]
        of = "region" if area.kind == "region" else "departement"
        there = [place for place in known if getattr(place, of) == getattr(area, of)]
        return there[0] if len(there) == 1 else None

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The place; when several are meant, they are kept to be offered."""
        if isinstance(said, Location):
            return Given(with_place(scene.answers, scene.gazetteer.nearest(said.lat, said.lon)))
        name = one_line(typed(said, scene.w("propose.place.example")))
        found = locate(name, scene.gazetteer)
        if found.area and (meant := self._offered_in(scene, found.area)):
            return Given(with_place(scene.answers, meant))
        if found.area and not found.places:
            raise Unclear("propose.place.area", meanwhile={}, area=found.area.name)
        if not found.places:
            raise Unclear("propose.place.unknown", meanwhile={}, said=name[:60])
        if not found.certain:
            return More({CANDIDATES: [label_of(place) for place in found.places[:MOST]]})
        return Given(with_place(scene.answers, found.places[0]))


def event_place(found: Place) -> EventPlace:
    """A place of the gazetteer as a proposal keeps it."""
    return EventPlace(
        code=found.code or "",
        name=found.name,
        departement=found.departement,
        region=found.region,
        lat=found.lat or 0.0,
        lon=found.lon or 0.0,
        timezone=found.timezone,
    )


def with_place(answers: Answers, found: Place) -> dict[str, Any]:
    """The answer that it is there; sessions given before keep their hours, in the new place's zone."""
    moved = answers.model_copy(update={"place": event_place(found)})
    sessions = [
        s.model_copy(update={"start": _in(s.start, moved.zone), "end": _in(s.end, moved.zone)}) for s in moved.sessions
    ]
    return {"place": moved.place, "sessions": sessions}


def _in(moment: datetime, name: str) -> datetime:
    return moment.replace(tzinfo=zone(name))
