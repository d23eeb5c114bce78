"""The shipped steps between all editions of the Harmonized System, six digits."""

from functools import lru_cache

import polars as pl

from hamafza.markets.concordance import codes_of
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.dropped import Reason, Tally
from hamafza.sources.trade_refusals import (
    TradeEditionNotThis,
    TradeEditionsMixed,
    TradeTooLittleKept,
)
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.codes import HS_EDITIONS


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


def judge_editions(tally: Tally, file: str, params: ImportParams) -> None:
    """
    Refuse a table of which too much is in codes that its edition has not.

    Where another edition has all its codes, that one is named; where none has, two are mixed, or
    the codes are of no edition at all.
    """
    rows, value, example = tally.dropped.get(Reason.EDITION, (0, 0.0, ""))
    share = value / tally.value_read if tally.value_read else rows / max(tally.rows_read, 1)
    if share <= params.most_unknown_share:
        return
    for edition, met in tally.codes.items():
        strange = met - hs_codes(edition)
        if not strange:
            continue
        fits = max(HS_EDITIONS, key=lambda each: (len(met & hs_codes(each)), each))
        if len(met - hs_codes(fits)) <= (1 - _NEARLY_ALL) * len(met):
            raise TradeEditionNotThis(file=file, edition=edition, fits=fits)
        other = max(HS_EDITIONS, key=lambda each: (len(strange & hs_codes(each)), each))
        if len(strange & hs_codes(other)) > len(strange) / 2:
            raise TradeEditionsMixed(file=file, editions=", ".join(sorted({edition, other})))
    raise TradeTooLittleKept(
        file=file, kept=tally.rows_kept, rows=tally.rows_read, reason=str(Reason.EDITION),
        example=example,
    )  # fmt: skip


_NEARLY_ALL = 0.999
