"""The laws of a formation, against every grouping of a handful of units and against the judge."""

import json
import math
import os
import subprocess
import sys
from dataclasses import asdict

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver.answer import value_of
from hamafza.consortia.solver.effort import CountedPace, Paces
from hamafza.consortia.solver.form import form_family
from hamafza.consortia.verdict.bound import bound_under_prices
from hamafza.consortia.verdict.judge import Tables, case_of, violations
from hamafza.runs.formation import Effort, form_consortia
from tests.consortia.reference import best_value, small_problems, towns

QUICK = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
WITHOUT_FULL_SEARCH = SolverParams(exact_most_units=0)


def formed(units, params, solver=WITHOUT_FULL_SEARCH, iterations=25, moves=60):
    paces = Paces(CountedPace(iterations), lambda consortia: CountedPace(moves))
    problem = families_of(units)[0]
    return problem, form_family(problem, params, solver, paces, seed=3)


def tables_of(units, params, iterations=25):
    result = form_consortia(units, params, Effort(iterations=iterations), processes=1)
    return result, Tables(result.consortia, result.members, result.prices, result.certificate)


@QUICK
@given(small_problems())
def test_every_formation_is_sound(problem):
    units, params = problem
    result, tables = tables_of(units, params)
    findings, values = violations(units, asdict(params), tables)
    assert findings == []
    assert sum(values.values()) == pytest.approx(result.record["value"])


@QUICK
@given(small_problems())
def test_no_formation_beats_exhaustive_search_and_no_bound_is_below_it(problem):
    units, params = problem
    best = best_value(units, params)
    _, formation = formed(units, params)
    assert formation.value <= best + 1e-9
    assert formation.bound >= best - 1e-9
    assert formation.bound_prices >= formation.value


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems())
def test_a_full_search_gives_the_value_of_exhaustive_search(problem):
    units, params = problem
    _, formation = formed(units, params, SolverParams(exact_most_nodes=1000))
    if formation.kind == "exact":
        assert formation.value == pytest.approx(best_value(units, params), abs=1e-6)
        assert formation.bound == pytest.approx(formation.value, abs=1e-5)


@QUICK
@given(small_problems())
def test_the_judge_finds_the_bound_that_the_prices_give(problem):
    units, params = problem
    family, formation = formed(units, params)
    priced = units.sort("unit_id").with_columns(price=pl.Series(formation.price))
    assert family.unit_id.tolist() == priced["unit_id"].to_list()
    judged = bound_under_prices(case_of(priced, asdict(params)))
    slack = 1e-9 * (1 + abs(judged.loose))
    assert judged.tight - slack <= formation.bound_prices <= judged.loose + slack


@pytest.mark.parametrize("min_capacity", [0.0, 1.0, 2.5])
def test_any_prices_bound_alike_for_engine_and_judge_where_capacity_binds(min_capacity):
    units = towns(150, seed=4)
    params = FormationParams(min_capacity=min_capacity, max_size=20)
    _, formation = formed(units, params, iterations=60)
    priced = units.with_columns(price=pl.Series(formation.price))
    judged = bound_under_prices(case_of(priced, asdict(params)))
    slack = 1e-9 * (1 + abs(judged.loose))
    assert judged.tight - slack <= formation.bound_prices <= judged.loose + slack


def test_a_family_that_nobody_can_lead_has_bound_zero_and_no_consortium():
    units = towns(60, families=2).with_columns(
        readiness=pl.when(pl.col("family") == "family 1").then(0.0).otherwise("readiness")
    )
    result, _ = tables_of(units, FormationParams(lead_readiness=0.3))
    bounds = dict(result.certificate.select("family", "bound").iter_rows())
    assert bounds["family 1"] == 0.0
    assert "family 1" not in result.consortia["family"].to_list()
    assert bounds["family 0"] > 0.0


@pytest.mark.parametrize(
    "impossible",
    [{"min_capacity": 500.0}, {"min_size": 80, "max_size": 90}, {"fixed_cost": 900.0}],
)
def test_where_nothing_can_gain_the_bound_is_zero(impossible):
    result, _ = tables_of(towns(60), FormationParams(**impossible))
    assert (result.record["bound"], result.record["value"]) == (0.0, 0.0)
    assert len(result.prices) == 60


def test_capacity_that_only_a_larger_consortium_could_reach_leaves_the_bound_at_zero():
    units = towns(40).with_columns(capacity=pl.lit(0.1), weight=pl.lit(1.0))
    result, _ = tables_of(units, FormationParams(max_size=6, min_capacity=1.0, fixed_cost=0.1))
    assert result.record["bound"] == 0.0


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_table_and_a_single_unit_are_answered(count):
    units = towns(1).head(count)
    params = FormationParams(min_size=1, min_capacity=0.0, lead_readiness=0.0, fixed_cost=0.25)
    result, _ = tables_of(units, params)
    assert result.record["value"] == pytest.approx(0.75 * count)
    assert result.record["gap_share"] == pytest.approx(0.0, abs=1e-6)


def test_units_at_one_place_form_as_anywhere():
    units = towns(90).with_columns(lat_deg=pl.lit(30.0), lon_deg=pl.lit(52.0))
    result, tables = tables_of(units, FormationParams(reach_km=0.0, lead_readiness=0.3))
    assert (
        violations(units, asdict(FormationParams(reach_km=0.0, lead_readiness=0.3)), tables)[0]
        == []
    )
    assert len(result.consortia) > 1


def test_reach_is_inclusive():
    apart_km = 6371.0088 * math.radians(1.0)
    units = pl.DataFrame(
        {
            "unit_id": [1, 2],
            "family": ["گلیم/۱"] * 2,
            "lat_deg": [30.0, 31.0],
            "lon_deg": [52.0, 52.0],
            "capacity": [1.0, 1.0],
            "readiness": [1.0, 0.0],
            "weight": [9.0, 9.0],
        }
    )
    params = FormationParams(min_size=2, reach_km=apart_km, distance_cost_per_km=0.01)
    assert len(tables_of(units, params)[0].consortia) == 1
    nearer = FormationParams(min_size=2, reach_km=apart_km - 1e-5, distance_cost_per_km=0.01)
    assert len(tables_of(units, nearer)[0].consortia) == 0


def test_the_same_groups_come_from_one_process_and_from_two():
    units = towns(240, families=3)
    one = form_consortia(units, FormationParams(), Effort(iterations=40), seed=5, processes=1)
    two = form_consortia(units, FormationParams(), Effort(iterations=40), seed=5, processes=2)
    assert one.members.equals(two.members)
    assert one.prices.equals(two.prices)
    assert one.certificate.equals(two.certificate)


def test_the_order_of_the_rows_changes_nothing():
    units = towns(120, families=2)
    shuffled = units.sample(fraction=1.0, shuffle=True, seed=2)
    first, _ = tables_of(units, FormationParams())
    second, _ = tables_of(shuffled, FormationParams())
    assert first.members.equals(second.members)


def test_more_search_is_never_worse():
    units, params = towns(300, seed=9), FormationParams()
    values = [formed(units, params, iterations=80, moves=moves)[1].value for moves in (0, 50, 400)]
    assert values == sorted(values)
    assert values[-1] > values[0]


def test_the_uncompiled_search_gives_the_same_answer_within_bounds_of_its_arrays():
    """Compiled code does not check indices; uncompiled numpy does."""
    program = (
        "import json, sys; from tests.consortia.test_formation import formed, towns;"
        "from hamafza.consortia.params import FormationParams as P;"
        "_, f = formed(towns(70, seed=6), P(max_size=12, lead_readiness=0.4, min_capacity=1.2),"
        " iterations=8, moves=1);"
        "print(json.dumps([f.lead_of.tolist(), f.price.tolist(), f.bound]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    lead_of, price, bound = json.loads(done.stdout)
    params = FormationParams(max_size=12, lead_readiness=0.4, min_capacity=1.2)
    problem, compiled = formed(towns(70, seed=6), params, iterations=8, moves=1)
    assert compiled.lead_of.tolist() == lead_of
    assert np.allclose(compiled.price, price, rtol=1e-9)
    assert compiled.bound == pytest.approx(bound, rel=1e-9)
    assert compiled.value == pytest.approx(value_of(problem, params, compiled.lead_of))
