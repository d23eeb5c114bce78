"""Pairs of records worth comparing: those that share something that few share."""

from functools import reduce

import polars as pl

from hamafza.registry.twins.keys import SHORTEST_WORD
from hamafza.registry.twins.params import TwinParams


def candidates(keys: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """
    Return ``one`` < ``other``, rows of ``keys``, each pair once.

    They share a telephone, a licence, a name in a city, a name's letters in a city and trade, or
    a word of the name in a city and trade.
    """
    most, by_word = params.most_alike, params.most_alike_by_word
    place, trade = pl.col("city"), pl.col("trade")
    words = keys.select("row", "city", "trade", word=pl.col("words")).explode("word")
    words = words.filter(pl.col("word").str.len_chars() >= SHORTEST_WORD).unique()
    blocks = [
        _pairs(keys.select("row", key=pl.col("phone")), most),
        _pairs(keys.select("row", key=pl.col("licence")), most),
        _pairs(keys.select("row", key=_joined(pl.col("name"), place)), most),
        _pairs(keys.select("row", key=_joined(pl.col("letters"), place, trade)), most),
        _pairs(words.select("row", key=_joined(pl.col("word"), place, trade)), by_word),
    ]
    return reduce(lambda one, other: pl.concat([one, other]).unique(), blocks).sort("one", "other")


def _joined(*columns: pl.Expr) -> pl.Expr:
    """Return one key of several, null where any is."""
    return pl.concat_str(columns, separator="\n", ignore_nulls=False)


def _pairs(block: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the pairs of rows with one key, where at most so many share it."""
    shared = (
        block.drop_nulls("key")
        .with_columns(key=pl.col("key").hash())
        .filter(pl.len().over("key").is_between(2, most))
    )
    return (
        shared.join(shared, on="key")
        .filter(pl.col("row") < pl.col("row_right"))
        .select(one="row", other="row_right")
        .unique()
    )
