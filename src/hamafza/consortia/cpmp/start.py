"""A first answer: medians where the relaxed problem wants them, points to the nearest with room."""

import numpy as np

from hamafza.consortia.cpmp.bound import Prices
from hamafza.consortia.cpmp.instance import Floats, Instance, Ints, able_medians
from hamafza.vocabulary.compiled import compiled

APART_SHARES = (0.5, 0.3, 0.15, 0.0)
"""Medians are first kept this share of a point's price apart, then less and less."""


def first_answer(instance: Instance, prices: Prices) -> tuple[Ints, Ints]:
    """Return the medians and the place among them of each point; capacities may be broken."""
    able = able_medians(instance.capacity, instance.weight)
    wanted = np.argsort(-np.where(able, prices.openness, -1.0), kind="stable")[: int(able.sum())]
    medians = _apart(instance.medians, wanted, prices.price, instance.distance)
    lengths = np.ascontiguousarray(instance.distance[:, medians])
    nearest = np.partition(lengths, min(1, len(medians) - 1), axis=1)
    regret = nearest[:, min(1, len(medians) - 1)] - nearest[:, 0]
    order = np.argsort(-regret, kind="stable")
    group = _served(order, medians, lengths, instance.weight, instance.capacity[medians])
    return medians, group


@compiled
def _apart(medians: int, wanted: Ints, price: Floats, distance: Floats) -> Ints:
    """Return so many medians in the order wanted, near ones left for the end."""
    chosen = np.empty(medians, np.int64)
    taken = np.zeros(len(price), np.bool_)
    count = 0
    for share in APART_SHARES:
        for h in wanted:
            if count == medians:
                return chosen
            if taken[h]:
                continue
            free = True
            for at in range(count):
                if distance[h, chosen[at]] < share * price[h]:
                    free = False
                    break
            if free:
                chosen[count] = h
                taken[h] = True
                count += 1
    return chosen


@compiled
def _served(order: Ints, medians: Ints, lengths: Floats, weight: Floats, room: Floats) -> Ints:
    """Return the place of the nearest median with room; without any, the one least overfull."""
    left = room.copy()
    group = np.full(len(order), -1)
    for at in range(len(medians)):
        group[medians[at]] = at
        left[at] -= weight[medians[at]]
    for i in order:
        if group[i] >= 0:
            continue
        best, best_length, emptiest = -1, np.inf, 0
        for at in range(len(medians)):
            if left[at] >= weight[i] and lengths[i, at] < best_length:
                best, best_length = at, lengths[i, at]
            if left[at] > left[emptiest]:
                emptiest = at
        if best < 0:
            best = emptiest
        group[i] = best
        left[best] -= weight[i]
    return group
