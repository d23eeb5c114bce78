"""A plan obeys its rules, its bound holds, and small plans are as good as a full search finds."""

from dataclasses import asdict, replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.plan.problem import problem_of
from hamafza.markets.plan.solver.choosing import PLACES, best_flows
from hamafza.markets.plan.solver.solve import solve
from hamafza.markets.plan.tables import price_rows, shipments
from hamafza.markets.plan.verdict.bound import _most_earned
from hamafza.markets.plan.verdict.judge import PlanTables, judge
from hamafza.markets.plan.verdict.rules import rules_of
from hamafza.vocabulary.stop import after_iterations
from tests.markets import plan_worlds
from tests.markets.plan_reference import best_value
from tests.markets.plan_worlds import PARAMS, drawn, potential, supply
from tests.markets.plan_worlds import PLACES as MARKET_PLACES

ITERATIONS = 230


def planned(goods, rooms, params=PARAMS, iterations=ITERATIONS, ways=None, seed=1):
    problem = problem_of(goods, rooms, MARKET_PLACES, ways, params)
    answer = solve(problem, after_iterations(iterations), seed)
    tables = PlanTables(
        goods, rooms, MARKET_PLACES, ways,
        shipments(problem, answer.flow), price_rows(problem, answer.prices),
    )  # fmt: skip
    claims = {"value_cents": answer.value, "bound_cents": answer.bound}
    return answer, tables, judge(tables, asdict(params), claims)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.integers(1, 14), st.integers(1, 3))
def test_every_plan_stands_before_the_judge(seed, groups, headings):
    answer, _, verdict = planned(*drawn(seed, groups, headings))
    assert verdict.findings == ()
    assert answer.value <= answer.bound * (1 + 1e-12)
    assert verdict.value_cents == pytest.approx(answer.value, rel=1e-9, abs=1e-3)
    assert verdict.bound_cents == pytest.approx(answer.bound, rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("seed", range(8))
def test_the_best_plan_lies_between_value_and_bound_and_is_nearly_found(seed):
    goods, rooms = drawn(seed, groups=4, headings=1)
    answer, _, verdict = planned(goods, rooms)
    best = best_value(rules_of(goods, rooms, MARKET_PLACES, None, asdict(PARAMS)))
    assert verdict.value_cents <= best * (1 + 1e-7) + 1
    assert best <= answer.bound * (1 + 1e-7) + 1
    assert answer.value >= 0.95 * best - 1


def test_small_plans_are_on_average_as_good_as_a_full_search():
    found = searched = 0.0
    for seed in range(8, 18):
        goods, rooms = drawn(seed, groups=4, headings=1)
        found += planned(goods, rooms)[0].value
        searched += best_value(rules_of(goods, rooms, MARKET_PLACES, None, asdict(PARAMS)))
    assert found >= 0.996 * searched


def test_the_bound_is_not_worse_than_the_relaxation_by_much():
    """Prices bound over each group's own best choice, so they can even be better."""
    for seed in range(6):
        goods, rooms = drawn(seed, groups=12)
        relaxed = best_value(rules_of(goods, rooms, MARKET_PLACES, None, asdict(PARAMS)), False)
        assert planned(goods, rooms)[0].bound <= 1.01 * relaxed + 1


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.floats(1.0, 3.0))
def test_more_room_never_lowers_the_true_bound(seed, times):
    goods, rooms = drawn(seed, groups=6)
    wider = rooms.with_columns(pl.col("gap_usd", "potential_usd", "actual_usd") * times)
    reference = [
        best_value(rules_of(goods, each, MARKET_PLACES, None, asdict(PARAMS)), False)
        for each in (rooms, wider)
    ]
    assert reference[1] >= reference[0] - 1
    assert planned(goods, wider)[0].bound >= reference[0] * (1 - 1e-7) - 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.floats(-5, 50), min_size=1, max_size=7),
    st.integers(0, 60), st.integers(1, 20), st.floats(0.07, 1.0),
)  # fmt: skip
def test_a_group_alone_chooses_the_best_of_all_choices(profits, capacity, lot, share):
    lots = max(capacity // lot, 1)
    ceiling = min(capacity, int(np.ceil(capacity * max(share, 1 / lots))))
    market, units = np.empty(PLACES, np.int64), np.empty(PLACES, np.int64)
    profit = np.array(profits)
    count = best_flows(profit, capacity, lot, ceiling, market, units)
    assert units[:count].sum() <= capacity
    assert all(lot <= each <= ceiling for each in units[:count])
    earned = float((profit[market[:count]] * units[:count]).sum())
    assert earned == pytest.approx(_best_of_all(profit, capacity, lot, ceiling), abs=1e-9)
    if capacity >= lot:
        judged = _most_earned(
            np.maximum(profit, 0)[None], np.array([capacity]), np.array([lot]), np.array([ceiling])
        )
        assert judged == pytest.approx(earned, abs=1e-9)


def _best_of_all(profit, capacity, lot, ceiling):
    """A table over what is left of the capacity, market by market."""
    best = np.zeros(capacity + 1)
    for gain in profit:
        fresh = best.copy()
        for left in range(capacity + 1):
            for sent in range(lot, min(ceiling, left) + 1):
                fresh[left] = max(fresh[left], best[left - sent] + gain * sent)
        best = fresh
    return best[capacity]


def test_solver_and_judge_read_the_tables_alike():
    goods, rooms = drawn(3, groups=9)
    ways = pl.DataFrame({"group_id": [1, 2], "importer": ["OMN", "DEU"],
                         "usd_cents_per_unit": [900.0, 40.0]})  # fmt: skip
    problem = problem_of(goods, rooms, MARKET_PLACES, ways, PARAMS)
    rules = rules_of(goods, rooms, MARKET_PLACES, ways, asdict(PARAMS))
    at = [rules.row[int(group)] for group in problem.group_id]
    assert (rules.capacity[at] == problem.capacity).all()
    assert (rules.most[at] == problem.ceiling).all()
    assert rules.gain[at] == pytest.approx(problem.gain, rel=1e-12)
    assert (rules.room == problem.cap).all()
    assert (rules.knee == problem.knee).all()
    assert [most for _, most in rules.pools.values()] == problem.pool_most.tolist()
    assert list(rules.pools) == list(problem.pool_names)


def test_the_same_seed_and_iterations_give_the_same_plan():
    world = drawn(5, groups=12)
    first, second = (planned(*world, iterations=215)[1].plan for _ in range(2))
    assert first.equals(second)


def test_stopped_at_once_it_still_answers_with_a_bound_that_holds():
    answer, _, verdict = planned(*drawn(6, groups=10), iterations=1)
    assert verdict.findings == ()
    assert 0 < answer.value <= answer.bound


def test_not_all_are_sent_to_the_same_place():
    goods = supply([("6302", 60, 10, 5_000, 0.3)] * 10)
    rooms = potential(dict.fromkeys([("6302", m) for m in plan_worlds.MARKETS], 60_000.0))
    _, tables, _ = planned(goods, rooms)
    worth = tables.plan.group_by("importer").agg(pl.col("value_usd_cents").sum())
    year = 10 * 4 * 60 * 5_000
    assert worth.height >= 4
    assert worth["value_usd_cents"].max() <= PARAMS.market_share * year
    gulf = worth.filter(pl.col("importer").is_in(["ARE", "OMN"]))["value_usd_cents"].sum()
    assert gulf <= PARAMS.together_share * year


def test_neighbours_come_first_and_further_markets_later():
    goods = supply([("6302", 60, 10, 5_000, 0.4)] * 6)
    rooms = potential({("6302", "OMN"): 90_000.0, ("6302", "DEU"): 500_000.0})
    plan = planned(goods, rooms)[1].plan
    quarterly = 6 * 60 * 5_000
    for quarter, share in enumerate(PARAMS.further_share, start=1):
        further = plan.filter((pl.col("quarter") == quarter) & (pl.col("importer") == "DEU"))
        assert further["value_usd_cents"].sum() <= share * quarterly
    nobody_waits = replace(PARAMS, further_share=(1.0,) * 4, market_share=1.0)
    assert planned(goods, rooms, nobody_waits)[0].value > planned(goods, rooms)[0].value


def test_a_way_that_a_table_tells_counts():
    goods = supply([("6302", 10, 10, 5_000, 0.3)])
    rooms = potential({("6302", "OMN"): 50_000.0, ("6302", "IRQ"): 50_000.0})
    free = replace(PARAMS, market_share=1.0, together_share=1.0)
    for cheap, dear in (("OMN", "IRQ"), ("IRQ", "OMN")):
        ways = pl.DataFrame({"group_id": [1, 1], "importer": [cheap, dear],
                             "usd_cents_per_unit": [50.0, 1_400.0]})  # fmt: skip
        assert set(planned(goods, rooms, free, ways=ways)[1].plan["importer"]) == {cheap}


def test_nothing_to_send_is_a_plan_of_nothing():
    answer, tables, verdict = planned(
        supply([("6302", 3, 10, 5_000, 0.3)]), potential({("6302", "OMN"): 50_000.0})
    )
    assert (answer.value, tables.plan.height, verdict.findings) == (0.0, 0, ())
