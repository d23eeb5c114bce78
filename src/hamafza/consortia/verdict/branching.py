"""Whether the branches that a bound rests on are told soundly, and of which units they speak."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from hamafza.consortia.verdict.case import Branch, Case, Floats, Ints


def branches_by_district(
    rows: pl.DataFrame, districts: pl.DataFrame | None, branches: pl.DataFrame | None
) -> tuple[dict[int, pl.DataFrame], list[str]]:
    """Return the branches of each district, and what is wrong; none at all if anything is."""
    if branches is None:
        return {}, []
    if districts is None:
        return {}, ["districts.parquet is missing, and the branches cannot be read without it"]
    wrong = list(_wrong_branches(rows, districts, branches))
    if wrong:
        return {}, wrong
    told = branches.sort("branch_id").partition_by("district_id", as_dict=True)
    return {int(name): part for (name,), part in told.items()}, []


def _wrong_branches(
    rows: pl.DataFrame, districts: pl.DataFrame, branches: pl.DataFrame
) -> Iterator[str]:
    ids = branches["branch_id"]
    if ids.n_unique() != len(ids) or ids.null_count():
        yield "branches.parquet names a branch more than once, or not at all"
    searched = districts.filter(pl.col("bound").is_not_null())
    if len(branches.join(searched, on="district_id", how="anti")):
        yield "branches.parquet names a district that has no bound"
    of = branches.select("district_id", parent_id="branch_id")
    named = branches.filter(pl.col("parent_id").is_not_null())
    if len(named.join(of, on=["district_id", "parent_id"], how="anti")):
        yield "branches.parquet names a branch that there is not"
    if (
        branches.select("leads", "count", "above", "units", "price")
        .null_count()
        .sum_horizontal()[0]
    ):
        yield "branches.parquet leaves out what a branch says"
        return
    prices = branches["price"].explode().drop_nulls()
    lengths = (branches["price"].list.len() == branches["units"].list.len()).all()
    if not lengths or not prices.is_finite().all() or (prices < 0).any():
        yield "branches.parquet holds a price that is negative, of no unit or no number"
    yield from _strangers(rows, districts, branches)


def _strangers(
    rows: pl.DataFrame, districts: pl.DataFrame, branches: pl.DataFrame
) -> Iterator[str]:
    """Yield units that are in no branch of their family, or twice in one."""
    family = districts.select("district_id", of="family").unique("district_id")
    for name in ("leads", "units"):
        told = branches.select("branch_id", "district_id", unit_id=name).explode("unit_id")
        told = told.drop_nulls("unit_id").join(family, on="district_id", how="left")
        told = told.join(rows.select("unit_id", "family"), on="unit_id", how="left")
        if not told["family"].eq_missing(told["of"]).all():
            yield "branches.parquet names a unit of another family"
        if len(told.unique(["branch_id", "unit_id"])) != len(told):
            yield "branches.parquet names a unit twice in one branch"


def in_order(case: Case, told: pl.DataFrame) -> list[Branch]:
    """Return a district's branches in the order of its family's case; all units are there."""
    order = np.argsort(case.unit_id)
    ids = case.unit_id[order]

    def at(units: pl.Series) -> Ints:
        return np.asarray(order[np.searchsorted(ids, units.to_numpy())], np.int64)

    def prices(units: pl.Series, price: pl.Series) -> Floats:
        everybody = np.zeros(len(ids))
        everybody[at(units)] = price.to_numpy()
        return everybody

    numbers = {branch_id: number for number, branch_id in enumerate(told["branch_id"].to_list())}
    return [
        Branch(
            None if row["parent_id"] is None else numbers[row["parent_id"]],
            np.sort(at(pl.Series(row["leads"], dtype=pl.Int64))),
            row["count"],
            row["above"],
            prices(
                pl.Series(row["units"], dtype=pl.Int64), pl.Series(row["price"], dtype=pl.Float64)
            ),
        )
        for row in told.iter_rows(named=True)
    ]
