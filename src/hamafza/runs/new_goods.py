"""Goods a country does not export yet, by how near they lie to what it does; where, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.complexity import Complexity
from hamafza.markets.diversification import diversification_rank
from hamafza.markets.geography import Matrix
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import NeighbourParams
from hamafza.markets.refusals import CountryHasNoExports, HeadingNotNew
from hamafza.markets.variants import Factors, factors
from hamafza.runs.beside_trade import BesideTold
from hamafza.runs.complexity import complexity_by_heading
from hamafza.runs.named_tables import is_set
from hamafza.runs.potential import potential_params
from hamafza.runs.potential_reckoned import beside_totals
from hamafza.runs.trade import ROOM, Trade, of_file
from hamafza.runs.trade_in_use import InUse, in_use, of_set, trade_of
from hamafza.sources.geography import neighbours_of
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet

VARIANT = "gravity-ease"
"""A pair that never traded must have an ease, or every new market stands behind all others."""
METHOD = "cube root of the percentile ranks of density, demand and ease among all new cells"
BEST = 3
NEIGHBOURING = 5


@dataclass(frozen=True)
class NewGood:
    """One heading the country has no advantage in, beside what it would take and bring."""

    hs4: str
    rank: float
    """The best of its cells, above 0 to 1: a place among all new cells, no sum."""
    density: float
    """Share of what lies near it that the country makes already, 0 to 1."""
    complexity: float
    """The product's index; the mean country stands at 0."""
    gain: float
    """What it would open, in units of the products' index."""
    advantage: float
    """Its share of the country's exports over its share of the world's; below 1."""
    best: tuple[str, ...]
    """The markets of its best cells."""


@dataclass(frozen=True)
class NewMarket:
    """One market of a new good."""

    importer: str
    rank: float
    demand_usd: float
    """A year, with nearness inside, as a potential has it."""
    ease: float
    phase: int
    neighbour: str


@dataclass(frozen=True)
class Near:
    """A heading that the country exports with advantage, and how near it lies to a new one."""

    hs4: str
    proximity: float
    """The smaller chance that a country with the one has the other too, 0 to 1."""


@dataclass(frozen=True, eq=False)
class NewGoods:
    """What was found for one exporter; rows by rank."""

    exporter: str
    found: Complexity
    headings: Sequence[str]
    """Of the kept products."""
    at: int
    """The exporter's place among the kept countries."""
    rank: Matrix
    """Importer by kept product, NaN where nothing is ranked."""
    parts: Factors
    """Of all headings; ``kept`` leads to those of the kept products."""
    kept: NDArray[np.intp]
    importers: tuple[str, ...]
    near: Neighbours
    trade: Trade
    used: InUse
    beside: BesideTold

    @property
    def basket(self) -> float:
        """Return the mean index of the goods the country exports with advantage."""
        return float(self.found.eci[self.at])

    def goods(self) -> list[NewGood]:
        """Return every good that has a market, the best rank first."""
        ranked = np.flatnonzero(np.isfinite(self.rank).any(axis=0))
        goods = [self._good(int(place)) for place in ranked]
        return sorted(goods, key=lambda good: (-good.rank, good.hs4))

    def markets(self, hs4: str) -> list[NewMarket]:
        """Return the markets of one new good, best first; refuse a good that is not new."""
        place = self._place(hs4)
        column = self.rank[:, place]
        rows = [
            NewMarket(
                self.importers[at],
                float(column[at]),
                float(self.parts.demand[at, self.kept[place]]),
                float(self.parts.ease[at]),
                self.near.phase(self.importers[at]),
                self.near.of(self.importers[at]),
            )
            for at in np.flatnonzero(np.isfinite(column))
        ]
        return sorted(rows, key=lambda row: (-row.rank, row.importer))

    def made_nearby(self, hs4: str) -> list[Near]:
        """Return what the country exports with advantage and lies nearest to a good."""
        proximity = self.found.proximity[self._place(hs4)].astype(np.float64)
        near = np.where(self.found.rca[self.at] >= 1, proximity, 0.0)
        first = np.argsort(-near, kind="stable")[:NEIGHBOURING]
        return [Near(self.headings[at], float(near[at])) for at in first if near[at] > 0]

    def good(self, hs4: str) -> NewGood:
        """Return one new good; refuse one that is not new."""
        return self._good(self._place(hs4))

    def table(self) -> pl.DataFrame:
        """Return a row for each new good and market, best first: exporter, hs4, importer, ..."""
        market, goods = np.nonzero(np.isfinite(self.rank))
        headings, importers = pl.Series(self.headings), pl.Series(self.importers)
        return pl.DataFrame(
            {
                "exporter": [self.exporter] * len(goods),
                "hs4": headings.gather(goods),
                "importer": importers.gather(market),
                "rank": self.rank[market, goods],
                "density": self.found.density[self.at, goods].astype(np.float64),
                "pci": self.found.pci[goods],
                "cog": self.found.outlook_gain[self.at, goods].astype(np.float64),
                "rca": self.found.rca[self.at, goods],
                "demand_usd": self.parts.demand[market, self.kept[goods]],
                "ease": self.parts.ease[market],
            }
        ).sort("rank", "hs4", "importer", descending=[True, False, False])

    def _good(self, place: int) -> NewGood:
        found, column = self.found, np.nan_to_num(self.rank[:, place], nan=-1.0)
        first = np.argsort(-column, kind="stable")[:BEST]
        return NewGood(
            self.headings[place],
            float(column.max()),
            float(found.density[self.at, place]),
            float(found.pci[place]),
            float(found.outlook_gain[self.at, place]),
            float(found.rca[self.at, place]),
            tuple(self.importers[at] for at in first if column[at] > 0),
        )

    def _place(self, hs4: str) -> int:
        place = self.headings.index(hs4) if hs4 in self.headings else None
        if place is None or not np.isfinite(self.rank[:, place]).any():
            raise HeadingNotNew(hs4=hs4, country=self.exporter)
        return place


def new_goods(exporter: str, trade_path: Path | None = None) -> NewGoods:
    """Return the new goods of a country by the trade in use, or by a file or set that is named."""
    if trade_path is not None and not is_set(trade_path):
        return _reckoned(exporter, InUse(file=trade_path.name), of_file(trade_path))
    return _kept(exporter, in_use() if trade_path is None else of_set(trade_path.name))


@lru_cache(maxsize=2)
def _kept(exporter: str, used: InUse) -> NewGoods:
    return _reckoned(exporter, used, trade_of(used))


def _reckoned(exporter: str, used: InUse, trade: Trade) -> NewGoods:
    """Reckon complexity, demand and ease, and rank what is new."""
    place = trade.place(exporter)
    found, countries, headings = complexity_by_heading(trade)
    if exporter not in countries:
        raise CountryHasNoExports(country=exporter)
    at = countries.index(exporter)
    params = replace(potential_params(None, None), variant=VARIANT)
    growth, tariffs, beside = beside_totals(trade, exporter, used)
    expected = trade.gravity.expected_usd[place]
    parts = factors(trade.totals, place, expected, params, growth, tariffs)
    places = {heading: at for at, heading in enumerate(trade.totals.headings)}
    kept = np.array([places[heading] for heading in headings], dtype=np.intp)
    density = found.density[at].astype(np.float64)
    rank = diversification_rank(density, parts.demand[:, kept], parts.ease, found.rca[at] >= 1)
    near = neighbours_of(exporter, load(NeighbourParams, ROOM, "neighbours"))
    importers = tuple(trade.totals.geography.countries)
    return NewGoods(
        exporter, found, headings, at, rank, parts, kept, importers, near, trade, used, beside,
    )  # fmt: skip


def write_new_goods(found: NewGoods, out: Path) -> None:
    """Write every new cell, with its grounds in the file's metadata."""
    told = {"year": found.trade.year, "hs_edition": found.trade.edition}
    write_parquet(found.table(), out, told | {"source": found.trade.source, "method": METHOD})
