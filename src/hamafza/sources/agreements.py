"""Trade agreements as dated rows: name, parties, from, until, source; a party may join later."""

from pathlib import Path

import polars as pl

from hamafza.sources.dropped import Reason, Tally, first_reason
from hamafza.sources.mapped_tables import ColumnsTold, country, day, demand, mapped_rows
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import Agreements

NAMES: dict[str, tuple[str, ...]] = {
    "name": ("agreement", "agreement name", "نام", "موافقت‌نامه", "نام موافقت‌نامه", "الاتفاقية"),
    "parties": ("party", "members", "countries", "طرف‌ها", "طرفین", "کشورها", "اعضا", "الأطراف"),
    "from": ("from_date", "in force", "in force since", "entry into force", "start", "از",
             "از تاریخ", "آغاز", "من"),
    "until": ("until_date", "to", "end", "expires", "تا", "تا تاریخ", "پایان", "حتى"),
    "source": ("منبع", "المصدر"),
}  # fmt: skip


def read_agreements(path: Path, told: ColumnsTold, tally: Tally) -> pl.DataFrame:
    """Return Agreements; a row's parties stand apart by semicolons (or commas, without those)."""
    raw = mapped_rows(path, NAMES, told)
    demand(raw, ("name", "parties", "from", "source"), path.name)
    parties = pl.col("parties").str.replace_all("؛", ";")
    by_commas = parties.str.replace_all("[،,]", ";")
    split = pl.when(parties.str.contains(";")).then(parties).otherwise(by_commas).str.split(";")
    rows = (
        raw.with_columns(split.alias("party"))
        .explode("party")
        .with_columns(pl.col("party").str.strip_chars().replace("", None))
        .filter(pl.col("party").is_not_null() | pl.col("parties").is_null())
        .with_columns(
            country("party").alias("iso3"), day("from").alias("starts"), day("until").alias("ends")
        )
    )
    late = pl.col("ends") < pl.col("starts")
    key = ("name", "iso3", "starts")
    reasons = first_reason(
        [
            (pl.col("name").is_null(), Reason.NAME),
            (pl.col("iso3").is_null(), Reason.COUNTRY),
            (pl.col("starts").is_null() | late, Reason.DATE),
            (pl.col("until").is_not_null() & pl.col("ends").is_null(), Reason.DATE),
            (pl.col("source").is_null(), Reason.SOURCE),
            (~pl.struct(key).is_first_distinct(), Reason.TWICE),
        ]
    )
    rows = rows.with_columns(reasons)
    unnamed = rows.filter(pl.col("reason") == str(Reason.COUNTRY))["party"].fill_null("-")
    for name, many in unnamed.value_counts().iter_rows():
        tally.unknown_countries[name] = float(many)
    good = tally.take(rows, None, ("line", "name", "party", "from"))
    table = good.select(
        pl.col("name").alias("agreement"),
        pl.col("iso3").alias("party"),
        pl.col("starts").alias("from_day"),
        pl.col("ends").alias("until_day"),
        "source",
    )
    return checked(Agreements, table.sort("agreement", "party", "from_day"))
