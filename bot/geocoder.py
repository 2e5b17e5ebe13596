"""The national geocoder, Géoplateforme's: addresses to places and back.

`/search?q=…&limit=…` and `/reverse?lat=…&lon=…&limit=…` answer GeoJSON
(https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage).
"""

import asyncio
import logging
import time
from typing import Annotated, Any

import aiohttp
from pydantic import AfterValidator, BaseModel, Field, ValidationError

from conversations.exchange import Address
from conversations.tidying import one_line

log = logging.getLogger(__name__)
MOST = 5  # addresses that are offered
REST = 30.0  # seconds in which a geocoder that failed is not asked again
KEPT = 1_000  # answers


Line = Annotated[str, AfterValidator(one_line), Field(min_length=2, max_length=120)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class _Properties(BaseModel):
    label: Line
    name: Line
    citycode: str


class _Geometry(BaseModel):
    coordinates: tuple[Degrees, Annotated[Degrees, Field(ge=-90, le=90)]]  # longitude first


class _Feature(BaseModel):
    properties: _Properties
    geometry: _Geometry


class _Features(BaseModel):
    features: list[Any]


class Geocoder:
    """Asks the geocoder at `url`, within `patience` seconds; without a url nothing is ever found out."""

    def __init__(self, url: str | None, patience: float) -> None:
        self._url, self._patience = url.rstrip("/") if url else None, patience
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], list[Address]] = {}
        self._rests_until = 0.0

    async def search(self, text: str) -> list[Address] | None:
        """The addresses that a text may mean, the likeliest first; None where the geocoder cannot be reached."""
        return await self._ask("search", q=text)

    async def reverse(self, lat: float, lon: float) -> list[Address] | None:
        """The addresses nearest to a position (WGS 84 degrees), likewise."""
        return await self._ask("reverse", lat=f"{lat:.6f}", lon=f"{lon:.6f}")

    async def _ask(self, what: str, **asked: str) -> list[Address] | None:
        key = what, tuple(asked.items())
        if key in self._known:
            return self._known[key]
        if self._url is None or time.monotonic() < self._rests_until:
            return None
        try:
            found = _Features.model_validate(await self._fetch(what, asked | {"limit": str(MOST)}))
        except (aiohttp.ClientError, TimeoutError, ValidationError, ValueError) as error:
            log.warning("the geocoder does not answer, and rests for %.0f s: %s", REST, type(error).__name__)
            self._rests_until = time.monotonic() + REST
            return None
        self._known[key] = [known for feature in found.features if (known := _address(feature))][:MOST]
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return self._known[key]

    async def _fetch(self, what: str, asked: dict[str, str]) -> Any:
        async with (
            asyncio.timeout(self._patience),
            aiohttp.ClientSession() as client,
            client.get(f"{self._url}/{what}", params=asked) as response,
        ):
            response.raise_for_status()
            return await response.json(content_type=None)


def _address(given: Any) -> Address | None:
    """An address; None for what can be none."""
    try:
        feature = _Feature.model_validate(given)
    except ValidationError:
        return None
    lon, lat = feature.geometry.coordinates
    return Address(feature.properties.label, feature.properties.name, feature.properties.citycode, lat, lon)
