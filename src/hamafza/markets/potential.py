"""The table of potentials: factors and flows of one exporter as rows."""

import dataframely as dy
import numpy as np
import polars as pl

from hamafza.markets.geography import Matrix
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.totals import Totals
from hamafza.markets.variants import Factors
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.potential import Potential


def potential_table(
    totals: Totals, exporter: str, found: Factors, own_usd: Matrix, neighbours: Neighbours
) -> dy.DataFrame[Potential]:
    """
    Return a row for each market and heading where the potential or the actual flow is above 0.

    ``own_usd`` is importer by heading: what the exporter sells now. The gap is what the potential
    exceeds it by, never below 0: selling beyond potential in one cell hides no gap in another.
    """
    potential = found.potential_usd()
    market, goods = np.nonzero((potential > 0) | (own_usd > 0))
    countries = pl.Series(totals.geography.countries)
    actual, reckoned = own_usd[market, goods], potential[market, goods]
    frame = pl.DataFrame(
        {
            "importer": countries.gather(market),
            "hs4": pl.Series(totals.headings).gather(goods),
            "supply": found.supply[goods],
            "demand": found.demand[market, goods],
            "ease": found.ease[market],
            "potential_usd": reckoned,
            "actual_usd": actual,
            "gap_usd": np.maximum(reckoned - actual, 0.0),
        }
    )
    return checked(Potential, _placed(frame, exporter, neighbours))


def _placed(frame: pl.DataFrame, exporter: str, neighbours: Neighbours) -> pl.DataFrame:
    names = frame["importer"].unique().to_list()
    border = {name: neighbours.of(name) for name in names}
    phase = {name: neighbours.phase(name) for name in names}
    return frame.with_columns(
        pl.lit(exporter).alias("exporter"),
        pl.col("importer").replace_strict(phase, return_dtype=pl.Int64).alias("phase"),
        pl.col("importer").replace_strict(border, return_dtype=pl.String).alias("neighbour"),
    )
