"""Two markets side by side: for one heading, or for all goods of a choice together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from hamafza.markets.choice import ranked
from hamafza.markets.comparison import FIRST, SECOND, Tip, tip
from hamafza.runs.market_access import Access, access
from hamafza.runs.market_ways import Way, way_to
from hamafza.runs.markets import (
    GoodsPage,
    MarketFacts,
    MarketPage,
    choice_params,
    goods_facts,
    market_facts,
)
from hamafza.runs.potential import potential_run


@dataclass(frozen=True)
class Side:
    """One of the two markets for one heading; ``facts`` is None where nothing can be proposed."""

    importer: str
    facts: MarketFacts | None
    access: Access
    way: Way | None


@dataclass(frozen=True)
class Pair:
    """Two markets for one heading."""

    page: MarketPage
    sides: tuple[Side, Side]
    tip: Tip | None
    """None where the two have the same room, or one of them is no market at all."""


def compare(exporter: str, hs4: str, importers: tuple[str, str], home: Path, on: date) -> Pair:
    """Return two markets of a heading beside each other; refuse an unknown heading."""
    page = market_facts(exporter, hs4)
    by_market = {each.importer: each for each in page.markets}
    first, second = (
        Side(
            each,
            by_market.get(each),
            access(home, exporter, each, hs4, on),
            way_to(exporter, each),
        )
        for each in importers
    )
    one, other = first.facts, second.facts
    tipped = tip(one.factors, other.factors) if one is not None and other is not None else None
    return Pair(page, (first, second), tipped)


@dataclass(frozen=True)
class Sums:
    """All goods of a choice in one market; USD a year."""

    importer: str
    page: GoodsPage
    potential_usd: float
    actual_usd: float
    gap_usd: float
    imports_usd: float
    goods: int
    with_room: int
    way: Way | None


@dataclass(frozen=True)
class Difference:
    """A heading where two markets differ, by how much, and for which of them it speaks."""

    hs4: str
    first_usd: float
    second_usd: float

    @property
    def ahead(self) -> int:
        return FIRST if self.first_usd > self.second_usd else SECOND

    @property
    def by_usd(self) -> float:
        return abs(self.first_usd - self.second_usd)


@dataclass(frozen=True)
class Overall:
    """Two markets for all goods of a choice."""

    sides: tuple[Sums, Sums]
    differences: tuple[Difference, ...]
    """Largest difference first."""

    def ahead(self) -> tuple[int, int]:
        """Return in how many goods each of the two has more room."""
        first = sum(each.first_usd > each.second_usd for each in self.differences)
        return first, sum(each.second_usd > each.first_usd for each in self.differences)


def compare_goods(
    exporter: str, importers: tuple[str, str], headings: Sequence[str] | None = None
) -> Overall:
    """Return two markets for all goods together: all that may be proposed, or some headings."""
    first, second = (_sums(exporter, each, headings) for each in importers)
    gaps = [{each.hs4: each.gap_usd for each in side.page.goods} for side in (first, second)]
    found = [
        Difference(hs4, gaps[FIRST].get(hs4, 0.0), gaps[SECOND].get(hs4, 0.0))
        for hs4 in {**gaps[FIRST], **gaps[SECOND]}
    ]
    ordered = sorted(found, key=lambda each: (-each.by_usd, each.hs4))
    return Overall((first, second), tuple(ordered))


def _sums(exporter: str, importer: str, headings: Sequence[str] | None) -> Sums:
    page = goods_facts(exporter, importer, headings)
    return Sums(
        importer,
        page,
        sum(each.potential_usd for each in page.goods),
        sum(each.actual_usd for each in page.goods),
        sum(each.gap_usd for each in page.goods),
        sum(each.imports_usd for each in page.goods),
        len(page.goods),
        sum(each.gap_usd > 0 for each in page.goods),
        way_to(exporter, importer),
    )


def largest_markets(exporter: str, headings: Sequence[str] | None = None) -> list[str]:
    """Return the markets by the room of all goods together, neighbours first."""
    frame = potential_run(exporter).frame
    if headings is not None:
        frame = frame.filter(pl.col("hs4").is_in(list(headings)))
    shown = ranked(frame, choice_params())
    by_market = shown.group_by("importer").agg(pl.col("gap_usd").sum(), pl.col("phase").first())
    keys = ["phase", "gap_usd", "importer"]
    return by_market.sort(keys, descending=[False, True, False])["importer"].to_list()
