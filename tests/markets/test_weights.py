"""A reader's weights: the shipped order at 1, laws of moving, and a slow plain answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.markets.weights import FACTORS, SHIPPED, WeightBounds, Weights, order, scores
from hamafza.runs.market_ranks import ranked_by, weight_bounds
from hamafza.runs.markets import goods_facts, market_facts

positive = st.floats(0.001, 1e9)
rows = st.lists(st.tuples(*[positive] * len(FACTORS)), min_size=1, max_size=8)
weight = st.floats(0, 2)
weights = st.builds(Weights, weight, weight, weight, weight, weight)


def slow(factors, chosen: Weights) -> list[float]:
    """One row at a time, with nothing but powers and products."""
    told = (chosen.supply, chosen.demand, chosen.nearness, chosen.ease, chosen.room)
    products = []
    for row in factors:
        product = 1.0
        for factor, power in zip(row, told, strict=True):
            product = product * factor**power
        products.append(product)
    best = max(products)
    return [100 * product / best if best else 0.0 for product in products]


@given(rows, weights)
def test_scores_are_the_slow_plain_answer(factors, chosen):
    assert scores(np.array(factors), chosen) == pytest.approx(slow(factors, chosen), rel=1e-9)


def test_check_values():
    factors = np.array([[0.5, 400.0, 1.0, 2.0, 0.25], [0.5, 100.0, 0.5, 4.0, 1.0]])
    # rooms 100 and 100: the same; demand alone 400 to 100; without demand 0.25 to 1
    assert scores(factors, SHIPPED).tolist() == [100, 100]
    assert scores(factors, Weights(0, 1, 0, 0, 0)).tolist() == [100, 25]
    assert scores(factors, Weights(demand=0)).tolist() == [25, 100]
    assert scores(factors, Weights(demand=2)).tolist() == [100, 25]


def test_a_factor_of_zero_makes_zero_unless_it_is_left_out():
    factors = np.array([[0.5, 400.0, 1.0, 2.0, 0.0], [0.5, 100.0, 0.5, 4.0, 0.0]])
    assert scores(factors, SHIPPED).tolist() == [0, 0]
    assert scores(factors, Weights(room=0)).tolist() == [100, 25]


@given(rows, weights, st.sampled_from(range(len(FACTORS))), st.floats(0.1, 10))
def test_a_factor_in_another_unit_changes_no_score(factors, chosen, at, times):
    scaled = [[*row[:at], row[at] * times, *row[at + 1 :]] for row in factors]
    told = scores(np.array(scaled), chosen)
    assert told == pytest.approx(scores(np.array(factors), chosen), rel=1e-6)


@given(st.lists(st.tuples(*[positive] * 5), min_size=2, max_size=2), weights, st.floats(0, 2))
def test_more_weight_on_a_factor_never_turns_against_who_has_more_of_it(pair, chosen, more):
    first, second = sorted(pair, key=lambda row: -row[1])
    heavier = Weights(
        chosen.supply, chosen.demand + more, chosen.nearness, chosen.ease, chosen.room
    )
    before, after = (scores(np.array([first, second]), each) for each in (chosen, heavier))
    if before[0] >= before[1]:
        assert after[0] >= after[1] * (1 - 1e-9)


def test_the_order_is_phase_then_score_then_potential_then_name():
    score, potential = np.array([5.0, 9.0, 5.0, 5.0]), np.array([1.0, 1.0, 2.0, 1.0])
    names = ["B", "C", "D", "A"]
    assert order(score, potential, None, names).tolist() == [1, 2, 3, 0]
    phase = np.array([1, 2, 2, 1])
    assert order(score, potential, phase, names).tolist() == [3, 0, 1, 2]


@pytest.mark.parametrize("hs4", ["5701", "5702", "6302"])
def test_with_the_shipped_weights_nothing_moves(hs4):
    markets = market_facts("IRN", hs4).markets
    rows = ranked_by(markets, SHIPPED)
    assert [row.facts for row in rows] == list(markets)
    assert {row.moved for row in rows} == {0}
    for each in markets:  # the product of the factors is the room itself
        assert np.prod(each.factors) == pytest.approx(each.gap_usd, rel=1e-9)


def test_places_and_moves_add_up():
    markets = market_facts("IRN", "5702").markets
    rows = ranked_by(markets, Weights(demand=0.5, ease=2), neighbours_first=False)
    assert [row.place for row in rows] == list(range(1, len(markets) + 1))
    assert sorted(row.shipped_place for row in rows) == [row.place for row in rows]
    assert sum(row.moved for row in rows) == 0 and any(row.moved for row in rows)
    assert all(markets[row.shipped_place - 1] is row.facts for row in rows)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)


def test_supply_moves_no_market_of_a_product_and_ease_no_good_of_a_market():
    markets = market_facts("IRN", "5702").markets
    moved = ranked_by(markets, Weights(supply=2))
    near = [row.facts for row in moved if row.facts.gap_usd > 0]
    assert near == [each for each in markets if each.gap_usd > 0]
    goods = goods_facts("IRN", "IRQ").goods
    assert len({each.ease for each in goods}) == 1
    assert [row.moved for row in ranked_by(goods[:50], Weights(ease=0.25))] == [0] * 50


def test_goods_of_a_market_are_those_of_the_products_pages():
    page = goods_facts("IRN", "IRQ", ["5702", "6302"])
    assert {each.hs4 for each in page.goods} == {"5702", "6302"}
    assert (page.phase, page.neighbour) == (1, "land")
    for each in page.goods:
        same = next(one for one in market_facts("IRN", each.hs4).markets if one.importer == "IRQ")
        assert (each.gap_usd, each.factors) == (same.gap_usd, same.factors)


def test_bounds_ship_with_the_weight_of_one_inside():
    bounds = weight_bounds()
    assert bounds.allow(1.0) and bounds.allow(bounds.least) and bounds.allow(bounds.most)
    assert not bounds.allow(bounds.most + 0.01) and not bounds.allow(-0.01)
    assert not bounds.allow(float("nan"))
    for wrong in ({"least": 1.5}, {"most": 0.5}, {"step": 0}, {"most": 40}):
        with pytest.raises(ValueError, match="must lie"):
            WeightBounds(**wrong)
