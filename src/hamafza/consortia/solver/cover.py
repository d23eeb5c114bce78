"""
Bounds a lead whose best company is too small in capacity: buy the missing capacity at least cost.

Size limits are let go and capacities are rounded UP to a 128th of what is required, so the answer
can only be too high: the bound built on it stays a bound. Within the rounding it is exact: of
units with one rounded capacity only as many can be of use as cover the need, the best first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.knapsack import covering, least_loss
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
    taken: NDArray[np.bool_]
    kept: Ints
    steps: Ints
    picked: Ints
    seen: Ints


def room_to_cover(units: int) -> Cover:
    """Return scratch space; no more than ``rows`` units can be of use at once."""
    rows = sum(-(-STEPS // step) for step in range(1, STEPS + 1)) + 1
    rows = min(rows, units) + 1
    return Cover(
        unit=np.empty(units + 1, np.int64),
        worth=np.empty(units + 1),
        best=np.empty(STEPS + 1),
        taken=np.zeros((rows, STEPS + 1), np.bool_),
        kept=np.empty(rows, np.int64),
        steps=np.empty(rows, np.int64),
        picked=np.empty(rows, np.int64),
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
    table = cover.taken
    value += least_loss(rows, need, cover.kept, cover.worth, cover.steps, cover.best, table)
    bought = covering(rows, need, cover.steps, table, cover.picked)
    for row in range(bought):
        use[gains + row] = cover.unit[cover.kept[cover.picked[row]]]
    return value, gains + bought


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
