"""The judge's bounds are never below the truth, and its full search finds it."""

import math
import os
import subprocess
import sys
from dataclasses import asdict, replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.verdict.bound import bound_under_prices, bounds_of
from hamafza.consortia.verdict.exact import best_possible
from hamafza.consortia.verdict.judge import case_of
from hamafza.runs.road_ways import by_road
from hamafza.runs.verdict_roads import roads_of
from tests.consortia.reference import km, towns
from tests.consortia.verdict.drawing import best_by_family, judged_problems

QUICK = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@QUICK
@given(judged_problems())
def test_no_bound_is_below_the_best_grouping_under_any_rules_prices_and_cuts(problem):
    units, params, cases = problem
    for family, best in best_by_family(units, params).items():
        bounds = bounds_of(cases[family])
        for each in (bounds.prices, bounds.cuts):
            assert each.tight >= best - 1e-9
            assert each.loose >= each.tight - 1e-9


@settings(QUICK, max_examples=60)
@given(judged_problems(most_units=6, most_parts=7))
def test_a_full_search_finds_the_best_grouping_whatever_the_prices_thin_out(problem):
    units, params, cases = problem
    for family, best in best_by_family(units, params).items():
        assume(math.isfinite(best))
        case, bounds = cases[family], bounds_of(cases[family])
        kept_all = units.filter("kept")["home"].n_unique() == len(np.unique(case.home[case.kept]))
        assume(kept_all or not units["kept"].any())
        for claimed in (best - 0.6, best):
            assert best_possible(case, claimed, bounds) == pytest.approx(best, abs=1e-5)


def priced(count, seed=4, left=0.45, **rules):
    """Towns whose prices leave each unit as much: capacity is then in nobody's interest."""
    price = (pl.col("weight") - left).clip(0.0)
    units = towns(count, seed=seed).with_columns(price=price)
    return case_of(units, asdict(FormationParams(**rules)))


def test_a_price_on_capacity_tightens_where_capacity_binds():
    bound = bound_under_prices(priced(200, min_capacity=3.0, max_size=20, lead_readiness=0.4))
    assert bound.tight < bound.loose * (1 - 1e-4)


@pytest.mark.parametrize("min_capacity", [1.0, 2.0, 3.0])
def test_no_price_on_capacity_from_a_grid_bounds_a_lead_lower(min_capacity):
    """Plain numpy: the highest keys within reach, for each price of a grid."""
    case = priced(120, min_capacity=min_capacity, max_size=14, lead_readiness=0.4)
    bounds = bounds_of(case)
    most, fewest = int(case.rules["max_size"]) - 1, int(case.rules["min_size"]) - 1
    everybody = np.arange(len(case.lat))
    checked = 0
    for lead, value in zip(bounds.leads, bounds.lead_values, strict=True):
        way = case.way_km(everybody, np.full(len(everybody), lead))
        near = (way <= case.rules["reach_km"]) & (everybody != lead)
        gain = (case.weight - case.price - case.rules["distance_cost_per_km"] * way)[near]
        own = case.weight[lead] - case.price[lead] - case.rules["fixed_cost"]
        missing = min_capacity * (1 - 1e-9) - case.capacity[lead]
        for pull in np.linspace(0.0, 12.0, 60):
            keys = np.sort(gain + pull * case.capacity[near])[::-1]
            wanted = min(most, max(fewest, int((keys > 0).sum())))
            told = own + keys[:wanted].sum() - pull * missing
            assert max(0.0, value) <= max(0.0, told) + 1e-9
            checked += value > 0
    assert checked > 100


def test_a_bound_is_the_plain_sum_where_capacity_never_binds():
    """A second calculation, with another formula for distance."""
    case = priced(70, min_capacity=0.0, max_size=9, lead_readiness=0.4)
    total = float(case.price.sum())
    places = list(zip(case.lat, case.lon, strict=True))
    for lead in np.flatnonzero(case.readiness >= 0.4):
        gains = [
            case.weight[at] - case.price[at] - 0.01 * way
            for at, place in enumerate(places)
            if at != lead and (way := km(places[lead], place)) <= 100.0
        ]
        if len(gains) >= 4:
            ranked = sorted(gains, reverse=True)[:8]
            own = case.weight[lead] - case.price[lead] - 3.0
            total += max(0.0, own + sum(ranked[:4]) + sum(g for g in ranked[4:] if g > 0))
    bound = bound_under_prices(case)
    assert bound.tight == pytest.approx(total, rel=1e-9)
    assert bound.loose == pytest.approx(total, rel=1e-9)


def test_ways_by_road_are_those_of_the_run():
    units = towns(60, seed=5).with_columns(price=pl.lit(0.0))
    params = FormationParams(by_road=True)
    case = case_of(units, asdict(params))
    case = replace(case, roads=roads_of(case))
    problem = by_road(families_of(units, params)[0], params)
    one = np.repeat(np.arange(60), 60)
    other = np.tile(np.arange(60), 60)
    at = np.searchsorted(problem.unit_id, case.unit_id)
    ours, theirs = case.way_km(one, other), problem.way_km(at[one], at[other])
    near = theirs <= params.reach_km
    assert near.sum() > 100
    assert np.allclose(ours[near], theirs[near], atol=1e-4)
    assert np.all(ours[~near] > params.reach_km - 1e-4)
    straight = case_of(units, asdict(FormationParams()))
    assert np.all(ours >= straight.way_km(one, other) - 1e-9)


PROGRAM = """
from tests.consortia.verdict.test_bound import judged_in_pieces
print(*judged_in_pieces())
"""


def judged_in_pieces():
    """Return bounds whose calculation goes through every compiled loop."""
    rules = {"min_capacity": 2.0, "max_size": 12, "lead_readiness": 0.4, "leads_needed": 2}
    case = priced(60, **rules)
    home = np.full(60, -1)
    home[:5] = np.flatnonzero(case.may_lead)[0]
    home[home[0]] = home[0]
    at = np.arange(60)
    from hamafza.consortia.verdict.case import Cuts

    odd = replace(
        case, shares=1 + (at % 7 == 0).astype(np.int64), line=at % 2, line_least=(1, 2),
        home=home, kept=home >= 0,
        cuts=Cuts(np.where(at % 3 == 0, 0, -1), np.array([7]), np.array([0.5]), np.array([2])),
    )  # fmt: skip
    return [
        figure
        for each in (case, odd)
        for one in (bounds_of(each).prices, bounds_of(each).cuts)
        for figure in (one.tight, one.loose)
    ]


def test_with_every_index_checked_the_bounds_are_the_same():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"NUMBA_BOUNDSCHECK": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    checked = [float(figure) for figure in done.stdout.split()]
    assert len(checked) == 8
    assert judged_in_pieces() == pytest.approx(checked, rel=1e-12)
