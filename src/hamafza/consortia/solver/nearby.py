"""
Finds the best company for a lead: the units whose worth, less the way to the lead, is highest.

The search is exact. A box can hold nothing better than its largest worth less the straight line
to its near side, and a straight line is never longer than the arc; boxes below the bar are left.
"""

import math

import numpy as np

from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.ways import NOWHERE, arc_over, chord_between, way_km
from hamafza.vocabulary.compiled import bare, inlined

ANY_LINE = -1


@bare
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
    return int(best_of_line(lead, ANY_LINE, ground, rules, worth, peak, pull, fewest, most, found))


@bare
def best_of_line(
    lead: int,
    line: int,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    peak: Floats,
    pull: float,
    fewest: int,
    most: int,
    found: Found,
) -> int:
    """Do as ``best_around`` among the units of one product line, or of any."""
    boxes = ground.boxes
    home = ground.home
    first_leaf = (boxes.start.size - 1) // 2
    guests = _has_guests(lead, ground)
    count = 0
    if guests:
        count = _guests(lead, line, ground, rules, worth, pull, fewest, most, found)
    bar = _bar(count, fewest, most, found.worth[0] if count > 0 else 0.0)
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
                if unit == lead or (guests and home[unit] == lead):
                    continue
                here = _here(unit, lead, line, ground, rules, worth[unit], pull, bar)
                if here > bar:
                    count = _take(found, count, fewest, most, here, unit)
                    bar = _bar(count, fewest, most, found.worth[0])
        else:
            top = _descend(
                lead,
                node,
                ground.points,
                boxes.low,
                boxes.high,
                ground.capacity_peak,
                rules.reach_chord_km,
                rules.cost_per_km,
                peak,
                pull,
                bar,
                found.node,
                found.ceiling,
                top,
            )
    return count


@bare
def _has_guests(lead: int, ground: Ground) -> bool:
    """Tell whether units stand with this lead today, whose worth here is more than elsewhere."""
    return bool(ground.guest_start[lead + 1] > ground.guest_start[lead])


@bare
def _guests(
    lead: int,
    line: int,
    ground: Ground,
    rules: Rules,
    worth: Floats,
    pull: float,
    fewest: int,
    most: int,
    found: Found,
) -> int:
    """Put the best of those who stand with a lead today into ``found``; return how many."""
    count = 0
    for at in range(ground.guest_start[lead], ground.guest_start[lead + 1]):
        unit = ground.guest[at]
        if line != ANY_LINE and ground.line[unit] != line:
            continue
        bar = _bar(count, fewest, most, found.worth[0] if count > 0 else 0.0)
        here = _guest_worth(unit, lead, ground, rules, worth, pull)
        if here > bar:
            count = _take(found, count, fewest, most, here, unit)
    return count


@bare
def _guest_worth(
    unit: int, lead: int, ground: Ground, rules: Rules, worth: Floats, pull: float
) -> float:
    """Return what a unit is worth to the lead it stands with today."""
    own = worth[unit] + ground.loyalty[unit]
    here = _worth_here(
        unit,
        lead,
        ground.points,
        ground.capacity,
        own,
        pull,
        NOWHERE,
        rules.reach_chord_km,
        rules.cost_per_km,
    )
    if rules.by_road and here > NOWHERE:
        here = _by_road(unit, lead, ground, rules, own, pull)
    return float(here)


@inlined
def _bar(count: int, fewest: int, most: int, worst: float) -> float:
    """Return what a further unit must exceed to be taken."""
    if count < fewest:
        return NOWHERE
    if count == 0:
        return 0.0 if most > 0 else np.inf
    if worst < 0.0:
        return worst
    return 0.0 if count < most else worst


@bare
def _take(found: Found, count: int, fewest: int, most: int, worth: float, unit: int) -> int:
    """Add a unit, or let it take the place of the worst; the worst stands first."""
    if count < fewest or (count < most and (count == 0 or found.worth[0] >= 0.0)):
        rise(found, count, worth, unit)
        return count + 1
    found.worth[0] = worth
    found.unit[0] = unit
    sink(found, count)
    return count


@bare
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


@bare
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


@inlined
def _worth_here(
    unit: int,
    lead: int,
    points: Floats,
    capacity: Floats,
    worth: float,
    pull: float,
    bar: float,
    reach_chord_km: float,
    cost_per_km: float,
) -> float:
    """Return a unit's worth to a lead, minus infinity when out of reach or under the bar."""
    if worth == NOWHERE:
        return NOWHERE
    worth += pull * capacity[unit]
    if worth <= bar:
        return NOWHERE
    chord = chord_between(points, unit, lead)
    if chord > reach_chord_km or worth - cost_per_km * chord <= bar:
        return NOWHERE
    return worth - cost_per_km * arc_over(chord)


@bare
def _by_road(
    unit: int, lead: int, ground: Ground, rules: Rules, worth: float, pull: float
) -> float:
    """Return a unit's worth to a lead by road; its straight way is within reach."""
    way = way_km(unit, lead, ground)
    if way > rules.reach_km:
        return NOWHERE
    return float(worth + pull * ground.capacity[unit] - rules.cost_per_km * way)


@inlined
def _descend(
    lead: int,
    node: int,
    points: Floats,
    low: Floats,
    high: Floats,
    capacity_peak: Floats,
    reach_chord_km: float,
    cost_per_km: float,
    peak: Floats,
    pull: float,
    bar: float,
    waiting: Ints,
    ceiling: Floats,
    top: int,
) -> int:
    """Put a box's halves on the stack, the more promising on top; return the stack's height."""
    left, right = 2 * node + 1, 2 * node + 2
    of_left = peak[left] + pull * capacity_peak[left]
    of_right = peak[right] + pull * capacity_peak[right]
    if of_left > bar:
        away = _away(left, lead, points, low, high)
        of_left = of_left - cost_per_km * away if away <= reach_chord_km else NOWHERE
    if of_right > bar:
        away = _away(right, lead, points, low, high)
        of_right = of_right - cost_per_km * away if away <= reach_chord_km else NOWHERE
    if of_left > of_right:
        left, right = right, left
        of_left, of_right = of_right, of_left
    if of_left > bar:
        waiting[top] = left
        ceiling[top] = of_left
        top += 1
    if of_right > bar:
        waiting[top] = right
        ceiling[top] = of_right
        top += 1
    return top


@inlined
def _away(box: int, lead: int, points: Floats, low: Floats, high: Floats) -> float:
    """Return the straight line from a lead to the near side of a box, in kilometres."""
    away = 0.0
    for axis in range(3):
        here = points[lead, axis]
        gap = max(0.0, low[box, axis] - here, here - high[box, axis])
        away += gap * gap
    return math.sqrt(away)


@inlined
def _here(
    unit: int, lead: int, line: int, ground: Ground, rules: Rules, worth: float, pull: float,
    bar: float,
) -> float:  # fmt: skip
    """Return a unit's worth to a lead that looks for one product line, or for any."""
    here = NOWHERE
    if line == ANY_LINE or ground.line[unit] == line:
        here = _worth_here(
            unit,
            lead,
            ground.points,
            ground.capacity,
            worth,
            pull,
            bar,
            rules.reach_chord_km,
            rules.cost_per_km,
        )
        if rules.by_road and here > bar:
            here = _by_road(unit, lead, ground, rules, worth, pull)
    return here


@bare
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
    for guest in range(ground.guest_start[lead], ground.guest_start[lead + 1]):
        unit = ground.guest[guest]
        here = _guest_worth(unit, lead, ground, rules, worth, 0.0)
        if here > above:
            into[count] = unit
            at[count] = here
            count += 1
    guests = _has_guests(lead, ground)
    found.node[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = found.node[top]
        if node < first_leaf:
            top = _descend(
                lead,
                node,
                ground.points,
                boxes.low,
                boxes.high,
                ground.capacity_peak,
                rules.reach_chord_km,
                rules.cost_per_km,
                peak,
                0.0,
                above,
                found.node,
                found.ceiling,
                top,
            )
            continue
        for unit in range(boxes.start[node], boxes.end[node]):
            if unit == lead or (guests and ground.home[unit] == lead):
                continue
            here = _here(unit, lead, ANY_LINE, ground, rules, worth[unit], 0.0, above)
            if here > above:
                into[count] = unit
                at[count] = here
                count += 1
    return count
