"""The places a route is made of."""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


class SiteKind(StrEnum):
    LEAD = "lead"
    CROSSING = "crossing"
    BORDER = "border"
    """A border met on the way for which no crossing is named in the tables."""
    PORT = "port"
    CITY = "city"


@dataclass(frozen=True)
class Site:
    """One place; ``country`` is where it stands, ``beyond`` what lies across a crossing."""

    kind: SiteKind
    name_en: str
    name_fa: str
    country: str
    lat_deg: float
    lon_deg: float
    code: str = ""
    """UN/LOCODE of a port, otherwise empty."""
    water: str = ""
    """The sea a port lies on; two seas that no ship connects have two names."""
    beyond: str = ""

    @property
    def point(self) -> Point:
        return (self.lat_deg, self.lon_deg)


@dataclass(frozen=True)
class Country:
    """What routing needs to know of a country: its names and its main city."""

    code: str
    name_en: str
    name_fa: str
    city: Site
    neighbours: tuple[str, ...] = ()
