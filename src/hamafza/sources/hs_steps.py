"""The shipped steps between all editions of the Harmonized System, six digits."""

from functools import lru_cache

import polars as pl

from hamafza.markets.concordance import codes_of
from hamafza.store.resources import shipped_csv


@lru_cache(maxsize=1)
def hs_steps() -> pl.DataFrame:
    """Return newer, code and before from HS1992 to HS2022; what is the same is left out."""
    files = ("editions.csv", "editions_before_2012.csv")
    return pl.concat([shipped_csv("hs", file) for file in files])


@lru_cache(maxsize=1)
def hs2022_codes() -> pl.Series:
    """Return the subheadings of HS2022, without 999999 (not specified)."""
    table = shipped_csv("hs", "hs2022.csv").filter(pl.col("level") == "6")
    return table.filter(~pl.col("code").str.starts_with("99"))["code"]


@lru_cache(maxsize=8)
def hs_codes(edition: str) -> frozenset[str]:
    """Return the subheadings of an edition."""
    return frozenset(codes_of(edition, hs2022_codes(), hs_steps()))
