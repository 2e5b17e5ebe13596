"""Parts of a picture, and what of the earth each shows."""

import math
from typing import NamedTuple

METROPOLE = "11 24 27 28 32 44 52 53 75 76 84 93 94".split()
SMALLEST = 0.01  # degrees that a frame shows, of a single commune too
Spot = tuple[float, float]  # latitude and longitude, or across and down


class Frame(NamedTuple):
    """A part of the picture, and what of the earth it shows: WGS 84 degrees, east stretched as at its middle."""

    left: float
    top: float
    scale: float
    north: float
    west: float
    shrink: float

    def at(self, spot: Spot) -> tuple[float, float]:
        """Where a place stands in the picture."""
        return (
            self.left + _east(spot[1] - self.west) * self.shrink * self.scale,
            self.top + (self.north - spot[0]) * self.scale,
        )


def frame_of(spots: list[Spot], left: float, top: float, width: float, height: float) -> Frame:
    """The frame that shows all these places as large as fits, in its middle."""
    south, north = min(lat for lat, _ in spots), max(lat for lat, _ in spots)
    west, east = min(lon for _, lon in spots), max(lon for _, lon in spots)
    shrink = math.cos(math.radians((north + south) / 2))
    wide, high = (east - west) * shrink, north - south
    scale = min(width / max(wide, SMALLEST), height / max(high, SMALLEST))
    return Frame(left + (width - wide * scale) / 2, top + (height - high * scale) / 2, scale, north, west, shrink)


def _east(degrees: float) -> float:
    return (degrees + 180) % 360 - 180
