"""All exporters: the same to the last digit, wherever the parts are reckoned."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from hamafza.markets.flat.facts import Elasticities, Facts, FlatTariffs, special_rates
from hamafza.markets.flat.flows import FlatFlows, flat_flows
from hamafza.markets.flat.whole import WholePotential, whole_potential
from hamafza.markets.parameters import VARIANTS, PotentialParams
from hamafza.markets.variants import Growth
from hamafza.runs.whole_potential import lay_out, whole_potential_in_parts

COUNTRIES, PRODUCTS, PARTS = 9, 61, 4


@pytest.fixture(scope="module")
def world() -> tuple[FlatFlows, Facts]:
    rng = np.random.default_rng(3)
    shape = (COUNTRIES, COUNTRIES, PRODUCTS)
    dense = rng.exponential(50, shape) * (rng.random(shape) < 0.4)
    dense[np.arange(COUNTRIES), np.arange(COUNTRIES)] = 0
    i, j, k = np.nonzero(dense)
    cells = np.argwhere(rng.random(shape) < 0.05)
    specials = special_rates(*cells.T, rng.random(len(cells)) * 0.3, COUNTRIES)
    facts = Facts(
        np.log(rng.uniform(100, 15_000, (COUNTRIES, COUNTRIES))),
        Growth(rng.uniform(0.8, 1.5, COUNTRIES), rng.uniform(0.9, 1.2, COUNTRIES)),
        FlatTariffs(
            rng.gamma(0.8, 0.1, (COUNTRIES, PRODUCTS)), rng.random((COUNTRIES, COUNTRIES)), specials
        ),
        Elasticities(rng.uniform(0.5, 1.5, (COUNTRIES, PRODUCTS)), rng.uniform(1, 3, PRODUCTS)),
        rng.uniform(0, 300, (COUNTRIES, COUNTRIES)),
    )
    return flat_flows(i, j, k + 10, dense[i, j, k]), facts


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with distributed.LocalCluster(dashboard_address=None, **settings) as started:
        yield f"dask://{started.scheduler_address.removeprefix('tcp://')}"


def same(one: WholePotential, other: WholePotential) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(WholePotential)
    )


def in_parts(world: tuple[FlatFlows, Facts], folder: Path, variant: str, **where) -> WholePotential:
    flows, facts = world
    paths = lay_out(flows, folder, PARTS)
    params = PotentialParams(variant=variant)
    return whole_potential_in_parts(
        paths, flows.countries, flows.products, facts, params, best=2, **where
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_files_by_product_give_what_one_table_gives(world, tmp_path, variant):
    flows, facts = world
    params = PotentialParams(variant=variant)
    whole = whole_potential(flows, facts, params, best=2, blocks=PARTS)
    assert whole.pair.sum() > 0 and whole.cells > 1000
    assert same(whole, in_parts(world, tmp_path, variant, processes=1))


def test_a_cluster_of_two_workers_gives_the_same(world, tmp_path, cluster):
    here = in_parts(world, tmp_path, "gravity-ease", processes=1)
    there = in_parts(world, tmp_path, "gravity-ease", cluster=cluster)
    assert same(here, there)
