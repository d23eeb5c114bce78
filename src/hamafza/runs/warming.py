"""Reads or makes the machine code of the search before a watch is started."""

from functools import cache

import numpy as np
import polars as pl

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver.branching import BranchSearch
from hamafza.consortia.solver.effort import CountedPace, Paces
from hamafza.consortia.solver.form import form_family


def toy_units(count: int) -> pl.DataFrame:
    """Return units a kilometre apart, all in one family."""
    return pl.DataFrame(
        {
            "unit_id": range(count),
            "family": ["-"] * count,
            "lat_deg": [35.0 + 0.01 * at for at in range(count)],
            "lon_deg": [51.0] * count,
            "capacity": [0.2] * count,
            "readiness": [1.0] * count,
            "weight": [1.0 + 0.1 * (at % 7) for at in range(count)],
        }
    )


@cache
def warm_up_once() -> None:
    """Compile once, here, before several processes would each do it."""
    easy = FormationParams(min_size=2, max_size=4, min_capacity=0.5, fixed_cost=0.5)
    paces = Paces(CountedPace(2), lambda consortia: CountedPace(1))
    problem = families_of(units_at_the_door(toy_units(12)))[0]
    form_family(problem, easy, SolverParams(), paces, 1)
    branches = BranchSearch(problem, easy, 0.0, lambda leads, price, value: value)
    branches.run(np.zeros(len(problem)), lambda branches: branches < 3)
