"""Complexity against published data, the slow plain answer, and the laws it must keep."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hamafza.markets.complexity import (
    NoComplexity,
    complexity,
    revealed_advantage,
)
from hamafza.markets.diversification import diversification_rank
from hamafza.markets.parameters import ComplexityParams
from tests.markets.complexity_reference import plain

CHECKS = Path(__file__).parents[2] / "benchmarks" / "data" / "checks"
ALL = ComplexityParams(smallest_country_usd=0, smallest_population=0, smallest_product_usd=0)
# Of the mean exports 1998-2000, SITC-4, without filters; see docs/algorithms/complexity.md.
PUBLISHED = {
    "jpn": 2.262632, "deu": 1.884379, "usa": 1.825037, "che": 1.666692, "tun": 0.041896,
    "chl": -0.496006, "irn": -1.409726,
}  # fmt: skip
EIGENVALUES = [1, 0.17913392, 0.12094886, 0.10020527]


@pytest.fixture(scope="module")
def world() -> tuple[list[str], np.ndarray]:
    rows = pl.read_parquet(CHECKS / "world_trade_sitc4_1998_2000.parquet")
    assert rows.shape == (124_336, 3) and rows["value"].sum() == 119_740_265_088
    wide = rows.pivot("product", index="country", values="value").fill_null(0).sort("country")
    return wide["country"].to_list(), wide.drop("country").to_numpy().astype(float)


def test_countries_of_the_published_table_have_their_published_index(world):
    names, exports = world
    found = complexity(exports, ALL)
    index = dict(zip((names[at] for at in found.countries), found.eci, strict=True))
    assert {name: round(index[name], 6) for name in PUBLISHED} == PUBLISHED
    np.testing.assert_allclose(found.eigenvalues, EIGENVALUES, atol=5e-9)


def test_single_precision_of_the_space_shows_only_in_the_seventh_digit(world):
    _, exports = world
    exact = complexity(exports, ALL)
    single = complexity(exports, replace(ALL, exact_products=0), threads=2)
    assert single.proximity.dtype == np.float32 and exact.proximity.dtype == np.float64
    np.testing.assert_array_equal(single.eci, exact.eci)
    np.testing.assert_allclose(single.density, exact.density, atol=2e-6)
    np.testing.assert_allclose(single.outlook, exact.outlook, rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(single.outlook_gain, exact.outlook_gain, atol=1e-4)


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    """Every country exports every product, so all have an advantage somewhere."""
    shape = draw(st.integers(3, 7)), draw(st.integers(3, 9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return np.exp(rng.normal(0, 1.5, shape))


@given(tables(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_measure_is_the_plain_one(exports, continuous):
    presence = revealed_advantage(exports) >= 1
    assume(continuous or (presence.any(axis=0).all() and presence.any(axis=1).all()))
    with np.errstate(invalid="ignore"):  # a second axis of one value, dropped below
        known = plain(exports, continuous)
    values = known["values"]
    # Near or equal eigenvalues leave the second axis open: no index is right or wrong then.
    assume(values[-1] - values[-2] > 1e-3 and values[-2] - values[-3] > 1e-3 and values[-2] > 1e-3)
    assume(abs(known["eci"] @ known["diversity"]) > 1e-6)  # or the sign is open too
    found = complexity(exports, replace(ALL, continuous=continuous))
    for name in set(known) - {"values"}:
        np.testing.assert_allclose(getattr(found, name), known[name], rtol=1e-6, atol=1e-6)


@given(tables())
@settings(max_examples=40, deadline=None)
def test_a_countrys_index_is_the_mean_of_its_baskets(exports):
    try:
        found = complexity(exports, ALL)
    except NoComplexity:
        return
    mean = found.presence @ found.pci / found.diversity
    np.testing.assert_allclose(found.eci, mean, atol=1e-9)
    assert found.eci.mean() == pytest.approx(0, abs=1e-9)
    assert found.eci.std() == pytest.approx(1)


def test_what_is_too_small_is_left_out_and_the_rest_is_reckoned_anew():
    exports = np.array([[80.0, 10, 0, 1], [5, 60, 30, 0], [40, 50, 20, 0], [0.5, 0, 0, 1]])
    params = replace(ALL, smallest_country_usd=10, smallest_product_usd=5)
    found = complexity(exports, params)
    assert found.countries.tolist() == [0, 1, 2] and found.products.tolist() == [0, 1, 2]
    np.testing.assert_allclose(found.rca, revealed_advantage(exports[:3, :3]))


def test_few_people_leave_a_country_out_where_people_are_known():
    exports = np.array([[80.0, 10, 3], [5, 60, 30], [40, 50, 20], [9, 1, 1]])
    params = replace(ALL, smallest_population=100)
    people = np.array([900.0, 100, 400, 99])
    assert complexity(exports, params, people).countries.tolist() == [0, 1, 2]
    assert len(complexity(exports, params).countries) == 4


def test_a_country_or_product_without_advantage_has_no_index():
    exports = np.array([[9.0, 1, 0, 1], [1, 8, 0, 2], [2, 3, 0, 9]])
    assert complexity(exports, ALL).products.tolist() == [0, 1, 3]
    with pytest.raises(NoComplexity):
        complexity(np.array([[1.0, 1.0], [2.0, 2.0]]), ALL)


def test_new_goods_are_ranked_by_all_three_and_old_goods_are_not():
    density = np.array([0.1, 0.4, 0.9])
    demand = np.array([[10.0, 30, 99], [0, 20, 99], [0, 0, 0]])
    ease = np.array([2.0, 1.0, 1.0])
    rank = diversification_rank(density, demand, ease, np.array([False, False, True]))
    assert np.isnan(rank[:, 2]).all() and np.isnan(rank[1, 0]) and np.isnan(rank[2]).all()
    assert rank[0, 1] == np.nanmax(rank)
    # Of three cells, (0, 0), (0, 1), (1, 1): places 1, 2.5, 2.5; 1, 3, 2; 2.5, 2.5, 1.
    expected = [np.cbrt(x / 27) for x in (1 * 1 * 2.5, 2.5 * 3 * 2.5, 2.5 * 2 * 1)]
    np.testing.assert_allclose([rank[0, 0], rank[0, 1], rank[1, 1]], expected)
