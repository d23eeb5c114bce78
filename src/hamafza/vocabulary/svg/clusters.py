"""Points that lie too close to be told apart, drawn as one: clusters by a grid of the picture."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from hamafza.vocabulary.svg.view import View

CELL_PX = 64
APART_PX = 40
"""Middles closer than this are drawn as one: the largest circle has a radius of 24 pixels."""


@dataclass(frozen=True)
class Spot:
    """Some units in one place; ``first`` is the number of one of them, to name the place by."""

    lat_deg: float
    lon_deg: float
    many: int
    first: int


@dataclass(frozen=True)
class Cluster(Spot):
    """Spots drawn as one, in their middle; ``spots`` says how many different places they are."""

    spots: int = 1

    def radius_px(self, most: int) -> float:
        """Return a radius whose area tells the number, so that few are still seen."""
        return 9.0 + 15.0 * math.sqrt(self.many / most)


def clusters(spots: Iterable[Spot], view: View, cell_px: int = CELL_PX) -> list[Cluster]:
    """
    Gather the spots that a view shows into the cells of its grid, the largest cluster first.

    The grid is fixed to the sphere, not to the picture: a step sideways moves no spot to another
    cluster. Nothing is lost: the clusters hold as many units as the spots in view.
    """
    lat_step = cell_px / view.px_per_deg
    lon_step = lat_step / max(math.cos(math.radians(view.lat_deg)), 0.01)
    cells: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        if view.holds(spot.lat_deg, spot.lon_deg):
            cell = math.floor(spot.lat_deg / lat_step), math.floor(spot.lon_deg / lon_step)
            cells.setdefault(cell, []).append(spot)
    parts = sorted(cells.values(), key=lambda held: (-sum(s.many for s in held), held[0].first))
    apart_deg = APART_PX / view.px_per_deg
    gathered: list[tuple[list[Spot], _Middle]] = []
    for held in parts:
        middle = _middle(held)
        near = (
            at for at, (_, other) in enumerate(gathered) if _apart(other, middle, view) < apart_deg
        )
        at = next(near, None)
        if at is None:
            gathered.append((held, middle))
        else:
            together = gathered[at][0] + held
            gathered[at] = together, _middle(together)
    return sorted(
        (_one(held, middle) for held, middle in gathered),
        key=lambda each: (-each.many, each.first),
    )


class _Middle(NamedTuple):
    lat_deg: float
    lon_deg: float
    many: int


def _middle(spots: list[Spot]) -> _Middle:
    many = sum(spot.many for spot in spots)
    lat = sum(spot.lat_deg * spot.many for spot in spots) / many
    lon = sum(spot.lon_deg * spot.many for spot in spots) / many
    return _Middle(lat, lon, many)


def _apart(one: _Middle, other: _Middle, view: View) -> float:
    """Return how far two middles lie apart, in degrees of latitude."""
    shortened = math.cos(math.radians(view.lat_deg))
    east = (one.lon_deg - other.lon_deg) * shortened
    return math.hypot(one.lat_deg - other.lat_deg, east)


def _one(spots: list[Spot], middle: _Middle) -> Cluster:
    lat, lon, many = middle
    places: Counter[tuple[float, float]] = Counter()
    for spot in spots:
        places[spot.lat_deg, spot.lon_deg] += spot.many
    # Named by the place of most units, or by the one nearest to the middle.
    named = min(
        spots,
        key=lambda spot: (
            -places[spot.lat_deg, spot.lon_deg],
            abs(spot.lat_deg - lat) + abs(spot.lon_deg - lon),
            spot.first,
        ),
    )
    return Cluster(lat, lon, many, named.first, len(places))
