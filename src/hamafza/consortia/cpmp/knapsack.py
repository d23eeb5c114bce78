"""
The best companions of one median under prices: a 0-1 knapsack, three ways.

Items are given in falling order of profit for each unit of weight; all profits are above zero.
"""

import numpy as np
from numpy.typing import NDArray

from hamafza.vocabulary.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_STEPS = 4_000
"""Steps of one branching; beyond them the fractional value stands in (still a bound)."""


@compiled
def fractional(profit: Floats, weight: Floats, start: int, room: float) -> float:
    """Return the value when the last item may be cut: never below the value of the knapsack."""
    value = 0.0
    for at in range(start, len(profit)):
        if weight[at] <= room:
            value += profit[at]
            room -= weight[at]
        else:
            return float(value + profit[at] * room / weight[at])
    return value


@compiled
def branched(profit: Floats, weight: Floats, room: float, slack: float, best_take: Flags) -> float:
    """
    Return an upper value no more than ``slack`` above the best, and mark its items.

    Depth first, the better item taken first (Horowitz and Sahni 1974, J. ACM 21).
    """
    items = len(profit)
    take = np.zeros(items, np.bool_)
    best_take[:] = False
    best, value, at, steps = 0.0, 0.0, 0, 0
    root = fractional(profit, weight, 0, room)
    while True:
        steps += 1
        if steps > MOST_STEPS:
            return root
        if value + fractional(profit, weight, at, room) > best + slack:
            while at < items and weight[at] <= room:
                take[at] = True
                value += profit[at]
                room -= weight[at]
                at += 1
            if value > best:
                best = value
                best_take[:] = take
            at += 1
            if at < items:
                continue
        at = _last_taken(take, min(at, items))
        if at < 0:
            return min(root, best + slack)
        take[at] = False
        value -= profit[at]
        room += weight[at]
        at += 1


@compiled
def _last_taken(take: Flags, end: int) -> int:
    """Return the last item taken before ``end``; -1 when there is none."""
    at = end - 1
    while at >= 0 and not take[at]:
        at -= 1
    return at


@compiled
def tabled(profit: Floats, weight: Ints, room: int) -> Floats:
    """Return the exact value for each whole room from 0 to ``room``, weights being whole too."""
    best = np.zeros(room + 1)
    for at in range(len(profit)):
        for left in range(room, weight[at] - 1, -1):
            with_it = best[left - weight[at]] + profit[at]
            if with_it > best[left]:
                best[left] = with_it
    return best
