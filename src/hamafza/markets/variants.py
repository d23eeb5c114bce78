"""
Export potential of one exporter: supply times demand times ease, as named variants.

Formulas after the export potential indicator of the International Trade Centre as its readers
quote it; what differs between the variants stands in docs/algorithms/potential.md:

- ``itc2016``: distance factor punishes a market nearer *or* farther than its usual suppliers;
  ease is actual over hypothetical trade, so a pair that never traded gets nothing.
- ``calibrated``: as itc2016, but the hypothetical trade carries the same corrections as the
  potential, so that without growth a pair's potentials sum to what it trades.
- ``gravity-ease`` (default): nearer than usual is no handicap; the pair's trade is part record,
  part gravity, so that a market never sold to can be found; and a net importer's supply is cut
  by ``balance_power`` only, because reconstructed imports are no proof of re-export.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.parameters import PotentialParams
from hamafza.markets.totals import Totals

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Growth:
    """Ratios (not rates) of what is expected in five years to what is now, by country."""

    gdp: Vector
    population: Vector


@dataclass(frozen=True, eq=False)
class Tariffs:
    """Ad valorem tariffs as fractions; means are weighted by trade."""

    faced: Matrix
    """Importer by heading: what the market takes on this exporter's goods."""
    market_mean: Matrix
    """Importer by heading: what the market takes on all its suppliers' goods."""
    exporter_mean: Vector
    """By heading: what this exporter's goods pay in all markets."""
    world_mean: Vector
    """By heading: what all goods pay in all markets."""


@dataclass(frozen=True, eq=False)
class Factors:
    """The three factors for one exporter; ``demand`` holds ``access`` (tariff) and ``distance``."""

    supply: Vector
    """By heading: share of the world's supply."""
    demand: Matrix
    """Importer by heading, USD a year."""
    distance: Matrix
    """Importer by heading: the distance factor inside demand."""
    ease: Vector
    """By importer: 1 where the pair trades as its goods let expect."""

    def potential_usd(self) -> Matrix:
        """Importer by heading; multiplied in this order, so that a table's columns repeat it."""
        return self.supply[None, :] * self.demand * self.ease[:, None]


def factors(
    totals: Totals,
    exporter: int,
    expected_usd: Vector,
    params: PotentialParams,
    growth: Growth | None = None,
    tariffs: Tariffs | None = None,
) -> Factors:
    """
    Return the factors of one exporter to all markets (its own row of demand is zero).

    ``expected_usd`` is what gravity expects it to sell to each market. Without growth nothing
    grows (ratios of 1); without tariffs nothing pays any.
    """
    distance = _distance_factor(totals, exporter, params.variant)
    supply, demand = _supply(totals, exporter, None, tariffs, params), totals.imports_usd
    demand = _abroad(demand * distance * _access(tariffs, params), exporter)
    ease = _ease(totals, exporter, supply, demand, expected_usd, params)
    if growth is not None:
        supply = _supply(totals, exporter, growth, tariffs, params)
        demand = demand * _grown(growth, params)[:, None]
    return Factors(supply, demand, distance, ease)


def _supply(
    totals: Totals,
    exporter: int,
    growth: Growth | None,
    tariffs: Tariffs | None,
    params: PotentialParams,
) -> Vector:
    """Return the (projected) share of world supply, cut where the country resells imports."""
    own, bought = totals.exports_usd[exporter], totals.imports_usd[exporter]
    share = totals.share[exporter]
    if growth is not None:
        share = over(own * growth.gdp[exporter], growth.gdp @ totals.exports_usd)
    power = params.balance_power if params.variant == "gravity-ease" else 1.0
    balance = np.where(bought > 0, np.minimum(1.0, over(own, bought)), 1.0) ** power
    if tariffs is None:
        return np.asarray(share * balance)
    advantage = (1 + tariffs.exporter_mean) / (1 + tariffs.world_mean)
    return np.asarray(share * balance * advantage**params.sigma)


def _distance_factor(totals: Totals, exporter: int, variant: str) -> Matrix:
    """Return exp(-|ln usual - ln own|), or with gravity-ease 1 where own is the shorter."""
    farther = totals.geography.log_km[exporter][:, None] - totals.supplier_log_km
    excess = np.maximum(farther, 0) if variant == "gravity-ease" else np.abs(farther)
    factor: Matrix = np.exp(-excess)
    return factor


def _access(tariffs: Tariffs | None, params: PotentialParams) -> Matrix | float:
    if tariffs is None:
        return 1.0
    advantage: Matrix = ((1 + tariffs.market_mean) / (1 + tariffs.faced)) ** params.sigma
    return advantage


def _grown(growth: Growth, params: PotentialParams) -> Vector:
    a_head: Vector = (growth.gdp / growth.population) ** params.elasticity
    return a_head * growth.population


def _abroad(demand: Matrix, exporter: int) -> Matrix:
    """A country is no market of its own exports."""
    demand = demand.copy()
    demand[exporter] = 0.0
    return demand


def _ease(
    totals: Totals,
    exporter: int,
    supply: Vector,
    demand: Matrix,
    expected_usd: Vector,
    params: PotentialParams,
) -> Vector:
    """Return what the pair trades over what its goods alone let expect."""
    traded = totals.pair_usd[exporter]
    if params.variant == "itc2016":
        return over(traded, totals.imports_usd @ totals.share[exporter])
    hypothetical = demand @ supply
    if params.variant == "calibrated":
        return over(traded, hypothetical)
    gravity = params.gravity_share
    return over((1 - gravity) * traded + gravity * expected_usd, hypothetical)
