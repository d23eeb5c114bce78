"""Loaded growth and tariffs beside the trade in use: their tables, and what a page says of each."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from hamafza.markets.flat.tables import HORIZON_YEARS
from hamafza.runs.cells import Beside, Covered
from hamafza.runs.trade_in_use import InUse, SetUsed
from hamafza.store.tables import read_metadata, read_parquet

MOST_SOURCES = 3


@dataclass(frozen=True)
class GrowthTold:
    """Of which table growth comes, and how far it reaches."""

    set: str
    source: str
    day: date
    """On which it was loaded."""
    first_year: int
    last_year: int
    unknown: int
    """So many countries without both years do not grow."""
    countries: int

    @property
    def covers(self) -> bool:
        """Return whether any country has both years; if none has, nothing grows."""
        return self.unknown < self.countries


@dataclass(frozen=True)
class TariffsTold:
    """Of which tables tariffs come, and how far they reach."""

    sets: tuple[str, ...]
    sources: tuple[str, ...]
    day: date
    """The newest day that the tables tell of themselves; else the day they were loaded."""
    edition: str
    known_share: float
    """Of all markets by product; the rest counts as 0."""


@dataclass(frozen=True)
class BesideTold:
    """What a page says of growth and of tariffs; None where no table is loaded."""

    growth: GrowthTold | None = None
    tariffs: TariffsTold | None = None

    @property
    def entered(self) -> bool:
        """Return whether growth or tariffs changed any figure."""
        return self.tariffs is not None or (self.growth is not None and self.growth.covers)

    def defaults(self) -> str:
        """Say in a line, for files and programs, what entered and what no table gave."""
        tariffs, growth = "tariffs 0", "growth of GDP and population 1 (no forecast)"
        if self.tariffs is not None:
            share = 1 - self.tariffs.known_share
            tariffs = (
                f"tariffs of {', '.join(self.tariffs.sets)} ({self.tariffs.day}), "
                f"0 for {share:.1%} of markets by product"
            )
        if self.growth is not None:
            told = self.growth
            growth = f"growth of {told.set} ({told.source}) {told.first_year}-{told.last_year}, "
            growth += f"1 for {told.unknown} of {told.countries} countries"
        return f"{tariffs}; {growth}"


def beside(used: InUse, year: int, edition: str) -> Beside:
    """Return the rows of the loaded tables; of tariffs those of the trade's edition go before."""
    economies = _rows(used.economies, "economies.parquet") if used.economies else None
    tables = tariff_tables(used, edition)
    tariffs = pl.concat([_rows(each, "tariffs.parquet") for each in tables]) if tables else None
    return Beside(economies, tariffs, year)


def tariff_tables(used: InUse, edition: str) -> list[SetUsed]:
    """Return the tables of the edition; where there are none, those of the newest edition."""
    of = {each: _edition(each) for each in used.tariffs}
    taken = edition if edition in of.values() else max(of.values(), default="")
    return [each for each in used.tariffs if of[each] == taken]


def told(used: InUse, given: Beside, covered: Covered, countries: int) -> BesideTold:
    """Return what a page says of the tables that entered."""
    growth = tariffs = None
    if used.economies is not None and covered.growth_unknown is not None:
        growth = GrowthTold(
            used.economies.name,
            read_metadata(used.economies.folder / "economies.parquet").get("source", ""),
            used.economies.day,
            given.year,
            given.year + HORIZON_YEARS,
            covered.growth_unknown,
            countries,
        )
    if given.tariffs is not None and covered.tariffs_known_share is not None:
        tariffs = _tariffs_told(used, given.tariffs, covered.tariffs_known_share)
    return BesideTold(growth, tariffs)


def _tariffs_told(used: InUse, rows: pl.DataFrame, known_share: float) -> TariffsTold:
    edition = str(rows["edition"][0])
    tables = tariff_tables(used, edition)
    newest = rows["as_of"].max()
    sources = rows.group_by("source").len().sort("len", "source", descending=[True, False])
    return TariffsTold(
        tuple(each.name for each in tables),
        tuple(sources["source"].head(MOST_SOURCES)),
        newest if isinstance(newest, date) else max(each.day for each in tables),
        edition,
        known_share,
    )


@lru_cache(maxsize=8)
def _edition(used: SetUsed) -> str:
    return str(_rows(used, "tariffs.parquet")["edition"][0])


@lru_cache(maxsize=4)
def _rows(used: SetUsed, table: str) -> pl.DataFrame:
    return read_parquet(used.folder / table)
