"""Consortia that stand today: which must and can be kept, and what changing them is charged."""

from dataclasses import dataclass, replace

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Flags, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.soundness import REACH_SLACK_KM


@dataclass(frozen=True)
class Changes:
    """What becomes of the consortia that stood; ``kept`` are those that had to be kept."""

    standing: int = 0
    stayed: int = 0
    moved: int = 0
    dissolved: int = 0
    kept: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            self.standing + other.standing,
            self.stayed + other.stayed,
            self.moved + other.moved,
            self.dissolved + other.dissolved,
            self.kept + other.kept,
        )

    def charge(self, params: FormationParams) -> float:
        """Return what is taken from the value of the grouping."""
        return params.move_charge * self.moved + params.dissolve_charge * self.dissolved


def changes_of(problem: FamilyProblem, lead_of: Ints) -> Changes:
    """Return who stayed and who moved under a grouping (leads by position, NOBODY for none)."""
    had = problem.home != NOBODY
    leads = np.unique(problem.home[had])
    stayed = int(np.count_nonzero(lead_of[had] == problem.home[had]))
    return Changes(
        standing=len(leads),
        stayed=stayed,
        moved=int(had.sum()) - stayed,
        dissolved=int(np.count_nonzero(lead_of[leads] != leads)),
        kept=len(np.unique(problem.home[problem.kept])),
    )


def settled(problem: FamilyProblem, params: FormationParams) -> FamilyProblem:
    """
    Return the problem with only those consortia still marked as kept that could be.

    A consortium can be kept when its lead may lead, its members within reach are not too many,
    and with the best of the units around there would be enough of them and of their capacity.
    Members beyond reach are free to go.
    """
    kept = problem.kept & np.bool_(not problem.is_service)
    if not kept.any():
        return replace(problem, kept=kept)
    there = np.flatnonzero(kept)
    way = problem.way_km(there, problem.home[there])
    kept[there[way > params.reach_km + REACH_SLACK_KM]] = False
    for lead in np.unique(problem.home[kept]):
        if not _can_be_kept(problem, params, int(lead), kept):
            kept[problem.home == lead] = False
    return replace(problem, kept=kept)


def _can_be_kept(problem: FamilyProblem, params: FormationParams, lead: int, kept: Flags) -> bool:
    company = np.flatnonzero(kept & (problem.home == lead))
    if problem.readiness[lead] < params.lead_readiness or len(company) > params.max_size:
        return False
    others = np.flatnonzero(~kept)
    near = others[
        problem.way_km(others, np.full(len(others), lead)) <= params.reach_km + REACH_SLACK_KM
    ]
    if len(company) + len(near) < params.min_size:
        return False
    richest = np.sort(problem.capacity[near])[::-1][: params.max_size - len(company)]
    capacity = float(problem.capacity[company].sum() + richest.sum())
    return capacity >= params.min_capacity
