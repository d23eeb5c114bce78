"""The margins of a trade table that a potential reads, from rows or from a reconstruction."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.geography import Geography, Matrix
from hamafza.markets.gravity import over
from hamafza.markets.reconstruction import Reconstruction

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Totals:
    """USD a year; countries in the geography's order, headings in the order of ``headings``."""

    geography: Geography
    headings: tuple[str, ...]
    exports_usd: Matrix
    """Exporter by heading."""
    imports_usd: Matrix
    """Importer by heading."""
    supplier_log_km: Matrix
    """Importer by heading: mean ln distance of the suppliers, weighted by what they sell."""
    pair_usd: Matrix
    """Exporter by importer."""

    @cached_property
    def world_usd(self) -> Vector:
        """By heading."""
        return np.asarray(self.exports_usd.sum(axis=0), dtype=np.float64)

    @cached_property
    def share(self) -> Matrix:
        """Exporter's share of the world's exports of each heading."""
        return over(self.exports_usd, self.world_usd[None, :])


def totals_of(reconstruction: Reconstruction) -> Totals:
    """Return the margins of a reconstruction; nothing is multiplied out."""
    return Totals(
        reconstruction.geography,
        reconstruction.headings,
        reconstruction.exports_usd,
        reconstruction.imports_usd,
        reconstruction.supplier_log_km,
        reconstruction.pair_usd,
    )


def totals_of_flows(flows: pl.DataFrame, geography: Geography) -> Totals:
    """Return the margins of a table of Flows whose countries all stand in the geography."""
    headings = tuple(flows["hs4"].unique().sort().to_list())
    seller, buyer, goods, value = indexed(flows, geography, headings)
    countries = len(geography.countries)
    distance = value * geography.log_km[seller, buyer]
    imports = _sum(buyer, goods, value, (countries, len(headings)))
    weighted = _sum(buyer, goods, distance, (countries, len(headings)))
    return Totals(
        geography,
        headings,
        _sum(seller, goods, value, (countries, len(headings))),
        imports,
        over(weighted, imports),
        _sum(seller, buyer, value, (countries, countries)),
    )


def own_flows(
    flows: pl.DataFrame, exporter: str, geography: Geography, headings: tuple[str, ...]
) -> Matrix:
    """Return importer by heading: what one exporter sold."""
    own = flows.filter(pl.col("exporter") == exporter)
    _, buyer, goods, value = indexed(own, geography, headings)
    return _sum(buyer, goods, value, (len(geography.countries), len(headings)))


def indexed(
    flows: pl.DataFrame, geography: Geography, headings: tuple[str, ...]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], Vector]:
    """Return each row's exporter, importer and heading as places, and its value."""
    place = geography.position
    order = {heading: at for at, heading in enumerate(headings)}
    return (
        _places(flows["exporter"], place),
        _places(flows["importer"], place),
        _places(flows["hs4"], order),
        flows["value_usd"].to_numpy().astype(np.float64),
    )


def _places(names: pl.Series, order: dict[str, int]) -> NDArray[np.intp]:
    places = names.replace_strict(order, return_dtype=pl.Int64)
    return places.to_numpy().astype(np.intp)


def _sum(
    row: NDArray[np.intp], column: NDArray[np.intp], value: Vector, shape: tuple[int, int]
) -> Matrix:
    """Add values up by row and column, in the order of the rows: sums repeat to the last digit."""
    flat = np.bincount(row * shape[1] + column, weights=value, minlength=shape[0] * shape[1])
    return flat.astype(np.float64).reshape(shape)
