"""The first groups under a budget: against every choice there is, and by hand."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.consortia import which_first
from hamafza.consortia.merits import Scales, Weights, with_scores
from hamafza.consortia.which_first import NOWHERE, UNLIMITED, Limits, choose, left_over

AMOUNTS = st.sampled_from([0, 3, 5, 8, 12, UNLIMITED])
PLACES = st.sampled_from([0, 1, 2, 4, UNLIMITED])


@st.composite
def questions(draw):
    count = draw(st.integers(0, 8))
    provinces = draw(st.integers(0, 2))
    score = [draw(st.sampled_from([0.0, 0.2, 0.35, 0.5, 0.9])) for _ in range(count)]
    cost = [draw(st.integers(1, 6)) for _ in range(count)]
    where = [draw(st.integers(NOWHERE, provinces - 1)) for _ in range(count)]
    limits = Limits(
        draw(st.integers(1, 5)),
        np.array([draw(AMOUNTS) for _ in range(provinces + 1)], np.int64),
        np.array([draw(PLACES) for _ in range(provinces + 1)], np.int64),
    )
    return np.array(score), np.array(cost, np.int64), np.array(where, np.int64), limits


def fits(chosen, cost, province, limits):
    """Whether these groups keep every limit, in plain sums."""
    if len(chosen) > limits.count:
        return False
    for purse in range(len(limits.money)):
        own = [at for at in chosen if purse == 0 or province[at] == purse - 1]
        if (
            sum(int(cost[at]) for at in own) > limits.money[purse]
            or len(own) > limits.places[purse]
        ):
            return False
    return len(limits.money) == 1 or all(province[at] != NOWHERE for at in chosen)


def best_of_all(score, cost, province, limits):
    every = (
        chosen for size in range(len(score) + 1) for chosen in combinations(range(len(score)), size)
    )
    return max(sum(score[at] for at in chosen) for chosen in every
               if fits(chosen, cost, province, limits))  # fmt: skip


def checked_answer(question):
    score, cost, province, limits = question
    answer = choose(score, cost, province, limits)
    chosen = np.flatnonzero(answer.chosen)
    assert fits(list(chosen), cost, province, limits)
    assert answer.score == pytest.approx(score[chosen].sum())
    assert answer.bound_lp + 1e-9 >= answer.bound >= best_of_all(*question) - 1e-12
    for at in np.flatnonzero(~answer.chosen):  # nothing that still fits is left
        assert score[at] <= 0 or not fits([*chosen, at], cost, province, limits)
    return answer


@given(questions())
def test_no_other_choice_is_better_than_the_one_chosen(question):
    assert checked_answer(question).score == pytest.approx(best_of_all(*question))


@given(questions())
def test_where_groups_are_too_many_to_search_the_bound_still_holds(question):
    kept, which_first.MANY = which_first.MANY, -1
    try:
        checked_answer(question)
    finally:
        which_first.MANY = kept


def test_a_search_is_needed_where_the_dearest_group_is_the_best_for_its_cost():
    score, cost = np.array([0.9, 0.55, 0.55]), np.array([6, 5, 5], np.int64)
    nowhere = np.full(3, NOWHERE)
    limits = Limits(3, np.array([10]), np.array([UNLIMITED]))
    answer = choose(score, cost, nowhere, limits)
    assert answer.chosen.tolist() == [False, True, True]
    assert answer.bound == pytest.approx(1.1)
    assert answer.bound_lp == pytest.approx(0.9 + 0.55 * 4 / 5)


def test_what_is_left_is_counted_by_purse():
    limits = Limits(3, np.array([20, 9, UNLIMITED]), np.array([UNLIMITED, 4, 1]))
    chosen, cost = np.array([True, True, False]), np.array([4, 5, 6], np.int64)
    money, places = left_over(chosen, cost, np.array([0, 1, 0]), limits)
    assert money.tolist() == [11, 5, UNLIMITED]
    assert places.tolist() == [UNLIMITED, 3, 0]


def groups(**columns):
    """Three groups of which nothing further is known."""
    told = {
        "consortium_id": [1, 2, 3],
        "value": [10.0, 5.0, -1.0],
        "cost_minor": [100, 100, 100],
        "capacity": [3.0, 1.5, 9.0],
        "lead_readiness": [0.8, 0.6, 1.0],
        "mean_readiness": [0.4, 0.2, 0.0],
        "market_usd": [None, None, None],
        "overlap": [None, None, None],
        "inclusion_share": [None, None, None],
    }
    frame = pl.DataFrame(told | columns)
    return frame.with_columns(pl.col("market_usd", "overlap", "inclusion_share").cast(pl.Float64))


def test_parts_are_what_the_documentation_says():
    told = with_scores(
        groups(market_usd=[1e4, 1e6, 1e12], overlap=[0.5, 1.0, 0.0]),
        Weights(),
        Scales(capacity_enough=3.0, lead_part=0.25),
    )
    full = np.quantile([0.1, 0.05, 0.0], 0.95)
    assert told["value_score"].to_list() == pytest.approx([1.0, 0.05 / full, 0.0])
    assert told["capacity_score"].to_list() == pytest.approx([1.0, 0.5, 1.0])
    assert told["readiness_score"].to_list() == pytest.approx([0.5, 0.3, 0.25])
    assert told["market_score"].to_list() == pytest.approx([0.0, 0.5, 1.0])
    assert told["stability_score"].to_list() == [0.5, 1.0, 0.0]
    assert told["inclusion_score"].null_count() == 3


def test_what_is_unknown_of_a_group_lets_the_rest_weigh_more():
    weights = Weights(value=2, capacity=1, readiness=1, market=4, stability=0, inclusion=0)
    told = with_scores(groups(market_usd=[1e8, None, None]), weights, Scales())
    parts = told.select("value_score", "capacity_score", "readiness_score").rows()
    assert told["score"][0] == pytest.approx((2 * 1.0 + 1.0 + 0.6 + 4 * 1.0) / 8)
    assert told["score"][1] == pytest.approx((2 * parts[1][0] + parts[1][1] + parts[1][2]) / 4)


def test_reasons_are_the_parts_above_the_mean_of_the_run():
    weights = Weights(value=1, capacity=1, readiness=1, market=0, stability=0, inclusion=0)
    told = with_scores(groups(), weights, Scales())
    # Value 1, 0.53, 0; capacity 1, 0.5, 1; readiness 0.6, 0.4, 0.5.
    assert told["reasons"].to_list() == [
        ["value", "capacity", "readiness"],
        ["value"],
        ["capacity"],
    ]


def test_a_group_above_the_mean_in_nothing_is_told_what_counts_most_for_it():
    told = with_scores(groups(value=[5.0] * 3, capacity=[1.0] * 3, lead_readiness=[0.5] * 3,
                              mean_readiness=[0.5] * 3), Weights(), Scales())  # fmt: skip
    assert told["reasons"].to_list() == [["value"]] * 3
