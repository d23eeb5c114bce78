"""Decides on weighed pairs: joined by itself, shown to an officer, or left alone."""

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hamafza.registry.twins.params import TwinParams

AUTOMATIC, REVIEW = "automatic", "review"
DOUBLE_LICENCE, OTHER_NAME, MANY = "double-licence", "other-name", "many"
"""
Why a pair is never joined by itself: two licences in two trades are two workshops of one person;
two names at one telephone may be a couple; more records than a unit can well have.
"""
COUPLE, NAMESAKE = "couple", "namesake"
_PERHAPS = {
    "couple": COUPLE, "double_licence": DOUBLE_LICENCE, "second_workshop": DOUBLE_LICENCE,
    "namesake": NAMESAKE,
}  # fmt: skip
"""What two records may be that are neither one unit nor strangers, as an officer hears it."""


def worth_telling(pairs: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """Return the pairs that are likely enough to be told of."""
    return pairs.filter(pl.col("probability") >= params.review)


def decided(pairs: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """
    Return pairs worth telling with ``decision`` and ``held`` (why, or null); the likeliest first.
    """
    told = pairs.with_columns(held=_held())
    joined = (pl.col("probability") >= params.automatic) & pl.col("held").is_null()
    perhaps = pl.col("like").replace_strict(_PERHAPS, default=None, return_dtype=pl.String)
    told = told.with_columns(
        decision=pl.when(joined).then(pl.lit(AUTOMATIC)).otherwise(pl.lit(REVIEW)),
        held=pl.when(joined).then(None).otherwise(pl.coalesce("held", perhaps)),
    )
    return _not_too_many(told, params.most_together).sort(
        "probability", "one", "other", descending=[True, False, False]
    )


def _held() -> pl.Expr:
    """Return why a pair may not be joined by itself, whatever its probability."""
    differs = {name: pl.col(f"{name}_bits") < 0 for name in ("licence", "trade", "name")}
    agrees = {
        name: (pl.col(f"{name}_bits") > 0).fill_null(value=False) for name in ("licence", "goods")
    }
    two_trades = differs["licence"].fill_null(value=False) & differs["trade"].fill_null(value=False)
    two_trades &= ~agrees["goods"]  # one workshop that two unions file under two trades
    other_name = differs["name"].fill_null(value=True) & ~agrees["licence"]  # a couple has two
    return (
        pl.when(two_trades).then(pl.lit(DOUBLE_LICENCE)).when(other_name).then(pl.lit(OTHER_NAME))
    )


def _not_too_many(pairs: pl.DataFrame, most: int) -> pl.DataFrame:
    """Send all pairs of a group to review that would join more records than ``most``."""
    group = together(pairs.filter(pl.col("decision") == AUTOMATIC))
    large = group.filter(pl.len().over("group") > most)["row"]
    many = (pl.col("decision") == AUTOMATIC) & pl.col("one").is_in(large.implode())
    return pairs.with_columns(
        held=pl.when(many).then(pl.lit(MANY)).otherwise("held"),
        decision=pl.when(many).then(pl.lit(REVIEW)).otherwise("decision"),
    )


def together(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return ``row`` and ``group``, the least row joined to it by these pairs, for each in any."""
    rows = pl.concat([pairs["one"], pairs["other"]]).unique().sort().to_numpy()
    one = np.searchsorted(rows, pairs["one"].to_numpy())
    other = np.searchsorted(rows, pairs["other"].to_numpy())
    links = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(len(rows), len(rows)))
    _, label = connected_components(links, directed=False)
    least = np.full(label.max(initial=-1) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, label, rows.astype(np.int64))
    return pl.DataFrame({"row": rows, "group": least[label]})
