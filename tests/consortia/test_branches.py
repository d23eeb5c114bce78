"""Families proved by branches: what leads may open, ceilings, and what full search leaves open."""

import itertools
from dataclasses import asdict, replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamafza.consortia.family import NOBODY
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver.branches import choose
from hamafza.consortia.solver.branching import BranchSearch
from hamafza.consortia.solver.effort import CountedPace, Paces
from hamafza.consortia.solver.form import form_family
from hamafza.consortia.solver.lead_companies import find_companies, lead_table, nothing_found
from hamafza.consortia.verdict.asked import asked_of
from hamafza.consortia.verdict.branches import is_no_tree, most_of_branches
from hamafza.consortia.verdict.case import Branch
from hamafza.consortia.verdict.certificate import judge_family
from hamafza.consortia.verdict.judge import Tables, case_of, claims_of
from hamafza.consortia.verdict.lead_values import TIGHT, values_of_leads
from hamafza.runs.formation_tables import Formed, tables_of
from tests.consortia.reference import best_value, small_problems, towns

QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
GIVEN_UP = SolverParams(exact_most_pairs=0)
BRANCHED = SolverParams(exact_most_pairs=0, most_branches=16)
PARAMS = FormationParams(max_size=12, lead_readiness=0.5)


def formed(units, solver, params=PARAMS, iterations=60):
    family = families_of(units)[0]
    paces = Paces(CountedPace(iterations), lambda consortia: CountedPace(10 * consortia))
    return family, form_family(family, params, solver, paces, 1)


@QUICK
@given(
    st.lists(st.sampled_from([-np.inf, -2.0, -0.5, 0.0, 1.0, 3.0]), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=4, max_size=4),
)
def test_the_choice_among_nested_sets_is_the_best_there_is(value, between):
    value = np.array(value)
    sets = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1]], bool)
    least = np.array([low for low, _ in between])
    most = np.array([low + more for low, more in between])
    allowed = [
        value[np.array(opened, bool)].sum()
        for opened in itertools.product([0, 1], repeat=4)
        if np.all((sets @ np.array(opened) >= least) & (sets @ np.array(opened) <= most))
    ]
    state = np.empty(4, np.int64)
    assert choose(value, sets, least, most, state) == max(allowed, default=-np.inf)


@QUICK
@given(small_problems(), st.floats(0, 2), st.booleans())
def test_no_ceiling_of_a_lead_is_below_the_judges(problem, price, forced):
    units, params = problem
    family = families_of(units)[0]
    table = lead_table(family, params)
    found = nothing_found(table, 0.7)
    prices = np.full(len(family), price)
    must = np.full(len(table.lead), forced)
    find_companies(np.arange(len(table.lead)), must, table, prices, found)
    case = case_of(units.with_columns(price=pl.lit(price)), asdict(params))
    leads = np.flatnonzero(np.isin(case.unit_id, family.unit_id[table.lead]))
    values = values_of_leads(case, leads, np.full(len(leads), forced))[:, TIGHT]
    ours = found.value[np.argsort(family.unit_id[table.lead])]
    theirs = values[np.argsort(case.unit_id[leads])]
    assert np.all((ours >= theirs - 1e-9) | (not forced and ours <= 0.0))


def test_a_lead_that_cannot_gain_is_worth_nothing_at_most_though_it_is_made_to_open():
    """Nine crumbs, rounded up, seem to bring the capacity that only a unit at a loss could."""
    rows = [
        (1, 0.9, 0.2, 2.8, 0.0), (2, 0.1, 0.73, 3.0, 0.0), (3, 0.1, 0.5, 0.0, 1.0),
        *((number, 0.1, 0.0005, 0.01, 0.012) for number in range(4, 13)),
    ]  # fmt: skip
    names = ("unit_id", "readiness", "capacity", "weight", "price")
    units = pl.DataFrame(rows, schema=list(names), orient="row").with_columns(
        family=pl.lit("6302"), kind=pl.lit("maker"), lat_deg=pl.lit(35.7), lon_deg=pl.lit(51.4)
    )
    params = FormationParams(max_size=20, lead_readiness=0.5, min_capacity=1.0, fixed_cost=5.5)
    case = case_of(units, asdict(params))
    (lead,) = np.flatnonzero(case.unit_id == 1)
    tight = values_of_leads(case, np.array([lead]), np.array([True]))[0, TIGHT]
    assert tight == 0.0
    family = families_of(units)[0]
    table = lead_table(family, params)
    found = nothing_found(table, 0.7)
    prices = units["price"].to_numpy()[np.argsort(units["unit_id"])]
    find_companies(np.array([0]), np.array([True]), table, prices, found)
    assert found.value[0] == 0.0


@QUICK
@given(small_problems(), st.floats(0, 2), st.integers(1, 12))
def test_a_bound_by_branches_is_never_below_the_best_grouping(problem, price, most):
    units, params = problem
    family, best = families_of(units)[0], best_value(units, params)
    for value in (0.0, best):
        search = BranchSearch(family, params, value, lambda leads, price, value: value)
        found = search.run(np.full(len(family), price), lambda branches, most=most: branches < most)
        assert found.bound >= best - 1e-9


@QUICK
@given(small_problems(), st.floats(0, 2), st.floats(0, 1))
def test_no_leaf_is_above_the_bound_that_is_told(problem, price, share):
    units, params = problem
    family, value = families_of(units)[0], share * best_value(units, params)
    search = BranchSearch(family, params, value, lambda leads, price, value: value)
    found = search.run(np.full(len(family), price), lambda branches: branches < 40)
    case = case_of(units.with_columns(price=pl.lit(price)), asdict(params))
    order = np.argsort(family.unit_id)
    place = order[np.searchsorted(family.unit_id[order], case.unit_id)]
    told = [
        Branch(
            None if each.parent < 0 else each.parent,
            np.flatnonzero(np.isin(place, each.leads)),
            each.count,
            each.above,
            each.price[place] if len(each.price) else np.zeros(len(place)),
        )
        for each in found.branches
    ]
    assert is_no_tree(told) is None
    leads = np.flatnonzero(case.readiness >= params.lead_readiness)
    most = most_of_branches(case, leads, np.arange(len(place)), told)
    assert max(value, most) <= found.bound + 1e-9


def test_branches_close_what_full_search_leaves_open():
    units = towns(160, seed=11)
    _, open_ = formed(units, GIVEN_UP)
    family, found = formed(units, BRANCHED)
    assert open_.bound - open_.value > 1e-4 * open_.bound
    assert found.value >= open_.value
    assert found.bound - found.value < 0.5 * (open_.bound - open_.value)
    assert found.districts.branches
    told = tables_of([(family, Formed(found))], PARAMS)
    assert findings(units, told) == []


def findings(units, told):
    tables = Tables(
        told.consortia, told.members, told.prices, told.certificate, districts=told.districts,
        district_units=told.district_units, branches=told.branches,
    )  # fmt: skip
    wrong, (claim,) = claims_of(units, asked_of(asdict(PARAMS)), tables)
    return wrong or judge_family(claim).findings


@pytest.fixture(scope="module")
def branched():
    units = towns(160, seed=11)
    family, found = formed(units, BRANCHED)
    return units, tables_of([(family, Formed(found))], PARAMS)


def tampered(told, *changes):
    return replace(told, branches=told.branches.with_columns(*changes))


def test_a_bound_below_what_the_branches_give_is_found(branched):
    units, told = branched
    of = pl.col("district_id").is_in(told.branches["district_id"].unique().to_list())
    lower = told.districts.with_columns(
        bound=pl.when(of).then(pl.col("bound") - 1e-3).otherwise("bound")
    )
    certificate = told.certificate.with_columns(pl.col("bound") - 1e-3)
    wrong = findings(units, replace(told, districts=lower, certificate=certificate))
    assert any("its branches give" in each for each in wrong)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (pl.col("price").list.eval(pl.element() * 0.97), "its branches give"),
        (pl.col("count") + 1 - pl.col("above").cast(pl.Int64), "leave something out"),
        (pl.lit(value=True).alias("above"), "leave something out"),
        (pl.lit(None, pl.Int64).alias("parent_id"), "more roots than one"),
        ((pl.col("parent_id") + 1000).alias("parent_id"), "a branch that there is not"),
        (pl.col("branch_id").max().alias("parent_id"), "a branch that there is not"),
        (pl.col("price").list.eval(pl.element() * -1.0), "negative"),
        (pl.col("units").list.head(1), "of no unit"),
        (pl.col("leads").list.eval(pl.element() + 100_000), "another family"),
        (pl.lit(77, pl.Int64).alias("district_id"), "a district that has no bound"),
    ],
)  # fmt: skip
def test_branches_that_were_tampered_with_are_refused(branched, change, sentence):
    units, told = branched
    wrong = findings(units, tampered(told, change))
    assert any(sentence in each for each in wrong), wrong


def test_a_branch_that_is_left_out_is_found(branched):
    units, told = branched
    inner = set(told.branches["parent_id"].drop_nulls())
    leaf = next(each for each in told.branches["branch_id"].to_list() if each not in inner)
    fewer = told.branches.filter(pl.col("branch_id") != leaf)
    assert any(
        "leave something out" in each for each in findings(units, replace(told, branches=fewer))
    )


def test_counted_branches_are_the_same_each_time(branched):
    units, told = branched
    family, again = formed(units, BRANCHED)
    assert tables_of([(family, Formed(again))], PARAMS).branches.equals(told.branches)
    assert not np.all(again.lead_of == NOBODY)
