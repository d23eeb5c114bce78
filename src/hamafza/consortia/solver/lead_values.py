"""What each lead's best consortium would be worth under the prices: one term of the bound each."""

import numpy as np

from hamafza.consortia.solver.compiled import compiled
from hamafza.consortia.solver.cover import FORGIVEN_SHARE, Cover, covered_value
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.nearby import best_around


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
    count = best_around(
        lead, ground, rules, worth, peak, 0.0, rules.fewest - 1, rules.most - 1, found
    )
    own = worth[lead] - rules.fixed_cost
    value = own
    capacity = ground.capacity[lead]
    for place in range(count):
        value += found.worth[place]
        capacity += ground.capacity[found.unit[place]]
    if value <= 0.0 or capacity >= rules.enough * (1.0 - FORGIVEN_SHARE):
        use[:count] = found.unit[:count]
        return value, count
    sized = found.unit[:count].copy()
    covered, covering = covered_value(lead, own, ground, rules, worth, peak, cover, found, use)
    if covered < value:
        return covered, covering
    use[:count] = sized
    return value, count
