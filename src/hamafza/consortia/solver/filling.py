"""Opens consortia one after another, always at the lead whose best company is worth most."""

import numpy as np

from hamafza.consortia.solver.brought_on import bring_on
from hamafza.consortia.solver.company import best_company, breaches_with, without_twins
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules, peaks_of
from hamafza.consortia.solver.groups import FREE, Groups, is_enough, join, no_groups, open_slot
from hamafza.consortia.solver.nearby import rise, sink
from hamafza.consortia.solver.ways import NOWHERE, loyalty_to, way_km
from hamafza.vocabulary.compiled import compiled

PULLS = 12  # doublings: from a tenth of the mean worth of capacity to 200 times that
HASTE = 0.3
"""On 37,058 units 1.0 s for 2.5 s, and the search makes good what it loses (measured)."""
PRICE_SHARES = (1.0, 0.6, 0.0)
"""The greedy looks at the family three times, each time asking a lower price of its units."""


def greedy(ground: Ground, rules: Rules, price: Floats, leads: Ints, found: Found) -> Groups:
    """Return the consortia that stand, and others opened greedily, asking less each time."""
    groups = no_groups(ground, rules, price)
    bring_on(ground, rules, groups)
    queue = queue_for(len(leads))
    still, opened = np.zeros(1), np.empty(len(leads), np.int64)
    for share in PRICE_SHARES:
        _ask(share, ground, price, groups)
        fill(leads, len(leads), 0.0, 0.0, HASTE, still, ground, rules, groups, found, queue, opened)
    _ask(1.0, ground, price, groups)
    return groups


def queue_for(leads: int) -> Found:
    """Return a queue of leads, the most valuable (least negated value) first."""
    return Found(
        np.empty(leads + 1), np.empty(leads + 1, np.int64), np.empty(0, np.int64), np.empty(0)
    )


def _ask(share: float, ground: Ground, price: Floats, groups: Groups) -> None:
    groups.worth[:] = np.where(groups.slot_of == FREE, ground.weight - share * price, NOWHERE)
    groups.worth_peak[:] = peaks_of(groups.worth, ground.boxes)


@compiled
def fill(
    leads: Ints,
    count: int,
    least: float,
    noise: float,
    haste: float,
    luck: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    queue: Found,
    opened: Ints,
) -> int:
    """
    Open consortia at free leads while the best is worth more than ``least`` and truly gains.

    ``noise`` times a number of ``luck`` is added to each lead's value, so that the search does
    not always open the same consortia. With ``haste`` a lead opens though another promises up to
    that share more: in a dense town a thousand leads would be asked again after each that opens.
    The new slots are put into ``opened``, no more than it holds; their number is returned.
    """
    waiting = 0
    for place in range(count):
        lead = leads[place]
        if groups.slot_of[lead] != FREE:
            continue
        value, _ = company(lead, ground, rules, groups.worth, groups.worth_peak, found)
        if value > least:
            value += noise * luck[place % luck.size]
            rise(queue, waiting, -value, lead)
            waiting += 1
    new = 0
    while waiting > 0 and new < opened.size:
        waiting, slot = _open_best(waiting, least, haste, ground, rules, groups, found, queue)
        if slot != FREE:
            opened[new] = slot
            new += 1
    return new


@compiled
def _open_best(
    waiting: int,
    least: float,
    haste: float,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    queue: Found,
) -> tuple[int, int]:
    """Open the first of the queue if it still stands; return how many wait then, and its slot."""
    promised, lead = -queue.worth[0], queue.unit[0]
    waiting -= 1
    queue.worth[0], queue.unit[0] = queue.worth[waiting], queue.unit[waiting]
    if waiting > 0:
        sink(queue, waiting)
    if groups.slot_of[lead] != FREE:
        return waiting, FREE
    value, count = company(lead, ground, rules, groups.worth, groups.worth_peak, found)
    if value <= least:
        return waiting, FREE
    if waiting > 0 and value < promised - 1e-9 and value < -queue.worth[0] * (1.0 - haste):
        rise(queue, waiting, -value, lead)
        return waiting + 1, FREE
    slot = FREE
    if _true_value(lead, count, ground, rules, found) > 0.0:
        slot = open_slot(lead, groups)
        join(lead, slot, ground, groups)
        for place in range(count):
            join(found.unit[place], slot, ground, groups)
    return waiting, slot


@compiled
def _true_value(lead: int, count: int, ground: Ground, rules: Rules, found: Found) -> float:
    value = ground.weight[lead] - ground.opening[lead]
    for unit in found.unit[:count]:
        gain = ground.weight[unit] - rules.cost_per_km * way_km(unit, lead, ground)
        value += gain + loyalty_to(unit, lead, ground)
    return float(value)


@compiled
def company(
    lead: int, ground: Ground, rules: Rules, worth: Floats, peak: Floats, found: Found
) -> tuple[float, int]:
    """
    Return the worth of a lead with good company that fulfils every rule, and their number.

    When the best company lacks capacity, capacity is given worth of its own, doubled until there
    is enough. Minus infinity when no company was found.
    """
    pull = 0.0
    for _ in range(PULLS):
        count = best_company(lead, ground, rules, worth, peak, pull, found)
        if rules.strict and count >= 0:
            count = without_twins(lead, count, ground, found)
        if count < rules.fewest - 1:
            return NOWHERE, 0
        value = worth[lead] - ground.opening[lead]
        capacity = ground.capacity[lead]
        for place in range(count):
            extra = ground.capacity[found.unit[place]]
            value += found.worth[place] - pull * extra
            capacity += extra
        if is_enough(capacity, rules):
            if rules.strict and breaches_with(lead, found.unit, count, ground, rules) > 0:
                return NOWHERE, 0
            return value, count
        pull = max(rules.first_pull, 2.0 * pull)
    return NOWHERE, 0
