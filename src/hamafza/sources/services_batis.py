"""
The Balanced Trade in Services dataset of the OECD and the WTO (BaTIS), as its bulk file is packed.

Columns: Reporter, type_Reporter, Partner, type_Partner (c a country, g a group), Flow (X, M or EXP,
IMP), Item_code, type_Item, Year, Reported_value, Final_value, Balanced_value, and how the final
value came to be (Final_value_methodology, or Methodology). Values are in millions of USD. Countries
have two letters in the World Trade Organization's copy, three in the OECD's. The edition of 2017
(EBOPS 2002, items S205 ...) has the same columns without the types.

The balanced value counts: there exports equal the partner's imports. A copy without that column
gives final values, by the side that tells them.
"""

from pathlib import Path

import polars as pl

from hamafza.markets.service_parameters import ServiceChecks
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.dropped import Tally
from hamafza.sources.mapped_tables import country
from hamafza.sources.service_groups import group_column
from hamafza.sources.services_told import (
    FLOWS,
    ServicesAsked,
    ServicesTold,
    demand_asked,
    paired,
    sorted_out,
)
from hamafza.sources.trade_files import Columns, parsed, pieces, texts_in

MARKS = ("reporter", "partner", "flow", "item_code", "year")
"""Headings by which the layout is known."""
VALUES = ("balanced_value", "final_value", "reported_value")
_USD_PER_UNIT = 1e6
_OTHERS = ("type_reporter", "type_partner", "reported_value", "methodology")
_ALIASES = {"final_value_methodology": "methodology"}
_OTHER_CODES = {"PAL": "PSE", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}


def is_batis(headings: tuple[str, ...]) -> bool:
    """Say whether a table's headings are those of BaTIS."""
    known = {heading.lower() for heading in headings}
    return known >= set(MARKS) and bool(known & set(VALUES))


def read_batis(
    path: Path, asked: ServicesAsked, tally: Tally, params: ImportParams, checks: ServiceChecks
) -> ServicesTold:
    """Return the table; refuses what is cut off, damaged, mixed, negative or does not add up."""
    found, is_balanced = [], False
    for text in texts_in(path):
        if not text.name.lower().endswith((".csv", ".txt", ".tsv")):
            continue
        for columns, lines in pieces(text):
            headings = _headings(columns, text.name)
            is_balanced = "balanced_value" in headings
            kinds: dict[str, pl.DataType] = {heading: pl.String() for heading in headings.values()}
            rows = parsed(columns, lines, kinds).rename(
                {told: name for name, told in headings.items()}
            )
            found.append(sorted_out(_named(rows), asked, tally))
    demand_asked(found, asked, path.name)
    tally.judge(path.name, params)
    return paired(found, path.name, asked, tally, checks, is_balanced=is_balanced)


def _headings(columns: Columns, file: str) -> dict[str, str]:
    """Return the heading of each field that the table has."""
    lower = {heading.lower(): heading for heading in reversed(columns.headings)}
    lower |= {_ALIASES[name]: heading for name, heading in lower.items() if name in _ALIASES}
    value = next((name for name in VALUES if name in lower), None)
    columns.demand([name for name in MARKS if name not in lower], file)
    columns.demand([VALUES[0]] if value is None else [], file)
    return {name: lower[name] for name in {*MARKS, *_OTHERS, str(value)} if name in lower}


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Name the fields of a piece; a code NA is Namibia: the reader of texts takes it for none."""
    value = next(name for name in VALUES if name in rows.columns)
    none = pl.lit(None, pl.String)
    has = {name: pl.col(name) if name in rows.columns else none for name in _OTHERS}
    side = {
        name: pl.col(name).str.strip_chars().fill_null("NA") for name in ("reporter", "partner")
    }
    told = rows.with_columns(
        **{name: expr.replace(_OTHER_CODES) for name, expr in side.items()},
        year=pl.col("year").str.strip_chars().cast(pl.Int16, strict=False),
        flow=pl.col("flow")
        .str.strip_chars()
        .str.to_lowercase()
        .replace_strict(FLOWS, default=None),
        code=pl.col("item_code").str.strip_chars(),
        value_usd=pl.col(value).cast(pl.Float64, strict=False) * _USD_PER_UNIT,
        is_area=pl.any_horizontal(has[name] == "g" for name in ("type_reporter", "type_partner")),
        is_breakdown=pl.lit(False),
        is_reported=_is_reported(has["reported_value"], has["methodology"]),
        told_quality=none,
    )
    return told.with_columns(
        country("reporter").alias("reporter_iso3"),
        country("partner").alias("partner_iso3"),
        group_column("code").alias("told_group"),
        pl.col("is_area").fill_null(False),
    )


def _is_reported(value: pl.Expr, method: pl.Expr) -> pl.Expr:
    """
    A cell was reported where a reported value stands, or its final value is said to rest on one.

    Methods that begin with R are official reports, E1 is derived from them by plain arithmetic;
    all others (shares of the past, growth of totals, gravity) are estimates.
    """
    by_method = method.str.starts_with("R") | (method == "E1")
    return value.is_not_null() | by_method.fill_null(False)
