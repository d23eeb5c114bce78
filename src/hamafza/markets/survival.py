"""
How long exports last: spells of consecutive years of one exporter, good and market.

Kaplan and Meier's estimate (1958) over spells; a spell that still lasts in the last year is
censored, and one that began before the first year is left out, its age being unknown (Besedes and
Prusa 2006).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Whole = NDArray[np.int64]
FLOW = ("exporter", "importer", "product")


@dataclass(frozen=True, eq=False)
class Survival:
    """By each length at which something ended, shortest first."""

    years: Whole
    at_risk: Whole
    ended: Whole
    survival: Vector
    """Share that lasts longer than so many years."""
    hazard: Vector
    """Share of those at risk that end."""

    def after(self, years: int) -> float:
        """Return the share that lasts longer; 1 before the first end."""
        at = int(np.searchsorted(self.years, years, side="right"))
        return float(self.survival[at - 1]) if at else 1.0

    @property
    def median_years(self) -> int | None:
        """Return the shortest length that half or fewer outlast; None if more than half do."""
        below = np.flatnonzero(self.survival <= 0.5)
        return int(self.years[below[0]]) if len(below) else None


def kaplan_meier(years: Whole, ended: NDArray[np.bool_]) -> Survival:
    """Return the estimate of lengths, each of which ended or was still going on (censored)."""
    lengths = np.unique(years[ended])
    ordered = np.sort(years)
    at_risk = len(ordered) - np.searchsorted(ordered, lengths, side="left")
    ends = np.sort(years[ended])
    deaths = np.searchsorted(ends, lengths, side="right") - np.searchsorted(ends, lengths)
    hazard = np.asarray(deaths / at_risk, np.float64)
    lasting = np.asarray(np.cumprod(1 - hazard), np.float64)
    return Survival(lengths, at_risk, deaths, lasting, hazard)


def spells(flows: pl.DataFrame, first_year: int, last_year: int, bridge: int = 0) -> pl.DataFrame:
    """
    Return a row for each spell: the flow's columns, began, years, ended.

    ``flows`` has exporter, importer, product and year, a row for each year with trade. Gaps of up
    to ``bridge`` years are bridged and counted in. Spells that began in ``first_year`` are left
    out: how old they are nobody knows.
    """
    year = pl.col("year")
    rows = flows.select(*FLOW, year).unique().sort(*FLOW, "year")
    new = (year.diff() > bridge + 1).over(FLOW).fill_null(True)
    numbered = rows.with_columns(new.cum_sum().alias("spell"))
    found = numbered.group_by(*FLOW, "spell", maintain_order=True).agg(
        year.min().alias("began"), year.max().alias("last")
    )
    years = (pl.col("last") - pl.col("began") + 1).alias("years")
    ended = (pl.col("last") + bridge < last_year).alias("ended")
    told = found.filter(pl.col("began") > first_year)
    return told.select(*FLOW, "began", years, ended)
