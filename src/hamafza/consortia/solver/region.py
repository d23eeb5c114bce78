"""
A few neighbouring consortia laid out as one small table, and the moves that better them.

Rows are the units of the place, columns its consortia; a cell is what the unit gains there. The
last column is "in none", worth nothing. Members shift, change places, come in for another and
go; leads are chosen anew; until nothing gains (Teitz and Bart 1968 for leads, Osman and
Christofides 1994 for shifts and changes under a ceiling of size).
"""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.company import breaches
from hamafza.consortia.solver.compiled import bare, compiled, inlined
from hamafza.consortia.solver.ground import Flags, Floats, Ground, Ints, Rules
from hamafza.consortia.solver.groups import is_enough
from hamafza.consortia.solver.ways import NOWHERE, chord_between, loyalty_to, way_km, way_over

LEAST_GAIN = 1e-9
ROUNDS = 8
"""Times that members and leads are gone through in turn; mostly three suffice."""


class Region(NamedTuple):
    """
    Scratch space: ``at`` is each row's column, ``gain`` rows x (columns + 1), the last one zero.

    Distances are straight lines here, a metre in 100 km short of the arc; what a move is worth in
    the end is counted with the arc.
    """

    unit: Ints
    at: Ints
    gain: Floats
    lead: Ints
    """Row of each column's lead."""
    size: Ints
    capacity: Floats
    pull: Floats
    """Columns x columns: the most that a row of the first would gain by going to the second."""
    hope: Floats
    """The most that each column could bring the row in hand, before a partner is looked for."""
    order: Floats
    members: Ints


def room_for_region(rows: int, columns: int) -> Region:
    """Return scratch space for so many units and consortia."""
    return Region(
        unit=np.empty(rows, np.int64),
        at=np.empty(rows, np.int64),
        gain=np.zeros((rows, columns + 1)),
        lead=np.empty(columns, np.int64),
        size=np.empty(columns + 1, np.int64),
        capacity=np.empty(columns + 1),
        pull=np.empty((columns + 1, columns + 1)),
        hope=np.empty(columns + 1),
        order=np.empty(rows),
        members=np.empty(rows, np.int64),
    )


@bare
def set_column(column: int, rows: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Fill a column with what each unit gains at its lead."""
    lead = region.unit[region.lead[column]]
    for row in range(rows):
        unit = region.unit[row]
        chord = chord_between(ground.points, unit, lead)
        region.gain[row, column] = (
            ground.weight[unit] - rules.cost_per_km * chord
            if chord <= rules.reach_chord_km
            else NOWHERE
        )
    if rules.tied:
        _tie_column(column, rows, ground, rules, region)


@bare
def _tie_column(column: int, rows: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Correct a column for roads and for those who stand with its lead today."""
    lead = region.unit[region.lead[column]]
    for row in range(rows):
        unit = region.unit[row]
        if ground.node.size > 0 and region.gain[row, column] != NOWHERE:
            way = way_km(unit, lead, ground)
            region.gain[row, column] = (
                ground.weight[unit] - rules.cost_per_km * way if way <= rules.reach_km else NOWHERE
            )
        region.gain[row, column] += loyalty_to(unit, lead, ground)


@compiled
def assign(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Send each unit where it gains most while there is room, those with most to lose first."""
    region.size[: columns + 1] = 0
    region.capacity[: columns + 1] = 0.0
    _measure_regret(rows, columns, region)
    for column in range(columns):
        _put(region.lead[column], column, ground, region)
    for row in np.argsort(region.order[:rows]):
        if region.at[row] != columns:
            continue
        best, there = 0.0, columns
        for column in range(columns):
            if region.size[column] < rules.most and region.gain[row, column] > best:
                best, there = region.gain[row, column], column
        if there != columns:
            _put(row, there, ground, region)


@bare
def _measure_regret(rows: int, columns: int, region: Region) -> None:
    """Put into ``order`` the negated loss of each row, now in none, if its best were full."""
    for row in range(rows):
        best, second = 0.0, 0.0
        for column in range(columns):
            here = region.gain[row, column]
            if here > best:
                best, second = here, best
            elif here > second:
                second = here
        region.order[row] = second - best
        region.at[row] = columns


@bare
def _put(row: int, column: int, ground: Ground, region: Region) -> None:
    region.at[row] = column
    region.size[column] += 1
    region.capacity[column] += ground.capacity[region.unit[row]]


@bare
def better(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Go through members and leads until neither gains."""
    for _ in range(ROUNDS):
        moved = 1
        while moved > 0:
            moved = _sweep(rows, columns, ground, rules, region)
        if not _choose_leads(rows, columns, ground, rules, region):
            break


@bare
def _measure_pull(rows: int, columns: int, region: Region) -> None:
    region.pull[: columns + 1, : columns + 1] = NOWHERE
    for row in range(rows):
        here = region.at[row]
        if here < columns and region.lead[here] == row:
            continue
        now = region.gain[row, here]
        for there in range(columns + 1):
            more = region.gain[row, there] - now
            if more > region.pull[here, there]:
                region.pull[here, there] = more


@bare
def _sweep(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> int:
    """Make each row's best shift or change of places, once; return how many were made."""
    region.gain[:rows, columns] = 0.0
    _measure_pull(rows, columns, region)
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
    lacking = _lack(here, columns, rules, region)
    if here < columns and not rules.may_lack:
        may_go = may_go and is_enough(region.capacity[here] - own, rules)
    for there in range(columns + 1):
        region.hope[there] = NOWHERE
        if there == here:
            continue
        more = region.gain[row, there] - region.gain[row, here]
        if may_go and (there == columns or region.size[there] < rules.most):
            eased = _eased(here, there, own, columns, rules, region)
            if more + eased > most:
                most, to = more + eased, there
        short = lacking + _lack(there, columns, rules, region)
        if more + region.pull[there, here] + short > most:
            region.hope[there] = more + short
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
        if both > most and _is_allowed(here, there, change, columns, rules, region):
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
def _lack(column: int, columns: int, rules: Rules, region: Region) -> float:
    """Return what a consortium's missing capacity costs while it is being put together."""
    lack = 0.0
    if rules.may_lack and column < columns:
        lack = _lack_at(region.capacity[column], rules.enough, rules.lack_cost)
    return lack


@bare
def _lack_at(capacity: float, enough: float, cost: float) -> float:
    return max(0.0, cost * (enough - capacity))


@inlined
def _eased(
    here: int, there: int, capacity: float, columns: int, rules: Rules, region: Region
) -> float:
    """Return how much less is lacking once a capacity has gone from one column to another."""
    eased = 0.0
    if rules.may_lack and here < columns:
        now = region.capacity[here]
        eased += _lack_at(now, rules.enough, rules.lack_cost)
        eased -= _lack_at(now - capacity, rules.enough, rules.lack_cost)
    if rules.may_lack and there < columns:
        now = region.capacity[there]
        eased += _lack_at(now, rules.enough, rules.lack_cost)
        eased -= _lack_at(now + capacity, rules.enough, rules.lack_cost)
    return eased


@bare
def _is_allowed(
    here: int, there: int, capacity: float, columns: int, rules: Rules, region: Region
) -> bool:
    """Tell whether two columns keep their least capacity when some goes from one to the other."""
    if rules.may_lack:
        return True
    if here < columns and not is_enough(region.capacity[here] - capacity, rules):
        return False
    return bool(there == columns or is_enough(region.capacity[there] + capacity, rules))


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
def column_breaches(column: int, rows: int, ground: Ground, rules: Rules, region: Region) -> int:
    """Return how often single members of a column break the rules."""
    units, count = region.members, 0
    for row in range(rows):
        if region.at[row] == column:
            units[count] = region.unit[row]
            count += 1
    return int(breaches(units, count, ground, rules))


@bare
def _go(row: int, to: int, ground: Ground, region: Region) -> None:
    here = region.at[row]
    region.size[here] -= 1
    region.capacity[here] -= ground.capacity[region.unit[row]]
    _put(row, to, ground, region)


@bare
def _choose_leads(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> bool:
    """Give each lead to the able member to whom the others' way is shortest; tell if any moved."""
    moved = False
    for column in range(columns):
        if region.size[column] == 0 or _stands(region.unit[region.lead[column]], ground):
            continue
        first = region.lead[column]
        best, lead = _ways_to(first, column, rows, ground, rules, region, np.inf), first
        for row in range(rows):
            if region.at[row] == column and row != first and ground.may_lead[region.unit[row]]:
                ways = _ways_to(row, column, rows, ground, rules, region, best)
                if ways < best - 1e-7:
                    best, lead = ways, row
        if lead != first:
            region.lead[column] = lead
            set_column(column, rows, ground, rules, region)
            moved = True
    return moved


@bare
def _ways_to(
    lead: int, column: int, rows: int, ground: Ground, rules: Rules, region: Region, most: float
) -> float:
    """Return the members' ways together; infinite beyond reach or once above ``most``."""
    total = 0.0
    unit = region.unit[lead]
    for row in range(rows):
        if region.at[row] == column:
            chord = chord_between(ground.points, region.unit[row], unit)
            if ground.node.size > 0 and chord <= rules.reach_chord_km:
                chord = way_over(chord, region.unit[row], unit, ground)
                if chord > rules.reach_km:
                    return np.inf
            elif chord > rules.reach_chord_km:
                return np.inf
            total += chord
            if total > most:
                return np.inf
    return total


@bare
def _stands(lead: int, ground: Ground) -> bool:
    """Tell whether a consortium of today is led by this unit: another lead would dissolve it."""
    return bool(ground.home[lead] == lead)


@bare
def holds(column: int, rows: int, ground: Ground, rules: Rules, region: Region) -> bool:
    """Tell whether a column is a consortium by the rules."""
    size = region.size[column]
    if size < rules.fewest or size > rules.most or not is_enough(region.capacity[column], rules):
        return False
    return not rules.strict or column_breaches(column, rows, ground, rules, region) == 0


@compiled
def spread_leads(
    rows: int, columns: int, luck: Floats, ground: Ground, able: Flags, region: Region
) -> int:
    """Draw leads by lot, each the farther from those before the likelier; return how many."""
    found = 0
    for column in range(columns):
        total = 0.0
        for row in range(rows):
            nearest = 0.0
            if able[row]:
                nearest = 1.0
                for other in range(column):
                    chord = chord_between(
                        ground.points, region.unit[row], region.unit[region.lead[other]]
                    )
                    nearest = chord * chord if other == 0 else min(nearest, chord * chord)
            total += nearest
            region.order[row] = total
        if total <= 0.0:
            break
        drawn = luck[column % luck.size] * total
        row = int(np.searchsorted(region.order[:rows], drawn, side="right"))
        region.lead[column] = min(row, rows - 1)
        able[region.lead[column]] = False
        found += 1
    return found
