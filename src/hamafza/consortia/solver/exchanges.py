"""Shifts and changes of places between the columns of a region, until nothing gains."""

import numpy as np

from hamafza.consortia.solver.ground import Ground, Rules
from hamafza.consortia.solver.region import (
    Region,
    choose_leads,
    column_breaches,
    enter,
)
from hamafza.consortia.solver.ways import NOWHERE
from hamafza.vocabulary.compiled import bare, inlined

LEAST_GAIN = 1e-9
ROUNDS = 8
"""Times that members and leads are gone through in turn; mostly three suffice."""


@bare
def better(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Go through members and leads until neither gains."""
    for _ in range(ROUNDS):
        moved = 1
        while moved > 0:
            moved = _sweep(rows, columns, ground, rules, region)
        if not choose_leads(rows, columns, ground, rules, region):
            break


@bare
def _measure_pull(rows: int, columns: int, ground: Ground, region: Region) -> None:
    """Note the most a row gains from one column to another, and the largest row of each."""
    region.pull[: columns + 1, : columns + 1] = NOWHERE
    region.largest[: columns + 1] = 0.0
    for row in range(rows):
        here = region.at[row]
        if here < columns and region.lead[here] == row:
            continue
        own = ground.capacity[region.unit[row]]
        region.largest[here] = max(region.largest[here], own)
        now = region.gain[row, here]
        for there in range(columns + 1):
            more = region.gain[row, there] - now
            if more > region.pull[here, there]:
                region.pull[here, there] = more


@bare
def _sweep(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> int:
    """Make each row's best shift or change of places, once; return how many were made."""
    region.gain[:rows, columns] = 0.0
    _measure_pull(rows, columns, ground, region)
    moved = 0
    for row in range(rows):
        here = region.at[row]
        if here < columns and region.lead[here] == row:
            continue
        most, to, worth_asking = _best_shift(row, columns, ground, rules, region)
        other = -1
        if worth_asking:
            to, other = _best_change(row, rows, columns, most, to, ground, rules, region)
        if to >= 0:
            moved += _made(row, to, other, rows, columns, ground, rules, region)
    return moved


@inlined
def _best_shift(
    row: int, columns: int, ground: Ground, rules: Rules, region: Region
) -> tuple[float, int, bool]:
    """
    Return what a row's best shift gains, where to (-1 nowhere), and if changes may gain more.

    ``hope`` then holds the most that a change of places with each column could gain without what
    the partner brings.
    """
    here = region.at[row]
    own = ground.capacity[region.unit[row]]
    most, to, worth_asking = LEAST_GAIN, -1, False
    may_go = here == columns or region.size[here] > rules.fewest
    for there in range(columns + 1):
        region.hope[there] = NOWHERE
        if there == here:
            continue
        more = region.gain[row, there] - region.gain[row, here]
        if may_go and (there == columns or region.size[there] < rules.most):
            eased = _eased(here, there, own, columns, rules, region)
            if more + eased > most:
                most, to = more + eased, there
        more += _most_eased(here, there, own, columns, rules, region)
        if more + region.pull[there, here] > most:
            region.hope[there] = more
            worth_asking = True
    return most, to, worth_asking


@bare
def _best_change(
    row: int, rows: int, columns: int, most: float, to: int, ground: Ground, rules: Rules,
    region: Region,
) -> tuple[int, int]:  # fmt: skip
    """Return where a row best goes, and who comes in for it (-1 nobody: the shift in hand)."""
    here, other = region.at[row], -1
    own = ground.capacity[region.unit[row]]
    for one in range(rows):
        there = region.at[one]
        swap = region.gain[one, here] - region.gain[one, there]
        if region.hope[there] + swap <= most:
            continue
        if there < columns and region.lead[there] == one:
            continue
        change = own - ground.capacity[region.unit[one]]
        both = region.gain[row, there] - region.gain[row, here] + swap
        both += _eased(here, there, change, columns, rules, region)
        if both > most:
            most, to, other = both, there, one
    return to, other


@bare
def _made(
    row: int, to: int, other: int, rows: int, columns: int, ground: Ground, rules: Rules,
    region: Region,
) -> int:  # fmt: skip
    """Make a shift or change of places; one that breaks more rules than it mends is undone."""
    here = region.at[row]
    before = 0
    if rules.strict:
        before = _breaches(here, to, rows, columns, ground, rules, region)
    _go(row, to, ground, region)
    if other >= 0:
        _go(other, here, ground, region)
    if rules.strict and _breaches(here, to, rows, columns, ground, rules, region) > before:
        _go(row, here, ground, region)
        if other >= 0:
            _go(other, to, ground, region)
        return 0
    return 1


@inlined
def _most_eased(
    here: int, there: int, own: float, columns: int, rules: Rules, region: Region
) -> float:
    """
    Return the most that lacks may shrink when a row of capacity ``own`` changes places.

    What one side gets is what the other gives, and what that had to spare costs nothing.
    """
    lack_here = spare_here = lack_there = spare_there = 0.0
    if here < columns:
        lack_here = max(0.0, rules.enough - region.capacity[here])
        spare_here = max(0.0, region.capacity[here] - rules.enough)
    else:
        spare_here = np.inf
    if there < columns:
        lack_there = max(0.0, rules.enough - region.capacity[there])
        spare_there = max(0.0, region.capacity[there] - rules.enough)
    else:
        spare_there = np.inf
    given = min(own, lack_there, spare_here)
    taken = min(max(0.0, region.largest[there] - own), lack_here, spare_there)
    return float(rules.lack_cost * max(given, taken))


@bare
def _lack_at(capacity: float, enough: float, cost: float) -> float:
    return max(0.0, cost * (enough - capacity))


@inlined
def _eased(
    here: int, there: int, capacity: float, columns: int, rules: Rules, region: Region
) -> float:
    """Return how much less is lacking once a capacity has gone from one column to another."""
    eased = 0.0
    if here < columns:
        now = region.capacity[here]
        eased += _lack_at(now, rules.enough, rules.lack_cost)
        eased -= _lack_at(now - capacity, rules.enough, rules.lack_cost)
    if there < columns:
        now = region.capacity[there]
        eased += _lack_at(now, rules.enough, rules.lack_cost)
        eased -= _lack_at(now + capacity, rules.enough, rules.lack_cost)
    return eased


@bare
def _breaches(
    one: int, other: int, rows: int, columns: int, ground: Ground, rules: Rules, region: Region
) -> int:
    """Return how often single members break the rules in two columns; "in none" has no rules."""
    count = 0
    for column in (one, other):
        if column < columns:
            count += column_breaches(column, rows, ground, rules, region)
    return count


@bare
def _go(row: int, to: int, ground: Ground, region: Region) -> None:
    here = region.at[row]
    region.size[here] -= 1
    region.capacity[here] -= ground.capacity[region.unit[row]]
    enter(row, to, ground, region)
