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
from hamafza.consortia.solver.ground import Flags, Floats, Ground, Ints, Rules
from hamafza.consortia.solver.groups import is_enough
from hamafza.consortia.solver.ways import NOWHERE, chord_between, loyalty_to, way_km, way_over
from hamafza.vocabulary.compiled import bare, compiled


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
    largest: Floats
    """Capacity of the largest row in each column that does not lead it."""
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
        largest=np.empty(columns + 1),
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
        enter(region.lead[column], column, ground, region)
    for row in np.argsort(region.order[:rows]):
        if region.at[row] != columns:
            continue
        best, there = 0.0, columns
        for column in range(columns):
            if region.size[column] < rules.most and region.gain[row, column] > best:
                best, there = region.gain[row, column], column
        if there != columns:
            enter(row, there, ground, region)


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
def enter(row: int, column: int, ground: Ground, region: Region) -> None:
    region.at[row] = column
    region.size[column] += 1
    region.capacity[column] += ground.capacity[region.unit[row]]


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
def choose_leads(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> bool:
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
