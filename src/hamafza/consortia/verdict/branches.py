"""
What a tree of branches proves of a district: prices for each leaf, and nothing to be searched.

A branch says that at most so many leads of a set open, or at least one more. Two such branches
leave nothing out, so the highest bound of the leaves holds for all. That of a leaf is the sum of
its prices and the most that leads bring under them as its branches allow: any charges of zero or
more on the branches bound that, and a linear programme finds good ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import linprog

from hamafza.consortia.verdict.apart import case_at
from hamafza.consortia.verdict.case import Branch, Case, Flags, Floats, Ints
from hamafza.consortia.verdict.lead_values import TIGHT, values_of_leads

INFEASIBLE = 2


def is_no_tree(branches: Sequence[Branch]) -> str | None:
    """Return what is wrong with a tree, None for nothing; parents stand before children."""
    below: list[list[Branch]] = [[] for _ in branches]
    for number, branch in enumerate(branches):
        if (branch.parent is None) != (number == 0):
            return "has more roots than one, or none"
        if branch.parent is not None:
            if not 0 <= branch.parent < number:
                return "has a branch that stands before the one it belongs to"
            below[branch.parent].append(branch)
    for children in below:
        if children and not _leave_nothing_out(children):
            return "has branches that leave something out"
    return None


def _leave_nothing_out(children: list[Branch]) -> bool:
    if len(children) != 2 or children[0].above == children[1].above:
        return False
    one, other = children
    return one.count == other.count and np.array_equal(one.leads, other.leads)


def most_of_branches(case: Case, leads: Ints, at: Ints, branches: Sequence[Branch]) -> float:
    """
    Return the highest bound of the leaves.

    ``leads`` are those of the district, ``at`` all units that could follow them, in the case.
    """
    inner = {branch.parent for branch in branches}
    leaves = [number for number in range(len(branches)) if number not in inner]
    return max(_most_of_leaf(case, leads, at, branches, leaf) for leaf in leaves)


def _most_of_leaf(
    case: Case, leads: Ints, at: Ints, branches: Sequence[Branch], leaf: int
) -> float:
    path = list(_path(branches, leaf))
    sets = np.array([np.isin(leads, branch.leads) for branch in path], np.bool_)
    sets = sets.reshape(len(path), len(leads))
    above = np.array([branch.above for branch in path], np.bool_)
    count = np.array([branch.count for branch in path], np.float64)
    net = case_at(replace(case, price=branches[leaf].price, cuts=None), at)
    made_to_open = np.asarray(sets[above].any(axis=0), np.bool_)
    values = values_of_leads(net, np.searchsorted(at, leads), made_to_open)[:, TIGHT]
    return float(net.price.sum()) + _most_allowed(values, sets, above, count)


def _path(branches: Sequence[Branch], leaf: int) -> Iterator[Branch]:
    """Yield a leaf and the branches above it but the root, which allows everything."""
    number: int | None = leaf
    while number is not None:
        branch = branches[number]
        if branch.parent is not None:
            yield branch
        number = branch.parent


def _most_allowed(values: Floats, sets: Flags, above: Flags, count: Floats) -> float:
    """Return the most that leads bring together; minus infinity where too few could open."""
    able = np.isfinite(values)
    value, held = values[able], sets[:, able].astype(np.float64)
    if not len(held) or not len(value):
        return -np.inf if above.any() else float(np.maximum(value, 0.0).sum())
    sign = np.where(above, -1.0, 1.0)
    rows, most = sign[:, None] * held, np.where(above, -(count + 1.0), count)
    found = linprog(-value, A_ub=rows, b_ub=most, bounds=(0.0, 1.0), method="highs")
    if found.status == INFEASIBLE:
        return -np.inf
    charge = np.zeros(len(rows)) if found.status else np.maximum(0.0, -found.ineqlin.marginals)
    return float(charge @ most + np.maximum(0.0, value - charge @ rows).sum())
