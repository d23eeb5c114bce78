"""Small repairs inside and between a few neighbouring consortia."""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.compiled import compiled
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.groups import Groups, is_enough, join, leave
from hamafza.consortia.solver.nearby import arc_over, best_around, chord_between

LEAST_GAIN = 1e-9
SWEEPS = 2


class Table(NamedTuple):
    """Members of a few consortia, which of them each is in, and its way to every lead."""

    unit: Ints
    at: Ints
    way: Floats


def table_for(rules: Rules, most_slots: int) -> Table:
    """Return room for the members of ``most_slots`` consortia."""
    rows = rules.most * most_slots
    return Table(np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty((rows, most_slots)))


@compiled
def polish(
    slots: Ints,
    count: int,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    table: Table,
) -> None:
    """Better the consortia in ``slots[:count]`` by moves that each raise the value."""
    for place in range(count):
        _choose_lead(slots[place], ground, rules, groups)
    rows = _lay_table(slots, count, ground, rules, groups, table)
    for _ in range(SWEEPS):
        moved = _shift(slots, count, rows, ground, rules, groups, table)
        moved += _swap(slots, rows, ground, rules, groups, table)
        if moved == 0:
            break
    _write_back(slots, count, rows, ground, groups, table)
    for place in range(count):
        slot = slots[place]
        _choose_lead(slot, ground, rules, groups)
        _let_go(slot, price, ground, rules, groups)
        _take_in(slot, ground, rules, groups, found)


@compiled
def _choose_lead(slot: int, ground: Ground, rules: Rules, groups: Groups) -> None:
    """Give the lead to the able member to whom the others' way is shortest."""
    size = groups.size[slot]
    best = _ways_to(groups.lead[slot], slot, size, ground, rules, groups, np.inf)
    for place in range(size):
        unit = groups.members[slot, place]
        if ground.may_lead[unit] and unit != groups.lead[slot]:
            ways = _ways_to(unit, slot, size, ground, rules, groups, best)
            if ways < best - LEAST_GAIN:
                best = ways
                groups.lead[slot] = unit


@compiled
def _ways_to(
    lead: int, slot: int, size: int, ground: Ground, rules: Rules, groups: Groups, most: float
) -> float:
    """Return the members' ways to a lead, infinite once above ``most`` or out of reach."""
    total = 0.0
    for place in range(size):
        chord = chord_between(ground.points, groups.members[slot, place], lead)
        if chord > rules.reach_chord_km or total > most:
            return np.inf
        total += arc_over(chord)
    return total


@compiled
def _lay_table(
    slots: Ints, count: int, ground: Ground, rules: Rules, groups: Groups, table: Table
) -> int:
    """List all members but the leads, with their way to each lead; infinite out of reach."""
    rows = 0
    for place in range(count):
        slot = slots[place]
        for member in range(groups.size[slot]):
            unit = groups.members[slot, member]
            if unit == groups.lead[slot]:
                continue
            table.unit[rows] = unit
            table.at[rows] = place
            for other in range(count):
                chord = chord_between(ground.points, unit, groups.lead[slots[other]])
                within = chord <= rules.reach_chord_km
                table.way[rows, other] = arc_over(chord) if within else np.inf
            rows += 1
    return rows


@compiled
def _shift(
    slots: Ints, count: int, rows: int, ground: Ground, rules: Rules, groups: Groups, table: Table
) -> int:
    """Send members to a nearer consortium that has room."""
    moved = 0
    for row in range(rows):
        here = table.at[row]
        capacity = ground.capacity[table.unit[row]]
        slot = slots[here]
        if groups.size[slot] <= rules.fewest:
            continue
        if not is_enough(groups.capacity[slot] - capacity, rules):
            continue
        best, there = table.way[row, here] - LEAST_GAIN, here
        for other in range(count):
            if groups.size[slots[other]] < rules.most and table.way[row, other] < best:
                best, there = table.way[row, other], other
        if there != here:
            table.at[row] = there
            groups.size[slot] -= 1
            groups.capacity[slot] -= capacity
            groups.size[slots[there]] += 1
            groups.capacity[slots[there]] += capacity
            moved += 1
    return moved


@compiled
def _swap(
    slots: Ints, rows: int, ground: Ground, rules: Rules, groups: Groups, table: Table
) -> int:
    """Let two members of two consortia change places where both ways together get shorter."""
    moved = 0
    for row in range(rows):
        for other in range(row + 1, rows):
            here, there = table.at[row], table.at[other]
            if here == there:
                continue
            now = table.way[row, here] + table.way[other, there]
            if table.way[row, there] + table.way[other, here] >= now - LEAST_GAIN:
                continue
            more = ground.capacity[table.unit[other]] - ground.capacity[table.unit[row]]
            if not is_enough(groups.capacity[slots[here]] + more, rules):
                continue
            if not is_enough(groups.capacity[slots[there]] - more, rules):
                continue
            groups.capacity[slots[here]] += more
            groups.capacity[slots[there]] -= more
            table.at[row], table.at[other] = there, here
            moved += 1
    return moved


@compiled
def _write_back(
    slots: Ints, count: int, rows: int, ground: Ground, groups: Groups, table: Table
) -> None:
    """Make the consortia what the table says."""
    for place in range(count):
        slot = slots[place]
        groups.members[slot, 0] = groups.lead[slot]
        groups.size[slot] = 1
        groups.capacity[slot] = ground.capacity[groups.lead[slot]]
    for row in range(rows):
        slot, unit = slots[table.at[row]], table.unit[row]
        groups.members[slot, groups.size[slot]] = unit
        groups.size[slot] += 1
        groups.capacity[slot] += ground.capacity[unit]
        groups.slot_of[unit] = slot


@compiled
def _let_go(slot: int, price: Floats, ground: Ground, rules: Rules, groups: Groups) -> None:
    """Let members go whose way costs more than they bring, where the rules allow it."""
    place = 0
    while place < groups.size[slot] and groups.size[slot] > rules.fewest:
        unit = groups.members[slot, place]
        way = arc_over(chord_between(ground.points, unit, groups.lead[slot]))
        costs = ground.weight[unit] - rules.cost_per_km * way < -LEAST_GAIN
        if costs and is_enough(groups.capacity[slot] - ground.capacity[unit], rules):
            leave(unit, ground.weight[unit] - price[unit], ground, groups)
        else:
            place += 1


@compiled
def _take_in(slot: int, ground: Ground, rules: Rules, groups: Groups, found: Found) -> None:
    """Fill the places left with the free units that bring most."""
    room = rules.most - groups.size[slot]
    if room <= 0:
        return
    count = best_around(
        groups.lead[slot], ground, rules, groups.gain, groups.gain_peak, 0.0, 0, room, found
    )
    for place in range(count):
        join(found.unit[place], slot, ground, groups)
