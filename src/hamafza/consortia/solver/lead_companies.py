"""
The best company of each lead of a small family under prices, from a table of who is within reach.

The same ceilings as in ``lead_values``, the smallest of them, over a list instead of boxes. And
valid for leads that are made to open at a loss: then a ceiling below zero may not be cut short.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.cover import FORGIVEN_SHARE, STEPS
from hamafza.consortia.solver.geometry import REACH_SLACK_KM
from hamafza.consortia.solver.knapsack import covering, least_loss
from hamafza.consortia.solver.ways import NOWHERE
from hamafza.vocabulary.compiled import compiled

PAYS = 4
"""Prices of capacity that are tried for a lead at once; the last is remembered for the next."""


class LeadTable(NamedTuple):
    """
    The leads that could ever open, and who is within reach of each: ``unit[start[h]:start[h+1]]``.

    ``gain`` is what those bring, ``own`` the lead itself less the cost of opening.
    """

    lead: Ints
    start: Ints
    unit: Ints
    gain: Floats
    own: Floats
    capacity: Floats
    fewest: int
    most: int
    enough: float


class Companies(NamedTuple):
    """What was found of each lead: its ceiling, who would be with it, and the price of capacity."""

    value: Floats
    holds: NDArray[np.bool_]
    pay: Floats


class Scratch(NamedTuple):
    """Room for one lead at work."""

    reduced: Floats
    key: Floats
    chosen: Ints
    best: Floats
    kept: Ints
    steps: Ints
    seen: Ints
    taken: NDArray[np.bool_]


def lead_table(problem: FamilyProblem, params: FormationParams) -> LeadTable:
    """Lay out a family of a few hundred units; who could never open is left out."""
    leads, units, gains, owns, everybody = [], [], [], [], np.arange(len(problem))
    for lead in np.flatnonzero(problem.readiness >= params.lead_readiness):
        way = problem.way_km(everybody, np.full(len(problem), lead))
        near = np.flatnonzero((way <= params.reach_km + REACH_SLACK_KM) & (everybody != lead))
        fullest = np.sort(problem.capacity[near])[::-1][: params.max_size - 1]
        most = float(problem.capacity[lead] + fullest.sum())
        if len(near) < params.min_size - 1 or most < params.min_capacity * (1 - FORGIVEN_SHARE):
            continue
        gain = problem.weight - params.distance_cost_per_km * way
        gain = gain + params.move_charge * (problem.home == lead)
        stands = params.dissolve_charge * (problem.home[lead] == lead)
        leads.append(lead)
        units.append(near)
        gains.append(gain[near])
        owns.append(gain[lead] - params.fixed_cost + stands)
    return LeadTable(
        np.array(leads, np.int64),
        np.cumsum([0, *map(len, units)]),
        np.concatenate(units or [np.empty(0, np.int64)]),
        np.concatenate(gains or [np.empty(0)]),
        np.array(owns, np.float64),
        problem.capacity,
        params.min_size - 1,
        params.max_size - 1,
        params.min_capacity * (1.0 - FORGIVEN_SHARE),
    )


def nothing_found(table: LeadTable, first_pay: float) -> Companies:
    """Return room for what is to be found."""
    leads, units = len(table.lead), len(table.capacity)
    return Companies(np.empty(leads), np.zeros((leads, units), np.bool_), np.full(leads, first_pay))


@compiled
def find_companies(
    at: Ints, forced: NDArray[np.bool_], table: LeadTable, price: Floats, found: Companies
) -> None:
    """
    Write the ceilings of the leads ``at`` these places of the table, and their companies.

    A lead that is not ``forced`` is not asked further once it cannot gain.
    """
    units = price.size
    scratch = Scratch(
        np.empty(units), np.empty(units), np.empty(units, np.int64), np.empty(STEPS + 1),
        np.empty(units, np.int64), np.empty(units, np.int64), np.empty(STEPS + 1, np.int64),
        np.empty((units + 1, STEPS + 1), np.bool_),
    )  # fmt: skip
    for place in at:
        found.holds[place, :] = False
        _find_one(place, forced[place], table, price, found, scratch)
        found.holds[place, table.lead[place]] = True


@compiled
def _find_one(
    place: int, forced: bool, table: LeadTable, price: Floats, found: Companies, scratch: Scratch
) -> None:
    start, stop = table.start[place], table.start[place + 1]
    count, lead = stop - start, table.lead[place]
    own, need = table.own[place] - price[lead], table.enough - table.capacity[lead]
    reduced = scratch.reduced
    for near in range(count):
        reduced[near] = table.gain[start + near] - price[table.unit[start + near]]
    taken = _best(reduced, count, table.fewest, table.most, scratch.chosen)
    value, capacity = own, 0.0
    for near in scratch.chosen[:taken]:
        value += reduced[near]
        capacity += table.capacity[table.unit[start + near]]
    _hold(place, start, taken, table, found, scratch)
    found.value[place] = value
    if capacity >= need or (value <= 0.0 and not forced):
        return
    _pull(place, count, own, need, table, found, scratch)
    if found.value[place] > 0.0:
        _cover(place, count, own, need, table, found, scratch)


@compiled
def _best(key: Floats, count: int, least: int, most: int, chosen: Ints) -> int:
    """Write where the highest keys are, positive ones only beyond the least; return how many."""
    positive = 0
    for near in range(count):
        positive += key[near] > 0.0
    wanted = max(least, min(most, positive))
    if wanted == 0:
        return 0
    bar = 0.0 if wanted == positive else np.partition(key[:count], count - wanted)[count - wanted]
    taken = 0
    for near in range(count):
        if key[near] > bar:
            chosen[taken] = near
            taken += 1
    for near in range(count):
        if taken < wanted and key[near] == bar:
            chosen[taken] = near
            taken += 1
    return taken


@compiled
def _hold(
    place: int, start: int, taken: int, table: LeadTable, found: Companies, scratch: Scratch
) -> None:
    found.holds[place, :] = False
    for near in scratch.chosen[:taken]:
        found.holds[place, table.unit[start + near]] = True


@compiled
def _pull(
    place: int, count: int, own: float, need: float, table: LeadTable, found: Companies,
    scratch: Scratch,
) -> None:  # fmt: skip
    """Lower a value by paying units for capacity and charging the lead for what is required."""
    start, key = table.start[place], scratch.key
    low, high, pay = 0.0, np.inf, found.pay[place]
    for _ in range(PAYS):
        for near in range(count):
            capacity = table.capacity[table.unit[start + near]]
            key[near] = scratch.reduced[near] + pay * capacity
        taken = _best(key, count, table.fewest, table.most, scratch.chosen)
        ceiling, filled = own - pay * need, 0.0
        for near in scratch.chosen[:taken]:
            ceiling += key[near]
            filled += table.capacity[table.unit[start + near]]
        if ceiling < found.value[place]:
            found.value[place], found.pay[place] = ceiling, pay
            _hold(place, start, taken, table, found, scratch)
        if filled < need:
            low = pay
            pay = 1.25 * pay if high == np.inf else 0.5 * (low + high)
        else:
            high = pay
            pay = 0.8 * pay if low == 0.0 else 0.5 * (low + high)


@compiled
def _cover(
    place: int, count: int, own: float, need: float, table: LeadTable, found: Companies,
    scratch: Scratch,
) -> None:  # fmt: skip
    """
    Lower a positive value by letting go sizes, and buying the missing capacity at least loss.

    Never below zero: what it says of a lead that loses is not asked.
    """
    start, reduced = table.start[place], scratch.reduced
    value, missing = own, need
    for near in range(count):
        if reduced[near] > 0.0:
            value += reduced[near]
            missing -= table.capacity[table.unit[start + near]]
    if missing > 0.0 and value > 0.0:
        steps_needed = int(np.floor(missing / (table.enough / STEPS)))
        rows = _useful(count, value, start, missing, steps_needed, table, scratch)
        loss = NOWHERE if rows < 0 else least_loss(
            rows, steps_needed, scratch.kept, reduced, scratch.steps, scratch.best, scratch.taken
        )  # fmt: skip
        value += loss
    else:
        rows, steps_needed = 0, 0
    if max(0.0, value) >= found.value[place]:
        return
    found.value[place] = max(0.0, value)
    found.holds[place, :] = False
    if value == NOWHERE:
        return
    for near in range(count):
        if reduced[near] > 0.0:
            found.holds[place, table.unit[start + near]] = True
    _hold_cover(place, start, rows, steps_needed, table, found, scratch)


@compiled
def _useful(
    count: int, value: float, start: int, missing: float, need: int, table: LeadTable,
    scratch: Scratch,
) -> int:  # fmt: skip
    """Keep the units that a best cover could hold; minus one if all together do not cover."""
    scratch.seen[:] = 0
    asked, rows, total = 0, 0, 0.0
    for near in range(count):
        if -value < scratch.reduced[near] <= 0.0:
            scratch.chosen[asked] = near
            scratch.key[asked] = scratch.reduced[near]
            asked += 1
    for place in np.argsort(-scratch.key[:asked]):
        near = scratch.chosen[place]
        capacity = table.capacity[table.unit[start + near]]
        total += capacity
        exact = capacity / (table.enough / STEPS)
        steps = need if exact >= need else int(np.ceil(exact))
        if steps == 0 or scratch.seen[steps] * steps >= need:
            continue
        scratch.seen[steps] += 1
        scratch.kept[rows] = near
        scratch.steps[rows] = steps
        rows += 1
    return rows if total >= missing else -1


@compiled
def _hold_cover(
    place: int, start: int, rows: int, need: int, table: LeadTable, found: Companies,
    scratch: Scratch,
) -> None:  # fmt: skip
    """Add the units of the best cover to the company."""
    bought = covering(rows, need, scratch.steps, scratch.taken, scratch.chosen)
    for row in scratch.chosen[:bought]:
        found.holds[place, table.unit[start + scratch.kept[row]]] = True
