"""
The margins of one block of products: what every later sum reads in place of the rows.

A block knows nothing of the others: the same block gives the same numbers alone, in a thread or
on another machine. Only pairs are summed over blocks, in their order.
"""

from dataclasses import dataclass

import numpy as np

from hamafza.markets.flat.facts import Facts, FlatTariffs, Vector, no_special_rates
from hamafza.markets.flat.flows import Indexed
from hamafza.markets.flat.kernels import add_margins
from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.parameters import PotentialParams


@dataclass(frozen=True, eq=False)
class Margins:
    """USD (or the flows' unit) of one block; means are weighted by trade."""

    products: slice
    """Places of the block's products."""
    exports: Matrix
    """Exporter by product."""
    imports: Matrix
    """Importer by product."""
    usual_log_km: Matrix
    """Importer by product: mean ln distance of the suppliers."""
    pair: Matrix
    """Exporter by importer, this block's products alone."""
    exporter_paid: Matrix | None
    """Exporter by product: mean tariff that its goods pay; None where no tariffs are given."""
    market_paid: Matrix | None
    """Importer by product: mean tariff that its suppliers pay."""
    world_paid: Vector | None


def margins_of(indexed: Indexed, block: int, facts: Facts) -> Margins:
    """Return one block's margins of all chunks; sums run in the order of the rows."""
    first, width = int(indexed.edges[block]), indexed.width(block)
    countries = len(indexed.flows.countries)
    tariffs = facts.tariffs or _none(countries)
    taxed = facts.tariffs is not None
    sold = np.zeros((countries, width, 2 if taxed else 1))
    bought = np.zeros((countries, width, 3 if taxed else 2))
    pair = np.zeros((countries, countries))
    for chunk, found in zip(indexed.flows.chunks, indexed.stretches, strict=True):
        add_margins(
            found.exporter, found.importer, found.begins, block, found.place, chunk.value,
            first, facts.log_km, tariffs.mfn, tariffs.preference,
            tariffs.special.begins, tariffs.special.product, tariffs.special.rate,
            sold, bought, pair,
        )  # fmt: skip
    exports, imports = sold[..., 0], bought[..., 0]
    return Margins(
        slice(first, first + width),
        np.ascontiguousarray(exports),
        np.ascontiguousarray(imports),
        over(bought[..., 1], imports),
        pair,
        over(sold[..., 1], exports) if taxed else None,
        over(bought[..., 2], imports) if taxed else None,
        over(sold[..., 1].sum(axis=0), exports.sum(axis=0)) if taxed else None,
    )


def supply_of(
    margins: Margins, exporters: slice, facts: Facts, params: PotentialParams, *, grown: bool
) -> Matrix:
    """
    Return exporter by product: the (projected) share of world supply with its corrections.

    The formula is that of ``variants.factors``; a country that resells what it buys is cut.
    """
    own, bought = margins.exports[exporters], margins.imports[exporters]
    if grown and facts.growth is not None:
        gdp = facts.growth.gdp
        world = (gdp[:, None] * margins.exports).sum(axis=0)  # no BLAS: one order everywhere
        share = over(own * gdp[exporters, None], world[None, :])
    else:
        share = share_of(margins, exporters)
    power = params.balance_power if params.variant == "gravity-ease" else 1.0
    if power:
        share *= np.where(bought > 0, np.minimum(1.0, over(own, bought)), 1.0) ** power
    if margins.exporter_paid is not None and margins.world_paid is not None:
        advantage = (1 + margins.exporter_paid[exporters]) / (1 + margins.world_paid)
        share *= raised(advantage, facts.armington(margins.products))
    return share


def share_of(margins: Margins, exporters: slice) -> Matrix:
    """Return exporter by product: the share of the world's exports."""
    return over(margins.exports[exporters], margins.exports.sum(axis=0)[None, :])


def raised(base: Matrix, power: Vector) -> Matrix:
    """Return the power by product; powers of 1, the usual ones, cost nothing."""
    return base if bool((power == 1).all()) else np.asarray(base**power)


def _none(countries: int) -> FlatTariffs:
    return FlatTariffs(np.empty((countries, 0)), np.empty((0, 0)), no_special_rates(countries))
