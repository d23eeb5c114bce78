"""The ``searoute`` package (Apache-2.0): ways by sea over its own network, without the internet."""

from functools import lru_cache

from hamafza.distribution.polyline import length_km
from hamafza.distribution.sites import Point, Site


@lru_cache(maxsize=4096)
def sail(start: Site, end: Site) -> tuple[float, tuple[Point, ...]]:
    """Return km by sea between two ports and the line; both ports are its ends."""
    import searoute  # its network takes a moment to load, and most commands need none

    found = searoute.searoute([start.lon_deg, start.lat_deg], [end.lon_deg, end.lat_deg])
    way = [(float(lat), _turned(float(lon))) for lon, lat in found["geometry"]["coordinates"]]
    line = (start.point, *way, end.point)
    ends_km = length_km(line[:2]) + length_km(line[-2:])
    straight_km = length_km((start.point, end.point))
    return max(float(found["properties"]["length"]) + ends_km, straight_km), line


def _turned(lon_deg: float) -> float:
    """Return the longitude between -180 and 180: the network runs past the date line."""
    return (lon_deg + 180) % 360 - 180
