"""
What each point would be worth as a median under prices, and the best p of them.

Prices pay for the rule that every point is served once. What is left falls apart by median: a
median h earns price - distance of the points it takes, itself always among them, within its
capacity. The value v_h is that gain with the sign turned; sum(prices) + the p least v_h is a
lower bound on the cost of every answer.
"""

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.cpmp.knapsack import branched, fractional, tabled
from hamafza.vocabulary.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LIGHT = 1e-12
"""Stands in for a weight of zero where profit is divided by weight."""


@compiled
def list_pairs(
    price: Floats, order: NDArray[np.int32], near_distance: Floats, distance: Floats, able: Flags
) -> tuple[Ints, Ints, Floats]:
    """
    Return the pairs that earn something, median by median.

    Items of median h stand at ``start[h]:start[h + 1]`` of ``item`` and ``profit``, h itself not
    among them.
    """
    points = len(price)
    start = np.zeros(points + 2, np.int64)
    within = np.empty(points, np.int64)
    for i in range(points):
        for at in range(_within_price(i, price[i], order, near_distance, distance, able, within)):
            start[within[at] + 2] += 1
    start = np.cumsum(start)
    item = np.empty(start[-1], np.int64)
    profit = np.empty(start[-1])
    for i in range(points):
        for at in range(_within_price(i, price[i], order, near_distance, distance, able, within)):
            h = within[at]
            item[start[h + 1]] = i
            profit[start[h + 1]] = price[i] - distance[i, h]
            start[h + 1] += 1
    return start[:-1], item, profit


@compiled
def _within_price(
    i: int, price: float, order: NDArray[np.int32], near_distance: Floats, distance: Floats,
    able: Flags, within: Ints,
) -> int:  # fmt: skip
    """Write the medians nearer to point i than its price, itself left out; return how many."""
    found, listed = 0, order.shape[1]
    if listed < len(within) and near_distance[i, listed - 1] < price:
        for h in range(len(within)):  # the list ends too soon: look at all
            if distance[i, h] < price and able[h] and h != i:
                within[found] = h
                found += 1
        return found
    for at in range(listed):
        if near_distance[i, at] >= price:
            break
        h = order[i, at]
        if able[h] and h != i:
            within[found] = h
            found += 1
    return found


@compiled
def fractional_values(
    price: Floats, weight: Floats, room: Floats, able: Flags,
    start: Ints, item: Ints, profit: Floats,
) -> Floats:  # fmt: skip
    """Return a lower bound of every v_h, sorting each median's items by profit for weight."""
    points = len(price)
    value = np.full(points, np.inf)
    for h in range(points):
        if not able[h]:
            continue
        first, last = start[h], start[h + 1]
        total, gain = 0.0, 0.0
        for at in range(first, last):
            total += weight[item[at]]
            gain += profit[at]
        if total > room[h]:
            items, profits = item[first:last].copy(), profit[first:last].copy()
            rank = np.argsort(-profits / np.maximum(weight[items], LIGHT))
            item[first:last] = items[rank]
            profit[first:last] = profits[rank]
            gain = fractional(profit[first:last], weight[item[first:last]], 0, room[h])
        value[h] = -price[h] - gain
    return value


@compiled
def best_medians(
    medians: int, slack: float, lower: Floats, price: Floats, weight: Floats, room: Floats,
    start: Ints, item: Ints, profit: Floats, take: Flags,
) -> tuple[float, Ints]:  # fmt: skip
    """
    Return a lower bound on the sum of the p least v_h and the medians it names.

    Knapsacks are solved (to within ``slack`` each) from the most promising median on, until no
    further one can come among the best p. ``take`` marks their items.
    """
    values = np.full(medians, np.inf)
    named = np.full(medians, -1)
    rank = np.argsort(lower)
    for h in rank:
        if lower[h] >= values[medians - 1]:
            break
        first, last = start[h], start[h + 1]
        value = lower[h]
        total = 0.0
        for at in range(first, last):
            total += weight[item[at]]
        if total <= room[h]:
            take[first:last] = True
        else:
            upper = branched(
                profit[first:last], weight[item[first:last]], room[h], slack, take[first:last]
            )
            value = -price[h] - upper
        at = medians - 1
        if value >= values[at]:
            continue
        while at > 0 and values[at - 1] > value:
            values[at] = values[at - 1]
            named[at] = named[at - 1]
            at -= 1
        values[at] = value
        named[at] = h
    return float(values.sum()), named


@compiled
def violation(named: Ints, start: Ints, item: Ints, take: Flags, violated: Floats) -> None:
    """Write 1 less the number of the named medians that serve each point: the subgradient."""
    violated[:] = 1.0
    for h in named:
        violated[h] -= 1.0
        for at in range(start[h], start[h + 1]):
            if take[at]:
                violated[item[at]] -= 1.0


@compiled
def least_values(
    medians: int, lower: Floats, price: Floats, need: Ints, room: Ints,
    start: Ints, item: Ints, profit: Floats,
) -> Floats:  # fmt: skip
    """Return the p least v_h exactly, for whole weights ``need`` and ``room`` beside h itself."""
    values = np.full(medians, np.inf)
    for h in np.argsort(lower):
        if lower[h] >= values[medians - 1]:
            break
        first, last = start[h], start[h + 1]
        gain = profit[first:last].sum()
        if need[item[first:last]].sum() > room[h]:
            gain = tabled(profit[first:last], need[item[first:last]], room[h])[-1]
        at = medians - 1
        if -price[h] - gain >= values[at]:
            continue
        while at > 0 and values[at - 1] > -price[h] - gain:
            values[at] = values[at - 1]
            at -= 1
        values[at] = -price[h] - gain
    return values
