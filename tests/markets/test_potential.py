"""Potentials against the exact fixture, the slow plain answer, and the laws they must keep."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import VARIANTS, PotentialParams
from hamafza.markets.potential import potential_table
from hamafza.markets.totals import own_flows
from hamafza.markets.variants import Factors, factors
from hamafza.vocabulary.provenance import Provenance
from tests.markets import reference, worlds
from tests.markets.reference import World

# Published with the formulas: supply, demand with tariff, distance factor, ease, EPI, actual.
FIXTURE = {
    ("A", "B", "p"): (0.373575417, 73.2, 0.793700526, 1.526717557, 33.136355379, 40),
    ("A", "C", "p"): (0.373575417, 42.0, 0.594603558, 1.403508772, 13.093936036, 10),
    ("A", "C", "q"): (0.130359695, 52.5, 0.757858283, 1.403508772, 7.279570762, 30),
    ("B", "A", "p"): (0.372269209, 27.761904762, 0.757858283, 1.684210526, 13.191395946, 20),
    ("B", "C", "q"): (0.513165523, 52.5, 0.659753955, 1.219512195, 21.676288582, 20),
    ("C", "B", "q"): (0.192594291, 40.434782609, 0.820335356, 2.168674699, 13.854292878, 25),
}
SUM_OF_EPI = 194.011303504


def found(world: World, exporter: str, params: PotentialParams, whole: bool = False) -> Factors:
    """Factors of one exporter; ``whole`` adds the world's growth and tariffs."""
    at = world.countries.index(exporter)
    expected = [float(world.expected.get((exporter, j), 0)) for j in world.countries]
    return factors(
        worlds.totals(world),
        at,
        np.array(expected),
        params,
        worlds.growth(world) if whole else None,
        worlds.tariffs(world, exporter) if whole else None,
    )


@pytest.mark.parametrize(
    ("cell", "known"), FIXTURE.items(), ids=[" ".join(cell) for cell in FIXTURE]
)
def test_itc2016_gives_the_published_fixture_exactly(cell, known):
    world, (i, j, k) = reference.toy(), cell
    got = found(world, i, PotentialParams(variant="itc2016"), whole=True)
    b, c = world.countries.index(j), world.products.index(k)
    supply, demand, distance, ease, epi, _ = known
    assert got.supply[c] == pytest.approx(supply, abs=1e-9)
    assert got.demand[b, c] == pytest.approx(demand * distance, abs=1e-7)
    assert got.distance[b, c] == pytest.approx(distance, abs=1e-9)
    assert got.ease[b] == pytest.approx(ease, abs=1e-9)
    assert got.potential_usd()[b, c] == pytest.approx(epi, abs=1e-9)


def test_the_fixture_sums_to_the_published_total():
    world = reference.toy()
    params = PotentialParams(variant="itc2016")
    total = sum(found(world, i, params, whole=True).potential_usd().sum() for i in "ABC")
    assert total == pytest.approx(SUM_OF_EPI, abs=6e-9)  # a sum of twelve rounded cells


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("balance", [0.0, 0.5, 1.0])
def test_each_variant_agrees_with_the_plain_answer_on_the_check_world(variant, balance):
    world = reference.toy()
    params = PotentialParams(variant=variant, gravity_share=0.25, balance_power=balance)
    plain = reference.potential(world, variant, Fraction(1, 4), Fraction(balance))
    for i in world.countries:
        got = found(world, i, params, whole=True)
        for (a, j, k), cell in plain.items():
            if a == i:
                b, c = world.countries.index(j), world.products.index(k)
                assert got.potential_usd()[b, c] == pytest.approx(cell["potential"], rel=1e-12)


@given(worlds.worlds(), st.sampled_from(VARIANTS))
@settings(max_examples=40, deadline=None)
def test_each_variant_agrees_with_the_plain_answer_on_any_world(world, variant):
    plain = reference.potential(world, variant, Fraction(1, 5), Fraction(0))
    got = found(world, "A", PotentialParams(variant=variant)).potential_usd()
    for (i, j, k), cell in plain.items():
        if i == "A":
            b, c = world.countries.index(j), world.products.index(k)
            assert got[b, c] == pytest.approx(cell["potential"], rel=1e-9, abs=1e-9)


@given(worlds.worlds())
@settings(max_examples=40, deadline=None)
def test_shares_of_the_world_sum_to_one(world):
    np.testing.assert_allclose(worlds.totals(world).share.sum(axis=0), 1.0)


@given(worlds.worlds(), st.sampled_from(VARIANTS), st.integers(2, 1000))
@settings(max_examples=40, deadline=None)
def test_potential_grows_with_all_trade_in_proportion(world, variant, times):
    larger = replace(
        world,
        flows={cell: value * times for cell, value in world.flows.items()},
        expected={pair: value * times for pair, value in world.expected.items()},
    )
    params = PotentialParams(variant=variant)
    one, many = (found(each, "B", params).potential_usd() for each in (world, larger))
    np.testing.assert_allclose(many, one * times, rtol=1e-9)


@given(worlds.worlds())
@settings(max_examples=40, deadline=None)
def test_calibrated_potentials_of_a_pair_sum_to_what_it_trades(world):
    got = found(world, "A", PotentialParams(variant="calibrated")).potential_usd()
    traded = worlds.totals(world).pair_usd[0]
    reachable = got.sum(axis=1) > 0  # a pair may trade only what the market does not resell
    np.testing.assert_allclose(got.sum(axis=1)[reachable], traded[reachable], rtol=1e-9)


@given(worlds.worlds(holes=False), st.floats(0.05, 1))
@settings(max_examples=40, deadline=None)
def test_gravity_ease_sums_to_a_mixture_of_record_and_gravity(world, gravity):
    got = found(world, "A", PotentialParams(gravity_share=gravity)).potential_usd().sum(axis=1)
    traded = worlds.totals(world).pair_usd[0]
    expected = np.array([float(world.expected.get(("A", j), 0)) for j in world.countries])
    np.testing.assert_allclose(got[1:], ((1 - gravity) * traded + gravity * expected)[1:])


@given(st.lists(st.integers(1, 50), min_size=12, max_size=12))
@settings(max_examples=40, deadline=None)
def test_ease_is_one_where_goods_alone_explain_trade(numbers):
    """With v = s_ik * d_jk for all pairs, home ones too, every ease of itc2016 is 1."""
    world = reference.toy()
    supply, demand = np.reshape(numbers[:6], (3, 2)), np.reshape(numbers[6:], (3, 2))
    v = supply[:, None, :] * demand[None, :, :].astype(float)
    totals = replace(
        worlds.totals(world),
        exports_usd=v.sum(axis=1),
        imports_usd=v.sum(axis=0),
        pair_usd=v.sum(axis=2),
    )
    got = factors(totals, 0, np.zeros(3), PotentialParams(variant="itc2016"))
    np.testing.assert_allclose(got.ease, 1.0)


def test_a_never_traded_pair_has_nothing_by_itc2016_and_something_by_gravity():
    world = reference.toy()
    world.flows = {cell: v for cell, v in world.flows.items() if cell[:2] != ("A", "B")}
    itc = found(world, "A", PotentialParams(variant="itc2016")).potential_usd()
    ours = found(world, "A", PotentialParams()).potential_usd()
    assert itc[1].sum() == 0
    assert ours[1].sum() == pytest.approx(0.2 * 60)


def test_nearness_is_no_handicap_by_default():
    world = reference.toy()
    itc = found(world, "A", PotentialParams(variant="itc2016")).distance[1]
    ours = found(world, "A", PotentialParams()).distance[1]
    assert (itc < 1).any() and (ours == 1).all()


@given(worlds.worlds(), st.sampled_from(VARIANTS))
@settings(max_examples=40, deadline=None)
def test_the_table_holds_each_cell_above_zero_once_and_multiplies_out(world, variant):
    totals = worlds.totals(world)
    own = own_flows(worlds.flows(world), "AAA", totals.geography, totals.headings)
    got = found(world, "A", PotentialParams(variant=variant))
    near = Neighbours("AAA", {"BBB": "land", "CCC": "sea"}, Provenance.REAL)
    table = potential_table(totals, "AAA", got, own, near)
    assert table.height == int(((got.potential_usd() > 0) | (own > 0)).sum())
    product = (table["supply"] * table["demand"] * table["ease"]).to_numpy()
    np.testing.assert_allclose(product, table["potential_usd"].to_numpy(), rtol=1e-12)
    assert (table["gap_usd"] == (table["potential_usd"] - table["actual_usd"]).clip(0)).all()
    assert table["actual_usd"].sum() == pytest.approx(float(own.sum()))
    places = dict(table.select("importer", "neighbour").iter_rows())
    assert all(places[name] == near.of(name) for name in places)
    assert all(
        phase == (2 if places[name] == "none" else 1)
        for name, phase in table.select("importer", "phase").iter_rows()
    )
