"""Which pairs of countries trade under an agreement on a day."""

from datetime import date

import polars as pl


def in_force(agreements: pl.DataFrame, on: date) -> pl.DataFrame:
    """
    Return exporter, importer and agreement for each ordered pair of its parties on that day.

    The last day of an agreement still counts.
    """
    held = agreements.filter(
        (pl.col("from_day") <= on) & (pl.col("until_day").is_null() | (pl.col("until_day") >= on))
    ).select("agreement", "party")
    return (
        held.rename({"party": "exporter"})
        .join(held.rename({"party": "importer"}), on="agreement")
        .filter(pl.col("exporter") != pl.col("importer"))
        .select("exporter", "importer", "agreement")
        .unique()
        .sort("exporter", "importer", "agreement")
    )
