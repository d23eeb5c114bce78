"""
What groups could earn above published prices, reckoned for every number of flows at once.

For k flows the k best markets are used: each gets a lot, and what capacity is left is handed out
from the best on, each up to the ceiling. The most over all k is the most there is. (The solver
compares two k only, for a reason of its own; here no such reason is needed.)
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.verdict.rules import Rules

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Asked:
    """Published prices, as shares of the value sent."""

    cap: Floats
    knee: Floats
    pools: dict[str, float]


def earnings(rules: Rules, asked: Asked) -> tuple[float, float]:
    """Return what all groups earn at most above the prices, and the size of what was added up."""
    shared = np.zeros(rules.timing.shape)
    for name, (counted, _) in rules.pools.items():
        shared += asked.pools[name] * counted
    earned, magnitude = [], []
    for h in range(len(rules.headings)):
        groups = np.flatnonzero(rules.of_heading == h)
        for q in range(rules.timing.shape[1]):
            pays = asked.cap[h, :, q:].sum(axis=1) + asked.knee[h] + shared[:, q]
            able = groups[rules.capacity[groups, q] >= rules.lot[groups]]
            if not len(able):
                continue
            unit = rules.unit[able][:, None]
            brings = rules.gain[able] * rules.timing[None, :, q]
            may = (rules.gain[able] > 0) & (
                unit * rules.lot[able][:, None] <= rules.room[h, :, q][None]
            )
            profit = np.where(may, np.maximum(brings - unit * pays[None], 0.0), 0.0)
            most = rules.most[able, q]
            earned.append(_most_earned(profit, rules.capacity[able, q], rules.lot[able], most))
            largest = np.where(may, brings + unit * pays[None], 0.0).max(axis=1)
            magnitude.append(float(largest @ rules.capacity[able, q]))
    return math.fsum(earned), math.fsum(magnitude)


def _most_earned(profit: Floats, capacity: Ints, lot: Ints, most: Ints) -> float:
    """Return the most that the groups earn; profits (groups, markets) of a unit, not negative."""
    best = -np.sort(-profit, axis=1)
    sums = np.concatenate([np.zeros((len(best), 1)), np.cumsum(best, axis=1)], axis=1)
    padded = np.concatenate([best, np.zeros((len(best), 1))], axis=1)
    rows, more = np.arange(len(best)), most - lot
    top = np.zeros(len(best))
    flows = min(best.shape[1], int((capacity // lot).max()))
    for k in range(1, flows + 1):
        spare = np.minimum(capacity - k * lot, k * more)
        full = np.where(more > 0, spare // np.maximum(more, 1), 0)
        full = np.clip(full, 0, k)
        rest = spare - full * more
        value = lot * sums[:, k] + more * sums[rows, full] + rest * padded[rows, full]
        top = np.where(spare >= 0, np.maximum(top, value), top)
        if (best[:, k - 1] <= 0).all():
            break
    return math.fsum(top)
