"""Families searched district by district: borders, prices, bounds, and the better grouping."""

from dataclasses import asdict

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamafza.consortia.family import NOBODY
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver.answer import FamilyFormation, value_of
from hamafza.consortia.solver.ceilings import LeadCeilings
from hamafza.consortia.solver.districts import MOST_OFF, districts_of
from hamafza.consortia.solver.effort import CountedPace, Paces
from hamafza.consortia.solver.form import form_family
from hamafza.consortia.solver.geometry import REACH_SLACK_KM
from hamafza.consortia.solver.ground import lay_out, rules_of
from hamafza.consortia.solver.proving import proved
from hamafza.consortia.solver.to_prove import Priced, ToProve
from hamafza.consortia.verdict.judge import Tables, violations
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.formation_verdict import judged
from tests.consortia.reference import best_value, small_problems, towns

QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
SPARSE = FormationParams(max_size=12, lead_readiness=0.4)


def searched(units, params=SPARSE, moves=20):
    """Return a family and an answer that nothing has proved yet."""
    family = families_of(units)[0]
    paces = Paces(CountedPace(30), lambda consortia: CountedPace(moves))
    return family, form_family(family, params, SolverParams(exact_most_units=0), paces, 1)


def by_districts(family, params, found, leads=6):
    """Search a family's districts without an exact search of its parts before."""
    order, ground = lay_out(family, params)
    ceilings = LeadCeilings(order, ground, rules_of(family, params))
    adds = found.price.copy()
    able = ceilings.leads
    adds[able] += np.maximum(0.0, ceilings.under(found.price, able))
    solver = SolverParams(exact_most_part_units=0, district_leads=leads)
    task = ToProve(family, params, solver, None, Priced(adds, lambda: ceilings))
    return proved(task, found)


@pytest.mark.parametrize("most", [1, 5, 20, 10_000])
def test_consortia_are_never_divided_and_districts_stay_small(most):
    family, found = searched(towns(400, seed=3))
    districts = districts_of(family, SPARSE, found.lead_of, found.price, most)
    joined = found.lead_of != NOBODY
    assert np.array_equal(districts.of[joined], districts.of[found.lead_of[joined]])
    assert sorted(set(districts.of)) == list(range(districts.count))
    able = np.bincount(districts.of[family.readiness >= SPARSE.lead_readiness])
    opened = np.bincount(districts.of[found.lead_of == np.arange(len(family))])
    assert np.all((able <= most) | (opened == 1))


def test_prices_fall_a_little_and_no_further_than_leads_elsewhere_allow():
    family, found = searched(towns(400, seed=3))
    districts = districts_of(family, SPARSE, found.lead_of, found.price, 8)
    assert np.all((districts.price >= 0) & (districts.price <= found.price))
    leads = np.flatnonzero(family.readiness >= SPARSE.lead_readiness)
    for unit in range(len(family)):
        outside = leads[districts.of[leads] != districts.of[unit]]
        way = family.way_km(np.full(len(outside), unit), outside)
        least = max(0.0, found.price[unit] - MOST_OFF * family.weight.mean())
        if np.any(way <= SPARSE.reach_km + REACH_SLACK_KM):
            best = family.weight[unit] - SPARSE.distance_cost_per_km * way.min()
            least = max(least, best)
        else:
            assert districts.price[unit] == pytest.approx(least, abs=1e-9)
        assert districts.price[unit] >= min(least, found.price[unit]) - 1e-6


@QUICK
@given(small_problems(), st.integers(1, 3), st.floats(0, 2))
def test_a_bound_by_districts_is_never_below_the_best_grouping(problem, leads, price):
    units, params = problem
    family, best = families_of(units)[0], best_value(units, params)
    nobody = np.full(len(family), NOBODY)
    prices = np.full(len(family), price)
    bound = float(prices.sum()) + 100.0
    _, begun = searched(units, params)
    for lead_of in (nobody, begun.lead_of):
        value = value_of(family, params, lead_of)
        found = FamilyFormation(lead_of, prices, value, bound, "prices", bound)
        after = by_districts(family, params, found, leads)
        assert after.bound >= best - 1e-6
        assert value - 1e-9 <= after.value <= best + 1e-6


def test_districts_lower_the_bound_and_better_the_grouping():
    family, found = searched(towns(500, seed=4), moves=0)
    after = by_districts(family, SPARSE, found)
    assert after.kind == "districts"
    assert after.bound < found.bound
    assert after.value > found.value
    assert after.value == pytest.approx(value_of(family, SPARSE, after.lead_of), abs=1e-9)
    assert after.districts is not None
    assert np.isfinite(after.districts.bound).any()


def test_a_run_certified_by_districts_holds_before_the_judge():
    units = towns(700, seed=6)
    result = form_consortia(units, SPARSE, Effort(iterations=40), processes=1)
    assert result.certificate["kind"].to_list() == ["districts"]
    assert result.record["value"] < result.record["bound"] < result.record["bound_prices"]
    assert judged(units, result, processes=1)["bound"] == pytest.approx(result.record["bound"])
    told = Tables(result.consortia, result.members, result.prices, result.certificate)
    assert violations(units, asdict(SPARSE), told)[0] == []


def test_where_consortia_stand_charges_are_counted_once():
    units = towns(400, seed=7)
    params = FormationParams(max_size=12, lead_readiness=0.4, move_charge=0.2, dissolve_charge=0.5)
    before = form_consortia(units, params, Effort(iterations=20), processes=1)
    home = before.members.join(before.consortia, on="consortium_id").select(
        "unit_id", home="lead_unit_id"
    )
    again = units.join(home, on="unit_id", how="left").with_columns(
        weight=pl.col("weight") * (1 + 0.3 * (pl.col("unit_id") % 3))
    )
    result = form_consortia(again, params, Effort(iterations=40), processes=1)
    assert result.certificate["kind"].to_list() == ["districts"]
    judged(again, result, processes=1)
