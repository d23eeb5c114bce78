"""What each lead's best consortium would be worth under the prices: one term of the bound each."""

import numpy as np

from hamafza.consortia.solver.company import best_company
from hamafza.consortia.solver.cover import FORGIVEN_SHARE, Cover, covered_value
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.nearby import best_around
from hamafza.consortia.solver.ways import NOWHERE
from hamafza.vocabulary.compiled import compiled

PAYS = 7
"""Prices of capacity that are tried for a lead whose best company lacks it."""


@compiled
def value_leads(
    leads: Ints,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    values: Floats,
    asked: Floats,
    cover: Cover,
    found: Found,
    use: Ints,
) -> None:
    """
    Write into ``values`` the (relaxed) value of each lead under ``worth`` = weight - price.

    ``asked`` counts, for each unit, the leads of positive value that want it. Every lead must be
    able to open (``able_leads``); minus infinity means that it cannot gain under these prices.
    """
    asked[:] = 0.0
    for place in range(leads.size):
        lead = leads[place]
        value, count = _value(lead, ground, rules, worth, peak, cover, found, use)
        values[place] = value
        if value > 0.0:
            asked[lead] += 1.0
            for unit in use[:count]:
                asked[unit] += 1.0


@compiled
def able_leads(leads: Ints, ground: Ground, anywhere: Rules, found: Found) -> Ints:
    """
    Return the leads with enough company and capacity within reach to ever open.

    ``anywhere`` are the rules with the way free of cost, so that capacity alone is ranked.
    """
    able = np.zeros(leads.size, np.bool_)
    for place in range(leads.size):
        lead = leads[place]
        count = best_around(
            lead,
            ground,
            anywhere,
            ground.capacity,
            ground.capacity_peak,
            0.0,
            anywhere.fewest - 1,
            anywhere.most - 1,
            found,
        )
        capacity = ground.capacity[lead] + found.worth[:count].sum()
        enough = capacity >= anywhere.enough * (1.0 - FORGIVEN_SHARE)
        able[place] = enough and count >= anywhere.fewest - 1
    return leads[able]


@compiled
def _value(
    lead: int,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    cover: Cover,
    found: Found,
    use: Ints,
) -> tuple[float, int]:
    """Return the smaller of two relaxations: sizes kept and capacity let go, or the reverse."""
    if ground.line_least.size == 1:
        count = best_around(
            lead, ground, rules, worth, peak, 0.0, rules.fewest - 1, rules.most - 1, found
        )
    else:
        count = best_company(lead, ground, rules, worth, peak, 0.0, found)
    if count < 0:
        return NOWHERE, 0
    own = worth[lead] - ground.opening[lead]
    value = own
    capacity = ground.capacity[lead]
    for place in range(count):
        value += found.worth[place]
        capacity += ground.capacity[found.unit[place]]
    if value <= 0.0 or capacity >= rules.enough * (1.0 - FORGIVEN_SHARE):
        use[:count] = found.unit[:count]
        return value, count
    use[:count] = found.unit[:count]
    value, count = _pulled(lead, own, value, count, ground, rules, worth, peak, found, use)
    if value <= 0.0:
        return value, count
    sized = use[:count].copy()
    covered, covering = covered_value(lead, own, ground, rules, worth, peak, cover, found, use)
    if covered < value:
        return covered, covering
    use[:count] = sized
    return value, count


@compiled
def _pulled(
    lead: int,
    own: float,
    value: float,
    count: int,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    found: Found,
    use: Ints,
) -> tuple[float, int]:
    """
    Lower a lead's value by paying units for capacity and charging the lead for what is required.

    For any pay of zero or more this bounds the value with sizes kept and capacity required
    (Lagrange); the ceiling is convex in the pay, so its best is closed in on from both sides.
    """
    need = rules.enough * (1.0 - FORGIVEN_SHARE) - ground.capacity[lead]
    low, high, pay = 0.0, np.inf, rules.first_pull
    for _ in range(PAYS):
        found_count = best_company(lead, ground, rules, worth, peak, pay, found)
        ceiling = own - pay * need
        capacity = 0.0
        for place in range(found_count):
            ceiling += found.worth[place]
            capacity += ground.capacity[found.unit[place]]
        if ceiling < value:
            value, count = ceiling, found_count
            use[:count] = found.unit[:count]
            if value <= 0.0:
                break
        if capacity < need:
            low = pay
        else:
            high = pay
        pay = 2.0 * low if high == np.inf else 0.5 * (low + high)
    return value, count
