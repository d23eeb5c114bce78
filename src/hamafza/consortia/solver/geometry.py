"""Places as points in space, and a tree of boxes above them that finds units near a lead."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.vocabulary.places import EARTH_RADIUS_KM

REACH_SLACK_KM = 1e-6
"""Reach is inclusive to a millimetre: places written with six decimals lie on no exact circle."""

LEAF_UNITS = 16  # 8 to 32 made no difference above 3 % (docs/algorithms/formation.md)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Boxes(NamedTuple):
    """
    A full binary tree: node k has children 2k+1 and 2k+2; leaves hold 8 to 16 units.

    Units stand in leaf order, so node k holds units start[k] to end[k]. ``low`` and ``high``
    are the corners of its box, in kilometres from the centre of the Earth.
    """

    start: Ints
    end: Ints
    low: Floats
    high: Floats
    leaf_of: Ints


def points_of(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Return (n, 3) points on the sphere, in kilometres."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    flat = np.cos(lat)
    axes = (flat * np.cos(lon), flat * np.sin(lon), np.sin(lat))
    return np.ascontiguousarray(EARTH_RADIUS_KM * np.stack(axes, axis=1))


def chord_km(arc_km: float) -> float:
    """Return the straight line through the Earth that spans an arc on it."""
    half_turn = np.pi * EARTH_RADIUS_KM
    if arc_km >= half_turn:
        return 3 * EARTH_RADIUS_KM
    return float(2 * EARTH_RADIUS_KM * np.sin(arc_km / (2 * EARTH_RADIUS_KM)))


def leaf_order(points: Floats) -> tuple[Ints, Boxes]:
    """Return the order of units in the leaves, and the boxes above them (n >= 1)."""
    count = len(points)
    depth = int(np.ceil(np.log2(max(1.0, count / LEAF_UNITS))))
    order = np.arange(count)
    starts, lows, highs = [], [], []
    edges = np.array([0, count])
    for level in range(depth + 1):
        placed = points[order]
        low = np.minimum.reduceat(placed, edges[:-1])
        high = np.maximum.reduceat(placed, edges[:-1])
        starts.append(edges)
        lows.append(low)
        highs.append(high)
        if level < depth:
            order, edges = _halved(placed, order, edges, np.argmax(high - low, axis=1))
    return order, _boxes(starts, lows, highs, count)


def _halved(placed: Floats, order: Ints, edges: Ints, axis: Ints) -> tuple[Ints, Ints]:
    """Sort each node's units along its longest side and cut it in two halves."""
    node = np.repeat(np.arange(len(axis)), np.diff(edges))
    along = placed[np.arange(len(order)), axis[node]]
    order = order[np.lexsort((along, node))]
    cuts = np.empty(2 * len(axis) + 1, dtype=np.int64)
    cuts[0::2] = edges
    cuts[1::2] = (edges[:-1] + edges[1:]) // 2
    return order, cuts


def _boxes(starts: list[Ints], lows: list[Floats], highs: list[Floats], count: int) -> Boxes:
    leaf_edges = starts[-1]
    first_leaf = len(leaf_edges) - 2
    leaf_of = np.repeat(np.arange(len(leaf_edges) - 1), np.diff(leaf_edges)) + first_leaf
    assert len(leaf_of) == count
    return Boxes(
        start=np.concatenate([edges[:-1] for edges in starts]),
        end=np.concatenate([edges[1:] for edges in starts]),
        low=np.ascontiguousarray(np.concatenate(lows)),
        high=np.ascontiguousarray(np.concatenate(highs)),
        leaf_of=leaf_of.astype(np.int64),
    )
