"""The map of France, drawn from the gazetteer: the ground, which is the same for everybody, and events upon it."""

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from markupsafe import Markup

from bot.files.frames import METROPOLE, Frame, Spot, frame_of
from conversations.understanding.place import Gazetteer

WIDTH, HEIGHT = 1000, 1120
MAINLAND = (10.0, 0.0, 980.0, 960.0)  # left, top, width, height
OVERSEAS = ("971", "972", "973", "974", "976", "975", "977", "978", "987", "988", "986")  # départements, from the left
BOX, GAP, BOXES_TOP = 84.0, 6.8, 1000.0
GRID = 0.13  # degrees of latitude between two dots of the ground
DOT, SMALL_DOT = 11.5, 6.0  # widths of the ground's dots
ALONE, FEW, MANY = 24, 15, 9  # radii of dots: the only one, one of few, one of many
MOST_FEW = 30


class Map:
    """Where places stand on the map; made once, some tenths of a second."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        spots: dict[str, list[Spot]] = defaultdict(list)
        for place in gazetteer.all_places():
            if place.kind == "commune" and place.lat is not None and place.lon is not None:
                area = "" if place.region in METROPOLE else place.departement
                spots[area].append((place.lat, place.lon))
        self._frames = {"": frame_of(spots[""], *MAINLAND)}
        boxed = [area for area in OVERSEAS if area in spots]
        lefts = {area: position * (BOX + GAP) for position, area in enumerate(boxed)}
        for area, left in lefts.items():
            self._frames[area] = frame_of(spots[area], left + 8, BOXES_TOP + 8, BOX - 16, BOX - 16)
        self.ground = _ground(self._frames, {area: spots[area] for area in self._frames}, lefts)

    def spot(self, lat: float, lon: float, region: str, departement: str) -> Spot | None:
        """Where an event stands; None where the map does not reach."""
        frame = self._frames.get("" if region in METROPOLE else departement)
        return frame.at((lat, lon)) if frame else None


@cache
def map_of(gazetteer: Gazetteer) -> Map:
    """The one map."""
    return Map(gazetteer)


def dots(spots: Iterable[Spot], smallest: int) -> Markup:
    """Events as dots, those of one place as one, the larger the more they are."""
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for across, down in spots:
        counted[round(across), round(down)] += 1
    drawn = sorted(counted.items(), key=lambda each: -each[1])
    return Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="{}"/>').format(at[0], at[1], round(smallest + 3 * math.log2(count)))
        for at, count in drawn
    )


def drawn(spots: list[Spot], radius: int) -> dict[str, Any] | None:
    """What a template draws; None where there is nothing to be seen."""
    if not spots:
        return None
    return {"dots": dots(spots, radius), "width": WIDTH, "height": HEIGHT, "count": len(spots)}


def _ground(frames: dict[str, Frame], spots: dict[str, list[Spot]], lefts: dict[str, float]) -> bytes:
    """The communes as dots, thinned to a grid, in a grey that shows on light and on dark."""
    thinned = {area: _thinned(known, GRID) if not area else known for area, known in spots.items()}
    mainland = _path([frames[""].at(each) for each in thinned[""]])
    islands = _path([frames[area].at(each) for area, known in thinned.items() if area for each in known])
    boxes = "".join(
        f'<rect x="{left:.0f}" y="{BOXES_TOP:.0f}" width="{BOX:.0f}" height="{BOX:.0f}" rx="8"/>'
        for left in lefts.values()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="#8892a6"'
        f' stroke-opacity=".5" stroke-linecap="round"><path stroke-width="{DOT}" d="{mainland}"/>'
        f'<path stroke-width="{SMALL_DOT}" d="{islands}"/><g stroke-width="1.5">{boxes}</g></svg>'
    ).encode()


def _thinned(spots: list[Spot], grid: float) -> list[Spot]:
    """One spot for each field of a grid that has some."""
    east = grid / math.cos(math.radians(46.5))
    return sorted({(round(lat / grid) * grid, round(lon / east) * east) for lat, lon in spots})


def _path(spots: list[Spot]) -> str:
    return "".join(dict.fromkeys(f"M{across:.0f} {down:.0f}h0" for across, down in spots))
