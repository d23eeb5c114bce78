"""
A few neighbouring consortia laid out as one small table, and the moves that better them.

Rows are the units of the place, columns its consortia; a cell is what the unit gains there. The
last column is "in none", worth nothing. Members shift, change places, come in for another and
go; leads are chosen anew; until nothing gains (Teitz and Bart 1968 for leads, Osman and
Christofides 1994 for shifts and changes under a ceiling of size).
"""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.compiled import compiled
from hamafza.consortia.solver.ground import Flags, Floats, Ground, Ints, Rules
from hamafza.consortia.solver.groups import is_enough
from hamafza.consortia.solver.nearby import NOWHERE, chord_between

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
    order: Floats


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
        order=np.empty(rows),
    )


@compiled
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


@compiled
def assign(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Send each unit where it gains most while there is room, those with most to lose first."""
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
    region.size[: columns + 1] = 0
    region.capacity[: columns + 1] = 0.0
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


@compiled
def _put(row: int, column: int, ground: Ground, region: Region) -> None:
    region.at[row] = column
    region.size[column] += 1
    region.capacity[column] += ground.capacity[region.unit[row]]


@compiled
def better(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> None:
    """Go through members and leads until neither gains."""
    for _ in range(ROUNDS):
        moved = 1
        while moved > 0:
            moved = _sweep(rows, columns, ground, rules, region)
        if not _choose_leads(rows, columns, ground, rules, region):
            break


@compiled
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


@compiled
def _sweep(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> int:
    """Make each row's best shift or change of places, once; return how many were made."""
    region.gain[:rows, columns] = 0.0
    _measure_pull(rows, columns, region)
    moved = 0
    for row in range(rows):
        here = region.at[row]
        if here < columns and region.lead[here] == row:
            continue
        own = ground.capacity[region.unit[row]]
        now = region.gain[row, here]
        most, to, other = LEAST_GAIN, -1, -1
        may_go = here == columns or (
            region.size[here] > rules.fewest and is_enough(region.capacity[here] - own, rules)
        )
        for there in range(columns + 1):
            if there == here:
                continue
            more = region.gain[row, there] - now
            room = there == columns or region.size[there] < rules.most
            if may_go and room and more > most:
                most, to, other = more, there, -1
            if more + region.pull[there, here] <= most:
                continue
            for one in range(rows):
                if region.at[one] != there:
                    continue
                both = more + region.gain[one, here] - region.gain[one, there]
                if both <= most or (there < columns and region.lead[there] == one):
                    continue
                change = ground.capacity[region.unit[one]] - own
                if here < columns and not is_enough(region.capacity[here] + change, rules):
                    continue
                if there < columns and not is_enough(region.capacity[there] - change, rules):
                    continue
                most, to, other = both, there, one
        if to < 0:
            continue
        moved += 1
        _go(row, to, ground, region)
        if other >= 0:
            _go(other, here, ground, region)
    return moved


@compiled
def _go(row: int, to: int, ground: Ground, region: Region) -> None:
    here = region.at[row]
    region.size[here] -= 1
    region.capacity[here] -= ground.capacity[region.unit[row]]
    _put(row, to, ground, region)


@compiled
def _choose_leads(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> bool:
    """Give each lead to the able member to whom the others' way is shortest; tell if any moved."""
    moved = False
    for column in range(columns):
        if region.size[column] == 0:
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


@compiled
def _ways_to(
    lead: int, column: int, rows: int, ground: Ground, rules: Rules, region: Region, most: float
) -> float:
    """Return the members' ways together; infinite beyond reach or once above ``most``."""
    total = 0.0
    unit = region.unit[lead]
    for row in range(rows):
        if region.at[row] == column:
            chord = chord_between(ground.points, region.unit[row], unit)
            total += chord
            if chord > rules.reach_chord_km or total > most:
                return np.inf
    return total


@compiled
def holds(column: int, rules: Rules, region: Region) -> bool:
    """Tell whether a column is a consortium by the rules."""
    size = region.size[column]
    return bool(rules.fewest <= size <= rules.most and is_enough(region.capacity[column], rules))


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
