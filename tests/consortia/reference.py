"""The slow plain answer: every grouping of a handful of units, and small problems to try it on."""

import math
from functools import cache

import polars as pl
from hypothesis import strategies as st

from hamafza.consortia.params import FormationParams


def km(one, other):
    """Great-circle distance by the spherical law of cosines' stable form (Vincenty)."""
    a, b, c, d = (math.radians(x) for x in (*one, *other))
    turn = d - b
    across = math.hypot(
        math.cos(c) * math.sin(turn),
        math.cos(a) * math.sin(c) - math.sin(a) * math.cos(c) * math.cos(turn),
    )
    along = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(turn)
    return 6371.0088 * math.atan2(across, along)


def best_value(units: pl.DataFrame, params: FormationParams) -> float:
    """Return the value of the best grouping of one family, by trying them all."""
    rows = units.to_dicts()
    worth = {}
    for mask in range(1, 1 << len(rows)):
        worth[mask] = _consortium_value([r for i, r in enumerate(rows) if mask >> i & 1], params)

    @cache
    def best(free: int) -> float:
        if free == 0:
            return 0.0
        first = free & -free
        others = free ^ first
        found = best(others)
        part = others
        while True:
            own = worth[part | first]
            if own is not None:
                found = max(found, own + best(others ^ part))
            if part == 0:
                return found
            part = (part - 1) & others

    return best((1 << len(rows)) - 1)


def _consortium_value(members, params):
    if not params.min_size <= len(members) <= params.max_size:
        return None
    if sum(m["capacity"] for m in members) < params.min_capacity * (1 - 1e-12):
        return None
    values = []
    for lead in members:
        ways = [
            km((lead["lat_deg"], lead["lon_deg"]), (m["lat_deg"], m["lon_deg"])) for m in members
        ]
        if lead["readiness"] >= params.lead_readiness and max(ways) <= params.reach_km + 1e-6:
            cost = params.distance_cost_per_km * sum(ways) + params.fixed_cost
            values.append(sum(m["weight"] for m in members) - cost)
    return max(values, default=None)


@st.composite
def small_problems(draw, most_units=7):
    """One family of a few units on a coarse grid, so that places, sums and ties coincide."""
    count = draw(st.integers(1, most_units))
    rows = [
        {
            "unit_id": at + 1,
            "family": "6302",
            "lat_deg": 35 + draw(st.integers(0, 4)) / 4,
            "lon_deg": 51 + draw(st.integers(0, 4)) / 4,
            "capacity": draw(st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 7.0])),
            "readiness": draw(st.sampled_from([0.2, 0.6, 0.9])),
            "weight": draw(st.sampled_from([0.0, 0.5, 1.0, 1.7, 4.0])),
        }
        for at in range(count)
    ]
    least = draw(st.integers(1, 3))
    params = FormationParams(
        min_size=least,
        max_size=least + draw(st.integers(0, 3)),
        reach_km=draw(st.sampled_from([0.0, 40.0, 90.0])),
        min_capacity=draw(st.sampled_from([0.0, 0.3, 1.0, 2.0])),
        lead_readiness=draw(st.sampled_from([0.0, 0.6, 1.0])),
        distance_cost_per_km=draw(st.sampled_from([0.0, 0.01, 0.05])),
        fixed_cost=draw(st.sampled_from([0.0, 0.5, 2.0])),
    )
    return pl.DataFrame(rows), params


def towns(count: int, seed: int = 1, families: int = 1) -> pl.DataFrame:
    """Some towns' units, enough of them that consortia have to compete."""
    import numpy as np

    chance = np.random.default_rng(seed)
    town = chance.integers(0, max(1, count // 40), count)
    centre = chance.uniform([29, 50], [31, 53], (max(1, count // 40), 2))
    capacity = chance.lognormal(np.log(1 / 12), 0.9, count)
    return pl.DataFrame(
        {
            "unit_id": np.arange(1, count + 1),
            "family": [f"family {at % families}" for at in range(count)],
            "lat_deg": centre[town, 0] + chance.normal(0, 0.08, count),
            "lon_deg": centre[town, 1] + chance.normal(0, 0.08, count),
            "capacity": capacity,
            "readiness": chance.beta(2, 3, count),
            "weight": capacity / capacity.mean(),
        }
    )
