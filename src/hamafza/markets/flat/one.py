"""One exporter's potential to every market and product, over flows of world size."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from hamafza.markets.flat.cells import dots, one_demand
from hamafza.markets.flat.facts import Facts, Vector
from hamafza.markets.flat.flows import FlatFlows, Indexed, in_threads, indexed
from hamafza.markets.flat.kernels import pick_exporter
from hamafza.markets.flat.margins import Margins, margins_of, raised, share_of, supply_of
from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.parameters import PotentialParams


@dataclass(frozen=True, eq=False)
class OnePotential:
    """All factors of one exporter; products by their places, USD (or the flows' unit) a year."""

    supply: Vector
    """By product: share of the world's supply."""
    demand: Matrix
    """Importer by product, tariff advantage and distance factor inside."""
    distance: Matrix
    """Importer by product: the distance factor inside demand."""
    ease: Vector
    """By importer."""
    potential: Matrix
    actual: Matrix
    gap: Matrix
    """max(0, potential - actual), cell by cell."""

    @property
    def sums(self) -> dict[str, float]:
        """Return the live cells, and what they sum to."""
        live = self.potential > 0
        return {
            "cells": int(live.sum()),
            "potential": float(self.potential.sum()),
            "actual": float(self.actual[live].sum()),
            "gap": float(self.gap.sum()),
        }


@dataclass(frozen=True, eq=False)
class _Part:
    """One block's factors, and what its goods alone let expect of each pair (for the ease)."""

    products: slice
    supply: Vector
    hypothetical: Vector
    traded: Vector


def one_potential(
    flows: FlatFlows, exporter: int, facts: Facts, params: PotentialParams, threads: int = 1
) -> OnePotential:
    """
    Return the potential of the exporter at this place to all markets and products.

    The same formulas as ``variants.factors``; the same numbers whatever the threads.
    """
    index = indexed(flows, threads)
    shape = (len(flows.countries), len(flows.products))
    demand, distance = np.empty(shape), np.empty(shape)
    factors = partial(_factors, index, exporter, facts, params, demand, distance)
    parts = in_threads(factors, range(index.blocks), threads)
    ease = _ease(exporter, parts, facts, params)
    supply = np.concatenate([part.supply for part in parts])
    potential, actual, gap = np.empty(shape), np.zeros(shape), np.empty(shape)
    for chunk, found in zip(flows.chunks, index.stretches, strict=True):
        pick_exporter(
            found.exporter, found.importer, exporter, found.begins, found.place, chunk.value,
            actual,
        )  # fmt: skip

    def multiply(part: _Part) -> None:
        at = part.products
        np.multiply(supply[at], demand[:, at], out=potential[:, at])
        potential[:, at] *= ease[:, None]
        np.subtract(potential[:, at], actual[:, at], out=gap[:, at])
        np.maximum(gap[:, at], 0, out=gap[:, at])

    in_threads(multiply, parts, threads)
    return OnePotential(supply, demand, distance, ease, potential, actual, gap)


def _factors(
    index: Indexed,
    exporter: int,
    facts: Facts,
    params: PotentialParams,
    demand: Matrix,
    distance: Matrix,
    block: int,
) -> _Part:
    margins = margins_of(index, block, facts)
    at = margins.products
    own = slice(exporter, exporter + 1)
    supply = supply_of(margins, own, facts, params, grown=False)[0]
    one_demand(
        margins.imports, margins.usual_log_km, _access(margins, exporter, facts),
        facts.log_km[exporter], exporter, params.variant == "gravity-ease",
        demand[:, at], distance[:, at],
    )  # fmt: skip
    if params.variant == "itc2016":
        sells, buy = share_of(margins, own), margins.imports
    else:
        sells, buy = supply[None, :], np.ascontiguousarray(demand[:, at])
    hypothetical = np.empty((1, len(buy)))
    dots(sells, buy, hypothetical)
    grown = facts.grown(at)
    if grown is not None:
        supply = supply_of(margins, own, facts, params, grown=True)[0]
        demand[:, at] *= grown
    return _Part(at, supply, hypothetical[0], margins.pair[exporter])


def _access(margins: Margins, exporter: int, facts: Facts) -> Matrix:
    """Return the tariff advantage by importer and product; no columns where nothing is taxed."""
    if facts.tariffs is None or margins.market_paid is None:
        return np.empty((len(margins.imports), 0))
    faced = facts.tariffs.faced(exporter, margins.products)
    advantage = (1 + margins.market_paid) / (1 + faced)
    return raised(advantage, facts.armington(margins.products))


def _ease(exporter: int, parts: list[_Part], facts: Facts, params: PotentialParams) -> Vector:
    hypothetical, traded = parts[0].hypothetical.copy(), parts[0].traded.copy()
    for part in parts[1:]:
        hypothetical += part.hypothetical
        traded += part.traded
    if params.variant == "gravity-ease":
        expected = facts.expected(exporter)
        traded = (1 - params.gravity_share) * traded + params.gravity_share * expected
    return over(traded, hypothetical)
