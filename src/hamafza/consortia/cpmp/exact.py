"""Solves a thinned instance to the end with HiGHS: one variable for each pair that is left."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from hamafza.consortia.cpmp.instance import Floats, Instance, Ints
from hamafza.consortia.cpmp.thinning import Pairs

GAP = 1e-7
INFEASIBLE = 2
"""The status by which ``scipy.optimize.milp`` says that no answer is left."""


@dataclass(frozen=True)
class Ended:
    """``median_of[i]`` is point i's median, or None; nothing among the pairs costs less."""

    median_of: Ints | None
    bound: float


def solve_pairs(instance: Instance, pairs: Pairs, seconds: float) -> Ended:
    """Return the best answer among the pairs that HiGHS finds in the seconds, and its bound."""
    cost = instance.distance[pairs.point, pairs.median]
    scale = max(1.0, float(cost.max(initial=0.0))) / 1000
    answer = milp(
        c=cost / scale,
        integrality=np.ones(len(pairs)),
        bounds=Bounds(0, 1),
        constraints=_rows(instance, pairs),
        options={"mip_rel_gap": GAP, "time_limit": max(0.1, seconds)},
    )
    if answer.status == INFEASIBLE:
        return Ended(None, np.inf)
    bound = -np.inf if answer.mip_dual_bound is None else float(answer.mip_dual_bound) * scale
    if answer.x is None:
        return Ended(None, bound)
    median_of = np.full(len(instance), -1)
    taken = answer.x > 0.5
    median_of[pairs.point[taken]] = pairs.median[taken]
    return Ended(median_of, bound)


def _rows(instance: Instance, pairs: Pairs) -> LinearConstraint:
    """Return: each point once, none without its median, capacity, exactly p medians."""
    columns = np.arange(len(pairs))
    itself = pairs.point == pairs.median
    own = np.full(len(instance), -1)
    own[pairs.median[itself]] = columns[itself]
    others = columns[~itself]
    links, count = np.arange(len(others)), len(pairs)

    def block(values: Floats, row: Ints, column: Ints, rows: int) -> coo_array:
        return coo_array((values, (row, column)), shape=(rows, count))

    once = block(np.ones(count), pairs.point, columns, len(instance))
    led = block(
        np.concatenate([np.ones(len(others)), -np.ones(len(others))]),
        np.concatenate([links, links]),
        np.concatenate([others, own[pairs.median[others]]]),
        len(others),
    )
    load = np.where(
        itself,
        instance.weight[pairs.point] - instance.capacity[pairs.median],
        instance.weight[pairs.point],
    )
    room = block(load, pairs.median, columns, len(instance))
    medians = block(itself.astype(np.float64), np.zeros(count, np.int64), columns, 1)
    free = np.full(len(others) + len(instance), -np.inf)
    low = np.concatenate([np.ones(len(instance)), free, [instance.medians]])
    high = np.concatenate(
        [np.ones(len(instance)), np.zeros(len(others) + len(instance)), [instance.medians]]
    )
    return LinearConstraint(vstack([once, led, room, medians], format="csr"), low, high)
