"""Takes a family apart where no reach joins its units: each part is a problem of its own."""

from dataclasses import replace

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.geometry import REACH_SLACK_KM, chord_km, points_of
from hamafza.consortia.solver.ways import chord_between
from hamafza.vocabulary.compiled import compiled


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
    label = np.where(problem.twin == NOBODY, np.arange(count), problem.twin)
    leads = np.flatnonzero(problem.readiness >= params.lead_readiness)
    points = points_of(problem.lat_deg, problem.lon_deg)
    _join(label, leads, points, chord_km(params.reach_km + REACH_SLACK_KM))
    _, label = np.unique(label, return_inverse=True)
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(label))[:-1])
    return sorted(parts, key=len)


@compiled
def _join(label: Ints, leads: Ints, points: Floats, reach: float) -> None:
    """Give all that hang together one label; ``label`` names for each an earlier one, or itself."""
    for lead in leads:
        for unit in range(label.size):
            if chord_between(points, unit, lead) <= reach:
                one, other = _first(lead, label), _first(unit, label)
                label[max(one, other)] = min(one, other)
    for unit in range(label.size):
        label[unit] = _first(unit, label)


@compiled
def _first(unit: int, label: Ints) -> int:
    """Follow labels to the one that names itself, halving the way for those who come after."""
    while label[unit] != unit:
        label[unit] = label[label[unit]]
        unit = label[unit]
    return unit


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
