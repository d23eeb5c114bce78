"""
Divides a family into districts, leads whose consortia are searched together, and prices units.

Whatever the prices and wherever the borders, no grouping is worth more than the sum of all prices
and of what each district could bring at those prices: the leads of each are free to take any unit,
each at most once. A unit that only its own district could use needs no price there, and the search
itself finds out what it is worth; so prices fall, a little, as far as leads elsewhere allow.
"""

from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial import KDTree
from scipy.spatial.distance import pdist

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.geometry import REACH_SLACK_KM, chord_km, points_of
from hamafza.consortia.solver.ways import chord_between
from hamafza.vocabulary.compiled import compiled

MOST_LINKED = 1000
"""Consortia linked at once, for that is quadratic; more are parted at the widest gap before."""
MOST_OFF = 0.15
"""Of a price, in mean weights: more lets leads fill themselves across the border for nothing."""
BORDERS_KM, NEARLY_SCARCE = 15.0, 1.1
"""
Consortia with less than the second times the least capacity have little to spare; if all are so,
leads elsewhere count as so much nearer.
"""


@dataclass(frozen=True)
class Districts:
    """The district of each unit, 0 to ``count`` - 1, and its price there; in problem order."""

    of: Ints
    price: Floats

    @property
    def count(self) -> int:
        """How many there are."""
        return int(self.of.max()) + 1 if len(self.of) else 0


def districts_of(
    problem: FamilyProblem, params: FormationParams, lead_of: Ints, price: Floats, most_leads: int
) -> Districts:
    """
    Return districts of at most about ``most_leads`` units able to lead.

    Neighbouring consortia of the answer stand together; whoever is in none goes with the nearest
    lead. ``price`` are prices of the whole family; none is raised.
    """
    points = points_of(problem.lat_deg, problem.lon_deg)
    able = np.flatnonzero(problem.readiness >= params.lead_readiness)
    opened = np.flatnonzero(lead_of == np.arange(len(problem)))
    if not len(opened):
        return Districts(np.zeros(len(problem), np.int64), price)
    head = np.searchsorted(opened, lead_of)
    alone = lead_of == NOBODY
    head[alone] = KDTree(points[opened]).query(points[alone])[1]
    weight = np.bincount(head[able], minlength=len(opened))
    of = _labels(points[opened], weight, most_leads)[head]
    outside = _nearest_outside(points, able, of)
    reached = outside <= chord_km(params.reach_km + REACH_SLACK_KM)
    nearer = np.maximum(0.0, outside[reached] - _borders_km(problem, params, lead_of))
    low = np.zeros(len(problem))
    low[reached] = problem.weight[reached] - params.distance_cost_per_km * nearer
    low = np.maximum(low, price - MOST_OFF * problem.weight.mean())
    return Districts(of, np.clip(np.maximum(low, _at_home(problem, params, of)), 0.0, price))


def _borders_km(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    """
    Return how much nearer than it is a lead of another district is taken to be.

    Where capacity is scarce, leads take units from across the border for their capacity alone.
    Free of charge these would fill consortia that could not stand; so border units keep prices.
    """
    joined = lead_of != NOBODY
    filled = np.bincount(lead_of[joined], problem.capacity[joined])
    scarce = filled[filled > 0.0] < NEARLY_SCARCE * params.min_capacity
    return BORDERS_KM * float(scarce.mean()) if len(scarce) else 0.0


def _at_home(problem: FamilyProblem, params: FormationParams, of: Ints) -> Floats:
    """Return what units bring to the lead they stand with today if it is of another district."""
    brought = np.zeros(len(problem))
    away = np.flatnonzero((problem.home != NOBODY) & (of[problem.home] != of))
    way = problem.way_km(away, problem.home[away])
    brought[away] = problem.weight[away] + params.move_charge - params.distance_cost_per_km * way
    return brought


@compiled
def _nearest_outside(points: Floats, leads: Ints, of: Ints) -> Floats:
    """Return the straight way of each unit to the nearest lead of another district."""
    nearest = np.full(of.size, np.inf)
    for unit in range(of.size):
        for lead in leads:
            if of[lead] != of[unit]:
                nearest[unit] = min(nearest[unit], chord_between(points, unit, lead))
    return nearest


def _labels(points: Floats, weight: Ints, most: int) -> Ints:
    """Number clusters of points whose weights are at most ``most`` together, single ones apart."""
    label, count = np.zeros(len(points), np.int64), 0
    waiting = [np.arange(len(points))]
    while waiting:
        at = waiting.pop()
        if len(at) > MOST_LINKED:
            waiting += _parted(points, at)
            continue
        for cluster in _clusters(points[at], weight[at], most):
            label[at[cluster]] = count
            count += 1
    return label


def _parted(points: Floats, at: Ints) -> list[Ints]:
    """Part points in two where they lie farthest apart along their widest side, near the middle."""
    axis = int(np.argmax(np.ptp(points[at], axis=0)))
    order = at[np.argsort(points[at, axis], kind="stable")]
    first, last = len(order) // 4, 3 * len(order) // 4
    cut = first + int(np.argmax(np.diff(points[order[first : last + 1], axis]))) + 1
    return [order[:cut], order[cut:]]


def _clusters(points: Floats, weight: Ints, most: int) -> list[Ints]:
    """Return positions of clusters by average linkage, cut from above until each is light."""
    count = len(points)
    if count == 1:
        return [np.zeros(1, np.int64)]
    tree = linkage(pdist(points), "average")
    members = [np.array([at]) for at in range(count)]
    heavy = weight.astype(np.float64).tolist()
    for left, right, *_ in tree:
        members.append(np.concatenate([members[int(left)], members[int(right)]]))
        heavy.append(heavy[int(left)] + heavy[int(right)])
    waiting, light = [2 * count - 2], []
    while waiting:
        node = waiting.pop()
        if node < count or heavy[node] <= most:
            light.append(members[node])
        else:
            waiting += [int(tree[node - count, 0]), int(tree[node - count, 1])]
    return light
