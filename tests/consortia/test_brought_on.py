"""What a formation takes over from the one that stands: its prices and its consortia."""

import numpy as np
import polars as pl
import pytest

from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver.brought_on import prices_brought_on
from hamafza.consortia.solver.effort import CountedPace, Paces
from hamafza.consortia.solver.form import form_family
from hamafza.consortia.solver.ground import lay_out
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.standing import prices_before, standing_of
from tests.consortia.reference import towns

CHARGED = FormationParams(move_charge=0.05, dissolve_charge=0.25)
WITHOUT_MOVES = Paces(CountedPace(1), lambda consortia: CountedPace(0))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    units = towns(400, seed=6)
    folder = tmp_path_factory.mktemp("run")
    form_consortia(units, FormationParams(), Effort(iterations=80), processes=1, out_dir=folder)
    return units, folder


def of_today(units, folder):
    inherited = standing_of(folder, units, CHARGED)
    rows = units.join(inherited.standing, on="unit_id", how="left").with_columns(
        pl.col("kept").fill_null(value=False)
    )
    return families_of(rows, CHARGED)[0], inherited


def test_consortia_that_hold_stand_before_anything_is_searched(run):
    family, _ = of_today(*run)
    found = form_family(family, CHARGED, SolverParams(exact_most_units=0), WITHOUT_MOVES, 1)
    stood = family.home >= 0
    assert stood.any()
    assert (found.lead_of[stood] == family.home[stood]).all()


def test_one_that_holds_no_longer_is_not_opened_as_it_was(run):
    units, folder = run
    family, _ = of_today(units, folder)
    lead = int(family.unit_id[np.unique(family.home[family.home >= 0])[0]])
    poorer = units.with_columns(
        capacity=pl.when(pl.col("unit_id") == lead).then(0.0).otherwise(pl.col("capacity")),
        readiness=pl.when(pl.col("unit_id") == lead).then(0.0).otherwise(pl.col("readiness")),
    )
    today, inherited = of_today(poorer, folder)
    assert inherited.heirs + inherited.without_heir == 1
    found = form_family(today, CHARGED, SolverParams(exact_most_units=0), WITHOUT_MOVES, 1)
    assert lead not in today.unit_id[np.unique(found.lead_of[found.lead_of >= 0])]


def test_prices_of_the_run_before_begin_near_their_bound(run):
    units, folder = run
    family, inherited = of_today(units, folder)
    before = prices_before(family.unit_id, inherited.prices)
    nothing = SolverParams(exact_most_units=0)
    cold = form_family(family, CHARGED, nothing, WITHOUT_MOVES, 1)
    warm = form_family(family, CHARGED, nothing, WITHOUT_MOVES, 1, before)
    assert warm.bound < cold.bound
    assert warm.bound >= warm.value


def test_a_newcomer_keeps_of_its_weight_what_its_neighbours_keep(run):
    units, _ = run
    family = families_of(units)[0]
    order, ground = lay_out(family, FormationParams())
    before = ground.weight - 0.3
    before[::7] = np.nan
    price = prices_brought_on(ground, before, FormationParams())
    assert price == pytest.approx(np.maximum(0.0, ground.weight - 0.3))


def test_a_run_without_prices_brings_none_on():
    ids = np.array([1, 5, 9])
    assert prices_before(ids, None) is None
    known = pl.DataFrame({"unit_id": [5, 7], "price": [0.4, 0.6]})
    told = prices_before(ids, known)
    assert np.isnan(told[[0, 2]]).all()
    assert told[1] == 0.4
