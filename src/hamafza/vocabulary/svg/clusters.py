"""Points that lie too close to be told apart, drawn as one: clusters by a grid of the picture."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.vocabulary.svg.view import View

CELL_PX = 64
APART_PX = 40
"""Middles closer than this are drawn as one: the largest circle has a radius of 24 pixels."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Spots(NamedTuple):
    """Some units in each of many places; ``first`` numbers one of them, to name the place by."""

    lat_deg: Floats
    lon_deg: Floats
    many: Ints
    first: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[float, float, int, int]]) -> "Spots":
        """Gather rows of latitude, longitude, how many, first."""
        lat, lon, many, first = list(zip(*rows, strict=True)) or [()] * 4
        return cls(
            np.array(lat, np.float64), np.array(lon, np.float64),
            np.array(many, np.int64), np.array(first, np.int64),
        )  # fmt: skip

    def some(self, chosen: NDArray[np.bool_]) -> "Spots":
        return Spots(
            self.lat_deg[chosen], self.lon_deg[chosen], self.many[chosen], self.first[chosen]
        )


@dataclass(frozen=True)
class Cluster:
    """
    Spots drawn as one, in their middle.

    ``many`` units; ``first`` numbers one of them in the place of most; ``spots`` says how many
    different places they are.
    """

    lat_deg: float
    lon_deg: float
    many: int
    first: int
    spots: int = 1

    def radius_px(self, most: int) -> float:
        """Return a radius whose area tells the number, so that few are still seen."""
        return 9.0 + 15.0 * math.sqrt(self.many / most)


@dataclass
class _Middle:
    """The middle of some cells, by the units in them."""

    lat_sum: float
    lon_sum: float
    many: int

    @property
    def lat_deg(self) -> float:
        return self.lat_sum / self.many

    @property
    def lon_deg(self) -> float:
        return self.lon_sum / self.many

    def take_in(self, other: "_Middle") -> None:
        self.lat_sum += other.lat_sum
        self.lon_sum += other.lon_sum
        self.many += other.many


def clusters(spots: Spots, view: View, cell_px: int = CELL_PX) -> list[Cluster]:
    """
    Gather the spots that a view shows into the cells of its grid, the largest cluster first.

    The grid is fixed to the sphere, not to the picture: a step sideways moves no spot to another
    cluster. Nothing is lost: the clusters hold as many units as the spots in view.
    """
    seen = spots.some(view.holds_each(spots.lat_deg, spots.lon_deg))
    if not len(seen.many):
        return []
    cell_of, cells = _cells(seen, view, cell_px)
    cluster_of_cell, middles = _joined(cells, view)
    found = _named(seen, cluster_of_cell[cell_of], middles)
    return sorted(found, key=lambda each: (-each.many, each.first))


def _cells(seen: Spots, view: View, cell_px: int) -> tuple[Ints, list[_Middle]]:
    """Return the cell of each spot and the middle of each cell, the cell of most units first."""
    lat_step = cell_px / view.px_per_deg
    lon_step = lat_step / max(math.cos(math.radians(view.lat_deg)), 0.01)
    row, column = np.floor(seen.lat_deg / lat_step), np.floor(seen.lon_deg / lon_step)
    _, met, cell = np.unique(
        np.stack([row, column]), axis=1, return_index=True, return_inverse=True
    )
    cell = cell.reshape(-1)
    many = np.bincount(cell, seen.many)
    order = np.lexsort((seen.first[met], -many))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    lat, lon = (np.bincount(cell, of * seen.many) for of in (seen.lat_deg, seen.lon_deg))
    middles = [_Middle(float(lat[at]), float(lon[at]), int(many[at])) for at in order]
    return place[cell], middles


def _joined(cells: list[_Middle], view: View) -> tuple[Ints, list[_Middle]]:
    """Join each cell to the first cluster whose middle is too near; it moves that middle."""
    apart_deg = APART_PX / view.px_per_deg
    joined: list[_Middle] = []
    cluster: list[int] = []
    for cell in cells:
        near = (at for at, other in enumerate(joined) if _apart(other, cell, view) < apart_deg)
        at = next(near, len(joined))
        cluster.append(at)
        if at == len(joined):
            joined.append(cell)
        else:
            joined[at].take_in(cell)
    return np.array(cluster, np.int64), joined


def _apart(one: _Middle, other: _Middle, view: View) -> float:
    """Return how far two middles lie apart, in degrees of latitude."""
    shortened = math.cos(math.radians(view.lat_deg))
    east = (one.lon_deg - other.lon_deg) * shortened
    return math.hypot(one.lat_deg - other.lat_deg, east)


def _named(seen: Spots, cluster: Ints, middles: list[_Middle]) -> list[Cluster]:
    """Name each cluster by the place of most units, or by the one nearest to its middle."""
    by_place = np.lexsort((seen.lon_deg, seen.lat_deg, cluster))
    lat, lon, of = seen.lat_deg[by_place], seen.lon_deg[by_place], cluster[by_place]
    is_new = np.ones(len(of), np.bool_)
    is_new[1:] = (of[1:] != of[:-1]) | (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1])
    there = np.add.reduceat(seen.many[by_place], np.flatnonzero(is_new))
    place_many = np.empty_like(seen.many)
    place_many[by_place] = there[np.cumsum(is_new) - 1]
    middle_lat = np.array([each.lat_deg for each in middles])[cluster]
    middle_lon = np.array([each.lon_deg for each in middles])[cluster]
    off = np.abs(seen.lat_deg - middle_lat) + np.abs(seen.lon_deg - middle_lon)
    order = np.lexsort((seen.first, off, -place_many, cluster))
    begins = np.searchsorted(cluster[order], np.arange(len(middles)))
    named = seen.first[order][begins]
    places = np.bincount(of[is_new], minlength=len(middles))
    return [
        Cluster(middle.lat_deg, middle.lon_deg, middle.many, int(named[at]), int(places[at]))
        for at, middle in enumerate(middles)
    ]
