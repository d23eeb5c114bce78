"""Proves a family's answer by full search, of parts and of districts, and takes what is better."""

import numpy as np

from hamafza.consortia.family import NOBODY
from hamafza.consortia.solver.answer import FamilyFormation
from hamafza.consortia.solver.exact import PROVED_SHARE
from hamafza.consortia.solver.proving_districts import by_districts
from hamafza.consortia.solver.proving_parts import Part, searched_parts, with_parts
from hamafza.consortia.solver.to_prove import ToProve


def proved(task: ToProve, found: FamilyFormation) -> FamilyFormation:
    """Return a proof that nothing better exists, or little, with the better answer if there is."""
    problem, solver, parts = task.problem, task.solver, list[Part]()
    closed = found.bound - found.value <= PROVED_SHARE * found.bound
    if closed or problem.kept.any():
        return found
    counted = task.seconds_left is None
    if len(problem) <= (solver.exact_most_units if counted else solver.exact_most_part_units):
        parts = searched_parts(task, found)
        found = with_parts(task, found, parts)
    too_large = counted and len(problem) > solver.exact_most_units
    if found.kind == "exact" or too_large or np.any(problem.twin != NOBODY):
        return found
    return by_districts(task, found, parts)
