"""
Export potential of services: supply times demand times ease, as for goods where that makes sense.

Services pay no tariff, and distance has no meaning of its own for most of them, so neither stands
in the demand; what distance, language and habit do to a pair is in the ease. Imports of a service
say nothing of re-export, so supply is not cut by the trade balance (docs/algorithms/potential.md).
"""

from dataclasses import dataclass

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.geography import Geography, Matrix
from hamafza.markets.gravity import over
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.service_parameters import ServiceParams
from hamafza.markets.totals import Totals, totals_of_flows
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.services import EASES, NO_RECORD, ServicePotential

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ServiceFactors:
    """The three factors for one exporter."""

    supply: Vector
    """By group: share of the world's exports."""
    demand: Matrix
    """Importer by group: what the market buys from all the world, USD a year."""
    ease: Vector
    """By importer: 1 where the pair trades as its services let expect."""
    traded: Vector
    """By importer: what the pair trades of all groups, USD a year."""

    def potential_usd(self) -> Matrix:
        """Importer by group; multiplied in this order, so that a table's columns repeat it."""
        return self.supply[None, :] * self.demand * self.ease[:, None]


def service_totals(flows: pl.DataFrame, geography: Geography) -> Totals:
    """Return the margins of exporter, importer, group, value_usd; groups stand as headings."""
    return totals_of_flows(flows.rename({"group": "hs4"}), geography)


def service_factors(
    totals: Totals, exporter: int, expected_usd: Vector, params: ServiceParams
) -> ServiceFactors:
    """
    Return the factors of one exporter to all markets (its own row of demand is zero).

    ``expected_usd`` is what gravity expects it to sell to each market of all groups; with
    ``itc2016`` it is not read, and a pair that never traded gets nothing.
    """
    supply = totals.share[exporter]
    demand = totals.imports_usd.copy()
    demand[exporter] = 0.0
    traded = totals.pair_usd[exporter]
    gravity = params.gravity_share if params.variant == "gravity-ease" else 0.0
    ease = over((1 - gravity) * traded + gravity * expected_usd, demand @ supply)
    return ServiceFactors(supply, demand, ease, traded)


def service_potential(
    totals: Totals,
    exporter: str,
    found: ServiceFactors,
    own: pl.DataFrame,
    neighbours: Neighbours,
) -> dy.DataFrame[ServicePotential]:
    """
    Return a row for each market and group with a potential or a sale, largest potential first.

    ``own`` tells what the exporter sells: importer, group, value_usd, quality. The gap is never
    below 0, so selling beyond potential in one cell hides no gap in another.
    """
    countries, groups = totals.geography.countries, totals.headings
    potential = found.potential_usd()
    market, group = np.indices(potential.shape).reshape(2, -1)
    basis = np.where(found.traded > 0, *EASES)
    cells = pl.DataFrame(
        {
            "importer": pl.Series(countries).gather(market),
            "group": pl.Series(groups).gather(group),
            "supply": found.supply[group],
            "demand": found.demand.reshape(-1),
            "ease": found.ease[market],
            "ease_basis": pl.Series(basis.astype(str)).gather(market),
            "potential_usd": potential.reshape(-1),
        }
    ).join(own, on=["importer", "group"], how="left")
    actual = pl.col("value_usd").fill_null(0.0)
    frame = (
        cells.with_columns(
            actual.alias("actual_usd"),
            (pl.col("potential_usd") - actual).clip(lower_bound=0.0).alias("gap_usd"),
            pl.col("quality").cast(pl.String).fill_null(NO_RECORD),
            pl.lit(exporter).alias("exporter"),
        )
        .filter((pl.col("potential_usd") > 0) | (pl.col("actual_usd") > 0))
        .sort("potential_usd", "importer", "group", descending=[True, False, False])
    )
    names = frame["importer"].unique().to_list()
    placed = frame.with_columns(
        pl.col("importer")
        .replace_strict({name: neighbours.phase(name) for name in names}, return_dtype=pl.Int64)
        .alias("phase"),
        pl.col("importer")
        .replace_strict({name: neighbours.of(name) for name in names}, return_dtype=pl.String)
        .alias("neighbour"),
    )
    return checked(ServicePotential, placed)


def ranked_services(
    potential: pl.DataFrame, closed: tuple[str, ...], smallest_usd: float
) -> pl.DataFrame:
    """Return the rows a person may be shown: neighbours first, then by room, potential and code."""
    shown = potential.filter(
        ~pl.col("importer").is_in(list(closed)) & (pl.col("potential_usd") >= smallest_usd)
    )
    keys = ["phase", "gap_usd", "potential_usd", "importer", "group"]
    return shown.sort(keys, descending=[False, True, True, False, False])


def group_of_line(
    texts: tuple[str, ...], order: tuple[str, ...], words: dict[str, tuple[str, ...]]
) -> str:
    """Return the group that a union's or trade line's words point to, or nothing."""
    told = " ".join(texts)
    return next((group for group in order if any(word in told for word in words[group])), "")
