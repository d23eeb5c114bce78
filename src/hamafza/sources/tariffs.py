"""
Tariffs: a plain table of market, partner, subheading and rate, and layouts like WITS's and
MAcMap's, whose headings are among the names below.

Rows of the duty types MFN and of partner "World" hold for everybody (exporter empty); preferences
and rates effectively applied hold for their partner; bound rates are not applied and left out.
Codes longer than six digits are national lines: their plain mean stands for the subheading.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.customs_unions import country_or_union, unfolded
from hamafza.sources.dropped import Reason, Tally, first_reason
from hamafza.sources.hs_steps import hs_codes, judge_editions
from hamafza.sources.mapped_tables import (
    ColumnsTold,
    day,
    demand,
    digits,
    mapped_rows,
    number,
)
from hamafza.sources.trade_refusals import (
    TariffsLikeFractions,
    TradeEditionNotTold,
    TradeEditionsMixed,
)
from hamafza.vocabulary.codes import HS_EDITIONS
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import Tariffs

NAMES: dict[str, tuple[str, ...]] = {
    "importer": ("market", "reporter", "reporter name", "reporteriso", "reporter_iso_n",
                 "reporter_iso3", "reporting country", "reportingcountry", "importing country",
                 "کشور واردکننده", "بازار", "کشور مقصد", "البلد المستورد"),
    "exporter": ("partner", "partner name", "partneriso", "partner country", "partnercountry",
                 "partnercode", "exporting country", "کشور صادرکننده", "طرف", "البلد المصدر"),
    "hs": ("hs6", "hs code", "product", "productcode", "product code", "product_code", "cmdcode",
           "nationalcode", "ntlc code", "tariff line", "کد hs", "کد", "کد تعرفه"),
    "edition": ("nomencode", "nomen code", "nomenclature", "revision", "hs revision",
                "hs edition", "ویرایش"),
    "year": ("tariff year", "tariffyear", "سال", "السنة"),
    "rate": ("rate_percent", "rate (%)", "rate %", "ad valorem", "av duty rate", "adv", "ad_val",
             "simple average", "simpleaverage", "avg", "ave", "total ave", "advalorem",
             "applied tariff", "نرخ", "نرخ (درصد)", "نرخ درصد", "حقوق ورودی", "التعرفة"),
    "duty": ("dutytype", "duty type", "duty code", "tariff regime", "tariffregime", "regime",
             "tariff type", "tarifftype", "نوع نرخ"),
    "source": ("منبع", "المصدر"),
    "as_of": ("as of", "date", "retrieved", "تاریخ", "التاريخ"),
}  # fmt: skip
_EVERYBODY = ("world", "000", "0", "wld", "all", "allcountries", "همه", "جهان", "العالم", "mfn")
_MFN = ("mfn", "most favoured nation", "mfn duties", "mfn applied", "عمومی", "ملت کامله‌الوداد")
_BOUND = ("bnd", "bound", "تثبیت‌شده")
_APPLIED = ("ahs",)
_YEARS = (1960, 2200)


@dataclass(frozen=True)
class TariffFacts:
    """What holds for every row whose table does not say: source, date, edition, year."""

    source: str | None = None
    as_of: date | None = None
    edition: str | None = None
    year: int | None = None
    in_fractions: bool | None = None


def read_tariffs(
    path: Path, told: ColumnsTold, facts: TariffFacts, tally: Tally, params: ImportParams
) -> tuple[pl.DataFrame, int]:
    """Return Tariffs, and how many national lines stand behind its means."""
    constants = {"source": facts.source, "year": str(facts.year) if facts.year else None}
    given = {name: text for name, text in constants.items() if text} | told.constants
    raw = mapped_rows(path, NAMES, replace(told, constants=given))
    demand(raw, ("importer", "hs", "rate", "year", "source"), path.name)
    edition = _edition(raw, facts.edition, path.name)
    code = digits("hs")
    rows = raw.with_columns(
        country_or_union("importer").alias("market"),
        _partner(),
        pl.when(code.str.len_chars().is_in([3, 5, 7, 9]))
        .then(pl.concat_str(pl.lit("0"), code))
        .otherwise(code)
        .alias("line_code"),
        number("year").cast(pl.Int16, strict=False).alias("in_year"),
        (number("rate") * (100 if facts.in_fractions else 1)).alias("percent"),
        day("as_of").fill_null(pl.lit(facts.as_of, pl.Date)).alias("dated"),
        pl.col("duty").str.to_lowercase().alias("duty_type"),
    ).with_columns(pl.col("line_code").str.slice(0, 6).alias("hs6"))
    rows = rows.with_columns(_reason(edition, params))
    _tell(rows, edition, tally)
    good = tally.take(rows, None, ("line", "importer", "exporter", "hs", "rate"))
    _demand_percent(good, facts, params, path.name)
    lines = good.filter(pl.col("line_code").str.len_chars() > 6).height
    table = _by_subheading(good, edition, tally)
    judge_editions(tally, path.name, params)
    tally.judge(path.name, params)
    return checked(Tariffs, unfolded(table)), lines


def _edition(raw: pl.DataFrame, told: str | None, file: str) -> str:
    """Return the one edition of the table: H5, HS2017, 2017 or HS17 are the same."""
    named = {f"H{at}": edition for at, edition in enumerate(HS_EDITIONS)}
    named |= {edition: edition for edition in HS_EDITIONS}
    named |= {f"HS{edition}": edition for edition in HS_EDITIONS}
    named |= {f"HS{edition[2:]}": edition for edition in HS_EDITIONS}
    texts = raw["edition"].drop_nulls().unique().to_list()
    found = {named.get(text.upper().replace(" ", ""), text) for text in texts}
    if told is not None:
        found.add(told)
    if not found:
        raise TradeEditionNotTold(file=file)
    if len(found) > 1 or not found <= set(HS_EDITIONS):
        raise TradeEditionsMixed(file=file, editions=", ".join(sorted(found)))
    return str(found.pop())


def _partner() -> pl.Expr:
    """Return the exporter: empty for everybody, null for one that nobody knows."""
    duty = pl.col("duty").str.to_lowercase()
    text = pl.col("exporter").str.to_lowercase().str.replace_all(" ", "")
    is_all = text.is_null() | text.is_in(list(_EVERYBODY)) | duty.is_in(list(_MFN)).fill_null(False)
    return pl.when(is_all).then(pl.lit("")).otherwise(country_or_union("exporter")).alias("partner")


def _reason(edition: str, params: ImportParams) -> pl.Expr:
    rate, code, duty = pl.col("percent"), pl.col("line_code"), pl.col("duty_type")
    is_mean = duty.is_in(list(_APPLIED)) & (pl.col("partner") == "")
    known = hs_codes(edition)
    headings = {each[:4] for each in known}
    is_there = pl.col("hs6").is_in(list(known)) | (
        (code.str.len_chars() == 4) & code.is_in(list(headings))
    )
    return first_reason(
        [
            (duty.is_in(list(_BOUND)), Reason.BOUND),
            (is_mean, Reason.TOTAL),
            (code.str.contains(r"^\d{2}$") | (code.str.to_lowercase() == "total"), Reason.TOTAL),
            (rate.is_null() | ~rate.is_finite(), Reason.RATE),
            (rate < 0, Reason.NEGATIVE),
            (rate > params.largest_rate_percent, Reason.RATE),
            (~pl.col("in_year").is_between(*_YEARS).fill_null(False), Reason.YEAR),
            (pl.col("market").is_null() | pl.col("partner").is_null(), Reason.COUNTRY),
            (pl.col("market") == pl.col("partner"), Reason.SAME),
            (pl.col("source").is_null(), Reason.SOURCE),
            (~code.str.contains(r"^(\d{4}|\d{6,12})$").fill_null(False), Reason.CODE),
            (~is_there, Reason.EDITION),
        ]
    )


def _tell(rows: pl.DataFrame, edition: str, tally: Tally) -> None:
    bad = rows.filter(pl.col("reason") == str(Reason.COUNTRY))
    for column, read in (("importer", "market"), ("exporter", "partner")):
        unnamed = bad.filter(pl.col(read).is_null())[column].fill_null("-")
        for name, many in unnamed.value_counts().iter_rows():
            tally.unknown_countries[name] = tally.unknown_countries.get(name, 0.0) + many
    met = rows.filter(pl.col("line_code").str.contains(r"^\d{6,12}$"))["hs6"].unique()
    tally.codes.setdefault(edition, set()).update(met.to_list())


def _demand_percent(
    good: pl.DataFrame, facts: TariffFacts, params: ImportParams, file: str
) -> None:
    """A table in which no rate passes one or two percent may be in fractions: its keeper knows."""
    rates = good["percent"]
    largest = rates.max()
    if facts.in_fractions is not None or not isinstance(largest, float):
        return
    if 0 < largest <= params.fraction_at_most:
        raise TariffsLikeFractions(file=file, largest=largest)


def _by_subheading(good: pl.DataFrame, edition: str, tally: Tally) -> pl.DataFrame:
    """Average national lines; of rows that say one subheading twice the first stays."""
    key = ["market", "partner", "hs6", "in_year"]
    is_line = pl.col("line_code").str.len_chars() > 6
    first = good.filter(~is_line).unique(key, keep="first", maintain_order=True)
    twice = good.filter(~is_line).height - first.height
    if twice:
        told = good.filter(~is_line & pl.struct(key).is_duplicated()).row(0, named=True)
        tally.keep(-twice, 0.0)
        tally.drop(Reason.TWICE, twice, 0.0, f"{told['line']}/{told['importer']}/{told['hs']}")
    means = (
        good.filter(is_line)
        .join(first, on=key, how="anti")
        .group_by(key, maintain_order=True)
        .agg(pl.col("percent").mean(), pl.col("source", "dated").first())
    )
    columns = [*key, "percent", "source", "dated"]
    return (
        pl.concat([first.select(columns), means.select(columns)])
        .select(
            pl.col("market").alias("importer"),
            pl.col("partner").alias("exporter"),
            pl.col("hs6").alias("hs"),
            pl.lit(edition).alias("edition"),
            pl.col("in_year").alias("year"),
            pl.col("percent").alias("rate_percent"),
            "source",
            pl.col("dated").alias("as_of"),
        )
        .sort("importer", "exporter", "hs", "year")
    )
