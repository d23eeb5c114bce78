"""A family laid out for the compiled search: units in leaf order, boxes, rules, scratch space."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem
from hamafza.consortia.solver.geometry import REACH_SLACK_KM, Boxes, chord_km, leaf_order, points_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

STACK = 256  # a depth-first walk holds two nodes a level; 2**128 units would overflow it


class Ground(NamedTuple):
    """Units in leaf order and the boxes above them; arrays never change."""

    points: Floats
    weight: Floats
    capacity: Floats
    may_lead: Flags
    boxes: Boxes
    capacity_peak: Floats
    """Largest capacity below each box."""


class Rules(NamedTuple):
    """The parameters as plain numbers."""

    fewest: int
    most: int
    reach_chord_km: float
    enough: float
    """Least capacity of a consortium."""
    cost_per_km: float
    fixed_cost: float
    first_pull: float
    """Worth a unit of capacity is given at first when a company lacks it."""


class Found(NamedTuple):
    """Scratch space of one search: what it found and where it still has to look."""

    worth: Floats
    unit: Ints
    node: Ints
    ceiling: Floats


def lay_out(problem: FamilyProblem, params: FormationParams) -> tuple[Ints, Ground]:
    """Return the leaf order (positions in ``problem``) and the ground."""
    points = points_of(problem.lat_deg, problem.lon_deg)
    order, boxes = leaf_order(points)
    capacity = problem.capacity[order]
    return order, Ground(
        points=np.ascontiguousarray(points[order]),
        weight=problem.weight[order],
        capacity=capacity,
        may_lead=problem.readiness[order] >= params.lead_readiness,
        boxes=boxes,
        capacity_peak=peaks_of(capacity, boxes),
    )


def rules_of(problem: FamilyProblem, params: FormationParams) -> Rules:
    """Return the rules a consortium must obey."""
    capacity, weight = float(problem.capacity.sum()), float(problem.weight.sum())
    return Rules(
        fewest=params.min_size,
        most=params.max_size,
        reach_chord_km=chord_km(params.reach_km + REACH_SLACK_KM),
        enough=params.min_capacity,
        cost_per_km=params.distance_cost_per_km,
        fixed_cost=params.fixed_cost,
        first_pull=0.1 * weight / capacity if capacity > 0 and weight > 0 else 1.0,
    )


def room_to_search(most: int) -> Found:
    """Return scratch space for sets of at most ``most`` units."""
    return Found(
        np.empty(most + 2), np.empty(most + 2, np.int64), np.empty(STACK, np.int64), np.empty(STACK)
    )


def peaks_of(worth: Floats, boxes: Boxes) -> Floats:
    """Return the largest worth below each box."""
    count = len(boxes.start)
    first_leaf = (count - 1) // 2
    peak = np.empty(count)
    edges = boxes.start[first_leaf:]
    peak[first_leaf:] = np.maximum.reduceat(worth, edges)
    level_end = first_leaf
    while level_end > 0:
        level_start = (level_end - 1) // 2
        below = peak[2 * level_start + 1 : 2 * level_end + 1]
        peak[level_start:level_end] = np.maximum(below[0::2], below[1::2])
        level_end = level_start
    return peak
