"""The engine over flat flows: equal to the plain stage in every cell, and to the fixture."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.flat.facts import Elasticities, Facts, FlatTariffs, special_rates
from hamafza.markets.flat.flows import Chunk, FlatFlows, FlowsNotSound, flat_flows, indexed
from hamafza.markets.flat.margins import margins_of, share_of
from hamafza.markets.flat.one import OnePotential, one_potential
from hamafza.markets.flat.whole import whole_potential
from hamafza.markets.geography import Geography
from hamafza.markets.gravity import over
from hamafza.markets.parameters import VARIANTS, PotentialParams
from hamafza.markets.totals import Totals
from hamafza.markets.variants import Growth, Tariffs, factors
from tests.markets import reference, worlds
from tests.markets.reference import World
from tests.markets.test_potential import FIXTURE, SUM_OF_EPI

CODES = {"p": 10, "q": 20, "r": 30}


class Small(NamedTuple):
    """A world as the engine takes it, and dense (exporter, importer, product) for the stage."""

    flows: FlatFlows
    facts: Facts
    dense: np.ndarray
    faced: np.ndarray


@st.composite
def small_worlds(draw: st.DrawFn, growing: bool = True, taxed: bool = True) -> Small:
    """Up to five countries and eleven products, some cells, tariffs and single rates missing."""
    countries, products = draw(st.integers(3, 5)), draw(st.integers(2, 11))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (countries, countries, products)
    dense = np.round(rng.exponential(50, shape)) * (rng.random(shape) < rng.uniform(0.2, 1))
    dense[np.arange(countries), np.arange(countries)] = 0
    dense[0, 1] += 1.0  # every product is traded by somebody
    km = rng.uniform(100, 15_000, (countries, countries))
    growth = Growth(rng.uniform(0.8, 1.5, countries), rng.uniform(0.9, 1.2, countries))
    mfn = np.round(rng.gamma(0.8, 0.1, (countries, products)), 3)
    preference = rng.choice([0, 0.5, 1.0], (countries, countries))
    cells = np.argwhere(rng.random(shape) < 0.1)
    rates = np.round(rng.random(len(cells)) * 0.3, 3)
    faced = mfn[None] * preference[:, :, None]
    faced[tuple(cells.T)] = rates
    tariffs = FlatTariffs(mfn, preference, special_rates(*cells.T, rates, countries))
    facts = Facts(
        np.log(km),
        growth if growing and draw(st.booleans()) else None,
        tariffs if taxed and draw(st.booleans()) else None,
        expected_usd=rng.uniform(0, 300, (countries, countries)),
    )
    i, j, k = np.nonzero(dense)
    flows = flat_flows(i + 4, j + 4, k * 7, dense[i, j, k], np.arange(countries) + 4)
    return Small(flows, facts, dense, faced if facts.tariffs else np.zeros(shape))


def plain(world: Small, exporter: int, params: PotentialParams):
    """The stage's own factors, its totals and tariffs summed from the dense table."""
    v, paid, km = world.dense, world.dense * world.faced, np.exp(world.facts.log_km)
    none = np.zeros(km.shape, dtype=bool)
    geography = Geography(tuple("ABCDE"[: len(km)]), km, none, none, none, none)
    distance = np.einsum("ijk,ij->jk", v, geography.log_km)
    headings = tuple(str(k) for k in range(v.shape[2]))
    usual = over(distance, v.sum(axis=0))
    totals = Totals(geography, headings, v.sum(axis=1), v.sum(axis=0), usual, v.sum(axis=2))
    tariffs = Tariffs(
        world.faced[exporter],
        over(paid.sum(axis=0), v.sum(axis=0)),
        over(paid[exporter].sum(axis=0), v[exporter].sum(axis=0)),
        over(paid.sum(axis=(0, 1)), v.sum(axis=(0, 1))),
    )
    expected = world.facts.expected_usd[exporter]
    taxed = tariffs if world.facts.tariffs is not None else None
    return factors(totals, exporter, expected, params, world.facts.growth, taxed)


def some_params(draw) -> PotentialParams:
    return PotentialParams(
        variant=draw(st.sampled_from(VARIANTS)),
        gravity_share=draw(st.floats(0, 1)),
        balance_power=draw(st.sampled_from([0.0, 0.5, 1.0])),
        elasticity=draw(st.sampled_from([1.0, 1.201])),
        sigma=draw(st.sampled_from([1.0, 3.5])),
    )


@given(small_worlds(), st.data())
@settings(max_examples=80, deadline=None)
def test_every_factor_of_every_cell_is_the_stages(world, data):
    params = some_params(data.draw)
    powers = Elasticities(params.elasticity, params.sigma)
    exporter = data.draw(st.integers(0, len(world.flows.countries) - 1))
    got = one_potential(world.flows, exporter, replace(world.facts, elasticities=powers), params)
    expected, near = plain(world, exporter, params), {"rtol": 1e-11, "atol": 1e-9}
    np.testing.assert_allclose(got.supply, expected.supply, **near)
    np.testing.assert_allclose(got.demand, expected.demand, **near)
    np.testing.assert_allclose(got.distance, expected.distance, **near)
    np.testing.assert_allclose(got.ease, expected.ease, **near)
    np.testing.assert_allclose(got.potential, expected.potential_usd(), **near)
    np.testing.assert_array_equal(got.actual, world.dense[exporter])
    open_ = np.maximum(expected.potential_usd() - world.dense[exporter], 0)
    np.testing.assert_allclose(got.gap, open_, **near)


@given(small_worlds(), st.data())
@settings(max_examples=60, deadline=None)
def test_all_exporters_sums_are_the_sums_of_each_exporters_cells(world, data):
    params = some_params(data.draw)
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    products = len(world.flows.products)
    powers = Elasticities(rng.uniform(0.5, 1.5, products), rng.choice([1.0, 2.5], products))
    facts = replace(world.facts, elasticities=powers)
    whole = whole_potential(world.flows, facts, params, best=2)
    each = [one_potential(world.flows, i, facts, params) for i in range(len(world.dense))]
    cells = np.stack([one.potential for one in each])
    gaps = np.stack([one.gap for one in each])
    near = {"rtol": 1e-10, "atol": 1e-8}
    np.testing.assert_allclose(whole.pair, cells.sum(axis=2), **near)
    np.testing.assert_allclose(whole.sold, cells.sum(axis=1), **near)
    np.testing.assert_allclose(whole.bought, cells.sum(axis=0), **near)
    np.testing.assert_allclose(whole.pair_gap, gaps.sum(axis=2), **near)
    np.testing.assert_allclose(whole.sold_gap, gaps.sum(axis=1), **near)
    np.testing.assert_allclose(whole.bought_gap, gaps.sum(axis=0), **near)
    assert whole.cells == int((cells > 0).sum())
    best = -np.sort(-cells, axis=1)[:, :2].transpose(0, 2, 1)
    np.testing.assert_allclose(whole.best, best, **near)
    i, k, rank = np.nonzero(whole.best)
    np.testing.assert_allclose(cells[i, whole.best_market[i, k, rank], k], best[i, k, rank], **near)


@given(small_worlds())
@settings(max_examples=20, deadline=None)
def test_threads_and_chunks_change_no_digit(world):
    params = PotentialParams(variant="calibrated")
    rows = world.flows.chunks[0]
    cut = len(rows.value) // 2
    parts = tuple(
        Chunk(*(getattr(rows, name)[part] for name in ("exporter", "importer", "product", "value")))
        for part in (slice(0, cut), slice(cut, None))
        if len(rows.value[part])
    )
    in_two = replace(world.flows, chunks=parts)
    one = whole_potential(world.flows, world.facts, params)
    two = whole_potential(in_two, world.facts, params, threads=2)
    assert (one.sold == two.sold).all() and (one.sold_gap == two.sold_gap).all()
    first, second = (one_potential(f, 0, world.facts, params, 2) for f in (world.flows, in_two))
    assert (first.demand == second.demand).all()


def flat(world: World) -> Small:
    """The check world as flat flows, with its growth and tariffs."""
    place = {country: at for at, country in enumerate(world.countries)}
    rows = [(place[i], place[j], CODES[k], float(v)) for (i, j, k), v in world.flows.items()]
    i, j, k, v = (np.array(column) for column in zip(*rows, strict=True))
    names, products = world.countries, world.products
    faced = [[[float(world.tariff(a, b, c)) for c in products] for b in names] for a in names]
    mfn = np.max(faced, axis=0)
    preference = np.array([[np.max(over(np.array(f), m)) for f, m in zip(row, mfn, strict=True)]
                           for row in faced])  # fmt: skip
    none = special_rates([], [], [], [], len(names))
    tariffs = FlatTariffs(mfn, preference, none)
    facts = Facts(worlds.geography(world).log_km, worlds.growth(world), tariffs)
    flows = flat_flows(i, j, k, v, np.arange(len(names)))
    return Small(flows, facts, np.zeros(0), np.array(faced))


def of_fixture(exporter: str) -> OnePotential:
    world = flat(reference.toy())
    params = PotentialParams(variant="itc2016")
    return one_potential(world.flows, "ABC".index(exporter), world.facts, params)


@pytest.mark.parametrize(
    ("cell", "known"), FIXTURE.items(), ids=[" ".join(cell) for cell in FIXTURE]
)
def test_the_published_fixture_to_nine_places(cell, known):
    i, j, k = cell
    got, b, c = of_fixture(i), "ABC".index(j), "pq".index(k)
    supply, demand, distance, ease, epi, actual = known
    assert got.supply[c] == pytest.approx(supply, abs=1e-9)
    assert got.demand[b, c] / got.distance[b, c] == pytest.approx(demand, abs=1e-9)
    assert got.distance[b, c] == pytest.approx(distance, abs=1e-9)
    assert got.ease[b] == pytest.approx(ease, abs=1e-9)
    assert got.potential[b, c] == pytest.approx(epi, abs=1e-9)
    assert got.actual[b, c] == actual
    assert got.gap[b, c] == pytest.approx(max(epi - actual, 0), abs=1e-9)


def test_the_fixtures_sums_by_both_ways():
    world = flat(reference.toy())
    whole = whole_potential(world.flows, world.facts, PotentialParams(variant="itc2016"))
    assert whole.pair.sum() == pytest.approx(SUM_OF_EPI, abs=6e-9)
    assert whole.by_exporter.sum() == pytest.approx(whole.by_market.sum())
    assert sum(of_fixture(i).potential.sum() for i in "ABC") == pytest.approx(whole.pair.sum())


@given(small_worlds(), st.integers(2, 1000), st.sampled_from(VARIANTS))
@settings(max_examples=30, deadline=None)
def test_potential_grows_with_all_trade_in_proportion(world, times, variant):
    rows, params = world.flows.chunks[0], PotentialParams(variant=variant)
    larger = replace(world.flows, chunks=(replace(rows, value=rows.value * times),))
    facts = replace(world.facts, expected_usd=world.facts.expected_usd * times)
    one = whole_potential(world.flows, world.facts, params)
    many = whole_potential(larger, facts, params)
    np.testing.assert_allclose(many.pair, one.pair * times, rtol=1e-9)


@given(small_worlds(growing=False, taxed=False))
@settings(max_examples=30, deadline=None)
def test_without_growth_tariffs_distance_and_cut_a_pair_sums_to_its_trade(world):
    """No country may be a net importer, or its supply is cut: exports are made the larger."""
    dense = world.dense + world.dense.transpose(1, 0, 2)
    i, j, k = np.nonzero(dense)
    flows = flat_flows(i, j, k, dense[i, j, k], np.arange(len(dense)))
    facts = Facts(np.zeros_like(world.facts.log_km))
    got = whole_potential(flows, facts, PotentialParams(variant="itc2016"))
    np.testing.assert_allclose(got.pair, dense.sum(axis=2), rtol=1e-9)


@given(small_worlds(growing=False))
@settings(max_examples=30, deadline=None)
def test_calibrated_potentials_of_a_pair_sum_to_what_it_trades(world):
    got = whole_potential(world.flows, world.facts, PotentialParams(variant="calibrated"))
    reached = got.pair > 0  # a pair may trade only what the market does not resell
    traded = world.dense.sum(axis=2)
    np.testing.assert_allclose(got.pair[reached], traded[reached], rtol=1e-9)


@given(st.lists(st.integers(1, 50), min_size=12, max_size=12))
@settings(max_examples=30, deadline=None)
def test_ease_is_one_where_goods_alone_explain_trade(numbers):
    """With v = s_ik * d_jk for all pairs, home ones too, every ease of itc2016 is 1."""
    supply, demand = np.reshape(numbers[:6], (3, 2)), np.reshape(numbers[6:], (3, 2))
    dense = supply[:, None, :] * demand[None, :, :].astype(float)
    i, j, k = np.nonzero(dense)
    flows = flat_flows(i, j, k, dense[i, j, k])
    got = whole_potential(flows, Facts(np.ones((3, 3))), PotentialParams(variant="itc2016"))
    np.testing.assert_allclose(got.ease[~np.eye(3, dtype=bool)], 1.0)


@given(small_worlds())
@settings(max_examples=30, deadline=None)
def test_shares_of_the_world_sum_to_one(world):
    index = indexed(world.flows, blocks=2)
    for block in range(index.blocks):
        margins = margins_of(index, block, world.facts)
        np.testing.assert_allclose(share_of(margins, slice(None)).sum(axis=0), 1.0)


def test_rows_out_of_order_or_with_unknown_codes_are_a_fault():
    rows = Chunk(
        np.array([1, 1], np.int16), np.array([2, 2], np.int16), np.array([9, 5], np.int32),
        np.ones(2),
    )  # fmt: skip
    for countries, products in (([1, 2], [5, 9]), ([1, 3], [5, 9]), ([1, 2], [7, 9])):
        flows = FlatFlows(np.array(countries, np.int32), np.array(products, np.int32), (rows,))
        with pytest.raises(FlowsNotSound):
            indexed(flows)
    with pytest.raises(FlowsNotSound):
        flat_flows(np.array([1]), np.array([2]), np.array([3]), np.array([-1.0]))
