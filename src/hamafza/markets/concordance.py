"""
Trade of one edition of the Harmonized System told in another: who takes which share of a code.

Most codes go over whole. Where a code was split, its value is divided by a stated rule, and what
was so divided is told as ``is_split``, because no rule can know it:

1. by the trade already recorded in the wanted edition, where a table of it is given;
2. else the code that stayed keeps ``stayed_share`` and the others have equal parts of the rest;
3. else equal parts.

``steps`` has newer (the later of two neighbouring editions), code (in it) and before (in the one
before); a code that is not there is the same in both.
"""

from functools import reduce
from itertools import pairwise

import polars as pl

from hamafza.vocabulary.codes import HS_EDITIONS


def codes_of(edition: str, codes_2022: pl.Series, steps: pl.DataFrame) -> list[str]:
    """Return the subheadings of an edition, going back from those of 2022."""
    known = set(codes_2022)
    for older, newer in reversed(list(pairwise(HS_EDITIONS))):
        if newer <= edition:
            break
        rows = steps.filter(pl.col("newer") == newer)
        known = (known - set(rows["code"])) | set(rows["before"])
        assert older < newer
    return sorted(known)


def shares(
    codes: pl.Series,
    edition: str,
    wanted: str,
    steps: pl.DataFrame,
    stayed_share: float,
    reference: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """
    Return hs6, other, share and is_split; the shares of a code sum to 1.

    ``reference`` has hs6 (of the wanted edition) and value_usd.
    """
    pairs = pl.DataFrame({"hs6": codes.unique().sort(), "other": codes.unique().sort()})
    pairs = reduce(lambda found, step: _stepped(found, step, steps), _way(edition, wanted), pairs)
    told = reference if reference is not None else pl.DataFrame(schema=_REFERENCE)
    known = pairs.join(
        told.group_by(pl.col("hs6").cast(pl.String).alias("other")).agg(
            pl.col("value_usd").sum().alias("known")
        ),
        on="other",
        how="left",
    ).with_columns(pl.col("known").fill_null(0.0))
    return (
        known.with_columns(_share(stayed_share).alias("share"))
        .filter(pl.col("share") > 0)
        .with_columns((pl.len().over("hs6") > 1).alias("is_split"))
        .select("hs6", "other", "share", "is_split")
        .sort("hs6", "other")
    )


_REFERENCE = {"hs6": pl.String, "value_usd": pl.Float64}


def _share(stayed_share: float) -> pl.Expr:
    many = pl.len().over("hs6")
    total = pl.col("known").sum().over("hs6")
    stayed = pl.col("hs6") == pl.col("other")
    rest = (1 - stayed_share) / (many - 1)
    return (
        pl.when(many == 1)
        .then(1.0)
        .when(total > 0)
        .then(pl.col("known") / total)
        .when(~stayed.any().over("hs6"))
        .then(1.0 / many)
        .when(stayed)
        .then(stayed_share)
        .otherwise(rest)
    )


def _way(edition: str, wanted: str) -> list[tuple[str, str]]:
    """Return the steps between neighbours; KeyError for an edition that is not known."""
    for one in (edition, wanted):
        if one not in HS_EDITIONS:
            raise KeyError(one)
    first, last = HS_EDITIONS.index(edition), HS_EDITIONS.index(wanted)
    passed = HS_EDITIONS[min(first, last) : max(first, last) + 1]
    return list(pairwise(passed if first <= last else passed[::-1]))


def _stepped(pairs: pl.DataFrame, step: tuple[str, str], steps: pl.DataFrame) -> pl.DataFrame:
    here, there = step
    rows = steps.filter(pl.col("newer") == max(step))
    names = ("before", "code") if here < there else ("code", "before")
    known = rows.select(pl.col(names[0]).alias("other"), pl.col(names[1]).alias("next")).unique()
    return (
        pairs.join(known, on="other", how="left")
        .select("hs6", pl.col("next").fill_null(pl.col("other")).alias("other"))
        .unique()
    )
