"""
Bounds a lead whose best company is too small in capacity: buy the missing capacity at least cost.

Size limits are let go and capacities are rounded UP to a 128th of what is required, so the answer
can only be too high: the bound built on it stays a bound. Within the rounding it is exact: of
units with one rounded capacity only as many can be of use as cover the need, the best first.
"""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.nearby import all_around
from hamafza.consortia.solver.ways import NOWHERE
from hamafza.vocabulary.compiled import compiled

STEPS = 128
"""Grid of the rounded capacities."""
FORGIVEN_SHARE = 1e-9
"""The bound forgives this share of the required capacity, so that no rounding can cut it."""


class Cover(NamedTuple):
    """Scratch space for one family: units found, the table of best sums, and what it chose."""

    unit: Ints
    worth: Floats
    best: Floats
    chosen: np.ndarray[tuple[int, ...], np.dtype[np.int8]]
    kept: Ints
    steps: Ints
    seen: Ints


def room_to_cover(units: int) -> Cover:
    """Return scratch space; no more than ``rows`` units can be of use at once."""
    rows = sum(-(-STEPS // step) for step in range(1, STEPS + 1)) + 1
    rows = min(rows, units) + 1
    return Cover(
        unit=np.empty(units + 1, np.int64),
        worth=np.empty(units + 1),
        best=np.empty(STEPS + 1),
        chosen=np.zeros((rows, STEPS + 1), np.int8),
        kept=np.empty(rows, np.int64),
        steps=np.empty(rows, np.int64),
        seen=np.empty(STEPS + 1, np.int64),
    )


@compiled
def covered_value(
    lead: int,
    own: float,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    cover: Cover,
    found: Found,
    use: Ints,
) -> tuple[float, int]:
    """
    Return the relaxed value of a lead that must reach the required capacity, and a count.

    ``own`` is what the lead itself brings. The units of the best company are put into ``use``
    as far as they fit there; the count is how many. Minus infinity when capacity is out of reach.
    """
    gains = all_around(lead, ground, rules, worth, peak, 0.0, cover.unit, cover.worth, found)
    value = own
    missing = rules.enough * (1.0 - FORGIVEN_SHARE) - ground.capacity[lead]
    for place in range(gains):
        value += cover.worth[place]
        missing -= ground.capacity[cover.unit[place]]
        use[place] = cover.unit[place]
    if missing <= 0.0 or value <= 0.0:
        return value, gains
    costs = all_around(lead, ground, rules, worth, peak, -value, cover.unit, cover.worth, found)
    need = int(np.floor(missing / (rules.enough / STEPS)))
    rows, reachable = _useful(costs, need, missing, ground, rules, cover)
    if not reachable:
        return NOWHERE, 0
    value += _cheapest(rows, need, cover)
    return value, _trace(rows, need, cover, use, gains)


@compiled
def _useful(
    costs: int, need: int, missing: float, ground: Ground, rules: Rules, cover: Cover
) -> tuple[int, bool]:
    """Keep the units that a best cover could hold; tell whether all together cover the need."""
    cover.seen[:] = 0
    rows = 0
    total = 0.0
    for place in np.argsort(-cover.worth[:costs]):
        if cover.worth[place] > 0.0:
            continue
        capacity = ground.capacity[cover.unit[place]]
        total += capacity
        steps = _rounded_up(capacity, need, rules)
        if steps == 0 or cover.seen[steps] * steps >= need:
            continue
        cover.seen[steps] += 1
        cover.kept[rows] = place
        cover.steps[rows] = steps
        rows += 1
    return rows, total >= missing


@compiled
def _rounded_up(capacity: float, need: int, rules: Rules) -> int:
    exact = capacity / (rules.enough / STEPS)
    return need if exact >= need else int(np.ceil(exact))


@compiled
def _cheapest(rows: int, need: int, cover: Cover) -> float:
    """Return the highest sum of (negative) worths whose rounded capacities cover the need."""
    best = cover.best
    best[: need + 1] = NOWHERE
    best[0] = 0.0
    for row in range(rows):
        worth = cover.worth[cover.kept[row]]
        for step in range(need, 0, -1):
            with_it = best[max(0, step - cover.steps[row])] + worth
            cover.chosen[row, step] = with_it > best[step]
            if with_it > best[step]:
                best[step] = with_it
    return float(best[need])


@compiled
def _trace(rows: int, need: int, cover: Cover, use: Ints, count: int) -> int:
    """Add the units of the best cover to ``use``; return how many it then holds."""
    left = need
    for row in range(rows - 1, -1, -1):
        if left > 0 and cover.chosen[row, left] == 1:
            use[count] = cover.unit[cover.kept[row]]
            count += 1
            left = max(0, left - cover.steps[row])
    return count
