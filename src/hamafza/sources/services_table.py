"""
A plain table of trade in services, CSV or XLSX, its columns guessed or mapped as a customs table's.

Each row: who reports, the partner, exports or imports, a group (code or name), a year, a value in
USD, thousands or millions. A column may say what the figure rests on.
"""

from pathlib import Path

import polars as pl

from hamafza.markets.service_parameters import ServiceChecks
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.dropped import Tally
from hamafza.sources.mapped_tables import ColumnsTold, Names, country, demand, mapped_rows, number
from hamafza.sources.service_groups import group_column
from hamafza.sources.services_told import (
    FLOWS,
    ServicesAsked,
    ServicesTold,
    demand_asked,
    paired,
    sorted_out,
)
from hamafza.vocabulary.text import compact_key

NAMES: Names = {
    "reporter": ("exporter", "reporting country", "کشور گزارش‌دهنده", "گزارش‌دهنده", "صادرکننده",
                 "کشور صادرکننده", "البلد المصدر"),
    "partner": ("importer", "market", "partner country", "کشور طرف", "کشور طرف معامله", "کشور مقصد",
                "بازار", "واردکننده", "کشور واردکننده", "البلد الشريك"),
    "direction": ("flow", "type", "جریان", "نوع جریان", "صادرات/واردات", "النوع"),
    "service": ("group", "item", "item_code", "ebops", "ebops code", "service group", "خدمت",
                "گروه خدمت", "گروه خدمات", "کد خدمت", "کد خدمات", "الخدمة"),
    "year": ("سال", "السنة", "سنة"),
    "value_usd": ("value", "value usd", "value (usd)", "usd", "ارزش", "ارزش دلاری", "ارزش (دلار)",
                  "القيمة بالدولار"),
    "value_kusd": ("value (thousand usd)", "thousand usd", "ارزش (هزار دلار)", "هزار دلار"),
    "value_musd": ("value (million usd)", "million usd", "ارزش (میلیون دلار)", "میلیون دلار"),
    "quality": ("basis", "status", "کیفیت", "پایه رقم", "مبنا"),
}  # fmt: skip
_QUALITIES = {
    "reported": "reported", "official": "reported", "گزارششده": "reported", "رسمی": "reported",
    "mirror": "mirror", "آینهای": "mirror", "balanced": "balanced", "ترازشده": "balanced",
    "estimated": "estimated", "estimate": "estimated", "برآورد": "estimated",
    "برآوردی": "estimated",
}  # fmt: skip


def read_services_table(
    path: Path,
    told: ColumnsTold,
    direction: str,
    asked: ServicesAsked,
    tally: Tally,
    params: ImportParams,
    checks: ServiceChecks,
) -> ServicesTold:
    """Return the table; ``direction`` (export or import) holds where no column tells it."""
    raw = mapped_rows(path, NAMES, told)
    wanted = ("reporter", "partner", "service", "year", "value_usd|value_kusd|value_musd")
    demand(raw, wanted, path.name)
    flows = {compact_key(text): flow for text, flow in FLOWS.items()}
    said = pl.col("direction").map_elements(compact_key, return_dtype=pl.String, skip_nulls=True)
    quality = pl.col("quality").map_elements(compact_key, return_dtype=pl.String, skip_nulls=True)
    named = raw.with_columns(
        country("reporter").alias("reporter_iso3"),
        country("partner").alias("partner_iso3"),
        pl.when(said.is_null())
        .then(pl.lit(direction))
        .otherwise(said.replace_strict(flows, default=None, return_dtype=pl.String))
        .alias("flow"),
        number("year").cast(pl.Int16, strict=False).alias("told_year"),
        pl.coalesce(
            number("value_usd"), number("value_kusd") * 1e3, number("value_musd") * 1e6
        ).alias("told_value"),
        group_column("service").alias("told_group"),
        pl.col("service").alias("code"),
        quality.replace_strict(_QUALITIES, default=None, return_dtype=pl.String).alias(
            "told_quality"
        ),
        pl.lit(False).alias("is_area"),
        pl.lit(False).alias("is_breakdown"),
        pl.lit(True).alias("is_reported"),
    ).with_columns(
        pl.when(pl.col("told_year").is_between(1960, 2149)).then("told_year").alias("year"),
        pl.col("told_value").alias("value_usd"),
    )
    found = [sorted_out(named, asked, tally)]
    demand_asked(found, asked, path.name)
    tally.judge(path.name, params)
    return paired(found, path.name, asked, tally, checks, is_balanced=False)
