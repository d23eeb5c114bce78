"""The best company of a lead with enough of every line, and the rules on single members."""

import numpy as np

from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.nearby import best_around, best_of_line
from hamafza.vocabulary.compiled import bare, compiled

ROUNDING_SHARE = 1e-12


@compiled
def best_company(
    lead: int, ground: Ground, rules: Rules, worth: Floats, peak: Floats, pull: float, found: Found
) -> int:
    """
    Put the best companions of a lead into ``found``: the best least of each line, then others.

    A company that lacked one of the best of a line would gain by taking it in, so this is exact.
    Returns their number; minus one where a line is missing.
    """
    fewest, most = rules.fewest - 1, rules.most - 1
    lines = ground.line_least.size
    if lines == 1:
        return int(best_around(lead, ground, rules, worth, peak, pull, fewest, most, found))
    unit, at = np.empty(most + 1, np.int64), np.empty(most + 1)
    total = _best_of_lines(lead, most, ground, rules, worth, peak, pull, found, unit, at)
    if total < 0:
        return -1
    forced = total
    count = best_around(lead, ground, rules, worth, peak, pull, fewest, most, found)
    for place in np.argsort(-found.worth[:count]):
        if total >= most or (found.worth[place] <= 0.0 and total >= fewest):
            break
        if not np.any(unit[:forced] == found.unit[place]):
            unit[total] = found.unit[place]
            at[total] = found.worth[place]
            total += 1
    found.unit[:total] = unit[:total]
    found.worth[:total] = at[:total]
    return total


@compiled
def _best_of_lines(
    lead: int, most: int, ground: Ground, rules: Rules, worth: Floats, peak: Floats, pull: float,
    found: Found, unit: Ints, at: Floats,
) -> int:  # fmt: skip
    """Put the best least of each line into ``unit`` and ``at``; minus one where a line lacks."""
    total = 0
    for line in range(ground.line_least.size):
        need = ground.line_least[line] - (1 if ground.line[lead] == line else 0)
        if need <= 0:
            continue
        if total + need > most:
            return -1
        count = best_of_line(lead, line, ground, rules, worth, peak, pull, need, need, found)
        if count < need:
            return -1
        unit[total : total + need] = found.unit[:need]
        at[total : total + need] = found.worth[:need]
        total += need
    return total


@compiled
def without_twins(lead: int, count: int, ground: Ground, found: Found) -> int:
    """Leave one part of each shared unit in ``found``; return how many are left."""
    twin = ground.twin
    left = 0
    for place in range(count):
        unit = found.unit[place]
        twice = twin[unit] >= 0 and twin[unit] == twin[lead]
        for other in found.unit[:left]:
            twice = twice or (twin[unit] >= 0 and twin[unit] == twin[other])
        if not twice:
            found.unit[left] = unit
            found.worth[left] = found.worth[place]
            left += 1
    return left


@compiled
def breaches_with(lead: int, others: Ints, count: int, ground: Ground, rules: Rules) -> int:
    """Return how often a lead and its company break the rules on single members."""
    units = np.empty(count + 1, np.int64)
    units[0] = lead
    units[1:] = others[:count]
    return int(breaches(units, count + 1, ground, rules))


@bare
def breaches(units: Ints, count: int, ground: Ground, rules: Rules) -> int:
    """
    Return how often units together break the rules on single members.

    Counted are parts of one unit beyond the first, members that a line lacks, hands able to lead
    that are missing, and hands that hold too much.
    """
    found = _lacking(units, count, ground)
    total = 0.0
    for unit in units[:count]:
        total += ground.capacity[unit]
    most = rules.share_ceiling * total * (1.0 + ROUNDING_SHARE)
    able = 0
    for place in range(count):
        unit = units[place]
        held, is_first, leads = 0.0, True, False
        for other_place in range(count):
            other = units[other_place]
            if ground.hand[other] != ground.hand[unit]:
                continue
            if other_place < place:
                is_first = False
                found += ground.twin[unit] >= 0 and ground.twin[unit] == ground.twin[other]
            held += ground.capacity[other]
            leads = leads or ground.may_lead[other]
        if is_first:
            able += leads
            found += held > most
    return found + max(0, rules.leads_needed - able)


@bare
def _lacking(units: Ints, count: int, ground: Ground) -> int:
    """Return how many members the product lines lack together."""
    lacking = 0
    for line in range(ground.line_least.size):
        there = 0
        for unit in units[:count]:
            there += ground.line[unit] == line
        lacking += max(0, ground.line_least[line] - there)
    return lacking
