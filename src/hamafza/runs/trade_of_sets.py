"""A loaded set of flows as the trade that potentials stand on: by subheading, mean of its years."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.flat.quality import Quality, pair_quality
from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.pairs import PairQuality
from hamafza.markets.totals import Totals
from hamafza.runs.trade import Trade
from hamafza.runs.world_trade import WorldTrade, world_trade
from hamafza.sources.bundled_trade import EDITION, in_2022

MOST_YEARS = 5
"""The method takes the mean of so many years, the last a set has."""
YEARS = "flows-*.parquet"
QUALITY_OF_CELL = {
    Quality.REPORTED: PairQuality.RECORDED,
    Quality.MIRROR: PairQuality.MIRROR,
    Quality.MISSING_REPORTER: PairQuality.SILENT,
    Quality.RECONSTRUCTED: PairQuality.RECONSTRUCTED,
}


@dataclass(frozen=True, eq=False)
class SetTrade(Trade):
    """Trade of a set by heading, and the rows by subheading that it is summed of."""

    world: WorldTrade
    heading_of: NDArray[np.intp]
    """Of each subheading: the place of its heading."""
    imports6_usd: Matrix
    """Importer by subheading."""


def years_in(folder: Path) -> list[Path]:
    """Return the tables of the last years of a set, oldest first."""
    return sorted(folder.glob(YEARS))[-MOST_YEARS:]


def span_of(years: list[str]) -> str:
    """Write the years of a mean: one alone, or the first and the last."""
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


_ONE_AT_A_TIME = Lock()
"""Two threads that both read a set of world size would hold it twice."""


def trade_of_set(folder: Path, digest: str) -> SetTrade:
    """Return the trade of the set in this folder; ``digest`` tells it from another there before."""
    with _ONE_AT_A_TIME:
        return _kept(folder, digest)


@lru_cache(maxsize=1)
def _kept(folder: Path, _digest: str) -> SetTrade:
    return trade_by_heading(world_trade(*years_in(folder)))


def trade_by_heading(world: WorldTrade) -> SetTrade:
    """Return flows by subheading with their sums by heading, headings as HS2022 names them."""
    headings, heading_of = _headings(world.products)
    totals, imports6 = _totals(world, headings, heading_of)
    pairs = pair_quality(world.reports)
    place = world.geography.position

    def flows_usd(exporter: str) -> Matrix:
        return _own(world, place[exporter], heading_of, len(headings))

    def quality(exporter: str, importer: str) -> PairQuality:
        return QUALITY_OF_CELL[Quality(int(pairs[place[exporter], place[importer]]))]

    return SetTrade(
        totals,
        flows_usd,
        lambda exporter, importer: world.provenance,
        quality,
        world.provenance,
        span_of(world.year.split(", ")),
        EDITION,
        world.source,
        world,
        heading_of,
        imports6,
    )


def _headings(products: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    of = pl.DataFrame({"hs6": list(products)}).select(in_2022(pl.col("hs6").str.slice(0, 4)))["hs6"]
    names = of.unique().sort().to_list()
    place = dict(zip(names, range(len(names)), strict=True))
    return tuple(names), of.replace_strict(place, return_dtype=pl.Int64).to_numpy().astype(np.intp)


def _totals(
    world: WorldTrade, headings: tuple[str, ...], heading_of: NDArray[np.intp]
) -> tuple[Totals, Matrix]:
    countries, goods, lines = len(world.countries), len(headings), len(world.products)
    log_km = world.geography.log_km
    exports, imports6 = np.zeros(countries * goods), np.zeros(countries * lines)
    distance, pair = np.zeros(countries * goods), np.zeros(countries * countries)
    for chunk in world.flows.chunks:
        seller, buyer = chunk.exporter.astype(np.intp), chunk.importer.astype(np.intp)
        heading, value = heading_of[chunk.product], chunk.value
        exports += np.bincount(seller * goods + heading, value, len(exports))
        imports6 += np.bincount(buyer * lines + chunk.product, value, len(imports6))
        far = value * log_km[seller, buyer]
        distance += np.bincount(buyer * goods + heading, far, len(distance))
        pair += np.bincount(seller * countries + buyer, value, len(pair))
    by_line = imports6.reshape(countries, lines)
    imports = summed(by_line, heading_of, goods)
    return Totals(
        world.geography,
        headings,
        exports.reshape(countries, goods),
        imports,
        over(distance.reshape(countries, goods), imports),
        pair.reshape(countries, countries),
    ), by_line


def summed(by_line: Matrix, heading_of: NDArray[np.intp], headings: int) -> Matrix:
    """Return importer by heading of a table by subheading."""
    table = np.zeros((headings, len(by_line)))
    np.add.at(table, heading_of, by_line.T)
    return np.ascontiguousarray(table.T)


def _own(world: WorldTrade, exporter: int, heading_of: NDArray[np.intp], headings: int) -> Matrix:
    table = np.zeros(len(world.countries) * headings)
    for chunk in world.flows.chunks:
        own = chunk.exporter == exporter
        cell = chunk.importer[own].astype(np.intp) * headings + heading_of[chunk.product[own]]
        table += np.bincount(cell, chunk.value[own], len(table))
    return table.reshape(len(world.countries), headings)
