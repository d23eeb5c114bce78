"""Tariffs where trade is known by heading alone: rates of lines averaged, means by trade."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from hamafza.markets.flat.facts import FlatTariffs
from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.totals import Totals
from hamafza.markets.variants import Tariffs

_LINE, _HEADING = 6, 4


def by_heading(rows: pl.DataFrame) -> pl.DataFrame:
    """
    Return rows of Tariffs with four digits: the plain mean of the lines where a market tells lines.

    Of each market, partner and code the latest year counts. A partner's rate is the mean over all
    lines of the heading that are told, its own where it has one, else that for everybody; a rate
    told for a whole heading counts where no line of it is told.
    """
    latest = (
        rows.select("importer", pl.col("exporter").fill_null(""), "hs", "year", "rate_percent")
        .with_columns(pl.col("hs").cast(pl.String))
        .sort("year")
        .unique(["importer", "exporter", "hs"], keep="last", maintain_order=True)
        .with_columns(pl.col("hs").str.slice(0, _HEADING).alias("hs4"))
    )
    lines = latest.filter(pl.col("hs").str.len_chars() >= _LINE)
    whole = latest.filter(pl.col("hs").str.len_chars() <= _HEADING).select(
        "importer", "exporter", pl.col("hs4").alias("hs"), "year", "rate_percent"
    )
    meant = _meant(lines)
    return pl.concat([whole, meant]).unique(
        ["importer", "exporter", "hs"], keep="last", maintain_order=True
    )


def _meant(lines: pl.DataFrame) -> pl.DataFrame:
    key = ["importer", "exporter", "hs4"]
    everybody = lines.filter(pl.col("exporter") == "")
    own = lines.filter(pl.col("exporter") != "")
    lacking = (
        own.select(key).unique()
        .join(everybody.drop("exporter"), on=["importer", "hs4"])
        .join(own.select("importer", "exporter", "hs"), on=["importer", "exporter", "hs"],
              how="anti")
        .select(lines.columns)
    )  # fmt: skip
    together = pl.concat([everybody, own, lacking])
    return (
        together.group_by(key, maintain_order=True)
        .agg(pl.col("year").max(), pl.col("rate_percent").mean())
        .select("importer", "exporter", pl.col("hs4").alias("hs"), "year", "rate_percent")
    )


@dataclass(frozen=True, eq=False)
class MeansPaid:
    """What all suppliers pay on the average, weighted by trade; the same for every exporter."""

    market: Matrix
    """Importer by heading."""
    world: Matrix
    """By heading."""


def means_paid(totals: Totals, rates: FlatTariffs, flows_usd: Callable[[int], Matrix]) -> MeansPaid:
    """Return the means; flows (importer by heading) are read of exporters with own rates alone."""
    countries, every = len(totals.geography.countries), slice(0, len(totals.headings))
    paid = rates.mfn * totals.imports_usd
    begins = rates.special.begins
    for exporter in range(countries):
        first = exporter * countries
        has_own = begins[first] < begins[first + countries]
        if has_own or bool((rates.preference[exporter] != 1).any()):
            paid += flows_usd(exporter) * (rates.faced(exporter, every) - rates.mfn)
    return MeansPaid(over(paid, totals.imports_usd), over(paid.sum(axis=0), totals.world_usd))


def tariffs_of(exporter: int, rates: FlatTariffs, means: MeansPaid, own_usd: Matrix) -> Tariffs:
    """Return what one exporter meets; ``own_usd`` is what it sells, importer by heading."""
    faced = rates.faced(exporter, slice(0, rates.mfn.shape[1]))
    paid = np.asarray((own_usd * faced).sum(axis=0))
    return Tariffs(faced, means.market, over(paid, own_usd.sum(axis=0)), means.world)
