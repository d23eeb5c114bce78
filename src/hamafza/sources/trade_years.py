"""Years and editions as people ask for them, and whether a table holds them without a gap."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from hamafza.sources.trade_refusals import (
    TradeEditionUnknown,
    TradeYearsMissing,
    TradeYearsNotRead,
    TradeYearsNotThere,
)
from hamafza.vocabulary.codes import HS_EDITIONS
from hamafza.vocabulary.text import latin_digits

_MOST_YEARS = 100


@dataclass
class YearParts:
    """A year's rows as Flows6, those of each edition apart."""

    year: int
    parts: list[tuple[str, pl.DataFrame]]


def years_asked(text: str | None) -> list[int] | None:
    """Return the years of ``2018-2022``, ``2020`` or ``2018,2019``; None for all there are."""
    if text is None or not text.strip():
        return None
    years: set[int] = set()
    for part in latin_digits(text).replace("–", "-").split(","):
        found = re.fullmatch(r"\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*", part)
        if found is None:
            raise TradeYearsNotRead(text=text)
        first, last = int(found[1]), int(found[2] or found[1])
        if not 0 <= last - first < _MOST_YEARS:
            raise TradeYearsNotRead(text=text)
        years |= set(range(first, last + 1))
    return sorted(years)


def edition_asked(text: str | None) -> str | None:
    """Return the edition of ``HS17``, ``17`` or ``2017``; refuse one that never was."""
    if text is None or not text.strip():
        return None
    told = latin_digits(text).strip().upper().removeprefix("HS").removeprefix("-").strip()
    found = [edition for edition in HS_EDITIONS if told in (edition, edition[2:])]
    if not found:
        raise TradeEditionUnknown(edition=text, known=", ".join(HS_EDITIONS))
    return found[0]


def whole_years(found: Collection[int], years: Sequence[int] | None, file: str) -> list[int]:
    """Return the years to take; refuse one asked for that is not there, and a gap between them."""
    there = sorted(found)
    if years is not None:
        missing = [year for year in years if year not in there]
        if missing:
            asked, has = (", ".join(map(str, each)) for each in (missing, there))
            raise TradeYearsNotThere(file=file, asked=asked, there=has or "-")
        return [year for year in there if year in years]
    gaps = [gap for one, two in pairwise(there) for gap in range(one + 1, two)]
    if gaps:
        raise TradeYearsMissing(file=file, missing=", ".join(map(str, gaps)))
    return there
