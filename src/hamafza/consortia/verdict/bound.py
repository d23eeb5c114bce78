"""
The judge's own calculation of the bound that prices give, in plain numpy, lead by lead.

Nothing here is shared with the engine: other distances, no tree, no compiled code. Units are
sorted by latitude, and a lead looks at the band of latitudes within its reach.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
REACH_SLACK_KM = 1e-6
GRID = 128
FORGIVEN_SHARE = 1e-9

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Case:
    """One family as the judge sees it, sorted by latitude, and the rules."""

    lat: Floats
    lon: Floats
    capacity: Floats
    readiness: Floats
    weight: Floats
    price: Floats
    rules: dict[str, float]


def haversine_km(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Return great-circle distances from one place to many, angles in radians."""
    rise = np.sin(0.5 * (lats - lat)) ** 2
    turn = np.cos(lat) * np.cos(lats) * np.sin(0.5 * (lons - lon)) ** 2
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, rise + turn))))


def bound_under_prices(case: Case) -> float:
    """Return the sum of the prices and of what every lead could at best gain under them."""
    lat, lon = np.radians(case.lat), np.radians(case.lon)
    band = (case.rules["reach_km"] + REACH_SLACK_KM) / EARTH_RADIUS_KM + 1e-9
    first = np.searchsorted(lat, lat - band, side="left")
    last = np.searchsorted(lat, lat + band, side="right")
    total = float(case.price.sum())
    for lead in np.flatnonzero(case.readiness >= case.rules["lead_readiness"]):
        near = np.arange(first[lead], last[lead])
        near = near[near != lead]
        way = haversine_km(lat[lead], lon[lead], lat[near], lon[near])
        within = way <= case.rules["reach_km"] + REACH_SLACK_KM
        near, way = near[within], way[within]
        gain = case.weight[near] - case.price[near] - case.rules["distance_cost_per_km"] * way
        own = float(case.weight[lead] - case.price[lead] - case.rules["fixed_cost"])
        total += max(0.0, _best_gain(own, float(case.capacity[lead]), gain, case.capacity[near],
                                     case.rules))  # fmt: skip
    return total


def _best_gain(
    own: float, own_capacity: float, gain: Floats, capacity: Floats, rules: dict[str, float]
) -> float:
    """Return a ceiling on a lead's gain: minus infinity when it can never open."""
    most, fewest = int(rules["max_size"]) - 1, int(rules["min_size"]) - 1
    enough = rules["min_capacity"] * (1.0 - FORGIVEN_SHARE)
    if len(gain) < fewest:
        return -np.inf
    if own_capacity + np.sort(capacity)[::-1][:most].sum() < enough:
        return -np.inf
    ranked = np.argsort(-gain, kind="stable")
    wanted = min(most, max(fewest, int(np.count_nonzero(gain > 0.0))))
    chosen = ranked[:wanted]
    by_size = own + float(gain[chosen].sum())
    if by_size <= 0.0 or own_capacity + capacity[chosen].sum() >= enough:
        return by_size
    return min(by_size, _by_capacity(own, enough - own_capacity, gain, capacity, rules))


def _by_capacity(
    own: float, missing: float, gain: Floats, capacity: Floats, rules: dict[str, float]
) -> float:
    """Return the best gain when sizes do not matter but capacity, rounded up, does."""
    wanted = gain > 0.0
    base = own + float(gain[wanted].sum())
    missing -= float(capacity[wanted].sum())
    if missing <= 0.0 or base <= 0.0:
        return base
    paid = ~wanted & (gain > -base)
    if capacity[paid].sum() < missing:
        return -np.inf
    grain = rules["min_capacity"] / GRID
    need = int(np.floor(missing / grain))
    size = np.ceil(np.minimum(capacity[paid] / grain, need)).astype(np.int64)
    return base + _least_loss(gain[paid], size, need)


def _least_loss(gain: Floats, size: Ints, need: int) -> float:
    """Return the highest sum of gains whose sizes reach the need (a knapsack to be covered)."""
    best = np.full(need + 1, -np.inf)
    best[0] = 0.0
    steps = np.arange(need + 1)
    for kind in np.unique(size[size > 0]):
        of_kind = np.sort(gain[size == kind])[::-1][: -(-need // kind)]
        for one in of_kind:
            best = np.maximum(best, best[np.maximum(0, steps - kind)] + one)
    return float(best[need])
