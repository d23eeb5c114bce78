"""The branches that prove districts, as a table."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from hamafza.consortia.problem import FamilyProblem
from hamafza.consortia.solver.answer import DistrictProof
from hamafza.consortia.solver.branches import Tree
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import Branches

_KINDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "branch_id": pl.Int64, "district_id": pl.Int64, "parent_id": pl.Int64,
    "leads": pl.List(pl.Int64), "count": pl.Int64, "above": pl.Boolean,
    "units": pl.List(pl.Int64), "price": pl.List(pl.Float64),
}  # fmt: skip
Proofs = Sequence[tuple[FamilyProblem, DistrictProof]]


def branches_of(proofs: Proofs) -> pl.DataFrame | None:
    """Return the branches of all families, numbered from 1; None for none."""
    rows: list[dict[str, Any]] = []
    districts = 0
    for problem, proof in proofs:
        for number, tree in sorted(proof.branches.items()):
            rows += _rows(problem, tree, districts + number + 1, len(rows) + 1)
        districts += len(proof.bound)
    return checked(Branches, pl.DataFrame(rows, schema=_KINDS)) if rows else None


def _rows(
    problem: FamilyProblem, tree: Tree, district: int, first: int
) -> Iterator[dict[str, Any]]:
    unit_id = problem.unit_id[tree.at]
    for number, branch in enumerate(tree.branches):
        paid = np.flatnonzero(branch.price)
        yield {
            "branch_id": first + number,
            "district_id": district,
            "parent_id": None if branch.parent < 0 else first + branch.parent,
            "leads": unit_id[branch.leads].tolist(),
            "count": branch.count,
            "above": branch.above,
            "units": unit_id[paid].tolist(),
            "price": branch.price[paid].tolist(),
        }
