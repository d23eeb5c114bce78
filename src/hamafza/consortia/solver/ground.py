"""A family laid out for the compiled search: units in leaf order, boxes, rules, scratch space."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import NOBODY
from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem
from hamafza.consortia.solver.geometry import REACH_SLACK_KM, Boxes, chord_km, leaf_order, points_of
from hamafza.consortia.solver.ties import is_strict, ties_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LACK_COST = 3.0  # in mean worths of capacity
STACK = 256  # a depth-first walk holds two nodes a level; 2**128 units would overflow it


class Ground(NamedTuple):
    """
    Units in leaf order and the boxes above them; arrays never change.

    What holds for single units stands here beside the rest and not in a tuple of its own: taking
    a tuple out of a tuple counts references to each of its arrays, which costs more than a search.
    """

    points: Floats
    weight: Floats
    capacity: Floats
    may_lead: Flags
    boxes: Boxes
    capacity_peak: Floats
    """Largest capacity below each box."""
    opening: Floats
    """Cost of a consortium led by the unit, less what the lead's own staying is worth."""
    line: Ints
    line_least: Ints
    """Fewest members of each product line; a single zero where there are no lines."""
    hand: Ints
    twin: Ints
    """The same for related units, or for the parts of one unit; see ``ties``."""
    home: Ints
    loyalty: Floats
    held: Floats
    guest_start: Ints
    guest: Ints
    """Who stands with whom today, and what that is worth; see ``ties``."""
    node: Ints
    access_km: Floats
    between_km: NDArray[np.float32]
    """Ways by road; ``node`` is empty where ways are straight."""


class Rules(NamedTuple):
    """The parameters as plain numbers."""

    fewest: int
    most: int
    reach_chord_km: float
    reach_km: float
    """Reach by road; the straight line alone decides where there are no roads."""
    enough: float
    """Least capacity of a consortium."""
    cost_per_km: float
    fixed_cost: float
    leads_needed: int
    share_ceiling: float
    """Most of a consortium's capacity that one hand may hold."""
    by_road: bool
    tied: bool
    """Whether roads or standing consortia change what a unit gains at a lead."""
    strict: bool
    """Whether single members are looked at when a consortium is judged."""
    first_pull: float
    """Worth a unit of capacity is given at first when a company lacks it."""
    lack_cost: float
    """What a unit of missing capacity costs in a consortium that is still being put together."""


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
        **ties_of(problem, params, order)._asdict(),
    )


def rules_of(problem: FamilyProblem, params: FormationParams) -> Rules:
    """Return the rules a consortium must obey."""
    capacity, weight = float(problem.capacity.sum()), float(problem.weight.sum())
    return Rules(
        fewest=params.min_size,
        most=params.max_size,
        reach_chord_km=chord_km(params.reach_km + REACH_SLACK_KM),
        reach_km=params.reach_km + REACH_SLACK_KM,
        enough=params.min_capacity,
        cost_per_km=params.distance_cost_per_km,
        fixed_cost=params.fixed_cost,
        leads_needed=params.leads_needed,
        share_ceiling=params.member_share_ceiling,
        by_road=problem.roads is not None,
        tied=problem.roads is not None or bool(np.any(problem.home != NOBODY)),
        strict=is_strict(problem, params),
        first_pull=0.1 * weight / capacity if capacity > 0 and weight > 0 else 1.0,
        lack_cost=LACK_COST * weight / capacity if capacity > 0 and weight > 0 else 1.0,
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
