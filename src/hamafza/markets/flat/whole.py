"""
All exporters' potential, summed and never laid out: 105 million cells stay in the loop.

Every product stands alone but for the ease, which a pair has for all its goods. So the work is
two steps over blocks of products: each block's margins and what its goods let expect of a pair;
then, with the ease known, each block's sums. A block gives the same numbers wherever it runs, and
sums over blocks are taken in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.flat.cells import dots, sum_cells, sum_realised
from hamafza.markets.flat.facts import Facts, SpecialRates, Vector, no_special_rates
from hamafza.markets.flat.flows import BLOCKS, FlatFlows, Indexed, in_threads, indexed
from hamafza.markets.flat.margins import Margins, margins_of, share_of, supply_of
from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.parameters import PotentialParams


@dataclass(frozen=True, eq=False)
class Expected:
    """A block's part of what the ease divides; exporter by importer."""

    margins: Margins | None
    """None where the margins were made elsewhere and stayed there."""
    traded: Matrix
    hypothetical: Matrix


@dataclass(frozen=True, eq=False)
class BlockSums:
    """A block's sums of potential and of its realised part, min(potential, actual)."""

    pair: Matrix
    pair_realised: Matrix
    sold: Matrix
    """Exporter by product."""
    sold_realised: Matrix
    bought: Matrix
    """Importer by product."""
    bought_realised: Matrix
    cells: int
    best: Matrix
    """Exporter by product by rank: the largest cells, 0 where there are fewer."""
    best_market: NDArray[np.int16]
    """Places of their importers; -1 where there are fewer."""


@dataclass(frozen=True, eq=False)
class WholePotential:
    """Sums over all live cells; gaps are of cells, summed after max(0, potential - actual)."""

    pair: Matrix
    pair_gap: Matrix
    sold: Matrix
    sold_gap: Matrix
    bought: Matrix
    bought_gap: Matrix
    cells: int
    ease: Matrix
    best: Matrix
    best_market: NDArray[np.int16]

    @property
    def by_exporter(self) -> Vector:
        return np.asarray(self.pair.sum(axis=1))

    @property
    def by_market(self) -> Vector:
        return np.asarray(self.pair.sum(axis=0))

    @property
    def by_product(self) -> Vector:
        return np.asarray(self.sold.sum(axis=0))

    @property
    def sums(self) -> dict[str, float]:
        potential, gap = float(self.pair.sum()), float(self.pair_gap.sum())
        return {"cells": self.cells, "potential": potential, "gap": gap}


def whole_potential(
    flows: FlatFlows,
    facts: Facts,
    params: PotentialParams,
    threads: int = 1,
    best: int = 0,
    blocks: int = BLOCKS,
) -> WholePotential:
    """Return the sums, with the ``best`` markets of each exporter's product if asked for."""
    index = indexed(flows, threads, blocks)
    expect = partial(expected_of, index, facts, params)
    parts = in_threads(expect, range(index.blocks), threads)
    ease = ease_of(parts, facts, params)
    add = partial(_sums_of_part, index, facts, params, ease, best, parts)
    return gathered(in_threads(add, range(index.blocks), threads), ease)


def expected_of(index: Indexed, facts: Facts, params: PotentialParams, block: int) -> Expected:
    """First step: a block's margins, and what its goods alone let expect of each pair."""
    margins = margins_of(index, block, facts)
    if params.variant == "itc2016":
        hypothetical = np.empty_like(margins.pair)
        dots(share_of(margins, slice(None)), margins.imports, hypothetical)
    else:
        everywhere = np.ones_like(margins.pair)
        found = _cells(margins, facts, params, everywhere, 0, grown=False)
        hypothetical = found.pair
    return Expected(margins, margins.pair, hypothetical)


def ease_of(parts: Sequence[Expected], facts: Facts, params: PotentialParams) -> Matrix:
    """Return exporter by importer: what the pair trades over what its goods let expect."""
    hypothetical, traded = parts[0].hypothetical.copy(), parts[0].traded.copy()
    for part in parts[1:]:
        hypothetical += part.hypothetical
        traded += part.traded
    if params.variant == "gravity-ease":
        expected = 0.0 if facts.expected_usd is None else facts.expected_usd
        traded = (1 - params.gravity_share) * traded + params.gravity_share * expected
    ease = over(traded, hypothetical)
    np.fill_diagonal(ease, 0.0)  # a country is no market of its own exports
    return ease


def sums_of(
    index: Indexed,
    block: int,
    margins: Margins,
    facts: Facts,
    params: PotentialParams,
    ease: Matrix,
    best: int = 0,
) -> BlockSums:
    """Second step: a block's sums, the ease of all goods being known."""
    found = _cells(margins, facts, params, ease, best, grown=True)
    realised = _Sums.empty(margins, 0)
    terms = _terms(margins, facts, params, grown=True)
    per_usual_km = 1.0 / terms.usual_km
    for chunk, stretches in zip(index.flows.chunks, index.stretches, strict=True):
        sum_realised(
            stretches.exporter, stretches.importer, stretches.begins, block, stretches.place,
            chunk.value, margins.products.start, terms.supply, terms.wanted, terms.usual_km,
            per_usual_km, terms.km, terms.mfn, terms.preference, terms.sigma, terms.special.begins,
            terms.special.product, terms.special.rate, terms.taxed, terms.plain,
            params.variant == "gravity-ease", ease, realised.pair, realised.sold, realised.bought,
        )  # fmt: skip
    live = (terms.supply > 0).astype(np.float32) @ (margins.imports > 0).T.astype(np.float32)
    return BlockSums(
        found.pair, realised.pair, found.sold, realised.sold, found.bought, realised.bought,
        int(live[ease > 0].sum(dtype=np.float64)), found.best, found.best_market,
    )  # fmt: skip


def gathered(parts: Sequence[BlockSums], ease: Matrix) -> WholePotential:
    """Put blocks together, pairs summed in the order of the blocks."""
    pair, realised = np.zeros_like(ease), np.zeros_like(ease)
    for part in parts:
        pair += part.pair
        realised += part.pair_realised

    def beside(name: str) -> NDArray[np.float64]:
        return np.concatenate([getattr(part, name) for part in parts], axis=1)

    sold, bought = beside("sold"), beside("bought")
    return WholePotential(
        pair, np.maximum(pair - realised, 0),
        sold, np.maximum(sold - beside("sold_realised"), 0),
        bought, np.maximum(bought - beside("bought_realised"), 0),
        sum(part.cells for part in parts), ease,
        beside("best"), np.concatenate([part.best_market for part in parts], axis=1),
    )  # fmt: skip


def _sums_of_part(
    index: Indexed,
    facts: Facts,
    params: PotentialParams,
    ease: Matrix,
    best: int,
    parts: Sequence[Expected],
    block: int,
) -> BlockSums:
    margins = parts[block].margins
    assert margins is not None
    return sums_of(index, block, margins, facts, params, ease, best)


@dataclass(frozen=True, eq=False)
class _Sums:
    pair: Matrix
    sold: Matrix
    bought: Matrix
    best: Matrix
    best_market: NDArray[np.int16]

    @classmethod
    def empty(cls, margins: Margins, best: int) -> "_Sums":
        shape = margins.exports.shape
        ranks = (*shape, best)
        return cls(
            np.zeros_like(margins.pair), np.zeros(shape), np.zeros(shape),
            np.zeros(ranks), np.full(ranks, -1, np.int16),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Terms:
    """What the loops over cells read, of one block."""

    supply: Matrix
    wanted: Matrix
    """Importer by product: demand with all that does not differ between suppliers."""
    usual_km: Matrix
    km: Matrix
    mfn: Matrix
    preference: Matrix
    sigma: Vector
    special: SpecialRates
    taxed: bool
    plain: bool
    """Whether all sigmas are 1: no powers then."""


def _terms(margins: Margins, facts: Facts, params: PotentialParams, *, grown: bool) -> _Terms:
    sigma = facts.armington(margins.products)
    wanted, factor = margins.imports, facts.grown(margins.products) if grown else None
    if margins.market_paid is not None:
        wanted = wanted * (1 + margins.market_paid) ** sigma
    if factor is not None:
        wanted = wanted * factor
    tariffs, countries = facts.tariffs, len(margins.pair)
    none = np.empty((countries, 0))
    return _Terms(
        supply_of(margins, slice(0, countries), facts, params, grown=grown),
        wanted,
        np.exp(margins.usual_log_km),
        np.exp(facts.log_km),
        none if tariffs is None else np.ascontiguousarray(tariffs.mfn[:, margins.products]),
        none if tariffs is None else tariffs.preference,
        sigma,
        no_special_rates(countries) if tariffs is None else tariffs.special,
        tariffs is not None,
        bool((sigma == 1).all()),
    )


def _cells(
    margins: Margins,
    facts: Facts,
    params: PotentialParams,
    ease: Matrix,
    best: int,
    *,
    grown: bool,
) -> _Sums:
    terms = _terms(margins, facts, params, grown=grown)
    sums = _Sums.empty(margins, best)
    countries = len(ease)
    order = np.tile(np.arange(countries, dtype=np.int32), (countries, 1))
    if terms.taxed:
        order = np.argsort(terms.preference.T, axis=1, kind="stable").astype(np.int32)
    sum_cells(
        terms.supply, terms.wanted, terms.usual_km, terms.km, terms.mfn, terms.preference, order,
        terms.sigma, terms.special.begins, terms.special.product, terms.special.rate,
        margins.products.start, terms.taxed, terms.plain, params.variant == "gravity-ease", ease,
        sums.pair, sums.sold, sums.bought, sums.best, sums.best_market,
    )  # fmt: skip
    return sums
