"""The map of what is near: the communes around a place, rings of ten and thirty kilometres, and a list's events by
their numbers.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from conversations.understanding.place import KM_A_DEGREE, Gazetteer, Place

SIZE = 400  # of the picture, in its own units
EDGE = 18  # that events keep from it
INSIDE = 1 - 2 * EDGE / SIZE  # of the way from the middle to the edge, in which events stand
LEAST_KM, MOST_KM = 15.0, 60.0  # from the middle to the edge
RINGS, MOST_RINGS = (2, 5, 10, 30), 2  # kilometres; how many of them are drawn
MOST_TOWNS, LETTER, LINE = 8, 6.4, 15  # names of towns; how wide a letter of one is, and how high a line
RADIUS = 12  # of a mark
TOGETHER = 18  # between two events that stand as one

Point = tuple[float, float]


class Event(NamedTuple):
    """An event of the list: its number there, where it leads, what it is called and where it is."""

    number: int
    address: str
    title: str
    lat: float
    lon: float


class Mark(NamedTuple):
    """One event or several that stand at one point, by the number of the first: it leads there, or to that number in
    the list.
    """

    x: int
    y: int
    label: str
    address: str
    title: str


class Town(NamedTuple):
    """A name on the map, below its town."""

    x: int
    y: int
    name: str


class Ring(NamedTuple):
    """A circle around the middle."""

    radius: int
    kilometres: int


class Around(NamedTuple):
    """What is drawn: `ground` is a path of dots, one a commune; marks have this `radius`."""

    size: int
    radius: int
    name: str
    ground: str
    rings: list[Ring]
    towns: list[Town]
    marks: list[Mark]


def around(gazetteer: Gazetteer, middle: Place, events: Iterable[Event]) -> Around | None:
    """The map; None where no event is so near that it would stand on it."""
    if middle.lat is None or middle.lon is None:
        return None
    frame = _Frame(middle.lat, middle.lon, MOST_KM)
    shown = [each for each in events if frame.shows(each.lat, each.lon, MOST_KM * INSIDE)]
    if not shown:
        return None
    farthest = max(max(map(abs, frame.offset(each.lat, each.lon))) for each in shown)
    frame = _Frame(middle.lat, middle.lon, max(LEAST_KM, farthest / INSIDE))
    places = [each for each in gazetteer.around(middle.lat, middle.lon, frame.km) if each.kind == "commune"]
    rings = [km for km in RINGS if km < frame.km][-MOST_RINGS:]
    spots = [(place, frame.at(place.lat or 0.0, place.lon or 0.0)) for place in places]
    marks = _marks(frame, shown)
    return Around(
        SIZE,
        RADIUS,
        middle.name,
        "".join(f"M{x:.0f} {y:.0f}h0" for _, (x, y) in spots),
        [Ring(round(km * frame.scale), km) for km in rings],
        _named(spots, marks, [SIZE / 2 - km * frame.scale for km in rings]),
        marks,
    )


class _Frame(NamedTuple):
    lat: float
    lon: float
    km: float

    @property
    def scale(self) -> float:
        """Units of the picture a kilometre."""
        return SIZE / 2 / self.km

    def offset(self, lat: float, lon: float) -> Point:
        """Kilometres to the east and to the south of the middle."""
        east = ((lon - self.lon + 180) % 360 - 180) * math.cos(math.radians(self.lat))
        return east * KM_A_DEGREE, (self.lat - lat) * KM_A_DEGREE

    def at(self, lat: float, lon: float) -> Point:
        east, south = self.offset(lat, lon)
        return SIZE / 2 + east * self.scale, SIZE / 2 + south * self.scale

    def shows(self, lat: float, lon: float, km: float) -> bool:
        return max(map(abs, self.offset(lat, lon))) <= km


def _named(spots: list[tuple[Place, Point]], marks: list[Mark], rings: list[float]) -> list[Town]:
    """The names of the largest towns, each below its dot or the mark that stands there; none over another, nor over
    what a ring is called at its top.
    """
    taken = [(SIZE / 2 - LINE, top, SIZE / 2 + LINE, top + LINE) for top in rings]
    named: list[Town] = []
    for place, (x, y) in spots:
        wide = len(place.name) * LETTER / 2
        if any(math.dist((x, y), (mark.x, mark.y)) < RADIUS for mark in marks):
            y += RADIUS
        box = (x - wide, y + 2, x + wide, y + 2 + LINE)
        is_inside = box[0] >= 0 and box[2] <= SIZE and box[3] <= SIZE
        if is_inside and all(box[0] > r or box[2] < left or box[1] > b or box[3] < t for left, t, r, b in taken):
            taken.append(box)
            named.append(Town(round(x), round(y + LINE), place.name))
        if len(named) == MOST_TOWNS:
            break
    return named


def _marks(frame: _Frame, events: list[Event]) -> list[Mark]:
    """The events, those that would stand on each other as one; the first of the list are drawn last, on top."""
    groups: list[tuple[Point, list[Event]]] = []
    for each in events:
        point = frame.at(each.lat, each.lon)
        near = next((group for at, group in groups if math.dist(at, point) < TOGETHER), None)
        if near is None:
            groups.append((point, [each]))
        else:
            near.append(each)
    return [
        Mark(
            round(x),
            round(y),
            f"{group[0].number}{'+' if group[1:] else ''}",
            group[0].address if not group[1:] else f"#n{group[0].number}",
            " · ".join(f"{each.number}. {each.title}" for each in group),
        )
        for (x, y), group in reversed(groups)
    ]
