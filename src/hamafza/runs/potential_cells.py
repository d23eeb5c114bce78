"""One exporter's potential over a file of flows, by subheading, with growth and tariffs."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.markets.flat.facts import Facts
from hamafza.markets.flat.tables import ECONOMIES, HORIZON_YEARS, TARIFFS
from hamafza.markets.parameters import NeighbourParams, PotentialParams
from hamafza.markets.refusals import GrowthHasNoYear, TradeFileNeeded
from hamafza.runs.cells import Beside, Covered, cells, facts_of, place_of
from hamafza.runs.named_tables import flows_by_subheading, table_of
from hamafza.runs.plain_tables import plain_table
from hamafza.runs.potential import potential_params
from hamafza.runs.trade import ROOM
from hamafza.runs.world_trade import WorldTrade, columns_of, world_trade
from hamafza.sources.geography import neighbours_of
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet


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
    place_of(trade, exporter)  # what is no country here is refused before the work begins
    facts, told = facts_given(trade, params, growth_path, tariffs_path)
    near = neighbours_of(exporter, load(NeighbourParams, ROOM, "neighbours", params_path))
    frame = cells(trade, exporter, facts, params, near)
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
    return CellsRun(frame, metadata)


def years_told(trade: WorldTrade, missing: tuple[int, ...]) -> dict[str, str]:
    """Return the years of the trade, those that lack, and who fell silent in one of them."""
    told = {"year": trade.year}
    if missing:
        told["years_missing"] = ", ".join(map(str, missing))
    if trade.silent:
        told["silent_in_a_year"] = ", ".join(trade.silent)
    return told


def facts_given(
    trade: WorldTrade, params: PotentialParams, growth: Path | None, tariffs: Path | None
) -> tuple[Facts, str]:
    """Return what the engine reads of the tables that are named, and a line on what none gave."""
    rates = economies = None
    year = 0
    if tariffs is not None:
        rates = plain_table(table_of(tariffs, "tariffs.parquet"), TARIFFS)
    if growth is not None:
        economies = plain_table(table_of(growth, "economies.parquet"), ECONOMIES)
        year = _year(trade, growth)
    facts, covered = facts_of(trade, params, Beside(economies, rates, year))
    if growth is not None and facts.growth is None:
        raise GrowthHasNoYear(file=growth.name, year=year, later=year + HORIZON_YEARS)
    return facts, defaults_told(covered, len(trade.countries))


def defaults_told(covered: Covered, countries: int) -> str:
    """Say in a line, for files and programs, what no table gave."""
    told = ["tariffs 0", "growth of GDP and population 1 (no forecast)"]
    if covered.tariffs_known_share is not None:
        told[0] += f" for {1 - covered.tariffs_known_share:.1%} of markets by product"
    if covered.growth_unknown is not None:
        told[1] = f"growth 1 for {covered.growth_unknown} of {countries} countries"
    return "; ".join(told)


def _year(trade: WorldTrade, growth: Path) -> int:
    """Return the last year of trade: growth is reckoned from it."""
    last = trade.year.split(", ")[-1]
    if not last.isdigit():
        raise GrowthHasNoYear(file=growth.name, year=trade.year, later="?")
    return int(last)
