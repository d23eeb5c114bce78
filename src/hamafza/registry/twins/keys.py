"""What records are compared by: one spelling for each attribute, and how many units share it."""

import re
from collections.abc import Sequence

import polars as pl

from hamafza.registry.twins.params import TwinParams
from hamafza.vocabulary.text import match_key, match_key_expr

COUNTED = (
    "phone", "licence", "name", "goods", "trade", "city", "address", "owner", "workers", "made",
)  # fmt: skip
BY_TRADE = ("city", "workers", "made")
"""Keys that units of one trade share more often than others."""
FEWEST_DIGITS, PHONE_DIGITS = 7, 10
FEWEST_LICENCE_SIGNS = 4
SHORTEST_WORD = 3


def keyed(units: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """
    Return ``row``, a key for each attribute (null where a unit tells nothing), and ``<key>_n``.

    ``letters`` are a name's letters in alphabetical order, so that two exchanged letters do not
    matter; ``words`` its words. ``<key>_in_trade``: units of one trade that share it.
    """
    keys = units.with_row_index("row").select(
        "row",
        phone=_phone(pl.col("phone")),
        licence=_signs(pl.col("licence")),
        name=_without(match_key_expr(pl.col("name")), params.common_words),
        goods=_told(match_key_expr(pl.col("goods_text"))),
        trade=_told(match_key_expr(pl.coalesce("trade", "hs4", "service_code"))),
        city=_told(match_key_expr(pl.concat_str("province", "city", separator=" / "))),
        address=_told(match_key_expr(pl.col("address"))),
        owner=pl.col("women_owned"),
        workers=pl.col("workers"),
        made=pl.col("monthly_units"),
        lat=pl.when(pl.col("place_basis") == "point").then(pl.col("lat_deg")),
        lon=pl.when(pl.col("place_basis") == "point").then(pl.col("lon_deg")),
    )
    shared = [pl.len().over(name).alias(f"{name}_n") for name in COUNTED]
    shared += [pl.len().over("trade", name).alias(f"{name}_in_trade") for name in BY_TRADE]
    shared += [pl.len().over("goods", "made").alias("made_in_goods")]
    return keys.with_columns(
        letters=pl.col("name").str.replace_all(" ", "").str.split("").list.sort().list.join(""),
        words=pl.col("name").str.split(" "),
        **{expr.meta.output_name(): expr for expr in shared},
    )


def _phone(column: pl.Expr) -> pl.Expr:
    """Return the last ten digits: with a zero, with +98 or with 0098 it is one telephone."""
    digits = match_key_expr(column).str.replace_all(r"\D", "")
    enough = (digits.str.len_chars() >= FEWEST_DIGITS) & (digits.str.strip_chars("0") != "")
    return pl.when(enough).then(digits.str.tail(PHONE_DIGITS))


def _signs(column: pl.Expr) -> pl.Expr:
    signs = match_key_expr(column).str.replace_all(" ", "")
    enough = (signs.str.len_chars() >= FEWEST_LICENCE_SIGNS) & (signs.str.strip_chars("0") != "")
    return pl.when(enough).then(signs)


def _without(key: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Return a name's key without words that say little; all of it where nothing would be left."""
    told = _told(key)
    if not words:
        return told
    either = "|".join(sorted((re.escape(match_key(word)) for word in words), key=len, reverse=True))
    pattern = rf"(?:^|\s)(?:{either})(?:\s(?:{either}))*(?:\s|$)"
    bare = key.str.replace_all(pattern, " ").str.strip_chars()
    return pl.when(bare.str.len_chars() > 0).then(bare).otherwise(told)


def _told(key: pl.Expr) -> pl.Expr:
    return pl.when(key.str.len_chars() > 0).then(key)
