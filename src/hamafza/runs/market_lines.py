"""The lines (subheadings) of a heading, where the trade in use knows them, with their quality."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import polars as pl

from hamafza.markets.pairs import PairQuality
from hamafza.runs.markets import MarketPage, facts_of_row, market_facts
from hamafza.runs.potential import PotentialRun, potential_run
from hamafza.runs.trade_of_sets import SetTrade


@dataclass(frozen=True)
class LineFacts:
    """One line: in one market, or in all markets of a page together; USD a year."""

    hs6: str
    potential_usd: float
    actual_usd: float
    gap_usd: float
    quality: PairQuality
    """What the record behind the cell is worth; of several markets the weakest."""
    weak_share: float
    """Of several markets' potential, the part whose record is not told by both sides."""


def knows_lines(exporter: str) -> bool:
    """Say whether the trade in use tells lines."""
    return potential_run(exporter).lines is not None


def lines_of(exporter: str, hs4: str, importers: Collection[str]) -> list[LineFacts]:
    """Return the lines of a heading over these markets together, most room first."""
    rows = _cells(potential_run(exporter), hs4, importers)
    if rows is None:
        return []
    weak = pl.col("quality") != str(PairQuality.RECORDED)
    summed = rows.group_by("hs4").agg(
        pl.col("potential_usd", "actual_usd", "gap_usd").sum(),
        pl.col("quality").sort_by(_weakness()).last(),
        (pl.col("potential_usd").filter(weak).sum() / pl.col("potential_usd").sum())
        .fill_nan(0.0)
        .alias("weak_share"),
    )
    return [_line(row) for row in _ordered(summed).iter_rows(named=True)]


def lines_in_markets(
    exporter: str, cells: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[LineFacts]]:
    """Return by market and heading the lines, most room first; empty where none are known."""
    run = potential_run(exporter)
    found: dict[tuple[str, str], list[LineFacts]] = {}
    by_heading: dict[str, set[str]] = {}
    for importer, hs4 in cells:
        by_heading.setdefault(hs4, set()).add(importer)
    for hs4, importers in by_heading.items():
        rows = _cells(run, hs4, importers)
        if rows is None:
            return {}
        weak = (pl.col("quality") != str(PairQuality.RECORDED)).cast(pl.Float64)
        for row in _ordered(rows.with_columns(weak_share=weak)).iter_rows(named=True):
            found.setdefault((str(row["importer"]), hs4), []).append(_line(row))
    return found


def lines_page(exporter: str, hs4: str) -> MarketPage:
    """Return the page of a heading with its cells, market by line, in place of its markets."""
    page, run = market_facts(exporter, hs4), potential_run(exporter)
    rows = _cells(run, hs4, {each.importer for each in page.markets})
    if rows is None:
        return replace(page, markets=())
    ordered = rows.sort(
        "phase", "gap_usd", "importer", "hs4", descending=[False, True, False, False]
    )
    cells = tuple(facts_of_row(run, row, 0.0) for row in ordered.iter_rows(named=True))
    return replace(page, markets=cells)


def _cells(run: PotentialRun, hs4: str, importers: Collection[str]) -> pl.DataFrame | None:
    """Return the rows of a heading's lines in these markets; None where lines are not known."""
    if run.lines is None or not isinstance(run.trade, SetTrade):
        return None
    trade = run.trade
    if hs4 not in trade.totals.headings:
        return run.lines.clear()
    at = trade.totals.headings.index(hs4)
    own = [
        line for line, of in zip(trade.world.products, trade.heading_of, strict=True) if of == at
    ]
    return run.lines.filter(pl.col("hs4").is_in(own) & pl.col("importer").is_in(sorted(importers)))


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("gap_usd", "potential_usd", "hs4", descending=[True, True, False])


def _weakness() -> pl.Expr:
    order = {str(each): at for at, each in enumerate(_WORST_LAST)}
    return pl.col("quality").replace_strict(order, return_dtype=pl.Int64)


_WORST_LAST = (
    PairQuality.RECORDED,
    PairQuality.MIRROR,
    PairQuality.SILENT,
    PairQuality.RECONSTRUCTED,
)


def _line(row: dict[str, object]) -> LineFacts:
    potential, actual, gap, weak = (
        float(str(row[name])) for name in ("potential_usd", "actual_usd", "gap_usd", "weak_share")
    )
    return LineFacts(
        str(row["hs4"]), potential, actual, gap, PairQuality(str(row["quality"])), weak
    )
