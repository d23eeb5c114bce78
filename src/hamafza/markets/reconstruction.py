"""
A bilateral matrix by heading, made of two tables that do not hold it.

Exports by country and heading say who sells how much of what; trade by pair and SITC section
says who sells to whom. Within each section the flow is taken as

    flow[i, j, k] = seller[i, k] * pair[i, j] * appetite[j, k]

with seller and pair balanced (iterative proportional fitting) so that exporters' totals by
heading are exact and the pairs' section totals nearly so. The product form is never multiplied
out: margins of all 58 million cells are matrix products of the factors.
Method, weakness and measured figures: docs/algorithms/potential.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.appetite import own_supply_appetite, sharpened
from hamafza.markets.geography import Geography, Matrix
from hamafza.markets.gravity import fit_gravity, over
from hamafza.markets.pairs import basis_of, blend
from hamafza.markets.parameters import ReconstructionParams

Tensor = NDArray[np.float64]
Weighting = Callable[[Matrix], Matrix]


@dataclass(frozen=True, eq=False)
class Sources:
    """
    The tables as aligned arrays, USD a year.

    ``exports_usd`` is country by heading; ``recorded_usd`` section by exporter by importer in
    the base year; ``older_usd`` the same from the latest earlier year that records the pair, at
    the base year's level; ``section_share`` heading by section, rows summing to 1.
    """

    geography: Geography
    headings: tuple[str, ...]
    exports_usd: Matrix
    recorded_usd: Tensor
    older_usd: Tensor
    section_share: Matrix


@dataclass(frozen=True, eq=False)
class Section:
    """One section's factors; ``columns`` are its headings' places among all headings."""

    columns: NDArray[np.intp]
    seller: Matrix
    pair: Matrix
    appetite: Matrix


@dataclass(frozen=True, eq=False)
class Reconstruction:
    """The factors of all sections, and what each pair rests on (``pairs.PairBasis``)."""

    geography: Geography
    headings: tuple[str, ...]
    exports_usd: Matrix
    basis: NDArray[np.int8]
    sections: tuple[Section, ...]

    def flows_usd(self, exporter: int) -> Matrix:
        """Return importer by heading for one exporter."""
        flows = np.zeros((len(self.geography.countries), len(self.headings)))
        for part in self.sections:
            own = part.pair[exporter][:, None] * part.appetite * part.seller[exporter]
            flows[:, part.columns] += own
        return flows

    @cached_property
    def imports_usd(self) -> Matrix:
        """Importer by heading, over all exporters."""
        return self._bought(lambda pair: pair)

    @cached_property
    def pair_usd(self) -> Matrix:
        """Exporter by importer, over all headings."""
        traded = np.zeros_like(self.geography.distance_km)
        for part in self.sections:
            traded += part.pair * (part.seller @ part.appetite.T)
        return traded

    @cached_property
    def supplier_log_km(self) -> Matrix:
        """Mean ln distance of a market's suppliers of a heading, weighted by what they sell."""
        return over(self._bought(lambda pair: pair * self.geography.log_km), self.imports_usd)

    def _bought(self, weighted: Weighting) -> Matrix:
        bought = np.zeros((len(self.geography.countries), len(self.headings)))
        for part in self.sections:
            bought[:, part.columns] += part.appetite * (weighted(part.pair).T @ part.seller)
        return bought


def reconstruct(sources: Sources, params: ReconstructionParams) -> Reconstruction:
    """Make the factors; the same tables and parameters give the same factors."""
    total = sources.recorded_usd.sum(axis=0)
    basis = basis_of(total > 0, sources.older_usd.sum(axis=0) > 0)
    supply = _with_world_baskets(sources)
    appetite = own_supply_appetite(supply, params.own_supply_power)
    sections = tuple(
        _section(number, sources, supply, appetite, basis, params)
        for number in range(sources.recorded_usd.shape[0])
    )
    return Reconstruction(sources.geography, sources.headings, supply, basis, sections)


def _section(
    number: int,
    sources: Sources,
    supply_usd: Matrix,
    appetite: Matrix,
    basis: NDArray[np.int8],
    params: ReconstructionParams,
) -> Section:
    share = sources.section_share[:, number]
    columns = np.flatnonzero(share > 0)
    supply = supply_usd[:, columns] * share[columns]
    recorded = sources.recorded_usd[number]
    gravity = fit_gravity(recorded, sources.geography.features(), basis == 0)
    pairs = blend(recorded, sources.older_usd[number], gravity.expected_usd, basis, params)
    pairs *= over(supply.sum(axis=1), pairs.sum(axis=1))[:, None]
    wanted = sharpened(appetite[:, columns], supply, pairs, gravity.expected_usd, params)
    seller, balanced = _balance(supply, pairs, wanted, params.balance_rounds)
    return Section(columns, seller, balanced, wanted)


def _balance(
    supply_usd: Matrix, pairs_usd: Matrix, appetite: Matrix, rounds: int
) -> tuple[Matrix, Matrix]:
    """Fit sellers and pairs in turn, sellers last: exporters' totals by heading are exact."""
    pair = pairs_usd
    for _ in range(rounds):
        seller = over(supply_usd, pair @ appetite)
        pair = over(pairs_usd, seller @ appetite.T)
    return over(supply_usd, pair @ appetite), pair


def _with_world_baskets(sources: Sources) -> Matrix:
    """
    Give a country absent from the exports table, but not from the pairs, the world's basket.

    Without Taiwan and Romania a market would look smaller than it is, and its other suppliers
    larger.
    """
    world = sources.exports_usd.sum(axis=0)
    by_section = sources.section_share * world[:, None]
    basket = over(by_section, by_section.sum(axis=0)[None, :])
    sold = sources.recorded_usd.sum(axis=2).T
    absent = sources.exports_usd.sum(axis=1) == 0
    return np.where(absent[:, None], sold @ basket.T, sources.exports_usd)
