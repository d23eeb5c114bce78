"""
Finds the best company for a lead: the units whose worth, less the way to the lead, is highest.

The search is exact. A box can hold nothing better than its largest worth less the straight line
to its near side, and a straight line is never longer than the arc; boxes below the bar are left.
"""

import math

import numpy as np

from hamafza.consortia.solver.compiled import compiled
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.vocabulary.places import EARTH_RADIUS_KM

NOWHERE = -np.inf
ACROSS_KM = 2 * EARTH_RADIUS_KM


@compiled
def best_around(
    lead: int,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    pull: float,
    fewest: int,
    most: int,
    found: Found,
) -> int:
    """
    Put into ``found`` the best companions of ``lead`` within reach; return how many.

    Companions with positive worth are taken up to ``most``; others only to reach ``fewest``.
    ``worth`` is minus infinity for units that are not free; ``pull`` adds worth for capacity.
    """
    boxes = ground.boxes
    first_leaf = (boxes.start.size - 1) // 2
    count = 0
    bar = _bar(count, fewest, most, 0.0)
    found.node[0] = 0
    found.ceiling[0] = np.inf
    top = 1
    while top > 0:
        top -= 1
        node = found.node[top]
        if found.ceiling[top] <= bar:
            continue
        if node >= first_leaf:
            for unit in range(boxes.start[node], boxes.end[node]):
                if unit == lead:
                    continue
                here = _worth_here(unit, lead, ground, rules, worth[unit], pull, bar)
                if here > bar:
                    count = _take(found, count, fewest, most, here, unit)
                    bar = _bar(count, fewest, most, found.worth[0])
        else:
            top = _descend(lead, node, ground, rules, peak, pull, bar, found, top)
    return count


@compiled
def _bar(count: int, fewest: int, most: int, worst: float) -> float:
    """Return what a further unit must exceed to be taken."""
    if count < fewest:
        return NOWHERE
    if count == 0:
        return 0.0 if most > 0 else np.inf
    if worst < 0.0:
        return worst
    return 0.0 if count < most else worst


@compiled
def _take(found: Found, count: int, fewest: int, most: int, worth: float, unit: int) -> int:
    """Add a unit, or let it take the place of the worst; the worst stands first."""
    if count < fewest or (count < most and (count == 0 or found.worth[0] >= 0.0)):
        rise(found, count, worth, unit)
        return count + 1
    found.worth[0] = worth
    found.unit[0] = unit
    sink(found, count)
    return count


@compiled
def rise(found: Found, count: int, worth: float, unit: int) -> None:
    place = count
    while place > 0:
        above = (place - 1) // 2
        if found.worth[above] <= worth:
            break
        found.worth[place] = found.worth[above]
        found.unit[place] = found.unit[above]
        place = above
    found.worth[place] = worth
    found.unit[place] = unit


@compiled
def sink(found: Found, count: int) -> None:
    worth, unit = found.worth[0], found.unit[0]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        if below + 1 < count and found.worth[below + 1] < found.worth[below]:
            below += 1
        if found.worth[below] >= worth:
            break
        found.worth[place] = found.worth[below]
        found.unit[place] = found.unit[below]
        place = below
    found.worth[place] = worth
    found.unit[place] = unit


@compiled
def _worth_here(
    unit: int, lead: int, ground: Ground, rules: Rules, worth: float, pull: float, bar: float
) -> float:
    """Return a unit's worth to a lead, minus infinity when out of reach or under the bar."""
    if worth == NOWHERE:
        return NOWHERE
    worth += pull * ground.capacity[unit]
    if worth <= bar:
        return NOWHERE
    chord = chord_between(ground.points, unit, lead)
    if chord > rules.reach_chord_km or worth - rules.cost_per_km * chord <= bar:
        return NOWHERE
    return worth - rules.cost_per_km * arc_over(chord)


@compiled
def chord_between(points: Floats, one: int, other: int) -> float:
    """Return the straight line between two units, in kilometres."""
    x = points[one, 0] - points[other, 0]
    y = points[one, 1] - points[other, 1]
    z = points[one, 2] - points[other, 2]
    return math.sqrt(x * x + y * y + z * z)


@compiled
def arc_over(chord: float) -> float:
    """Return the great-circle distance over a straight line, in kilometres."""
    return ACROSS_KM * math.asin(min(1.0, chord / ACROSS_KM))


@compiled
def distance_km(points: Floats, one: int, other: int) -> float:
    """Return the great-circle distance of two units, in kilometres."""
    return arc_over(chord_between(points, one, other))


@compiled
def _descend(
    lead: int,
    node: int,
    ground: Ground,
    rules: Rules,
    peak: Floats,
    pull: float,
    bar: float,
    found: Found,
    top: int,
) -> int:
    """Put a box's halves on the stack, the more promising on top; return the stack's height."""
    left, right = 2 * node + 1, 2 * node + 2
    of_left = ceiling_of(left, lead, ground, rules, peak[left], pull)
    of_right = ceiling_of(right, lead, ground, rules, peak[right], pull)
    if of_left > of_right:
        left, right = right, left
        of_left, of_right = of_right, of_left
    if of_left > bar:
        found.node[top] = left
        found.ceiling[top] = of_left
        top += 1
    if of_right > bar:
        found.node[top] = right
        found.ceiling[top] = of_right
        top += 1
    return top


@compiled
def ceiling_of(
    box: int, lead: int, ground: Ground, rules: Rules, peak: float, pull: float
) -> float:
    """Return what no unit of a box can exceed for a lead; minus infinity out of reach."""
    if peak == NOWHERE:
        return NOWHERE
    away = 0.0
    for axis in range(3):
        here = ground.points[lead, axis]
        gap = max(0.0, ground.boxes.low[box, axis] - here, here - ground.boxes.high[box, axis])
        away += gap * gap
    away = math.sqrt(away)
    if away > rules.reach_chord_km:
        return NOWHERE
    return float(peak + pull * ground.capacity_peak[box] - rules.cost_per_km * away)


@compiled
def all_around(
    lead: int,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    above: float,
    into: Ints,
    at: Floats,
    found: Found,
) -> int:
    """Put every unit worth more than ``above`` to the lead into ``into`` and ``at``; count them."""
    boxes = ground.boxes
    first_leaf = (boxes.start.size - 1) // 2
    count = 0
    found.node[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = found.node[top]
        if node < first_leaf:
            top = _descend(lead, node, ground, rules, peak, 0.0, above, found, top)
            continue
        for unit in range(boxes.start[node], boxes.end[node]):
            if unit == lead:
                continue
            here = _worth_here(unit, lead, ground, rules, worth[unit], 0.0, above)
            if here > above:
                into[count] = unit
                at[count] = here
                count += 1
    return count
