"""Whether the districts that a bound rests on are districts, and which units they hold."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from hamafza.consortia.verdict.branching import in_order
from hamafza.consortia.verdict.case import Case, Districts


def districts_by_family(
    rows: pl.DataFrame,
    certified: set[str],
    districts: pl.DataFrame | None,
    district_units: pl.DataFrame | None,
) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """
    Return by family the units with district_id, price and bound, and what is wrong.

    ``certified`` are the families whose certificate is by districts. No districts at all where
    anything is wrong: they divide the units of their families, each unit once.
    """
    if districts is None and district_units is None:
        return {}, []
    if districts is None or district_units is None:
        lost = "districts.parquet" if districts is None else "district_units.parquet"
        return {}, [f"{lost} is missing, and the districts cannot be read without it"]
    held = _with_families(rows, districts, district_units)
    wrong = [
        *_wrong_districts(rows, certified, districts),
        *_wrong_units(held),
        *_wrong_whole(rows, certified, districts, district_units),
    ]
    if wrong:
        return {}, wrong
    told = held.select("unit_id", "district_id", "price", "of").join(
        _with_whole(districts), on="district_id", how="left"
    )
    return {str(name): part for (name,), part in told.partition_by("of", as_dict=True).items()}, []


def by_positions(
    case: Case, told: pl.DataFrame | None, branches: Mapping[int, pl.DataFrame]
) -> Districts | None:
    """Return a family's districts in the order of its case, with the branches they have."""
    if told is None:
        return None
    told = told.sort("unit_id")
    at = np.searchsorted(told["unit_id"].to_numpy(), case.unit_id)
    ids, first, of = np.unique(
        told["district_id"].to_numpy()[at], return_index=True, return_inverse=True
    )
    bound = told["bound"].cast(pl.Float64).fill_null(float("nan")).to_numpy()[at]
    price = told["price"].cast(pl.Float64).to_numpy()[at]
    whole = told["whole"].to_numpy()[at]
    trees = {
        at: in_order(case, branches[district])
        for at, district in enumerate(ids.tolist())
        if district in branches
    }
    return Districts(of.ravel(), price, ids, bound[first], whole[first], trees)


def _with_whole(districts: pl.DataFrame) -> pl.DataFrame:
    """Older tables know searches of who leads alone."""
    whole = pl.col("whole").fill_null(value=False) if "whole" in districts else pl.lit(value=False)
    return districts.select("district_id", "bound", whole.alias("whole"))


def _with_families(
    rows: pl.DataFrame, districts: pl.DataFrame, district_units: pl.DataFrame
) -> pl.DataFrame:
    """Return the units told, with their ``family`` and that of their district, ``of``."""
    families = districts.select("district_id", of="family").unique("district_id")
    unit = rows.select("unit_id", "family")
    return district_units.join(unit, on="unit_id", how="left").join(
        families, on="district_id", how="left"
    )


def _wrong_districts(
    rows: pl.DataFrame, certified: set[str], districts: pl.DataFrame
) -> Iterator[str]:
    ids = districts["district_id"]
    if ids.n_unique() != len(ids) or ids.null_count():
        yield "districts.parquet names a district more than once, or not at all"
    if len(districts.join(rows, on="family", how="anti")):
        yield "districts.parquet names a family that there is not"
    others = districts.join(rows, on="family", how="semi")["family"].unique().sort()
    for family in [name for name in others if name not in certified][:1]:
        yield f"districts.parquet names family {family!r}, whose certificate is not by districts"
    if not districts["bound"].drop_nulls().is_finite().all():
        yield "districts.parquet holds a bound that is no number"


def _wrong_units(held: pl.DataFrame) -> Iterator[str]:
    if held["unit_id"].n_unique() != len(held):
        yield "district_units.parquet puts a unit into more than one district"
    if held["family"].null_count():
        yield "district_units.parquet names a unit that is not in the units file"
    if held["of"].null_count():
        yield "district_units.parquet names a district that districts.parquet does not"
    if (held["family"] != held["of"]).any():
        yield "district_units.parquet puts a unit into a district of another family"
    price = held["price"]
    if price.null_count() or not price.is_finite().all() or (price < 0).any():
        yield "district_units.parquet holds a price that is negative or no number"


def _wrong_whole(
    rows: pl.DataFrame, certified: set[str], districts: pl.DataFrame, district_units: pl.DataFrame
) -> Iterator[str]:
    """Yield what is left out, and units that are there though nothing of theirs is claimed."""
    theirs = pl.col("family").is_in(sorted(certified))
    left_out = rows.filter(theirs).join(district_units, on="unit_id", how="anti")
    if len(left_out):
        yield (
            f"district_units.parquet leaves out {len(left_out)} units of family "
            f"{left_out['family'].min()!r} or others"
        )
    if len(rows.filter(~theirs).join(district_units, on="unit_id", how="semi")):
        yield "district_units.parquet names a unit whose family's certificate is not by districts"
    if len(districts.join(district_units, on="district_id", how="anti")):
        yield "districts.parquet names a district without units"
