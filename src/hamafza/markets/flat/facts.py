"""What a potential reads beside flows: distances, growth, tariffs, elasticities."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.geography import Matrix
from hamafza.markets.variants import Growth

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SpecialRates:
    """Rates of single cells that replace all else: by pair, products ascending within it."""

    begins: NDArray[np.int64]
    """Pair + 1 (exporter times countries plus importer): where each pair's cells begin."""
    product: NDArray[np.int32]
    """Place of the product."""
    rate: Vector

    def part(self, products: slice) -> "SpecialRates":
        """Return the cells of these products, places counted from the first of them."""
        inside = (self.product >= products.start) & (self.product < products.stop)
        begins = np.concatenate([[0], np.cumsum(inside)])[self.begins]
        return SpecialRates(
            begins.astype(np.int64),
            (self.product[inside] - products.start).astype(np.int32),
            self.rate[inside],
        )


@dataclass(frozen=True, eq=False)
class FlatTariffs:
    """Ad valorem rates as fractions: what all pay, what a pair pays of it, and single cells."""

    mfn: Matrix
    """Importer by product."""
    preference: Matrix
    """Exporter by importer: the part of the mfn rate that the pair pays; 1 without preference."""
    special: SpecialRates

    def faced(self, exporter: int, products: slice) -> Matrix:
        """Return importer by product of a block: what markets take on this exporter's goods."""
        rate: Matrix = self.mfn[:, products] * self.preference[exporter][:, None]
        first = exporter * len(self.preference)
        begins = self.special.begins[first : first + len(self.preference) + 1]
        cells = slice(begins[0], begins[-1])
        market = np.repeat(np.arange(len(self.preference)), np.diff(begins))
        goods = self.special.product[cells]
        inside = (goods >= products.start) & (goods < products.stop)
        rate[market[inside], goods[inside] - products.start] = self.special.rate[cells][inside]
        return rate


@dataclass(frozen=True, eq=False)
class Elasticities:
    """Powers in the potential: one number, or one for each product (income: importer too)."""

    income: Matrix | Vector | float = 1.0
    """Of imports a head to GDP a head."""
    armington: Vector | float = 1.0
    """Of the tariff advantages (sigma)."""


@dataclass(frozen=True, eq=False)
class Facts:
    """All of them, countries and products in the order of the flows."""

    log_km: Matrix
    """Exporter by importer; the diagonal is not read."""
    growth: Growth | None = None
    tariffs: FlatTariffs | None = None
    elasticities: Elasticities = field(default_factory=Elasticities)
    expected_usd: Matrix | None = None
    """Exporter by importer: what gravity expects; only ``gravity-ease`` reads it."""

    def part(self, products: slice) -> "Facts":
        """Return the facts of these products alone, places counted from the first of them."""
        income, armington = (
            np.asarray(each, np.float64)
            for each in (self.elasticities.income, self.elasticities.armington)
        )
        tariffs = self.tariffs
        return replace(
            self,
            elasticities=Elasticities(
                income[..., products] if income.ndim else float(income),
                armington[products] if armington.ndim else float(armington),
            ),
            tariffs=tariffs
            and FlatTariffs(
                tariffs.mfn[:, products], tariffs.preference, tariffs.special.part(products)
            ),
        )

    def expected(self, exporter: int) -> Vector:
        """Return what gravity expects the exporter to sell to each market; nothing if not told."""
        if self.expected_usd is None:
            return np.zeros(len(self.log_km))
        return np.asarray(self.expected_usd[exporter], np.float64)

    def armington(self, products: slice) -> Vector:
        """Return sigma of each product of a block."""
        sigma = np.asarray(self.elasticities.armington, np.float64)
        if sigma.ndim == 1:
            return np.ascontiguousarray(sigma[products])
        return np.full(products.stop - products.start, float(sigma))

    def grown(self, products: slice) -> Matrix | None:
        """Return what a block's demand grows by, importer by product or by 1; None without."""
        if self.growth is None:
            return None
        income = np.asarray(self.elasticities.income, np.float64)
        if income.ndim:
            income = np.atleast_2d(income)[:, products]
        a_head = np.log(self.growth.gdp / self.growth.population)[:, None]
        return np.asarray(np.exp(income * a_head) * self.growth.population[:, None])


def no_special_rates(countries: int) -> SpecialRates:
    """Return the rates of no cell."""
    return SpecialRates(
        np.zeros(countries * countries + 1, np.int64), np.empty(0, np.int32), np.empty(0)
    )


def special_rates(
    exporter: Sequence[int] | NDArray[np.integer],
    importer: Sequence[int] | NDArray[np.integer],
    product: Sequence[int] | NDArray[np.integer],
    rate: Sequence[float] | Vector,
    countries: int,
) -> SpecialRates:
    """Return rates of single cells, given by places in any order; of one cell the last counts."""
    pair = np.asarray(exporter, np.int64) * countries + np.asarray(importer, np.int64)
    goods, rates = np.asarray(product, np.int32), np.asarray(rate, np.float64)
    order = np.lexsort((goods, pair))  # stable: equal cells keep their order
    pair, goods, rates = pair[order], goods[order], rates[order]
    last = np.ones(len(pair), dtype=bool)
    last[:-1] = (pair[1:] != pair[:-1]) | (goods[1:] != goods[:-1])
    begins = np.searchsorted(pair[last], np.arange(countries * countries + 1))
    return SpecialRates(begins.astype(np.int64), goods[last], rates[last])
