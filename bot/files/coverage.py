"""A picture of where the programme is thin: France as the dots of its communes, each région in the colour of how far
its goal is reached, overseas beside; the events as points.

Vermilion stands for nothing at all, four blues for more and more, which colour-blind people tell apart too (Okabe and
Ito's palette, ColorBrewer's Blues); the numbers stand on the map. Its own light ground makes it legible in a dark chat.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.files.fonts import BOLD, REGULAR
from bot.files.frames import METROPOLE, Frame, Spot, frame_of
from conversations.shown.coverage import Covered
from conversations.understanding.place import Gazetteer
from conversations.wording.catalogue import Wording
from storage.coverage import Coverage

WIDTH, HEIGHT = 1080, 1500
SHADES = 64  # of the picture's colours: a fifth of the size
FINER = 2  # drawn so many times as large, then made smaller: smooth edges
GROUND, INK, FAINT = "#f7f7f4", "#1a1a1a", "#5c5c5c"
COLOURS = ("#d55e00", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
MAP = (40, 150, 1040, 1010)  # left, top, right, bottom
INSETS_TOP, INSET, GAP, ACROSS = 1050, 116, 10, 8
LEGEND_TOP = 1420
DOT, POINT = 2.4, 4.5  # radii of a commune and of an event
LARGE, MIDDLE, SMALL = 44, 30, 23  # sizes of type


@dataclass(frozen=True)
class Scene:
    """What is drawn: the places by région, how far each is covered, the events."""

    places: dict[str, list[Spot]]
    covered: dict[str, Covered]
    events: Sequence[Spot]


def coverage_png(found: Coverage, regions: Iterable[Covered], gazetteer: Gazetteer, heading: str, w: Wording) -> bytes:
    """A PNG of 1080 by 1500 points. Takes about a second."""
    scene = Scene(_places(gazetteer), {each.code: each for each in regions}, found.points)
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), GROUND)
    drawing = _Drawing(ImageDraw.Draw(image), scene)
    drawing.words((40, 36), heading, LARGE, bold=True)
    drawing.words((40, 96), w.plain("coverage.picture"), MIDDLE, colour=FAINT)
    drawing.metropole()
    drawing.overseas()
    drawing.legend(w)
    out = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(SHADES).save(out, "PNG", optimize=True)
    return out.getvalue()


def _places(gazetteer: Gazetteer) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = defaultdict(list)
    for place in gazetteer.all_places():
        if place.kind == "commune" and place.lat is not None and place.lon is not None:
            found[place.region].append((place.lat, place.lon))
    return found


class _Drawing:
    def __init__(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        self._draw, self._scene = draw, scene

    def metropole(self) -> None:
        """The thirteen régions of the mainland and Corsica, with their numbers."""
        left, top, right, bottom = MAP
        spots = [spot for code in METROPOLE for spot in self._scene.places[code]]
        frame = frame_of(spots, left, top, right - left, bottom - top)
        for code in METROPOLE:
            self._region(code, frame, DOT)
        self._events(frame, spots)
        for code in METROPOLE:
            self._label(code, frame)

    def overseas(self) -> None:
        """A box for each of the others in which people live, with its name and numbers below."""
        others = [code for code in self._scene.covered if code not in METROPOLE]
        for position, code in enumerate(sorted(others)):
            down, across = divmod(position, ACROSS)
            left = 40 + across * (INSET + GAP)
            top = INSETS_TOP + down * (INSET + 66)
            spots = self._scene.places[code]
            self._box((left, top, left + INSET, top + INSET))
            frame = frame_of(spots, left + 12, top + 12, INSET - 24, INSET - 24)
            self._region(code, frame, DOT + 1)
            self._events(frame, spots)
            each = self._scene.covered[code]
            middle = left + INSET / 2
            self.words((middle, top + INSET + 4), f"{each.events} / {each.goal}", SMALL, bold=True, anchor="ma")
            self.words((middle, top + INSET + 32), _short(each.name), 18, colour=FAINT, anchor="ma")

    def legend(self, w: Wording) -> None:
        """What the colours mean."""
        left = 40.0
        for level, colour in enumerate(COLOURS):
            self._circle((left + 12, LEGEND_TOP + 14), 12, colour)
            left = self.words((left + 32, LEGEND_TOP), w.plain(f"coverage.level.{level}"), SMALL) + 26
        self._circle((left + 8, LEGEND_TOP + 14), POINT + 2, INK)
        self.words((left + 24, LEGEND_TOP), w.plain("coverage.event"), SMALL)

    def words(
        self,
        at: tuple[float, float],
        text: str,
        size: int,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "la",
    ) -> float:
        """Writes a line; gives where it ends."""
        font = _font(size, bold=bold)
        spot = (at[0] * FINER, at[1] * FINER)
        halo = 3 * FINER if anchor == "mm" else 0
        self._draw.text(spot, text, colour, font, anchor, stroke_width=halo, stroke_fill=GROUND)
        return at[0] + self._draw.textlength(text, font) / FINER

    def _region(self, code: str, frame: Frame, radius: float) -> None:
        each = self._scene.covered.get(code)
        colour = COLOURS[each.level if each else 0]
        for spot in self._scene.places[code]:
            self._circle(frame.at(spot), radius, colour)

    def _events(self, frame: Frame, spots: list[Spot]) -> None:
        """Those that lie in this part of the earth."""
        south, north = min(lat for lat, _ in spots), max(lat for lat, _ in spots)
        west, east = min(lon for _, lon in spots), max(lon for _, lon in spots)
        for lat, lon in self._scene.events:
            if south - 0.1 <= lat <= north + 0.1 and west - 0.1 <= lon <= east + 0.1:
                self._circle(frame.at((lat, lon)), POINT + 1.5, "white")
                self._circle(frame.at((lat, lon)), POINT, INK)

    def _label(self, code: str, frame: Frame) -> None:
        spots, each = self._scene.places[code], self._scene.covered[code]
        middle = (sum(lat for lat, _ in spots) / len(spots), sum(lon for _, lon in spots) / len(spots))
        across, down = frame.at(middle)
        self.words((across, down - 14), f"{each.events} / {each.goal}", MIDDLE, bold=True, anchor="mm")
        self.words((across, down + 14), _short(each.name), SMALL, anchor="mm")

    def _circle(self, at: tuple[float, float], radius: float, colour: str) -> None:
        across, down, reach = at[0] * FINER, at[1] * FINER, radius * FINER
        self._draw.ellipse((across - reach, down - reach, across + reach, down + reach), fill=colour)

    def _box(self, corners: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = (each * FINER for each in corners)
        self._draw.rounded_rectangle((left, top, right, bottom), 10 * FINER, outline="#c9c9c4", width=FINER)


def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD if bold else REGULAR, size * FINER)


def _short(name: str) -> str:
    """A name that would take a fifth of the map, as one says it in short."""
    known = {
        "Provence-Alpes-Côte d'Azur": "PACA",
        "Auvergne-Rhône-Alpes": "AuRA",
        "Bourgogne-Franche-Comté": "Bourg.-F.-C.",
        "Centre-Val de Loire": "Centre",
        "Saint-Pierre-et-Miquelon": "St-Pierre-M.",
        "Saint-Barthélemy": "St-Barth.",
        "Saint-Martin": "St-Martin",
        "Wallis et Futuna": "Wallis-Fut.",
        "Polynésie française": "Polynésie",
        "Nouvelle-Calédonie": "N.-Calédonie",
    }
    return known.get(name, name)
