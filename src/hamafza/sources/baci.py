"""
CEPII's BACI files: columns t, i, j, k, v, q (year, exporter, importer, HS6, thousand USD, tons).

Country numbers are BACI's own (mostly UN M49, with France 251, India 699, USA 842 ...), so the
table of names that comes with BACI is read beside it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.markets.refusals import TradeFileNotSound
from hamafza.sources.bundled_trade import in_2022
from hamafza.sources.geography import world
from hamafza.store.files import existing
from hamafza.store.resources import shipped
from hamafza.vocabulary.codes import NOT_SPECIFIED
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade import Flows

COLUMNS = ("t", "i", "j", "k", "v")
_OTHER_NAMES = {"S19": "TWN"}  # UN Comtrade keeps Taiwan's trade under "Other Asia, nes"
USD_PER_UNIT = 1000.0  # BACI's v is in thousands of current USD


@dataclass(frozen=True)
class Dropped:
    """Rows left out for one reason; ``example`` is a code that had it."""

    reason: str
    rows: int
    value_usd: float
    example: str


@dataclass(frozen=True)
class BaciTable:
    """One year's flows by heading, and what was left out; values of both sum to the file's."""

    flows: pl.DataFrame
    year: int
    edition: str
    rows_read: int
    rows_kept: int
    value_read_usd: float
    value_kept_usd: float
    dropped: tuple[Dropped, ...]


def read_baci(path: Path, countries: Path | None = None, year: int | None = None) -> BaciTable:
    """Read one year (the latest in the file unless named), headings as HS2022 names them."""
    rows = _rows(path)
    chosen = _year(rows, year, path)
    rows = _with_reasons(rows.filter(pl.col("t") == chosen), _country_codes(countries))
    kept = rows.filter(pl.col("reason").is_null())
    if kept.is_empty():
        raise TradeFileNotSound(file=str(path), problem="no row can be used")
    flows = (
        kept.group_by("exporter", "importer", "hs4")
        .agg(pl.col("value_usd").sum())
        .sort("exporter", "importer", "hs4")
    )
    return BaciTable(
        checked(Flows, flows),
        chosen,
        edition_of(path),
        rows.height,
        kept.height,
        float(rows["value_usd"].sum()),
        float(flows["value_usd"].sum()),
        _dropped(rows),
    )


def edition_of(path: Path) -> str:
    """Return the HS edition that BACI's file name tells (HS17 is 2017), or ``unknown``."""
    found = re.search(r"hs(92|96|02|07|12|17|22)", path.name.lower())
    if found is None:
        return "unknown"
    return ("19" if found[1].startswith("9") else "20") + found[1]


def _rows(path: Path) -> pl.DataFrame:
    """Return the five columns; text that is no number becomes null and is dropped with a reason."""
    try:
        table = pl.scan_csv(existing(path), infer_schema=False)
        names = table.collect_schema().names()
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            problem = f"it lacks the columns {', '.join(missing)} of the layout baci"
            raise TradeFileNotSound(file=str(path), problem=problem)
        number = {name: pl.col(name).str.strip_chars() for name in COLUMNS}
        return table.select(
            number["t"].cast(pl.Int64, strict=False),
            number["i"].cast(pl.Int64, strict=False),
            number["j"].cast(pl.Int64, strict=False),
            number["k"].str.zfill(6),
            (number["v"].cast(pl.Float64, strict=False) * USD_PER_UNIT).alias("value_usd"),
        ).collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as failure:
        problem = " ".join(str(failure).split())[:200]
        raise TradeFileNotSound(file=str(path), problem=problem) from failure


def _year(rows: pl.DataFrame, year: int | None, path: Path) -> int:
    years = rows["t"].drop_nulls().unique().sort().to_list()
    if not years:
        raise TradeFileNotSound(file=str(path), problem="no row has a year")
    if year is not None and year not in years:
        told = ", ".join(map(str, years))
        raise TradeFileNotSound(file=str(path), problem=f"it has no year {year}, only {told}")
    return int(year if year is not None else years[-1])


def _country_codes(path: Path | None) -> pl.DataFrame:
    """Return BACI's number and ISO alpha-3 of the countries this project knows."""
    source = existing(path) if path is not None else shipped("trade", "baci_country_codes.csv")
    try:
        return known_countries(pl.read_csv(source, infer_schema=False))
    except pl.exceptions.PolarsError as failure:
        problem = "it lacks country_code and country_iso3"
        raise TradeFileNotSound(file=str(source), problem=problem) from failure


def known_countries(table: pl.DataFrame) -> pl.DataFrame:
    """
    Return number and iso3 of the countries this project knows, from BACI's table of names.

    Until the release of January 2023 its column was called iso_3digit_alpha.
    """
    table = table.rename({"iso_3digit_alpha": "country_iso3"}, strict=False)
    return table.select(
        pl.col("country_code").cast(pl.Int64, strict=False).alias("number"),
        pl.col("country_iso3").replace(_OTHER_NAMES).alias("iso3"),
    ).filter(pl.col("iso3").is_in(list(world().position)))


def _with_reasons(rows: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Name each row's countries and heading, and the first reason to leave it out, if any."""
    number = dict(codes.iter_rows())
    named = rows.with_columns(
        pl.col("i").replace_strict(number, default=None, return_dtype=pl.String).alias("exporter"),
        pl.col("j").replace_strict(number, default=None, return_dtype=pl.String).alias("importer"),
        in_2022(pl.col("k").str.slice(0, 4)).alias("hs4"),
    )
    value = pl.col("value_usd")
    reason = (
        pl.when(value.is_null() | value.is_nan() | (value < 0) | value.is_infinite())
        .then(pl.lit("value not usable"))
        .when(pl.col("exporter").is_null() | pl.col("importer").is_null())
        .then(pl.lit("country not known"))
        .when(pl.col("exporter") == pl.col("importer"))
        .then(pl.lit("exporter is importer"))
        .when(~pl.col("k").str.contains(r"^\d{6}$") | pl.col("k").str.starts_with("00"))
        .then(pl.lit("code is no HS6"))
        .when(pl.col("hs4") == NOT_SPECIFIED)
        .then(pl.lit("goods not specified"))
    )
    return named.with_columns(reason.alias("reason"))


def _dropped(rows: pl.DataFrame) -> tuple[Dropped, ...]:
    code = pl.concat_str(["i", "j", "k"], separator="/", ignore_nulls=True)
    left_out = rows.filter(pl.col("reason").is_not_null())
    found = left_out.group_by("reason").agg(
        pl.len().alias("rows"), pl.col("value_usd").sum(), code.first().alias("example")
    )
    return tuple(Dropped(**row) for row in found.sort("reason").iter_rows(named=True))
