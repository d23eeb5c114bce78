"""One exporter's potential over a file of flows, by subheading, with growth and tariffs."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.flat.facts import Facts
from hamafza.markets.flat.one import OnePotential, one_potential
from hamafza.markets.flat.quality import Quality
from hamafza.markets.flat.tables import ECONOMIES, HORIZON_YEARS, TARIFFS, growth_from, tariffs_from
from hamafza.markets.gravity import fit_gravity
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import NeighbourParams, PotentialParams
from hamafza.markets.refusals import (
    CountryHasNoExports,
    CountryUnknown,
    GrowthHasNoYear,
    TradeFileNeeded,
)
from hamafza.runs.named_tables import flows_by_subheading, table_of
from hamafza.runs.plain_tables import plain_table
from hamafza.runs.potential import potential_params
from hamafza.runs.trade import ROOM
from hamafza.runs.world_trade import WorldTrade, columns_of, world_trade
from hamafza.sources.geography import neighbours_of, world
from hamafza.store.fanout import cores
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.potential import QUALITIES, PotentialCells


@dataclass(frozen=True)
class CellsRun:
    """The table of one exporter, and what a reader of it must know."""

    frame: pl.DataFrame
    metadata: dict[str, str]


def reckons_cells(
    trade: Path | None, growth: Path | None, tariffs: Path | None, years: tuple[int, ...] = ()
) -> bool:
    """Return whether what is given asks for cells; refuse what needs flows without them."""
    more = bool(growth or tariffs or years)
    if trade is None and more:
        raise TradeFileNeeded()
    if trade is None:
        return False
    return more or (trade.is_file() and "hs6" in columns_of(trade))


def potential_cells_run(
    exporter: str,
    variant: str | None,
    trade: Path | None,
    growth: Path | None = None,
    tariffs: Path | None = None,
    params_path: Path | None = None,
    years: tuple[int, ...] = (),
) -> CellsRun:
    """Return the cells by a named variant, or by that of the parameters."""
    if trade is None:
        raise TradeFileNeeded()
    params = potential_params(variant, params_path)
    return potential_cells(exporter, trade, params, growth, tariffs, params_path, years)


def write_cells(run: CellsRun, out: Path) -> None:
    """Write the table with what a reader must know in the file's metadata."""
    write_parquet(run.frame, out, run.metadata)


def potential_cells(
    exporter: str,
    trade_path: Path,
    params: PotentialParams,
    growth_path: Path | None = None,
    tariffs_path: Path | None = None,
    params_path: Path | None = None,
    years: tuple[int, ...] = (),
) -> CellsRun:
    """
    Return the cells of one exporter, largest potential first.

    ``growth_path`` has the columns iso3, year, gdp_usd, population; ``tariffs_path`` importer,
    exporter (empty: everybody), hs, year, rate_percent; CSV, Parquet or the name of a data set.
    """
    found_years = flows_by_subheading(trade_path, years)
    trade = world_trade(*found_years.files)
    at = _place(trade, exporter)
    facts, told = facts_of(trade, params, growth_path, tariffs_path)
    found = one_potential(trade.flows, at, facts, params, cores())
    near = neighbours_of(exporter, load(NeighbourParams, ROOM, "neighbours", params_path))
    metadata = {
        "table": "potential_cells",
        "exporter": exporter,
        "goods": trade.goods,
        "variant": params.variant,
        "hs_edition": trade.edition,
        **years_told(trade, found_years.missing),
        "source": trade.source,
        "provenance": str(trade.provenance),
        "neighbours_basis": str(near.basis),
        "defaults": told,
        "unit": "USD a year",
    }
    return CellsRun(_table(trade, exporter, at, found, near), metadata)


def years_told(trade: WorldTrade, missing: tuple[int, ...]) -> dict[str, str]:
    """Return the years of the trade, those that lack, and who fell silent in one of them."""
    told = {"year": trade.year}
    if missing:
        told["years_missing"] = ", ".join(map(str, missing))
    if trade.silent:
        told["silent_in_a_year"] = ", ".join(trade.silent)
    return told


def _place(trade: WorldTrade, exporter: str) -> int:
    if exporter not in world().position:
        raise CountryUnknown(country=exporter)
    at = trade.geography.position.get(exporter)
    if at is None or not any((chunk.exporter == at).any() for chunk in trade.flows.chunks):
        raise CountryHasNoExports(country=exporter)
    return at


def facts_of(
    trade: WorldTrade, params: PotentialParams, growth: Path | None, tariffs: Path | None
) -> tuple[Facts, str]:
    """Return what the engine reads, and a line on what no table gave."""
    facts, told = Facts(trade.geography.log_km), []
    facts = replace(
        facts, elasticities=replace(facts.elasticities, income=params.elasticity,
                                    armington=params.sigma)
    )  # fmt: skip
    if tariffs is None:
        told.append("tariffs 0")
    else:
        rows = plain_table(table_of(tariffs, "tariffs.parquet"), TARIFFS)
        rates = tariffs_from(rows, trade.countries, trade.products)
        facts = replace(facts, tariffs=rates.tariffs)
        told.append(f"tariffs 0 for {1 - rates.known_share:.1%} of markets by product")
    if growth is None:
        told.append("growth of GDP and population 1 (no forecast)")
    else:
        rows, year = (
            plain_table(table_of(growth, "economies.parquet"), ECONOMIES),
            _year(trade, growth),
        )
        grown = growth_from(rows, trade.countries, year)
        if len(grown.unknown) == len(trade.countries):
            raise GrowthHasNoYear(file=growth.name, year=year, later=year + HORIZON_YEARS)
        facts = replace(facts, growth=grown.growth)
        told.append(f"growth 1 for {len(grown.unknown)} of {len(trade.countries)} countries")
    if params.variant == "gravity-ease":
        facts = replace(facts, expected_usd=_expected(trade))
    return facts, "; ".join(told)


def _expected(trade: WorldTrade) -> np.ndarray:
    """Return what gravity, fitted on the totals of all pairs, expects of each."""
    countries = len(trade.countries)
    total = np.zeros(countries * countries)
    for chunk in trade.flows.chunks:
        pair = chunk.exporter.astype(np.int64) * countries + chunk.importer
        total += np.bincount(pair, weights=chunk.value, minlength=len(total))
    pairs = total.reshape(countries, countries)
    active = (pairs.sum(axis=1) > 0)[:, None] & (pairs.sum(axis=0) > 0)[None, :]
    return fit_gravity(pairs, trade.geography.features(), active).expected_usd


def _year(trade: WorldTrade, growth: Path) -> int:
    """Return the last year of trade: growth is reckoned from it."""
    last = trade.year.split(", ")[-1]
    if not last.isdigit():
        raise GrowthHasNoYear(file=growth.name, year=trade.year, later="?")
    return int(last)


def _table(
    trade: WorldTrade, exporter: str, at: int, found: OnePotential, near: Neighbours
) -> pl.DataFrame:
    market, goods = np.nonzero((found.potential > 0) | (found.actual > 0))
    cell, countries = (market, goods), trade.countries
    quality = trade.quality(at)[cell]
    border = [near.of(name) for name in countries]
    phase = [near.phase(name) for name in countries]
    frame = pl.DataFrame(
        {
            "exporter": pl.repeat(exporter, len(market), dtype=pl.String, eager=True),
            "importer": pl.Series(countries).gather(market),
            "product": pl.Series(trade.products).gather(goods),
            "supply": found.supply[goods],
            "demand": found.demand[cell],
            "distance": found.distance[cell],
            "ease": found.ease[market],
            "potential_usd": found.potential[cell],
            "actual_usd": found.actual[cell],
            "gap_usd": found.gap[cell],
            "quality": pl.Series([QUALITIES[each] for each in Quality]).gather(quality),
            "phase": pl.Series(phase, dtype=pl.Int64).gather(market),
            "neighbour": pl.Series(border).gather(market),
        }
    )
    ordered = frame.sort("potential_usd", "importer", "product", descending=[True, False, False])
    return checked(PotentialCells, ordered)
