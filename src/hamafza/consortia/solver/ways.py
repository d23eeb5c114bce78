"""How far units are apart, and what ties a unit to the consortium it stands in."""

import math

import numpy as np

from hamafza.consortia.solver.ground import Floats, Ground
from hamafza.vocabulary.compiled import bare, inlined
from hamafza.vocabulary.places import EARTH_RADIUS_KM

NOWHERE = -np.inf
ACROSS_KM = 2 * EARTH_RADIUS_KM


@inlined
def chord_between(points: Floats, one: int, other: int) -> float:
    """Return the straight line between two units, in kilometres."""
    x = points[one, 0] - points[other, 0]
    y = points[one, 1] - points[other, 1]
    z = points[one, 2] - points[other, 2]
    return math.sqrt(x * x + y * y + z * z)


@inlined
def arc_over(chord: float) -> float:
    """Return the great-circle distance over a straight line, in kilometres."""
    return ACROSS_KM * math.asin(min(1.0, chord / ACROSS_KM))


@bare
def way_over(chord: float, one: int, other: int, ground: Ground) -> float:
    """Return the way between two units whose straight line is known: by road if there is one."""
    arc = arc_over(chord)
    if ground.node.size == 0 or ground.node[one] == ground.node[other]:
        return arc
    road = ground.access_km[one] + ground.between_km[ground.node[one], ground.node[other]]
    return max(arc, float(road + ground.access_km[other]))


@bare
def way_km(one: int, other: int, ground: Ground) -> float:
    """Return the way between two units, in kilometres."""
    return way_over(chord_between(ground.points, one, other), one, other, ground)


@bare
def loyalty_to(unit: int, lead: int, ground: Ground) -> float:
    """Return what a member is worth more with the lead it stands with today."""
    return ground.loyalty[unit] if ground.home[unit] == lead and unit != lead else 0.0
