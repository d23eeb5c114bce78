"""Takes a family apart where no reach joins its units: each part is a problem of its own."""

from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from hamafza.consortia.family import NOBODY, FamilyProblem, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.geometry import REACH_SLACK_KM, chord_km, points_of


def parts_of(problem: FamilyProblem, params: FormationParams) -> list[Ints]:
    """
    Return the positions of each part, the smallest part first.

    Two units are joined where one of them may lead and the other is within its reach, in a
    straight line (roads are never shorter). Where consortia stand already all is one part: what
    their changes are charged is counted for the family as a whole.
    """
    count = len(problem)
    if count == 0 or np.any(problem.home != NOBODY):
        return [np.arange(count)]
    points = points_of(problem.lat_deg, problem.lon_deg)
    leads = np.flatnonzero(problem.readiness >= params.lead_readiness)
    near = KDTree(points).query_ball_point(
        points[leads], chord_km(params.reach_km + REACH_SLACK_KM), return_sorted=False
    )
    one = np.repeat(leads, [len(each) for each in near])
    other = np.concatenate([*map(np.array, near), np.empty(0)]).astype(np.int64)
    one, other = _with_twins(problem, one, other)
    joined = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
    _, label = connected_components(joined, directed=False)
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(label))[:-1])
    return sorted(parts, key=len)


def _with_twins(problem: FamilyProblem, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Join the parts of one unit too: they stand together, but perhaps within nobody's reach."""
    twins = np.flatnonzero(problem.twin != NOBODY)
    return np.concatenate([one, twins]), np.concatenate([other, problem.twin[twins]])


def part_of(problem: FamilyProblem, at: Ints) -> FamilyProblem:
    """Return the problem of the units at these ascending positions, without standing consortia."""
    place = np.full(len(problem) + 1, NOBODY)  # the last stands for NOBODY, which is -1
    place[at] = np.arange(len(at))
    per_unit = (
        "unit_id", "lat_deg", "lon_deg", "capacity", "readiness", "weight", "raised", "share",
        "line", "owner", "kept",
    )  # fmt: skip
    roads = problem.roads
    if roads is not None:
        roads = replace(roads, node=roads.node[at], access_km=roads.access_km[at])
    return replace(
        problem,
        **{name: getattr(problem, name)[at] for name in per_unit},
        twin=place[problem.twin[at]],
        home=place[problem.home[at]],
        roads=roads,
    )


def inside(lead_of: Ints, at: Ints) -> Ints:
    """Return the leads of a part's units as positions in the part; none of them is outside."""
    lead = lead_of[at]
    return np.where(lead == NOBODY, NOBODY, np.searchsorted(at, lead))
