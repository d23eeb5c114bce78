"""The reconstructed matrix keeps the totals it was made from, and gravity finds what made trade."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.appetite import own_supply_appetite
from hamafza.markets.geography import Geography
from hamafza.markets.gravity import fit_gravity
from hamafza.markets.pairs import PairBasis, basis_of, blend
from hamafza.markets.parameters import ReconstructionParams
from hamafza.markets.reconstruction import Sources, reconstruct
from hamafza.markets.totals import totals_of

COUNTRIES, HEADINGS, SECTIONS = 7, 6, 2


def make_geography(seed: int, countries: int = COUNTRIES) -> Geography:
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 5000, (countries, 2))
    km = np.maximum(np.linalg.norm(at[:, None] - at[None, :], axis=2), 50.0)
    flag = rng.random((3, countries, countries)) < 0.3
    names = tuple(f"C{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(countries))
    none = np.zeros_like(flag[0])
    return Geography(names, km, none, *(each | each.T for each in flag))


@st.composite
def sources(draw: st.DrawFn, least: float = 0.3) -> Sources:
    """Tables in which every country sells to its next one; ``least`` share of pairs recorded."""
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    recorded = np.exp(rng.normal(12, 3, (SECTIONS, COUNTRIES, COUNTRIES)))
    recorded *= rng.random(recorded.shape) < draw(st.floats(least, 1))
    each = np.arange(COUNTRIES)
    recorded[:, each, (each + 1) % COUNTRIES] += 1e5
    recorded[:, each, each] = 0
    older = recorded[:, ::-1, ::-1] * (rng.random((COUNTRIES, COUNTRIES)) < 0.5)
    exports = np.exp(rng.normal(12, 3, (COUNTRIES, HEADINGS)))
    share = rng.dirichlet((1, 1), HEADINGS)
    headings = tuple(f"010{n}" for n in range(HEADINGS))
    return Sources(make_geography(seed), headings, exports, recorded, older, share)


@given(sources())
@settings(max_examples=25, deadline=None)
def test_exporters_totals_by_heading_are_kept(tables):
    made = reconstruct(tables, ReconstructionParams())
    for at in range(COUNTRIES):
        np.testing.assert_allclose(made.flows_usd(at).sum(axis=0), tables.exports_usd[at])


@given(sources())
@settings(max_examples=25, deadline=None)
def test_margins_are_those_of_the_matrix_multiplied_out(tables):
    made = reconstruct(tables, ReconstructionParams())
    flows = np.array([made.flows_usd(at) for at in range(COUNTRIES)])
    totals = totals_of(made)
    np.testing.assert_allclose(totals.imports_usd, flows.sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(totals.pair_usd, flows.sum(axis=2), rtol=1e-9)
    weighted = np.einsum("ijk,ij->jk", flows, tables.geography.log_km)
    bought = flows.sum(axis=0)
    has = bought > 0
    np.testing.assert_allclose(totals.supplier_log_km[has], (weighted[has] / bought[has]))
    assert (flows >= 0).all() and np.isfinite(flows).all()
    assert all(made.flows_usd(at)[at].sum() == 0 for at in range(COUNTRIES))


@given(sources(least=0.9), st.integers(2, 50))
@settings(max_examples=10, deadline=None)
def test_the_level_of_the_pairs_table_does_not_matter(tables, times):
    """Pairs say who sells to whom; how much comes from the exports table."""
    params = ReconstructionParams(small_pair_usd=0)
    larger = replace(
        tables, recorded_usd=tables.recorded_usd * times, older_usd=tables.older_usd * times
    )
    one, many = (reconstruct(each, params).imports_usd for each in (tables, larger))
    np.testing.assert_allclose(many, one, rtol=1e-4, atol=1.0)


def test_gravity_finds_the_slopes_that_made_the_trade():
    geography = make_geography(3, countries=30)
    true = np.array([-0.9, 0.6, 0.3, -0.2])
    rng = np.random.default_rng(1)
    size = np.exp(rng.normal(10, 1, (2, 30)))
    mean = size[0][:, None] * np.exp(geography.features() @ true) * size[1][None, :]
    everywhere = np.ones((30, 30), dtype=bool)
    fitted = fit_gravity(mean, geography.features(), everywhere)
    np.testing.assert_allclose(fitted.slopes, true, atol=1e-5)
    abroad = ~np.eye(30, dtype=bool)
    np.testing.assert_allclose(fitted.expected_usd[abroad], mean[abroad], rtol=1e-4)
    assert not fitted.expected_usd.diagonal().any()


def test_gravity_keeps_both_margins_of_what_is_observed():
    geography = make_geography(5, countries=12)
    rng = np.random.default_rng(2)
    actual = np.exp(rng.normal(10, 2, (12, 12))) * (rng.random((12, 12)) < 0.8)
    np.fill_diagonal(actual, 0)
    fitted = fit_gravity(actual, geography.features(), np.ones((12, 12), dtype=bool))
    np.testing.assert_allclose(fitted.expected_usd.sum(axis=1), actual.sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(fitted.expected_usd.sum(axis=0), actual.sum(axis=0), rtol=1e-6)


def test_a_pair_never_recorded_is_guessed_from_the_others():
    geography = make_geography(3, countries=30)
    true = np.array([-0.9, 0.6, 0.3, -0.2])
    mean = 1e6 * np.exp(geography.features() @ true)
    observed = np.ones((30, 30), dtype=bool)
    observed[4, 9] = False
    fitted = fit_gravity(np.where(observed, mean, 0), geography.features(), observed)
    assert fitted.expected_usd[4, 9] == pytest.approx(mean[4, 9], rel=1e-3)


def test_large_records_stand_small_ones_lean_and_missing_ones_are_filled_by_their_ground():
    params = ReconstructionParams()
    recorded = np.array([[0, 1e12, 100.0, 0], [0] * 4, [0] * 4, [0] * 4], dtype=float)
    older = np.array([[0, 0, 0, 400.0], [0, 0, 50.0, 0], [0] * 4, [0] * 4], dtype=float)
    expected = np.full((4, 4), 10_000.0)
    basis = basis_of(recorded > 0, older > 0)
    pairs = blend(recorded, older, expected, basis, params)
    assert basis[0].tolist() == [PairBasis.GRAVITY, 0, 0, PairBasis.OLDER]
    assert pairs[0, 1] == pytest.approx(1e12, rel=1e-4)
    assert pairs[0, 2] == pytest.approx(1000, rel=1e-3)
    assert pairs[0, 3] == pytest.approx(0.5 * 2000)
    assert pairs[1, 0] == pytest.approx(0.02 * 10_000)
    assert pairs[0, 0] == 0


def test_who_is_strong_in_a_heading_buys_less_of_it():
    exports = np.array([[90.0, 10.0], [10.0, 90.0]])
    appetite = own_supply_appetite(exports, 0.4)
    assert appetite[0, 0] < appetite[1, 0] and appetite[1, 1] < appetite[0, 1]
    assert (own_supply_appetite(exports, 0) == 1).all()
