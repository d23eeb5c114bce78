"""Lines on the map: thinned without losing their shape, and how far a place lies from one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hamafza.distribution.sites import Point
from hamafza.vocabulary.places import EARTH_RADIUS_KM, great_circle_km

Floats = NDArray[np.float64]


def thinned(points: Sequence[Point], tolerance_km: float = 1.0) -> tuple[Point, ...]:
    """
    Return the line with fewer points, none of those left out further than ``tolerance_km`` off.

    Douglas & Peucker 1973, on the plane that touches the line's middle. Both ends stay.
    """
    if len(points) < 3:
        return tuple(points)
    xy = _plane(np.array(points))
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        off = _off_segment(xy[first + 1 : last], xy[first], xy[last])
        worst = int(np.argmax(off))
        if off[worst] > tolerance_km:
            middle = first + 1 + worst
            keep[middle] = True
            open_parts += [(first, middle), (middle, last)]
    return tuple(points[i] for i in np.flatnonzero(keep).tolist())


def length_km(points: Sequence[Point]) -> float:
    """Return the sum of the great-circle lengths of the line's parts."""
    if len(points) < 2:
        return 0.0
    at = np.array(points)
    return float(great_circle_km(at[:-1, 0], at[:-1, 1], at[1:, 0], at[1:, 1]).sum())


def off_line_km(lat_deg: Floats, lon_deg: Floats, line: Sequence[Point]) -> Floats:
    """Return how far each place lies from the line; good for lines within one region."""
    both = np.vstack([np.array(line, dtype=np.float64), np.column_stack([lat_deg, lon_deg])])
    xy = _plane(both, middle_of=len(line))
    way, places = xy[: len(line)], xy[len(line) :]
    if len(way) == 1:
        return np.asarray(np.hypot(*(places - way[0]).T), dtype=np.float64)
    best = np.full(len(places), np.inf)
    for first, last in zip(way[:-1], way[1:], strict=True):
        best = np.minimum(best, _off_segment(places, first, last))
    return best


def _plane(lat_lon: Floats, middle_of: int | None = None) -> Floats:
    """Return km east and north, true along the middle latitude of the first ``middle_of``."""
    middle = np.radians(lat_lon[:middle_of, 0].mean())
    radians = np.radians(lat_lon)
    return np.column_stack([radians[:, 1] * np.cos(middle), radians[:, 0]]) * EARTH_RADIUS_KM


def _off_segment(places: Floats, first: Floats, last: Floats) -> Floats:
    along = last - first
    length2 = float(along @ along)
    share = np.clip((places - first) @ along / length2, 0, 1) if length2 else 0.0
    nearest = first + np.outer(share, along) if length2 else first
    return np.asarray(np.hypot(*(places - nearest).T), dtype=np.float64)
