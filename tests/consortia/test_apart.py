"""Families taken apart where no reach joins them, and what is proved part by part."""

from dataclasses import asdict

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver import proving_parts
from hamafza.consortia.solver.answer import value_of
from hamafza.consortia.solver.apart import inside, part_of, parts_of
from hamafza.consortia.solver.effort import CountedPace, Paces
from hamafza.consortia.solver.exact import ExactAnswer, Limits, search_leads, solve_exactly
from hamafza.consortia.solver.form import form_family
from hamafza.consortia.solver.restarts import best_by_parts, several
from hamafza.consortia.solver.worth_asking import pairs_worth_asking
from hamafza.consortia.verdict.bound import bounds_of
from hamafza.consortia.verdict.exact import best_possible
from hamafza.consortia.verdict.judge import case_of
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.formation_verdict import judged
from tests.consortia.reference import best_value, km, small_problems, towns

QUICK = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def parts_by_hand(units, params):
    """Return the parts as sets of unit numbers, joining pair by pair."""
    rows = units.to_dicts()
    part = {row["unit_id"]: {row["unit_id"]} for row in rows}
    for one in rows:
        for other in rows:
            places = [(row["lat_deg"], row["lon_deg"]) for row in (one, other)]
            if one["readiness"] >= params.lead_readiness and km(*places) <= params.reach_km + 1e-6:
                joined = part[one["unit_id"]] | part[other["unit_id"]]
                part |= dict.fromkeys(joined, joined)
    return {frozenset(each) for each in part.values()}


@QUICK
@given(small_problems())
def test_parts_are_what_nobodys_reach_joins(problem):
    units, params = problem
    family = families_of(units)[0]
    found = {frozenset(family.unit_id[at].tolist()) for at in parts_of(family, params)}
    assert found == parts_by_hand(units, params)


@QUICK
@given(small_problems())
def test_the_best_of_a_family_is_the_best_of_its_parts(problem):
    units, params = problem
    family = families_of(units)[0]
    parts = [units.filter(pl.col("unit_id").is_in(family.unit_id[at].tolist()))
             for at in parts_of(family, params)]  # fmt: skip
    assert sum(best_value(part, params) for part in parts) == pytest.approx(
        best_value(units, params), abs=1e-9
    )


@QUICK
@given(small_problems())
def test_a_search_of_who_leads_is_never_below_the_best_grouping(problem):
    units, params = problem
    family, best = families_of(units)[0], best_value(units, params)
    price = np.full(len(family), 0.3)
    pairs = pairs_worth_asking(family, params, price, best)
    if len(pairs):
        assert search_leads(family, params, pairs, Limits()).bound >= best - 1e-6
    priced = units.sort("unit_id").with_columns(price=pl.Series(price))
    case = case_of(priced, asdict(params))
    assert best_possible(case, 0.0, bounds_of(case), whole=False) >= best - 1e-6


def spread_out():
    """Towns three times farther from each other than they were drawn, so that reach parts them."""
    towns_drawn = towns(240, seed=8)
    return towns_drawn.with_columns(lat_deg=3 * pl.col("lat_deg") - 60)


def test_a_part_is_a_problem_of_its_own():
    params = FormationParams()
    family = families_of(spread_out())[0]
    parts = parts_of(family, params)
    assert len(parts) > 2
    assert [len(at) for at in parts] == sorted(len(at) for at in parts)
    assert sorted(np.concatenate(parts).tolist()) == list(range(240))
    paces = Paces(CountedPace(20), lambda consortia: CountedPace(200))
    whole = form_family(family, params, SolverParams(exact_most_units=0), paces, 1)
    told = [value_of(part_of(family, at), params, inside(whole.lead_of, at)) for at in parts]
    assert sum(told) == pytest.approx(whole.value, abs=1e-9)


def test_the_parts_of_one_unit_stay_together_and_its_twins_are_found_again():
    units = towns(60, seed=2).with_columns(shares=pl.lit(2), readiness=pl.lit(0.0))
    family = families_of(units)[0]
    parts = parts_of(family, FormationParams())
    assert {len(at) for at in parts} == {2}  # nobody may lead: only twins are joined
    part = part_of(family, parts[0])
    assert part.twin.tolist() == [0, 0]


def test_of_several_searches_each_part_is_taken_from_the_best():
    params = FormationParams()
    family = families_of(spread_out())[0]
    paces = Paces(CountedPace(20), lambda consortia: CountedPace(100))
    nothing = SolverParams(exact_most_units=0)
    answers = [form_family(family, params, nothing, paces, seed).lead_of for seed in (1, 2, 3)]
    best = best_by_parts(family, params, answers)
    assert value_of(family, params, best) >= max(
        value_of(family, params, answer) for answer in answers
    )
    for at in parts_of(family, params):
        part = part_of(family, at)
        worth = [value_of(part, params, inside(answer, at)) for answer in (best, *answers)]
        assert worth[0] == pytest.approx(max(worth), abs=1e-9)


def test_several_searches_share_one_pace():
    steps = []

    def search(turn):
        done = 0
        while turn(done) < 1.0:
            done += 1
        steps.append(done)
        return done

    assert several(search, CountedPace(100), 4) == [25, 25, 25, 25]
    assert several(search, CountedPace(7), 1) == [7]


def two_towns(seed):
    """A small town searched to its end, and a large one far away that is given up."""
    small = towns(26, seed=seed)
    large = towns(420, seed=seed).with_columns(
        unit_id=pl.col("unit_id") + 1000, lat_deg=pl.col("lat_deg") + 8
    )
    return pl.concat([small, large])


def given_up_but_the_small(units, monkeypatch, params):
    """Form the family with a search of the large part's members that never ends."""

    def solved(part, *rest):
        answer = solve_exactly(part, *rest)
        return ExactAnswer(answer.lead_of, np.inf) if len(part) > 100 else answer

    monkeypatch.setattr(proving_parts, "solve_exactly", solved)
    monkeypatch.setattr(proving_parts, "_is_too_much", lambda *_: False)
    return form_consortia(units, params, Effort(iterations=6), processes=1)


def test_what_is_known_of_a_part_is_told_where_another_is_given_up(monkeypatch):
    params = FormationParams(max_size=5, lead_readiness=0.5)
    wholes = []
    for seed in range(6):
        units = two_towns(seed)
        result = given_up_but_the_small(units, monkeypatch, params)
        if result.districts is not None:
            judged(units, result, processes=1)
            wholes += result.districts.filter("whole")["district_id"].to_list()
    assert wholes  # a search of all members, where who leads alone would not do
