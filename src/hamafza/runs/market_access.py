"""What loaded data sets say of a market: tariffs, agreements in force, growth of its imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from hamafza.markets.agreements import in_force
from hamafza.runs.trade_facts import AGREEMENTS, TARIFFS
from hamafza.runs.trade_sets import KIND as FLOWS
from hamafza.store.data_sets import DataSet, data_sets
from hamafza.store.tables import read_parquet


@dataclass(frozen=True)
class TariffTold:
    """What a market takes of a heading: the plain mean of its lines, and how far they lie apart."""

    mean_percent: float
    least_percent: float
    most_percent: float
    lines: int
    is_preference: bool
    """Whether any line holds for this exporter alone."""
    year: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ImportGrowth:
    """How a market's imports of a heading grew, from all the world."""

    first_year: int
    last_year: int
    first_usd: float
    last_usd: float
    yearly: float
    """Mean growth a year as a share of one."""
    mirror_share: float
    """Of the last year's value, the part that only the importer told."""
    source: str


@dataclass(frozen=True)
class Access:
    """What is loaded of the way into a market; None and empty where nothing is."""

    tariff: TariffTold | None
    agreements: tuple[str, ...]
    growth: ImportGrowth | None
    has_tariffs: bool
    has_agreements: bool
    has_years: bool


def access(home: Path, exporter: str, importer: str, hs4: str, on: date) -> Access:
    """Return what the installation's data sets say of a heading of one country in another."""
    sets = data_sets(home)
    of_kind = {
        kind: [each for each in sets if each.record.get("kind") == kind]
        for kind in (TARIFFS, AGREEMENTS, FLOWS)
    }
    tariff_files = [path for each in of_kind[TARIFFS] for path in each.tables("tariffs.parquet")]
    pacts = [path for each in of_kind[AGREEMENTS] for path in each.tables("agreements.parquet")]
    longest = _longest(of_kind[FLOWS])
    return Access(
        tariff=_tariff(tariff_files, exporter, importer, hs4),
        agreements=_agreements(pacts, exporter, importer, on),
        growth=_growth(tuple(longest), importer, hs4) if longest else None,
        has_tariffs=bool(tariff_files),
        has_agreements=bool(pacts),
        has_years=bool(longest),
    )


def _tariff(paths: Sequence[Path], exporter: str, importer: str, hs4: str) -> TariffTold | None:
    """Return the newest lines; the exporter's own go before those for everybody."""
    found = []
    for path in paths:
        rows = pl.scan_parquet(path).filter(
            (pl.col("importer") == importer)
            & pl.col("exporter").is_in(["", exporter])
            & pl.col("hs").str.starts_with(hs4)
        )
        found.append(rows.select("exporter", "hs", "year", "rate_percent", "source").collect())
    lines = pl.concat(found) if found else pl.DataFrame()
    if lines.is_empty():
        return None
    newest = lines.sort("year", pl.col("exporter") != "", descending=[True, True])
    by_line = newest.unique("hs", keep="first", maintain_order=True)
    finer = by_line.filter(pl.col("hs").str.len_chars() == 6)
    used = finer if finer.height else by_line
    rate = used["rate_percent"]
    return TariffTold(
        mean_percent=float(rate.mean()),  # type: ignore[arg-type]
        least_percent=float(rate.min()),  # type: ignore[arg-type]
        most_percent=float(rate.max()),  # type: ignore[arg-type]
        lines=used.height,
        is_preference=bool((used["exporter"] != "").any()),
        year=int(used["year"].max()),  # type: ignore[arg-type]
        sources=tuple(sorted(set(used["source"]))),
    )


def _agreements(paths: Sequence[Path], exporter: str, importer: str, on: date) -> tuple[str, ...]:
    names: set[str] = set()
    for path in paths:
        pairs = in_force(read_parquet(path), on)
        ours = pairs.filter((pl.col("exporter") == exporter) & (pl.col("importer") == importer))
        names |= set(ours["agreement"])
    return tuple(sorted(names))


def _longest(sets: Sequence[DataSet]) -> list[Path]:
    """Return the yearly tables of the set with most years; one year tells no growth."""
    tables = [each.tables("flows-*.parquet") for each in sets]
    best = max(tables, key=len, default=[])
    return best if len(best) > 1 else []


@lru_cache(maxsize=256)
def _growth(paths: tuple[Path, ...], importer: str, hs4: str) -> ImportGrowth | None:
    """A data set never changes under its path, so what was read once may be kept."""
    codes = pl.scan_parquet(paths[0]).collect_schema()["hs6"]
    of_heading = [code for code in codes.categories if code.startswith(hs4)]  # type: ignore[attr-defined]
    if not of_heading:
        return None
    rows = (
        pl.scan_parquet(list(paths))
        .filter((pl.col("importer") == importer) & pl.col("hs6").is_in(of_heading))
        .select("year", "value_usd", told_by_buyer=pl.col("basis") == "mirror")
        .collect()
    )
    by_year = dict(rows.group_by("year").agg(pl.col("value_usd").sum()).sort("year").rows())
    by_year = {year: usd for year, usd in by_year.items() if usd > 0}
    if len(by_year) < 2:
        return None
    first, last = min(by_year), max(by_year)
    mirror = rows.filter((pl.col("year") == last) & pl.col("told_by_buyer"))["value_usd"].sum()
    return ImportGrowth(
        int(first),
        int(last),
        by_year[first],
        by_year[last],
        (by_year[last] / by_year[first]) ** (1 / (last - first)) - 1,
        float(mirror) / by_year[last],
        paths[0].parent.parent.name,
    )
