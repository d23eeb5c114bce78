"""
Pairs of point and median that may be in a better answer than the one in hand.

A pair is left out when the bound of the prices, with that pair forced, passes what is still of
interest: reduced-cost fixing.
"""

import math
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.cpmp.certificate import in_steps
from hamafza.consortia.cpmp.distances import Nearest
from hamafza.consortia.cpmp.instance import Flags, Floats, Instance, Ints, able_medians
from hamafza.consortia.cpmp.knapsack import tabled
from hamafza.consortia.cpmp.median_values import list_pairs
from hamafza.vocabulary.compiled import compiled

COARSE_STEPS = 1 << 12
"""Of the largest capacity: coarser than the bound's, for every median is asked here."""
ROUNDING = 1e-9


@dataclass(frozen=True)
class Pairs:
    """Point ``point[k]`` may go to median ``median[k]``; a median also pairs with itself."""

    point: Ints
    median: Ints

    def __len__(self) -> int:
        return len(self.point)


def pairs_below(
    instance: Instance, near: Nearest, price: Floats, ceiling: float, most: int
) -> Pairs | None:
    """Return the pairs whose forced bound is no more than ``ceiling``; None above ``most``."""
    need, capacity = in_steps(instance.weight, instance.capacity, COARSE_STEPS, COARSE_STEPS)
    able = able_medians(instance.capacity, instance.weight)
    room = capacity - need
    start, item, profit = list_pairs(price, near.order, near.distance, instance.distance, able)
    value = _values(price, need, room, able, start, item, profit)
    ranked = np.sort(value)[: instance.medians]
    bound = math.fsum(price) + math.fsum(ranked)
    slack = ceiling - bound + ROUNDING * (abs(bound) + 1.0)
    found, point, median = _kept(
        slack, float(ranked[-1]), value, price, need, room, start, item, profit,
        instance.distance, most,
    )  # fmt: skip
    return Pairs(point[:found], median[:found]) if found <= most else None


@compiled
def _values(
    price: Floats, need: Ints, room: Ints, able: Flags, start: Ints, item: Ints, profit: Floats
) -> Floats:
    """Return v_h of every median, exactly."""
    value = np.full(len(price), np.inf)
    for h in range(len(price)):
        if able[h]:
            at = slice(start[h], start[h + 1])
            value[h] = -price[h] - tabled(profit[at], need[item[at]], room[h])[-1]
    return value


@compiled
def _kept(
    slack: float, last: float, value: Floats, price: Floats, need: Ints, room: Ints,
    start: Ints, item: Ints, profit: Floats, distance: Floats, most: int,
) -> tuple[int, Ints, Ints]:  # fmt: skip
    """
    Fill the pairs median by median; stop one above ``most``.

    With point i forced the others fill the room it leaves: at most what the table says of that
    room, i perhaps counted twice, so what is left out is left out rightly.
    """
    point, median = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    found = 0
    for h in range(len(price)):
        opening = max(0.0, value[h] - last)
        if opening > slack:
            continue
        at = slice(start[h], start[h + 1])
        table = tabled(profit[at], need[item[at]], room[h])
        for i in range(len(price)):
            if i != h:
                if need[i] > room[h]:
                    continue
                forced = distance[i, h] - price[i] - table[room[h] - need[i]] - price[h]
                if opening + forced - value[h] > slack:
                    continue
            point[found], median[found] = i, h
            found += 1
            if found > most:
                return found, point, median
    return found, point, median
