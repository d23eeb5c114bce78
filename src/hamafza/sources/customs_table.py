"""A customs office's own monthly table: national code by country, and by office if it tells it."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from hamafza.sources.dropped import Reason, Tally, first_reason
from hamafza.sources.hs_steps import hs_codes
from hamafza.sources.mapped_tables import (
    ColumnsTold,
    country,
    demand,
    digits,
    mapped_rows,
    number,
)
from hamafza.vocabulary.dates import gregorian
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import CustomsFlows
from hamafza.vocabulary.text import compact_key, latin_digits
from hamafza.vocabulary.written_dates import read_month

NAMES: dict[str, tuple[str, ...]] = {
    "code": ("کد تعرفه", "تعرفه", "شماره تعرفه", "ردیف تعرفه", "کد کالا", "کد hs", "hs8", "hs",
             "hs code", "tariff code", "commodity code", "تعرفه گمرکی", "رمز التعرفة",
             "البند الجمركي", "رمز السلعة"),
    "partner": ("کشور", "نام کشور", "کشور مقصد", "کشور مبدا", "کشور طرف معامله", "country",
                "partner country", "destination", "country of destination", "الدولة", "البلد",
                "بلد المقصد"),
    "office": ("گمرک", "نام گمرک", "گمرک خروجی", "گمرک ورودی", "گمرک اظهار", "customs office",
               "customs", "المكتب الجمركي", "المنفذ"),
    "year": ("سال", "السنة", "سنة"),
    "month": ("ماه", "الشهر", "شهر"),
    "date": ("تاریخ", "سال و ماه", "دوره", "period", "التاريخ"),
    "direction": ("نوع", "جریان", "صادرات/واردات", "نوع جریان", "flow", "type", "النوع"),
    "value_usd": ("ارزش دلاری", "ارزش (دلار)", "ارزش دلار", "ارزش به دلار", "ارزش (usd)",
                  "value usd", "value (usd)", "value (us$)", "usd value", "usd", "القيمة بالدولار",
                  "القيمة (دولار)"),
    "value_kusd": ("ارزش (هزار دلار)", "هزار دلار", "value (thousand usd)", "thousand usd",
                   "القيمة (ألف دولار)"),
    "weight_kg": ("وزن", "وزن (کیلوگرم)", "وزن خالص", "وزن خالص (کیلوگرم)", "وزن کیلوگرم", "weight",
                  "weight (kg)", "net weight (kg)", "net weight", "الوزن", "الوزن (كغ)"),
    "weight_t": ("وزن (تن)", "وزن تن", "weight (t)", "weight (tons)", "الوزن (طن)"),
}  # fmt: skip
_DIRECTIONS = {
    compact_key(text): direction
    for direction, texts in {
        "export": ("export", "exports", "x", "صادرات", "صادراتی", "صدور", "الصادرات", "صادر"),
        "import": ("import", "imports", "m", "واردات", "وارداتی", "ورود", "الواردات", "وارد"),
    }.items()
    for text in texts
}
_TOTALS = frozenset(
    map(
        compact_key, ("جمع", "جمع کل", "مجموع", "کل", "total", "grand total", "المجموع", "الإجمالي")
    )
)
_SOLAR, _COMMON = (1250, 1499), (1850, 2149)


def read_customs(
    path: Path, told: ColumnsTold, direction: str, reporter: str, edition: str, tally: Tally
) -> pl.DataFrame:
    """
    Return CustomsFlows; codes of seven digits have lost the zero before them.

    ``direction`` (export or import) holds where no column tells it.
    """
    raw = mapped_rows(path, NAMES, told)
    demand(raw, ("code", "partner", "value_usd|value_kusd", "date|year", "date|month"), path.name)
    code = digits("code")
    rows = _with_months(raw).with_columns(
        pl.when(code.str.len_chars().is_in([5, 7, 9]))
        .then(pl.concat_str(pl.lit("0"), code))
        .otherwise(code)
        .alias("told_code"),
        country("partner").alias("partner_iso3"),
        _direction(direction),
        pl.coalesce(number("value_usd"), number("value_kusd") * 1000).alias("value"),
        pl.coalesce(number("weight_kg"), number("weight_t") * 1000).alias("kg"),
        pl.lit(reporter).alias("country"),
    )
    rows = rows.with_columns(pl.col("told_code").str.slice(0, 6).alias("hs6"))
    rows = rows.with_columns(_reason(edition))
    _tell(rows, edition, tally)
    good = tally.take(rows, "value", ("line", "code", "partner", "year", "month", "value_usd"))
    table = good.select(
        "country",
        pl.col("partner_iso3").alias("partner"),
        pl.col("flow").alias("direction"),
        pl.col("told_code").alias("code"),
        "hs6",
        "office",
        pl.col("calendar"),
        pl.col("year_read").alias("year"),
        pl.col("month_read").alias("month"),
        "from_day",
        "to_day",
        pl.col("value").alias("value_usd"),
        pl.col("kg").alias("weight_kg"),
    )
    return checked(CustomsFlows, table.sort("from_day", "direction", "code", "partner", "office"))


def months_missing(years_months: Sequence[tuple[int, int]]) -> list[str]:
    """Return the months between the first and the last that no row is of, as 1402/05."""
    at = sorted({year * 12 + month - 1 for year, month in years_months})
    there = set(at)
    gaps = [each for each in range(at[0], at[-1]) if each not in there] if at else []
    return [f"{each // 12}/{each % 12 + 1:02d}" for each in gaps]


def _with_months(raw: pl.DataFrame) -> pl.DataFrame:
    """Add calendar, year_read, month_read, from_day and to_day; null where they cannot be read."""
    told = raw.select("year", "month", "date").unique()
    read = [_month(*row) for row in told.iter_rows()]
    schema = {"calendar": pl.String, "year_read": pl.Int16, "month_read": pl.Int8,
              "from_day": pl.Date, "to_day": pl.Date}  # fmt: skip
    known = pl.DataFrame(read, schema=schema, orient="row")
    both = pl.concat([told, known], how="horizontal")
    return raw.join(both, on=["year", "month", "date"], how="left", nulls_equal=True)


def _month(year: str | None, month: str | None, told: str | None) -> tuple[object, ...]:
    """Return calendar, year, month, first and last day of what a row says of its time."""
    nothing: tuple[object, ...] = (None,) * 5
    if told and not (year and month):
        year, _, month = latin_digits(told).replace("-", "/").partition("/")
        month = month.split("/")[0]
        if not month and len(year) == len("140205"):
            year, month = year[:4], year[4:]
    at, name = latin_digits(year or "").strip(), latin_digits(month or "").strip()
    if not at.removesuffix(".0").isdecimal():
        return nothing
    number_of_year = int(at.removesuffix(".0"))
    calendar = _calendar(number_of_year)
    named = (calendar, int(name)) if name.isdecimal() else read_month(name)
    if calendar is None or named is None or named[0] != calendar or not 1 <= named[1] <= 12:
        return (calendar, number_of_year if calendar else None, None, None, None)
    return (calendar, number_of_year, named[1], *_days(calendar, number_of_year, named[1]))


def _calendar(year: int) -> str | None:
    if _SOLAR[0] <= year <= _SOLAR[1]:
        return "solar"
    return "common" if _COMMON[0] <= year <= _COMMON[1] else None


def _days(calendar: str, year: int, month: int) -> tuple[date, date]:
    next_year, next_month = (year + 1, 1) if month == 12 else (year, month + 1)
    make = gregorian if calendar == "solar" else date
    return make(year, month, 1), make(next_year, next_month, 1) - timedelta(days=1)


def _direction(otherwise: str) -> pl.Expr:
    told = pl.col("direction").map_elements(compact_key, return_dtype=pl.String, skip_nulls=True)
    known = told.replace_strict(_DIRECTIONS, default=None, return_dtype=pl.String)
    return pl.when(told.is_null()).then(pl.lit(otherwise)).otherwise(known).alias("flow")


def _reason(edition: str) -> pl.Expr:
    value, code = pl.col("value"), pl.col("told_code")
    is_total = pl.any_horizontal(
        pl.col(name).map_elements(compact_key, return_dtype=pl.String).is_in(list(_TOTALS))
        for name in ("code", "partner", "office")
    ) | (pl.col("code").is_null() & pl.col("partner").is_null())
    because = [
        (is_total, Reason.TOTAL),
        (value.is_null() | ~value.is_finite(), Reason.VALUE),
        ((value < 0) | (pl.col("kg") < 0), Reason.NEGATIVE),
        (pl.col("year_read").is_null(), Reason.YEAR),
        (pl.col("month_read").is_null(), Reason.MONTH),
        (pl.col("flow").is_null(), Reason.DIRECTION),
        (pl.col("partner_iso3").is_null(), Reason.COUNTRY),
        (pl.col("partner_iso3") == pl.col("country"), Reason.SAME),
        (~code.str.contains(r"^\d{6,12}$").fill_null(False), Reason.CODE),
        (code.str.starts_with("99"), Reason.UNSPECIFIED),
        (~pl.col("hs6").is_in(list(hs_codes(edition))), Reason.EDITION),
    ]
    return first_reason(because)


def _tell(rows: pl.DataFrame, edition: str, tally: Tally) -> None:
    """Tell the tally which countries nobody knows, and which subheadings were met."""
    unnamed = rows.filter(pl.col("reason") == str(Reason.COUNTRY))
    for name, value in unnamed.group_by("partner").agg(pl.col("value").sum()).iter_rows():
        told = tally.unknown_countries
        told[name or "-"] = told.get(name or "-", 0.0) + value
    met = rows.filter(pl.col("told_code").str.contains(r"^\d{6,12}$"))["hs6"].unique()
    tally.codes.setdefault(edition, set()).update(
        code for code in met.to_list() if not code.startswith("99")
    )
