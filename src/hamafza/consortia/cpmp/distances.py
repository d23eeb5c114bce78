"""Distances between all pairs of points, and the nearest medians of each point."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.cpmp.refusals import DistancesNotSound

Floats = NDArray[np.float64]
Measure = Literal["euclid", "floor", "matrix"]

LISTED_AT_LEAST = 240


def distances(x: Floats, y: Floats, measure: Measure) -> Floats:
    """Return the straight distances (n x n), cut to whole numbers when ``measure`` is floor."""
    found: Floats = np.sqrt((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
    return np.floor(found) if measure == "floor" else found


def checked_matrix(matrix: Floats | None, points: int) -> Floats:
    """Return a given matrix as floats; refuse one that is no table of distances of ``points``."""
    if matrix is None:
        raise DistancesNotSound(why="missing", points=points)
    if matrix.shape != (points, points):
        raise DistancesNotSound(why=f"shape {matrix.shape}", points=points)
    if not np.issubdtype(matrix.dtype, np.number) or np.iscomplexobj(matrix):
        raise DistancesNotSound(why=f"kind {matrix.dtype}", points=points)
    found = np.ascontiguousarray(matrix, dtype=np.float64)
    if not np.isfinite(found).all() or (found < 0).any():
        raise DistancesNotSound(why="a distance below zero or none", points=points)
    if np.diagonal(found).any():
        raise DistancesNotSound(why="a point away from itself", points=points)
    return found


@dataclass(frozen=True)
class Nearest:
    """Row i: the medians nearest to point i in ascending order of distance, itself among them."""

    order: NDArray[np.int32]
    distance: Floats


def nearest_of(distance: Floats, medians: int) -> Nearest:
    """Return so many nearest medians of each point as prices near the best ever ask for."""
    points = len(distance)
    listed = min(points, max(LISTED_AT_LEAST, 8 * (points // medians)))
    if listed < points:
        part = np.argpartition(distance, listed - 1, axis=1)[:, :listed]
    else:
        part = np.broadcast_to(np.arange(points), (points, points))
    lengths = np.take_along_axis(distance, part, axis=1)
    rank = np.argsort(lengths, axis=1, kind="stable")
    order = np.take_along_axis(part, rank, axis=1).astype(np.int32)
    return Nearest(order, np.take_along_axis(lengths, rank, axis=1))


def walk_of(x: Floats, y: Floats) -> NDArray[np.int64]:
    """
    Return the points along a Z-shaped walk through the plane.

    Neighbours in the plane become near in memory: a search of one region then reads few pages.
    """
    steps = 1 << 10

    def cell(values: Floats) -> NDArray[np.int64]:
        span = float(np.ptp(values)) or 1.0
        found: NDArray[np.int64] = np.minimum(
            steps - 1, (values - values.min()) / span * steps
        ).astype(np.int64)
        return found

    code = np.zeros(len(x), np.int64)
    across, up = cell(x), cell(y)
    for bit in range(10):
        code |= ((across >> bit) & 1) << (2 * bit) | ((up >> bit) & 1) << (2 * bit + 1)
    walk: NDArray[np.int64] = np.argsort(code, kind="stable")
    return walk
