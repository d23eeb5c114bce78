"""A finished market plan read back: by market, by group, and who goes nowhere."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from hamafza.store.tables import read_parquet
from hamafza.vocabulary.tables.market_plan import QUARTERS, PlanShipments

QUARTER_SUMS = tuple(f"q{quarter}_usd_cents" for quarter in range(1, QUARTERS + 1))


@dataclass(frozen=True, eq=False)
class PlanTold:
    """Tables of a plan's folder; money in US cents a year."""

    folder: Path

    @cached_property
    def supply(self) -> pl.DataFrame:
        """Return the groups the plan was made for."""
        return read_parquet(self.folder / "supply.parquet")

    @cached_property
    def explained(self) -> pl.DataFrame:
        """Return PlanExplained."""
        return read_parquet(self.folder / "explained.parquet")

    @cached_property
    def plan(self) -> pl.DataFrame:
        """Return PlanShipments."""
        return read_parquet(self.folder / "plan.parquet", PlanShipments.column_names())

    def by_market(self) -> pl.DataFrame:
        """Return importer, groups, goods, the sum and that of each quarter; the largest first."""
        sums = self.plan.group_by("importer").agg(
            pl.col("group_id").n_unique().alias("groups"),
            pl.col("hs4").n_unique().alias("goods"),
            *_sums(),
        )
        return sums.sort("value_usd_cents", "importer", descending=[True, False])

    def flows(self) -> pl.DataFrame:
        """Return group_id, importer, the sum and that of each quarter."""
        return self.plan.group_by("group_id", "importer").agg(*_sums())

    def groups(self, importer: str = "", hs4: str = "", goes: bool | None = None) -> pl.DataFrame:
        """Return the groups asked for with the sum of what they send, the largest first."""
        sent = self.plan.group_by("group_id").agg(pl.col("value_usd_cents").sum())
        told = self.supply.select("group_id", "label", "hs4", "province").join(
            sent, on="group_id", how="left"
        )
        if importer:
            there = self.plan.filter(pl.col("importer") == importer)["group_id"].unique()
            told = told.filter(pl.col("group_id").is_in(there.implode()))
        if hs4:
            told = told.filter(pl.col("hs4") == hs4)
        if goes is not None:
            told = told.filter(pl.col("value_usd_cents").is_not_null() == goes)
        ordered = told.with_columns(pl.col("value_usd_cents").fill_null(0))
        return ordered.sort("value_usd_cents", "group_id", descending=[True, False])

    def reasons(self, groups: pl.Series) -> dict[int, list[dict[str, object]]]:
        """Return the rows of PlanExplained of some groups, in order."""
        told: dict[int, list[dict[str, object]]] = {}
        rows = self.explained.filter(pl.col("group_id").is_in(groups.implode()))
        for row in rows.sort("group_id", "rank").iter_rows(named=True):
            told.setdefault(int(row["group_id"]), []).append(row)
        return told

    def nowhere(self) -> list[tuple[str, int]]:
        """Return the first reason for which groups go nowhere, and how many; most first."""
        none = self.explained.filter(pl.col("kind") == "none")
        counted = none.group_by("reasons").len().sort("len", "reasons", descending=[True, False])
        return [(str(codes).split(",")[0], int(many)) for codes, many in counted.iter_rows()]


def _sums() -> list[pl.Expr]:
    value = pl.col("value_usd_cents")
    return [
        value.sum(),
        *(
            value.filter(pl.col("quarter") == quarter).sum().alias(name)
            for quarter, name in enumerate(QUARTER_SUMS, 1)
        ),
    ]
