"""
A lower bound on the cost of every answer, from prices found by the volume method.

Barahona and Anbil 2000, Mathematical Programming 87: steps from the best prices known along a
running mean of subgradients. The mean of the medians named on the way says how much of a median
each point is in the relaxed problem, and guides the search.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.cpmp.distances import Nearest
from hamafza.consortia.cpmp.instance import Floats, Instance, able_medians
from hamafza.consortia.cpmp.median_values import (
    best_medians,
    fractional_values,
    list_pairs,
    violation,
)

SLACK_SHARE = 1e-5
"""Of the bound, over all medians together: how exactly knapsacks are solved on the way."""
LEAST_STEP = 1e-5
"""Steps shorter than this share of the way to the target no longer move the bound."""
PATIENCE = 20
STEP_DOWN = 0.66
STEP_UP = 1.1
LONGEST_STEP = 1.0
MEMORY_SHARES = (0.005, 0.1)
"""How much of a new subgradient enters the mean: least and most."""


@dataclass(frozen=True)
class Prices:
    """The best prices found; ``openness`` is how much of a median each point is, 0 to 1."""

    price: Floats
    bound: float
    openness: Floats
    steps: int


@dataclass(frozen=True)
class _Relaxed:
    bound: float
    named: NDArray[np.int64]
    violated: Floats


def raise_prices(
    instance: Instance, near: Nearest, spent: Callable[[int], float], known: float | None = None
) -> Prices:
    """
    Return the best prices found before ``spent(steps)`` reaches 1.

    ``known`` is the cost of an answer in hand, if there is one: the bound's target.
    """
    price = _first_prices(instance, near)
    at = _relaxed(instance, near, price, 0.0)
    best, center = at.bound, price
    mean, openness = at.violated.copy(), np.zeros(len(instance))
    target = known or max(float(price.sum()) / 2, best)
    step, misses, done, checked = 0.1, 0, 1, best
    most = MEMORY_SHARES[1]
    while spent(done) < 1 and step > LEAST_STEP:
        if best > 0.97 * target and known is None:
            target = 1.03 * best
        length = float(mean @ mean)
        if length < 1e-12 or target - best < 1e-9 * abs(best):
            break
        trial = center + step * (target - best) / length * mean
        at = _relaxed(instance, near, trial, SLACK_SHARE * abs(best) / instance.medians)
        share = _share(mean, at.violated, most)
        agrees = float(mean @ at.violated) > 0
        mean = (1 - share) * mean + share * at.violated
        openness *= 1 - share
        openness[at.named] += share
        done += 1
        if at.bound > best:
            best, center, misses = at.bound, trial, 0
            step = min(LONGEST_STEP, step * STEP_UP) if agrees else step
        else:
            misses += 1
            if misses >= PATIENCE:
                step, misses = step * STEP_DOWN, 0
        if done % 100 == 0:
            if best - checked < 0.01 * abs(best):
                most = max(MEMORY_SHARES[0], most / 2)
            checked = best
    return Prices(center, best, openness, done)


def _relaxed(instance: Instance, near: Nearest, price: Floats, slack: float) -> _Relaxed:
    """Return the bound of ``price``, the medians it names and what they violate."""
    able = able_medians(instance.capacity, instance.weight)
    room = instance.capacity - instance.weight
    start, item, profit = list_pairs(price, near.order, near.distance, instance.distance, able)
    lower = fractional_values(price, instance.weight, room, able, start, item, profit)
    take = np.zeros(len(item), np.bool_)
    total, named = best_medians(
        instance.medians, slack, lower, price, instance.weight, room, start, item, profit, take
    )
    violated = np.empty(len(instance))
    violation(named, start, item, take, violated)
    return _Relaxed(float(price.sum()) + total, named, violated)


def _first_prices(instance: Instance, near: Nearest) -> Floats:
    """Return the distance at which as many points are near as one median serves on average."""
    served = max(2, len(instance) // instance.medians)
    prices: Floats = 0.9 * near.distance[:, min(served, near.distance.shape[1]) - 1]
    return prices


def _share(mean: Floats, new: Floats, most: float) -> float:
    """Return the share of ``new`` that makes the mean shortest, within what memory allows."""
    apart = mean - new
    length = float(apart @ apart)
    best = float(mean @ apart) / length if length > 0 else most
    return min(most, max(most / 10, best))
