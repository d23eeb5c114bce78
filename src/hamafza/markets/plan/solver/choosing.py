"""
What one group would send in one quarter at given prices: a small problem solved exactly.

With one lot and one ceiling for all markets, the best k flows go to the k markets that gain most.
More than K = ceil(capacity / ceiling) flows are never better: what the last one carries fits into
those that gain more. K - 1 flows are all full; with K flows the last bears what is left, but at
least a lot, taken from the one before. So two candidates are compared.
"""

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.params import MOST_MARKETS_AT_ONCE
from hamafza.vocabulary.compiled import bare, compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PLACES = MOST_MARKETS_AT_ONCE + 1


@bare
def best_flows(
    profit: Floats, capacity: int, lot: int, ceiling: int, market: Ints, units: Ints
) -> int:
    """
    Write the flows that earn most at ``profit`` a unit (by market), and return how many.

    Flows stand first in ``market`` and ``units``, best first; both have PLACES places.
    """
    if capacity < lot or ceiling < lot:
        return 0
    most = (capacity + ceiling - 1) // ceiling
    found = _best_markets(profit, most, market)
    for at in range(min(found, most - 1)):
        units[at] = ceiling
    if found < most:
        return found
    left = capacity - (most - 1) * ceiling
    if left >= lot:
        units[most - 1] = left
        return most
    return _with_a_lot_more(profit, lot - left, most, lot, ceiling, market, units)


@bare
def _best_markets(profit: Floats, most: int, market: Ints) -> int:
    """Write the markets that earn most, best first, and return how many of ``most`` earn at all."""
    found = 0
    for m in range(len(profit)):
        gain = profit[m]
        if gain <= 0.0 or (found == most and gain <= profit[market[found - 1]]):
            continue
        at = found if found < most else most - 1
        while at > 0 and profit[market[at - 1]] < gain:
            market[at] = market[at - 1]
            at -= 1
        market[at] = m
        found = min(found + 1, most)
    return found


@bare
def _with_a_lot_more(
    profit: Floats, lacking: int, most: int, lot: int, ceiling: int, market: Ints, units: Ints
) -> int:
    """Give the last market a lot, taken from those before it, where that is worth it."""
    earned = profit[market[most - 1]] * lot
    need = lacking
    for at in range(most - 2, -1, -1):
        taken = min(need, ceiling - lot)
        earned -= taken * profit[market[at]]
        need -= taken
    if need > 0 or earned <= 0.0:
        return most - 1
    units[most - 1] = lot
    need = lacking
    for at in range(most - 2, -1, -1):
        taken = min(need, ceiling - lot)
        units[at] -= taken
        need -= taken
    return most


@compiled
def answer_prices(
    start: Ints, unit: Ints, lot: Ints, capacity: Ints, ceiling: Ints, gain: Floats,
    timing: Floats, cap: Ints, price: Floats, earned: Floats, used: Floats,
) -> None:  # fmt: skip
    """
    Let every group answer ``price`` (H, M, Q; a share of the value sent).

    Writes what each heading's groups earn (H) and the cents they would send (H, M, Q).
    """
    headings, markets, quarters = price.shape
    profit = np.empty(markets)
    market = np.empty(PLACES, np.int64)
    units = np.empty(PLACES, np.int64)
    earned[:] = 0.0
    used[:] = 0.0
    for h in range(headings):
        for g in range(start[h], start[h + 1]):
            worth = unit[g] * lot[g]
            for q in range(quarters):
                if capacity[g, q] < lot[g]:
                    continue
                for m in range(markets):
                    profit[m] = 0.0
                    if gain[g, m] > 0.0 and worth <= cap[h, m, q]:
                        profit[m] = gain[g, m] * timing[m, q] - unit[g] * price[h, m, q]
                count = best_flows(profit, capacity[g, q], lot[g], ceiling[g, q], market, units)
                for at in range(count):
                    earned[h] += profit[market[at]] * units[at]
                    used[h, market[at], q] += unit[g] * units[at]
