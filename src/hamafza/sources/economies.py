"""
Gross domestic product and people by country and year, with forecasts.

A plain table (iso3, year, gdp_usd, population), or the International Monetary Fund's World Economic
Outlook: a row for each country and subject, a column for each year, and the year after which its
own estimates start; subjects NGDPD (billions of USD) and LP (millions of persons) are read.
"""

import csv
import io
from pathlib import Path

import polars as pl

from hamafza.sources.dropped import Reason, Tally, first_reason
from hamafza.sources.mapped_tables import ColumnsTold, country, demand, mapped_rows, number
from hamafza.sources.registry_encoding import encoding_of
from hamafza.sources.trade_refusals import TradeColumnsMissing
from hamafza.store.files import existing
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import Economies

NAMES: dict[str, tuple[str, ...]] = {
    "iso3": ("country code", "country", "iso", "code", "کشور", "کد کشور", "الدولة"),
    "year": ("سال", "السنة"),
    "gdp_usd": ("gdp", "gdp (usd)", "gdp (current us$)", "تولید ناخالص داخلی",
                "تولید ناخالص داخلی (دلار)"),
    "population": ("people", "pop", "population, total", "جمعیت", "السكان"),
    "is_forecast": ("forecast", "is forecast", "estimate", "پیش‌بینی", "برآورد"),
}  # fmt: skip
_SUBJECTS = {"NGDPD": "gdp_usd", "LP": "population"}
_SCALES = {"billions": 1e9, "millions": 1e6, "thousands": 1e3, "units": 1.0, "": 1.0}
_SUBJECT, _SCALE, _ISO = "WEO Subject Code", "Scale", "ISO"
_STARTS = ("Estimates Start After", "LATEST_ACTUAL_ANNUAL_DATA")
# Groups of countries in the World Bank's tables; the Channel Islands are two countries.
_GROUPS = (
    "AFE", "AFR", "AFW", "ARB", "CEB", "CHI", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU",
    "EUU", "FCS", "HIC", "HPC", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC",
    "LIC", "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC", "NOC", "OEC", "OED", "OSS", "PRE",
    "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC",
    "WLD",
)  # fmt: skip
_YES = ("1", "true", "yes", "y", "بله", "بلی", "نعم")


def read_economies(
    path: Path, told: ColumnsTold, forecast_from: int | None, tally: Tally
) -> pl.DataFrame:
    """
    Return Economies; ``forecast_from`` is the first foreseen year where no column tells it.

    A country's year told twice (GDP in one row, people in another) is one row.
    """
    raw = _outlook(path) if is_outlook(path) else mapped_rows(path, NAMES, told)
    demand(raw, ("iso3", "year", "gdp_usd|population"), path.name)
    year = number("year").cast(pl.Int16, strict=False)
    by_year = year >= forecast_from if forecast_from is not None else pl.lit(False)
    rows = raw.with_columns(
        country("iso3").alias("known"),
        year.alias("in_year"),
        number("gdp_usd").alias("gdp"),
        number("population").alias("people"),
        pl.when(pl.col("is_forecast").is_null())
        .then(by_year)
        .otherwise(pl.col("is_forecast").str.to_lowercase().is_in(list(_YES)))
        .alias("foreseen"),
    )
    values = (pl.col("gdp"), pl.col("people"))
    told_wrong = [
        pl.col(name).is_not_null() & (read.is_null() | ~read.is_finite())
        for name, read in zip(("gdp_usd", "population"), values, strict=True)
    ]
    rows = rows.with_columns(
        first_reason(
            [
                (pl.col("gdp_usd").is_null() & pl.col("population").is_null(), Reason.EMPTY),
                (pl.any_horizontal(told_wrong), Reason.VALUE),
                (pl.any_horizontal(each < 0 for each in values), Reason.NEGATIVE),
                (~pl.col("in_year").is_between(1900, 2200).fill_null(False), Reason.YEAR),
                (pl.col("iso3").is_in(_GROUPS), Reason.TOTAL),
                (pl.col("known").is_null(), Reason.COUNTRY),
                (~_says_it_first(), Reason.TWICE),
            ]
        )
    )
    unnamed = rows.filter(pl.col("reason") == str(Reason.COUNTRY))["iso3"].fill_null("-")
    for name, many in unnamed.value_counts().iter_rows():
        tally.unknown_countries[name] = float(many)
    good = tally.take(rows, None, ("line", "iso3", "year", "gdp_usd", "population"))
    return checked(Economies, _once(good))


def _says_it_first() -> pl.Expr:
    """Say whether no row before told the same of the same country and year."""
    told = (pl.col(name).is_not_null().alias(name) for name in ("gdp", "people"))
    return pl.struct("known", "in_year", *told).is_first_distinct()


def _once(good: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each country and year; the first that says something counts."""
    return (
        good.group_by(pl.col("known").alias("iso3"), pl.col("in_year").alias("year"))
        .agg(
            pl.col("gdp").drop_nulls().first().alias("gdp_usd"),
            pl.col("people").drop_nulls().first().alias("population"),
            pl.col("foreseen").any().alias("is_forecast"),
        )
        .sort("iso3", "year")
    )


def is_outlook(path: Path) -> bool:
    """The Fund's file is text whatever its ending says, and names its subjects at once."""
    with existing(path).open("rb") as stream:
        first = stream.read(4096)
    if first.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or not first.strip():
        return False
    wide = b"W\x00E\x00O\x00 \x00S\x00u\x00b\x00j"
    return b"WEO Subj" in first or wide in first


def _outlook(path: Path) -> pl.DataFrame:
    """Return line, iso3, year, gdp_usd, population and is_forecast as text, a row for each year."""
    text = path.read_text(encoding=encoding_of(path), errors="strict")
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    heading = [cell.strip() for cell in rows[0]]
    missing = [name for name in (_SUBJECT, _SCALE, _ISO) if name not in heading]
    if missing:
        found = ", ".join(heading)[:200]
        raise TradeColumnsMissing(file=path.name, missing=", ".join(missing), found=found)
    years = [(at, name) for at, name in enumerate(heading) if name.isdecimal() and len(name) == 4]
    starts = next((heading.index(name) for name in _STARTS if name in heading), None)
    found_rows: list[dict[str, object]] = []
    for line, row in enumerate(rows[1:], 2):
        told = row + [""] * (len(heading) - len(row))
        subject = _SUBJECTS.get(told[heading.index(_SUBJECT)].strip())
        if subject is None:
            continue
        scale = _SCALES.get(told[heading.index(_SCALE)].strip().lower(), 1.0)
        actual = told[starts].strip() if starts is not None else ""
        for at, year in years:
            value = _scaled(told[at], scale)
            if value is not None:
                forecast = actual.isdecimal() and int(year) > int(actual)
                found_rows.append(
                    {"line": line, "iso3": told[heading.index(_ISO)].strip(), "year": year,
                     subject: value, "is_forecast": "yes" if forecast else "no"}
                )  # fmt: skip
    schema = {"line": pl.Int64, **dict.fromkeys(NAMES, pl.String)}
    return pl.DataFrame(found_rows, schema=schema)


def _scaled(text: str, scale: float) -> str | None:
    """Return a value as text in whole units; the Fund writes n/a and -- where it knows nothing."""
    plain = text.strip().replace(",", "")
    if plain in ("", "n/a", "--"):
        return None
    try:
        return repr(float(plain) * scale)
    except ValueError:
        return plain
