"""
How firmly groups and units stand: what is left of them when weights move and seeds change.

Groups of two runs are held against each other by the members in both, over those in either
(Jaccard). Nothing here forms anything; it moves weights and counts.
"""

import numpy as np
import polars as pl

from hamafza.consortia.after_refusals import ShareNotPossible
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation_after import GroupStability, UnitStability


def with_moved_weights(units: pl.DataFrame, share: float, seed: int) -> pl.DataFrame:
    """
    Return the units with each weight times its own factor, drawn evenly from 1 +- ``share``.

    Lots are drawn in the order of ``unit_id``, so the order of the rows does not matter.
    """
    if not 0 <= share < 1:
        raise ShareNotPossible(share=share)
    lots = np.random.default_rng(seed).uniform(1 - share, 1 + share, len(units))
    place = units["unit_id"].rank("ordinal").cast(pl.Int64).to_numpy() - 1
    return units.with_columns(weight=pl.col("weight") * pl.Series("factor", lots[place]))


def memberships(consortia: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return consortium_id, lead_unit_id and unit_id, a row a member."""
    leads = consortia.select("consortium_id", "lead_unit_id")
    return members.select("consortium_id", "unit_id").join(leads, on="consortium_id")


def likeness_in(base: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """
    Return, for each group of ``base``, how it fares in ``again`` (both as ``memberships``).

    overlap with the likest group, most members in one group (``together``), whether the lead
    leads again (``leads``).
    """
    size = base.group_by("consortium_id").agg(size=pl.len(), lead=pl.col("lead_unit_id").first())
    other = again.group_by(other="consortium_id").agg(other_size=pl.len())
    pairs = (
        base.join(again.select("unit_id", other="consortium_id"), on="unit_id")
        .group_by("consortium_id", "other")
        .agg(common=pl.len())
        .join(size, on="consortium_id")
        .join(other, on="other")
        .with_columns(
            overlap=pl.col("common") / (pl.col("size") + pl.col("other_size") - pl.col("common"))
        )
        .group_by("consortium_id")
        .agg(overlap=pl.col("overlap").max(), together=pl.col("common").max())
    )
    leads = again["lead_unit_id"].unique()
    return (
        size.join(pairs, on="consortium_id", how="left")
        .select(
            "consortium_id",
            "size",
            overlap=pl.col("overlap").fill_null(0.0),
            together=pl.col("together").fill_null(0),
            leads=pl.col("lead").is_in(leads.implode()),
        )
        .sort("consortium_id")
    )


def stability_of_groups(
    consortia: pl.DataFrame, members: pl.DataFrame, runs: list[pl.DataFrame]
) -> pl.DataFrame:
    """Return GroupStability; ``runs`` are the memberships of one formation or more made anew."""
    base = memberships(consortia, members)
    told = pl.concat([likeness_in(base, again) for again in runs])
    figures = told.group_by("consortium_id").agg(
        runs=pl.len().cast(pl.Int64),
        overlap=pl.col("overlap").mean(),
        least_overlap=pl.col("overlap").min(),
        together_share=(2 * pl.col("together") >= pl.col("size")).mean(),
        lead_share=pl.col("leads").mean(),
    )
    named = consortia.select("consortium_id", "family", "lead_unit_id", "size")
    joined = named.join(figures, on="consortium_id", maintain_order="left")
    return checked(GroupStability, joined.sort("consortium_id"))


def stability_of_units(
    unit_id: pl.Series, members: pl.DataFrame, runs: list[pl.DataFrame]
) -> pl.DataFrame:
    """Return UnitStability of these units."""
    served = pl.concat([again.select(pl.col("unit_id").unique()) for again in runs])
    often = served.group_by("unit_id").agg(times=pl.len())
    told = unit_id.alias("unit_id").to_frame().join(often, on="unit_id", how="left")
    told = told.select(
        "unit_id",
        served=pl.col("unit_id").is_in(members["unit_id"].unique().implode()),
        served_share=pl.col("times").fill_null(0) / len(runs),
    )
    return checked(UnitStability, told.sort("unit_id"))
