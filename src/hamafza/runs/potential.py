"""Export potential of a country: the table, its file, and the facts a page shows."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl

from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import VARIANTS, NeighbourParams, PotentialParams
from hamafza.markets.potential import potential_table
from hamafza.markets.refusals import HeadingUnknown, VariantUnknown
from hamafza.markets.variants import factors
from hamafza.runs.trade import ROOM, Trade, trade
from hamafza.sources.geography import neighbours_of
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet

DEFAULTS = "tariffs 0; growth of GDP and population 1 (no forecast)"
"""Said in the file's metadata and on every page: what no table gave."""


@dataclass(frozen=True)
class PotentialRun:
    """The table of one exporter and what it was reckoned with."""

    frame: pl.DataFrame
    exporter: str
    params: PotentialParams
    neighbours: Neighbours
    trade: Trade


def potential(
    exporter: str,
    variant: str | None = None,
    params_path: Path | None = None,
    trade_path: Path | None = None,
    hs4: str | None = None,
) -> pl.DataFrame:
    """Return the Potential of a country, all headings or one; largest potential first."""
    frame = potential_run(exporter, variant, params_path, trade_path).frame
    return frame if hs4 is None else of_heading(frame, hs4)


def potential_run(
    exporter: str,
    variant: str | None = None,
    params_path: Path | None = None,
    trade_path: Path | None = None,
) -> PotentialRun:
    """Return the table and what it was reckoned with; kept in memory unless files are given."""
    params = potential_params(variant, params_path)
    if trade_path is None and params_path is None:
        return _kept(exporter, params)
    return _reckon(exporter, params, params_path, trade(trade_path, params_path))


def of_heading(frame: pl.DataFrame, hs4: str) -> pl.DataFrame:
    """Return one heading's markets; refuse a heading that the table does not know."""
    rows = frame.filter(pl.col("hs4") == hs4)
    if rows.is_empty():
        raise HeadingUnknown(hs4=hs4, edition="2022")
    return rows


def write_potential(run: PotentialRun, out: Path) -> None:
    """Write the table with its edition, method and sources in the file's metadata."""
    write_parquet(run.frame, out, metadata(run))


def metadata(run: PotentialRun) -> dict[str, str]:
    """Return what a reader of the file must know, as text."""
    return {
        "table": "potential",
        "exporter": run.exporter,
        "variant": run.params.variant,
        "hs_edition": run.trade.edition,
        "year": run.trade.year,
        "source": run.trade.source,
        "provenance": str(run.trade.provenance),
        "neighbours_basis": str(run.neighbours.basis),
        "defaults": DEFAULTS,
        "unit": "USD a year",
    }


def potential_params(variant: str | None, params_path: Path | None) -> PotentialParams:
    """Return the judgements in force, by a named variant if one is named."""
    if variant is not None and variant not in VARIANTS:
        raise VariantUnknown(variant=variant, known=", ".join(VARIANTS))
    params = load(PotentialParams, ROOM, "potential", params_path)
    return params if variant is None else replace(params, variant=variant)


@lru_cache(maxsize=8)
def _kept(exporter: str, params: PotentialParams) -> PotentialRun:
    return _reckon(exporter, params, None, trade())


def _reckon(
    exporter: str, params: PotentialParams, params_path: Path | None, used: Trade
) -> PotentialRun:
    at = used.place(exporter)
    near = neighbours_of(exporter, load(NeighbourParams, ROOM, "neighbours", params_path))
    found = factors(used.totals, at, used.gravity.expected_usd[at], params)
    table = potential_table(used.totals, exporter, found, used.flows_usd(exporter), near)
    ordered = table.sort("potential_usd", "importer", "hs4", descending=[True, False, False])
    return PotentialRun(ordered, exporter, params, near, used)
