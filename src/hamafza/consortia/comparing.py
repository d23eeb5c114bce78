"""
Two formations side by side, perhaps of different units: groups, units, values, bounds.

Which group of one answers to which of the other is decided in ``consortia.likeness``; here it is
counted, for every unit, family and province.
"""

from dataclasses import dataclass

import polars as pl

from hamafza.consortia.likeness import compared
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation_comparison import (
    GROUP_KINDS,
    UNIT_KINDS,
    ComparedFamilies,
    ComparedGroups,
    ComparedProvinces,
    ComparedUnits,
)


@dataclass(frozen=True)
class Side:
    """One run: its tables (``vocabulary.tables.formation``) and all units it was made of."""

    consortia: pl.DataFrame
    members: pl.DataFrame
    certificate: pl.DataFrame
    unit_id: pl.Series


@dataclass(frozen=True)
class Comparison:
    """See ``vocabulary.tables.formation_comparison``."""

    groups: pl.DataFrame
    units: pl.DataFrame
    families: pl.DataFrame
    provinces: pl.DataFrame


def comparison(first: Side, second: Side, places: pl.DataFrame | None = None) -> Comparison:
    """Compare two runs; ``places`` hold unit_id and province of units of either, if known."""
    known = _places(places)
    matched = compared(_laid_out(first), _laid_out(second))
    groups = _groups(matched, first, second, known)
    units = _units(matched, first, second, known)
    families = _counted(groups, units, "family")
    for name, side in (("first", first), ("second", second)):
        bounds = side.certificate.select("family", pl.col("bound").alias(f"bound_{name}"))
        families = families.join(bounds, on="family", how="full", coalesce=True)
    families = families.with_columns(
        pl.col(pl.Int64).fill_null(0), pl.col("value_first", "value_second").fill_null(0.0)
    )
    placed, seated = (
        frame.with_columns(pl.col("province").fill_null("")) for frame in (groups, units)
    )
    return Comparison(
        groups,
        units,
        checked(ComparedFamilies, families.sort("family")),
        checked(ComparedProvinces, _counted(placed, seated, "province").sort("province")),
    )


def _places(places: pl.DataFrame | None) -> pl.DataFrame:
    if places is None:
        return pl.DataFrame(schema={"unit_id": pl.Int64, "province": pl.String})
    return places.select("unit_id", "province").unique("unit_id", keep="first")


def _laid_out(side: Side) -> pl.DataFrame:
    leads = side.consortia.select("consortium_id", "lead_unit_id")
    return side.members.join(leads, on="consortium_id").select(
        "unit_id", "lead_unit_id", group="consortium_id"
    )


def _groups(matched: pl.DataFrame, first: Side, second: Side, known: pl.DataFrame) -> pl.DataFrame:
    for name, side in (("first", first), ("second", second)):
        told = side.consortia.select(
            pl.col("consortium_id").alias(name),
            pl.col("family").alias(f"family_{name}"),
            pl.col("lead_unit_id").alias(f"lead_{name}"),
            pl.col("value").alias(f"value_{name}"),
        )
        matched = matched.join(told, on=name, how="left", maintain_order="left")
    either = pl.col("stay") + pl.col("left") + pl.col("came")
    matched = matched.with_columns(
        family=pl.coalesce("family_second", "family_first"),
        overlap=pl.col("stay") / either,
        lead=pl.coalesce("lead_second", "lead_first"),
    )
    placed = matched.join(known, left_on="lead", right_on="unit_id", how="left",
                          maintain_order="left")  # fmt: skip
    return checked(ComparedGroups, placed)


def _units(matched: pl.DataFrame, first: Side, second: Side, known: pl.DataFrame) -> pl.DataFrame:
    """Return what became of each unit; a unit in several groups stays if one of them answers."""
    pairs = matched.filter(pl.col("stay") > 0).select("first", "second")
    inside = {
        name: side.members.select("unit_id", pl.col("consortium_id").alias(name))
        for name, side in (("first", first), ("second", second))
    }
    staying = inside["first"].join(pairs, on="first").join(
        inside["second"], on=["unit_id", "second"], how="semi"
    )  # fmt: skip
    families = [
        side.members.join(side.consortia.select("consortium_id", "family"), on="consortium_id")
        .select("unit_id", "family")
        for side in (second, first)
    ]  # fmt: skip
    served = pl.concat(families).unique("unit_id", keep="first", maintain_order=True)
    unit = pl.col("unit_id")

    def among(units: pl.Series) -> pl.Expr:
        return unit.is_in(units.unique().implode())

    was, now = among(inside["first"]["unit_id"]), among(inside["second"]["unit_id"])
    kind = (
        pl.when(among(staying["unit_id"])).then(pl.lit("stayed"))
        .when(was & now).then(pl.lit("moved"))
        .when(was & among(second.unit_id)).then(pl.lit("out"))
        .when(was).then(pl.lit("left"))
        .when(among(first.unit_id)).then(pl.lit("in"))
        .otherwise(pl.lit("arrived"))
    )  # fmt: skip
    told = served.with_columns(kind=kind).join(known, on="unit_id", how="left")
    return checked(ComparedUnits, told.sort("unit_id"))


def _counted(groups: pl.DataFrame, units: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return groups and units by kind, and values, for each family or province."""
    of_groups = groups.group_by(by).agg(
        *((pl.col("kind") == kind).sum().cast(pl.Int64).alias(kind) for kind in GROUP_KINDS),
        pl.col("value_first", "value_second").sum(),
    )
    of_units = units.group_by(by).agg(
        (pl.col("kind") == kind).sum().cast(pl.Int64).alias(f"units_{kind}") for kind in UNIT_KINDS
    )
    counted = of_groups.join(of_units, on=by, how="full", coalesce=True)
    return counted.with_columns(
        pl.col(pl.Int64).fill_null(0), pl.col("value_first", "value_second").fill_null(0.0)
    )
