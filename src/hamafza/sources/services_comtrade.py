"""
Trade in services of UN Comtrade: the layouts of its API and of the older web page.

typeCode is S, classificationCode EB10 or EB02 (EB mixes both), cmdCode a group such as SD or 236,
values in USD. Partners that are no countries, parts of groups and modes of supply are told beside.
"""

from pathlib import Path

import polars as pl

from hamafza.markets.service_parameters import ServiceChecks
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.baci import known_countries
from hamafza.sources.dropped import Tally
from hamafza.sources.geography import world
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
from hamafza.sources.trade_refusals import TradeColumnsMissing
from hamafza.store.resources import shipped_csv

_HEADINGS = {
    "year": ("refyear", "year", "period"),
    "flow": ("flowcode", "trade flow code", "trade flow"),
    "reporter_iso": ("reporteriso", "reporter iso"),
    "reporter_code": ("reportercode", "reporter code"),
    "partner_iso": ("partneriso", "partner iso"),
    "partner_code": ("partnercode", "partner code"),
    "partner2": ("partner2code", "2nd partner code"),
    "supply": ("moscode",),
    "code": ("cmdcode", "commodity code"),
    "edition": ("classificationcode", "classification"),
    "value_usd": ("primaryvalue", "trade value (us$)"),
    "is_reported": ("isreported",),
    "kind": ("typecode",),
}
_NEEDED = ("year", "flow", "code", "value_usd")
_WHOLE = ("0", "W00", "")
_OTHER_ISO = {"S19": "TWN"}


def is_comtrade(headings: tuple[str, ...]) -> bool:
    """Say whether a table's headings are those of UN Comtrade."""
    known = {heading.lower() for heading in headings}
    return all(known & set(_HEADINGS[name]) for name in ("code", "value_usd", "flow")) and bool(
        known & {*_HEADINGS["reporter_iso"], *_HEADINGS["reporter_code"]}
    )


def read_services_comtrade(
    path: Path, asked: ServicesAsked, tally: Tally, params: ImportParams, checks: ServiceChecks
) -> ServicesTold:
    """Return the table; a cell its exporter did not tell is taken from the importer's record."""
    found = []
    for text in texts_in(path):
        if not text.name.lower().endswith((".csv", ".txt", ".tsv")):
            continue
        for columns, lines in pieces(text):
            of = _headings(columns, text.name)
            kinds: dict[str, pl.DataType] = {
                heading: pl.String() for heading in of.values() if heading
            }
            rows = parsed(columns, lines, kinds).select(
                (pl.col(heading) if heading else pl.lit(None, pl.String))
                .str.strip_chars()
                .alias(name)
                for name, heading in of.items()
            )
            found.append(sorted_out(_named(rows), asked, tally))
    demand_asked(found, asked, path.name)
    tally.judge(path.name, params)
    return paired(found, path.name, asked, tally, checks, is_balanced=False)


def _headings(columns: Columns, file: str) -> dict[str, str | None]:
    known = {heading.lower(): heading for heading in reversed(columns.headings)}
    of = {
        name: next((known[each] for each in names if each in known), None)
        for name, names in _HEADINGS.items()
    }
    missing = [name for name in _NEEDED if of[name] is None]
    missing += [
        side for side in ("reporter", "partner") if not (of[f"{side}_iso"] or of[f"{side}_code"])
    ]
    if missing:
        wanted = ", ".join("/".join(_HEADINGS.get(name, (name,))) for name in missing)
        found = ", ".join(columns.headings)[:200] or "-"
        raise TradeColumnsMissing(file=file, missing=wanted, found=found)
    return of


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Name the fields of a piece; rows of goods (typeCode C) are a part of another table."""
    told = rows.with_columns(
        pl.coalesce("reporter_iso", "reporter_code").alias("reporter"),
        pl.coalesce("partner_iso", "partner_code").alias("partner"),
        *(_country(side) for side in ("reporter", "partner")),
        pl.col("year").str.slice(0, 4).cast(pl.Int16, strict=False),
        pl.col("flow").str.to_lowercase().replace_strict(FLOWS, default=None),
        pl.col("value_usd").cast(pl.Float64, strict=False),
        group_column("code").alias("told_group"),
        pl.any_horizontal(
            (~pl.col(name).is_in(_WHOLE)).fill_null(False) for name in ("partner2", "supply")
        ).alias("is_breakdown"),
        (pl.col("is_reported").str.to_lowercase() != "false").fill_null(True).alias("is_reported"),
        pl.lit(None, pl.String).alias("told_quality"),
        ((pl.col("partner_code") == "0") | (pl.col("partner_iso") == "W00"))
        .fill_null(False)
        .alias("is_area"),
    )
    goods = (pl.col("kind").str.to_uppercase() == "C").fill_null(False)
    return told.with_columns(
        pl.when(goods).then(pl.lit(None, pl.String)).otherwise("told_group").alias("told_group")
    )


def _country(side: str) -> pl.Expr:
    """Return a side's ISO alpha-3, from its own ISO column or else its number."""
    number = dict(known_countries(shipped_csv("trade", "baci_country_codes.csv")).iter_rows())
    by_code = {str(code): iso3 for code, iso3 in number.items()}
    by_iso = {name: name for name in world().countries} | _OTHER_ISO
    iso = pl.col(f"{side}_iso").str.to_uppercase().replace_strict(
        by_iso, default=None, return_dtype=pl.String
    )  # fmt: skip
    told = pl.col(f"{side}_code").str.strip_chars_start("0").replace_strict(
        by_code, default=None, return_dtype=pl.String
    )  # fmt: skip
    return pl.coalesce(iso, told).alias(f"{side}_iso3")
