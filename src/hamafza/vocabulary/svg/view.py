"""What part of the sphere a map shows, and how degrees become pixels."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class View:
    """
    A window of ``width`` by ``height`` pixels around a middle, equirectangular.

    Degrees of longitude are shortened by the cosine of the middle latitude, so that a country
    keeps its shape; good to a few per cent up to the width of a continent.
    """

    lat_deg: float
    lon_deg: float
    px_per_deg: float
    width: int
    height: int

    def xy(self, lat_deg: float, lon_deg: float) -> tuple[float, float]:
        """Return pixels from the upper left corner."""
        shortened = math.cos(math.radians(self.lat_deg))
        x = self.width / 2 + (lon_deg - self.lon_deg) * shortened * self.px_per_deg
        y = self.height / 2 - (lat_deg - self.lat_deg) * self.px_per_deg
        return x, y

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the latitude and longitude of a pixel."""
        shortened = math.cos(math.radians(self.lat_deg))
        lat = self.lat_deg - (y - self.height / 2) / self.px_per_deg
        return lat, self.lon_deg + (x - self.width / 2) / (shortened * self.px_per_deg)

    def holds(self, lat_deg: float, lon_deg: float, margin_px: float = 0.0) -> bool:
        """Say whether the place lies inside, at least ``margin_px`` from the edge."""
        x, y = self.xy(lat_deg, lon_deg)
        return (
            margin_px <= x <= self.width - margin_px and margin_px <= y <= self.height - margin_px
        )

    def holds_each(
        self, lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Say of each place whether it lies inside."""
        shortened = math.cos(math.radians(self.lat_deg))
        x = self.width / 2 + (lon_deg - self.lon_deg) * shortened * self.px_per_deg
        y = self.height / 2 - (lat_deg - self.lat_deg) * self.px_per_deg
        inside: NDArray[np.bool_] = (x >= 0) & (x <= self.width) & (y >= 0) & (y <= self.height)
        return inside


def view_of(
    points: Iterable[tuple[float, float]],
    width: int,
    height: int,
    *,
    margin_share: float = 0.1,
    least_span_deg: float = 0.6,
) -> View:
    """
    Return the closest view that holds all points (latitude, longitude) with a margin.

    ``least_span_deg`` keeps a single point, or several in one street, from filling the map.
    """
    places = list(points)
    if not places:
        raise ValueError("a view needs at least one point")
    lats = [lat for lat, _ in places]
    lons = [lon for _, lon in places]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    tall = max(max(lats) - min(lats), least_span_deg)
    wide = max((max(lons) - min(lons)) * math.cos(math.radians(lat)), least_span_deg)
    free = 1 - 2 * margin_share
    return View(lat, lon, free * min(height / tall, width / wide), width, height)
