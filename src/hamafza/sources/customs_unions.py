"""Customs unions in tables of tariffs: one row of the union stands for its members of the year."""

from functools import lru_cache

import polars as pl

from hamafza.sources.country_names import country_codes
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.text import compact_key, once_for_each

_NAMES = {
    "EU": ("EU", "EUN", "EU27", "EU28", "918", "97", "European Union", "European Communities",
           "اتحادیه اروپا", "الاتحاد الأوروبي"),
    "EAEU": ("EAEU", "EEU", "Eurasian Economic Union", "اتحادیه اقتصادی اوراسیا",
             "الاتحاد الاقتصادي الأوراسي"),
}  # fmt: skip
_MARK = "@"
_KEY = ("importer", "exporter", "hs", "year")


def country_or_union(column: str) -> pl.Expr:
    """Return ISO alpha-3 of a country, or the name of a customs union behind a mark."""
    unions = {compact_key(text): _MARK + name for name, texts in _NAMES.items() for text in texts}
    keys = once_for_each(pl.col(column), compact_key).str.strip_chars_start("0")
    return keys.replace_strict(country_codes() | unions, default=None, return_dtype=pl.String)


def unfolded(tariffs: pl.DataFrame) -> pl.DataFrame:
    """Return Tariffs in which members stand for their unions; a member's own row goes before."""
    for column in ("importer", "exporter"):
        is_union = pl.col(column).str.starts_with(_MARK)
        own, of_union = tariffs.filter(~is_union), tariffs.filter(is_union)
        members = (
            of_union.with_columns(pl.col(column).str.strip_prefix(_MARK).alias("customs_union"))
            .join(_members(), on="customs_union")
            .filter(pl.col("year").is_between("from_year", "until_year"))
            .with_columns(pl.col("iso3").alias(column))
            .filter(pl.col("importer") != pl.col("exporter"))
            .select(tariffs.columns)
            .join(own, on=_KEY, how="anti")
        )
        tariffs = pl.concat([own, members])
    return tariffs.unique(_KEY, keep="first", maintain_order=True).sort(_KEY)


@lru_cache(maxsize=1)
def _members() -> pl.DataFrame:
    return shipped_csv("country", "customs_unions.csv").with_columns(
        pl.col("from_year").cast(pl.Int16), pl.col("until_year").cast(pl.Int16).fill_null(9999)
    )
