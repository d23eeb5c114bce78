"""
Relaxation (b): a lead's best company when sizes do not matter but capacity, rounded up, does.

All positive gains are taken, and the capacity they lack is bought at least loss: a knapsack to be
covered, solved exactly on a grid of 1/128 of the capacity required, capacities rounded up to it
and the need down, so that the answer can only be too high.
"""

import numpy as np

from hamafza.consortia.verdict.case import Floats, Ints
from hamafza.consortia.verdict.choosing import NEVER
from hamafza.consortia.verdict.compiled import compiled
from hamafza.consortia.verdict.near import Company, Rules

GRID = 128


@compiled
def covered(
    count: int, must_open: bool, rules: Rules, company: Company, best: Floats, taken: Ints
) -> float:
    """
    Return the relaxed value; ``best`` (GRID + 1) and ``taken`` (GRID + 1) are scratch.

    A lead that need not open takes nobody who loses it all there is to gain.
    """
    value = company.own[0]
    missing = rules.enough - company.own[1]
    for place in range(count):
        if company.gain[place] > 0.0:
            value += company.gain[place]
            missing -= company.capacity[place]
    if missing <= 0.0:
        return float(value)
    worst = NEVER if must_open else -value
    gains = company.gain[:count]
    below = np.flatnonzero((gains <= 0.0) & (gains > worst))
    if company.capacity[below].sum() < missing:
        return NEVER
    grain = rules.enough / GRID
    need = min(GRID, int(np.floor(missing / grain)))
    best[:] = NEVER
    best[0] = 0.0
    taken[:] = 0
    for follower in below[np.argsort(-company.gain[below])]:
        exact = company.capacity[follower] / grain
        steps = need if exact >= need else int(np.ceil(exact))
        if steps == 0 or taken[steps] * steps >= need:
            continue  # as many of this size, each better, cover all that is needed
        taken[steps] += 1
        gain = company.gain[follower]
        for step in range(need, 0, -1):
            best[step] = max(best[step], best[max(0, step - steps)] + gain)
    return float(value + best[need])
