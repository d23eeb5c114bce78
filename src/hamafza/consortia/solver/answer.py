"""The answer of one family: its consortia, what they are worth, and what is proved about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.branches import Tree
from hamafza.consortia.soundness import sound_heads
from hamafza.consortia.standing import changes_of


@dataclass(frozen=True)
class DistrictProof:
    """
    District of each unit, 0 to K - 1, its price there, and what each district can bring at most.

    ``bound`` (K,) is NaN where no search lowered it; its leads are then valued under the prices.
    Where ``whole`` (K,), the search was of all members and not of who leads alone.
    """

    of: Ints
    price: Floats
    bound: Floats
    whole: NDArray[np.bool_]
    branches: Mapping[int, Tree] = field(default_factory=dict)
    """Of the districts whose bound rests on branches and not on a search."""


@dataclass(frozen=True)
class FamilyFormation:
    """
    The consortia of one family and what is proved about them; all in the order of the problem.

    ``lead_of`` is the position of each unit's lead, its own for a lead, -1 for the units left out.
    """

    lead_of: Ints
    price: Floats
    value: float
    bound_prices: float
    kind: str
    bound: float
    districts: DistrictProof | None = None
    """Of kind *districts*: what they prove."""


def value_of(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    """Return what all consortia bring: weights less ways, fixed costs and charges."""
    joined = np.flatnonzero(lead_of != NOBODY)
    lead = lead_of[joined]
    way = problem.way_km(joined, lead)
    profit = problem.weight[joined] - params.distance_cost_per_km * way
    opened = params.fixed_cost * np.count_nonzero(joined == lead)
    return float(profit.sum() - opened - changes_of(problem, lead_of).charge(params))


def is_sound(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> bool:
    """Tell whether an answer that obeys rules within a solver's tolerance obeys them truly."""
    return bool(sound_heads(problem, params, lead_of)[1].all())
