"""The potential of one exporter reckoned: by heading of totals, or by subheading and summed."""

from functools import lru_cache

import polars as pl

from hamafza.markets.flat.facts import Facts, FlatTariffs
from hamafza.markets.flat.quality import Quality
from hamafza.markets.flat.tables import growth_from, tariffs_from
from hamafza.markets.heading_tariffs import MeansPaid, by_heading, means_paid, tariffs_of
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import PotentialParams
from hamafza.markets.potential import potential_table
from hamafza.markets.variants import Growth, Tariffs, factors
from hamafza.runs.beside_trade import BesideTold, beside, told
from hamafza.runs.cells import IMPORTS, Beside, Covered, cells_with_imports, facts_of
from hamafza.runs.trade import Trade
from hamafza.runs.trade_in_use import InUse, trade_of
from hamafza.runs.trade_of_sets import QUALITY_OF_CELL, SetTrade
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.potential import QUALITIES, Potential

_QUALITY = {QUALITIES[each]: str(QUALITY_OF_CELL[each]) for each in Quality}
_SHOWN = [*Potential.column_names(), IMPORTS, "distance", "quality"]


def of_totals(
    trade: Trade, exporter: str, params: PotentialParams, near: Neighbours, used: InUse
) -> tuple[pl.DataFrame, BesideTold]:
    """Return the table of a trade by heading alone, and what entered beside the trade."""
    growth, tariffs, entered = beside_totals(trade, exporter, used)
    return _by_heading(trade, exporter, params, near, growth, tariffs), entered


def beside_totals(
    trade: Trade, exporter: str, used: InUse
) -> tuple[Growth | None, Tariffs | None, BesideTold]:
    """Return growth and tariffs as totals by heading take them, and what is told of them."""
    totals, own = trade.totals, trade.flows_usd(exporter)
    at = totals.geography.position[exporter]
    given = Beside()
    if used.economies or used.tariffs:  # a file that is named stands alone
        given = beside(used, _last_year(trade), trade.edition)
    growth, covered = _growth(trade, given)
    tariffs = None
    if given.tariffs is not None:
        rates, means, share = _rates(used)
        tariffs = tariffs_of(at, rates, means, own)
        covered = Covered(share, covered.growth_unknown)
    return growth, tariffs, told(used, given, covered, len(totals.geography.countries))


def of_lines(
    trade: SetTrade, exporter: str, params: PotentialParams, near: Neighbours, used: InUse
) -> tuple[pl.DataFrame, pl.DataFrame, BesideTold]:
    """Return the table by heading, the lines it is summed of, and what entered beside."""
    facts, entered = _facts(used, params)
    imports = trade.imports6_usd
    cells = cells_with_imports(trade.world, exporter, facts, params, near, imports).with_columns(
        pl.col("quality").replace_strict(_QUALITY, return_dtype=pl.String)
    )
    lines = cells.rename({"product": "hs4"}).select(_SHOWN)
    return _summed(trade, lines), lines, entered


def _by_heading(
    trade: Trade,
    exporter: str,
    params: PotentialParams,
    near: Neighbours,
    growth: Growth | None,
    tariffs: Tariffs | None,
) -> pl.DataFrame:
    totals = trade.totals
    place = totals.geography.position
    at = place[exporter]
    expected = trade.gravity.expected_usd[at]
    found = factors(totals, at, expected, params, growth, tariffs)
    table = potential_table(totals, exporter, found, trade.flows_usd(exporter), near)
    goods = {name: at for at, name in enumerate(totals.headings)}
    cell = (
        table["importer"].replace_strict(place, return_dtype=pl.Int64).to_numpy(),
        table["hs4"].replace_strict(goods, return_dtype=pl.Int64).to_numpy(),
    )
    quality = {
        name: str(trade.quality(exporter, name)) for name in table["importer"].unique().to_list()
    }
    shown = table.with_columns(
        pl.Series(IMPORTS, totals.imports_usd[cell]),
        pl.Series("distance", found.distance[cell]),
        pl.col("importer").replace_strict(quality, return_dtype=pl.String).alias("quality"),
    )
    return shown.sort("potential_usd", "importer", "hs4", descending=[True, False, False])


def _summed(trade: SetTrade, lines: pl.DataFrame) -> pl.DataFrame:
    """
    Return headings: sums of their lines, so that no line sold beyond its potential hides a gap.

    Supply is the mean of the lines' weighted by demand, distance that weighted by imports; so the
    columns multiply to the potential as those of a line do.
    """
    heading = {
        line: trade.totals.headings[at]
        for line, at in zip(trade.world.products, trade.heading_of, strict=True)
    }
    worst = {str(QUALITY_OF_CELL[each]): int(each) for each in Quality}
    named = {code: name for name, code in worst.items()}
    weighed = lines.with_columns(
        pl.col("hs4").replace_strict(heading, return_dtype=pl.String),
        (pl.col("supply") * pl.col("demand")).alias("supply"),
        (pl.col("distance") * pl.col(IMPORTS)).alias("distance"),
        pl.col("quality").replace_strict(worst, return_dtype=pl.Int64),
    )
    sums = ("supply", "demand", "potential_usd", "actual_usd", "gap_usd", IMPORTS, "distance")
    firsts = ("exporter", "ease", "phase", "neighbour")
    summed = weighed.group_by("importer", "hs4", maintain_order=True).agg(
        *(pl.col(name).sum() for name in sums),
        *(pl.col(name).first() for name in firsts),
        pl.col("quality").max(),
    )
    frame = summed.with_columns(
        _over("supply", "demand"),
        _over("distance", IMPORTS),
        pl.col("quality").replace_strict(named, return_dtype=pl.String),
    ).select(_SHOWN)
    checked(Potential, frame)
    return frame.sort("potential_usd", "importer", "hs4", descending=[True, False, False])


def _over(above: str, below: str) -> pl.Expr:
    return (
        pl.when(pl.col(below) > 0).then(pl.col(above) / pl.col(below)).otherwise(0.0).alias(above)
    )


@lru_cache(maxsize=2)
def _facts(used: InUse, params: PotentialParams) -> tuple[Facts, BesideTold]:
    """Return what the engine reads beside the rows of the set; the same for every exporter."""
    trade = trade_of(used)
    assert isinstance(trade, SetTrade), "lines are those of a set"
    world = trade.world
    given = beside(used, _last_year(trade), world.edition)
    facts, covered = facts_of(world, params, given)
    return facts, told(used, given, covered, len(world.countries))


def _growth(trade: Trade, given: Beside) -> tuple[Growth | None, Covered]:
    if given.economies is None:
        return None, Covered()
    countries = trade.totals.geography.countries
    found = growth_from(given.economies, countries, given.year)
    growth = found.growth if len(found.unknown) < len(countries) else None
    return growth, Covered(growth_unknown=len(found.unknown))


@lru_cache(maxsize=1)
def _rates(used: InUse) -> tuple[FlatTariffs, MeansPaid, float]:
    """Return the rates by heading of the bundled trade's countries, and the means all pay."""
    trade = trade_of(used)
    totals, rows = trade.totals, beside(used, 0, trade.edition).tariffs
    assert rows is not None, "asked where tariffs are loaded"
    countries = totals.geography.countries
    found = tariffs_from(by_heading(rows), countries, totals.headings)
    means = means_paid(totals, found.tariffs, lambda at: trade.flows_usd(countries[at]))
    return found.tariffs, means, found.known_share


def _last_year(trade: Trade) -> int:
    """Return the last year of the trade; 0, which no table of growth has, where it tells none."""
    last = trade.year.split("–")[-1]
    return int(last) if last.isdecimal() else 0
