"""Two groupings side by side: which groups are the same, changed, gone or new."""

from enum import StrEnum

import polars as pl


class Likeness(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


def compared(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """
    Return one row for each group of either grouping: kind, first, second, stay, left, came.

    Both hold ``group``, ``lead_unit_id`` and ``unit_id``, one row a member. Two groups are held
    against each other when each shares more members with the other than with any else, and at
    least half of the smaller one. ``stay`` counts members in both, ``left`` and ``came`` those of
    one alone.
    """
    sizes = [_sizes(frame) for frame in (first, second)]
    pairs = (
        first.join(second, on="unit_id", suffix="_second")
        .group_by(first="group", second="group_second")
        .agg(stay=pl.len().cast(pl.Int64))
        .join(sizes[0].rename({"group": "first", "size": "size_first", "lead": "lead_first"}),
              on="first")
        .join(sizes[1].rename({"group": "second", "size": "size_second", "lead": "lead_second"}),
              on="second")
        .sort("stay", "first", "second", descending=[True, False, False])
    )  # fmt: skip
    best = pairs.filter(
        (pl.col("stay") == pl.col("stay").max().over("first"))
        & (pl.col("stay") == pl.col("stay").max().over("second"))
        & (2 * pl.col("stay") >= pl.min_horizontal("size_first", "size_second"))
    )
    best = best.unique("first", keep="first", maintain_order=True)
    best = best.unique("second", keep="first", maintain_order=True)
    matched = best.select(
        pl.when(
            (pl.col("stay") == pl.col("size_first"))
            & (pl.col("stay") == pl.col("size_second"))
            & (pl.col("lead_first") == pl.col("lead_second"))
        )
        .then(pl.lit(Likeness.SAME.value))
        .otherwise(pl.lit(Likeness.CHANGED.value))
        .alias("kind"),
        "first",
        "second",
        "stay",
        left=pl.col("size_first") - pl.col("stay"),
        came=pl.col("size_second") - pl.col("stay"),
    )
    zero = pl.lit(0, pl.Int64)
    gone = sizes[0].join(matched, left_on="group", right_on="first", how="anti").select(
        kind=pl.lit(Likeness.GONE.value), first="group", second=pl.lit(None, pl.Int64),
        stay=zero, left="size", came=zero,
    )  # fmt: skip
    new = sizes[1].join(matched, left_on="group", right_on="second", how="anti").select(
        kind=pl.lit(Likeness.NEW.value), first=pl.lit(None, pl.Int64), second="group",
        stay=zero, left=zero, came="size",
    )  # fmt: skip
    return pl.concat([matched, gone, new]).sort("kind", "first", "second", nulls_last=True)


def _sizes(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("group").agg(
        size=pl.len().cast(pl.Int64), lead=pl.col("lead_unit_id").first()
    )
