"""Export potential of a country: the table, its file, and the facts a page shows."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import VARIANTS, NeighbourParams, PotentialParams
from hamafza.markets.refusals import HeadingUnknown, VariantUnknown
from hamafza.runs.beside_trade import BesideTold
from hamafza.runs.named_tables import is_set
from hamafza.runs.potential_reckoned import of_lines, of_totals
from hamafza.runs.trade import ROOM, Trade, of_file
from hamafza.runs.trade_in_use import InUse, in_use, of_set, trade_of
from hamafza.runs.trade_of_sets import SetTrade
from hamafza.sources.geography import neighbours_of
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.tables.potential import Potential


@dataclass(frozen=True)
class PotentialRun:
    """
    The table of one exporter and what it was reckoned with.

    ``frame`` is a Potential with what a page shows beside: ``imports_usd``, ``distance`` (the
    factor inside demand) and ``quality``. ``lines`` is the same by subheading, with the code under
    ``hs4``, where the trade is known so closely; a heading's sums are then those of its lines.
    """

    frame: pl.DataFrame
    exporter: str
    params: PotentialParams
    neighbours: Neighbours
    trade: Trade
    used: InUse = InUse()
    beside: BesideTold = BesideTold()
    lines: pl.DataFrame | None = None

    def told(self) -> dict[str, Any]:
        """Return what a run's record keeps of the trade and of what stands beside it."""
        return {
            **self.used.told(),
            "year": self.trade.year,
            "source": self.trade.source,
            "provenance": str(self.trade.provenance),
            "defaults": self.beside.defaults(),
        }


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
    """
    Return the table by the trade in use, or by a file or set that is named.

    It is kept in memory, unless files are given, under the digests of all it was reckoned of.
    """
    params = potential_params(variant, params_path)
    if trade_path is not None and not is_set(Path(trade_path)):
        file = Path(trade_path)
        return _reckon(exporter, params, params_path, InUse(file=file.name), of_file(file))
    used = in_use() if trade_path is None else of_set(Path(trade_path).name)
    if params_path is None:
        return (_kept_of_set if used.flows else _kept)(exporter, params, used)
    return _reckon(exporter, params, params_path, used, trade_of(used, params_path))


def of_heading(frame: pl.DataFrame, hs4: str) -> pl.DataFrame:
    """Return one heading's markets; refuse a heading that the table does not know."""
    rows = frame.filter(pl.col("hs4") == hs4)
    if rows.is_empty():
        raise HeadingUnknown(hs4=hs4, edition="2022")
    return rows


def write_potential(run: PotentialRun, out: Path) -> None:
    """Write the table with its edition, method and sources in the file's metadata."""
    write_parquet(run.frame.select(Potential.column_names()), out, metadata(run))


def metadata(run: PotentialRun) -> dict[str, str]:
    """Return what a reader of the file must know, as text."""
    used = run.used.told()
    return {
        "table": "potential",
        "exporter": run.exporter,
        "variant": run.params.variant,
        "hs_edition": run.trade.edition,
        "year": run.trade.year,
        "source": run.trade.source,
        "provenance": str(run.trade.provenance),
        "neighbours_basis": str(run.neighbours.basis),
        "defaults": run.beside.defaults(),
        "unit": "USD a year",
        "set": str(used["set"]),
        "digests": " ".join(f"{name}={digest}" for name, digest in used["digests"].items()),
    }


def potential_params(variant: str | None, params_path: Path | None) -> PotentialParams:
    """Return the judgements in force, by a named variant if one is named."""
    if variant is not None and variant not in VARIANTS:
        raise VariantUnknown(variant=variant, known=", ".join(VARIANTS))
    params = load(PotentialParams, ROOM, "potential", params_path)
    return params if variant is None else replace(params, variant=variant)


@lru_cache(maxsize=8)
def _kept(exporter: str, params: PotentialParams, used: InUse) -> PotentialRun:
    return _reckon(exporter, params, None, used, trade_of(used))


@lru_cache(maxsize=2)
def _kept_of_set(exporter: str, params: PotentialParams, used: InUse) -> PotentialRun:
    """Fewer than of the bundled trade: lines of world size take a hundred megabytes each."""
    return _reckon(exporter, params, None, used, trade_of(used))


def _reckon(
    exporter: str, params: PotentialParams, params_path: Path | None, used: InUse, trade: Trade
) -> PotentialRun:
    trade.place(exporter)
    near = neighbours_of(exporter, load(NeighbourParams, ROOM, "neighbours", params_path))
    lines = None
    if isinstance(trade, SetTrade):
        frame, lines, beside = of_lines(trade, exporter, params, near, used)
    else:
        frame, beside = of_totals(trade, exporter, params, near, used)
    return PotentialRun(frame, exporter, params, near, trade, used, beside, lines)
