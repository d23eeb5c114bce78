"""The problems of a formation as the solver takes them: by road if asked, and what can be kept."""

import polars as pl

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem, families_of
from hamafza.consortia.standing import settled
from hamafza.runs.road_ways import by_road


def problems_of(
    units: pl.DataFrame, params: FormationParams, raised: pl.Series | None = None
) -> list[FamilyProblem]:
    """Return the problems of checked units; ``raised`` is what floors add to their weights."""
    problems = families_of(units, params, raised)
    if params.by_road:
        problems = [by_road(problem, params) for problem in problems]
    return [settled(problem, params) for problem in problems]
