"""What is known of each group when somebody asks which come first."""

import polars as pl

from hamafza.consortia.budgets import Costs
from hamafza.consortia.refusals import ColumnMissing, ColumnOfWrongKind, UnitTwice, ValueMissing
from hamafza.runs.finished import Finished

_FLAGS = ("home_based", "women_owned")


def units_of(frame: pl.DataFrame) -> pl.DataFrame:
    """
    Return unit_id, readiness, province, included and market_usd; null is unknown.

    ``included`` is whether the unit is known to be home-based or women-owned, null where neither
    is known. Only unit_id and readiness must be there.
    """
    missing = [name for name in ("unit_id", "readiness") if name not in frame.columns]
    if missing:
        raise ColumnMissing(columns=", ".join(missing))
    units = frame.select(
        _fitted(frame, "unit_id", pl.Int64, "whole numbers"),
        _fitted(frame, "readiness", pl.Float64, "numbers"),
        _fitted(frame, "province", pl.String, "text"),
        _fitted(frame, "market_usd", pl.Float64, "numbers"),
        *(_fitted(frame, name, pl.Boolean, "true or false") for name in _FLAGS),
    )
    for name in ("unit_id", "readiness"):
        if units[name].null_count():
            raise ValueMissing(column=name, count=units[name].null_count())
    twins = units.filter(pl.col("unit_id").is_duplicated())["unit_id"]
    if len(twins):
        raise UnitTwice(unit=twins[0], count=twins.n_unique())
    spelt, market = pl.col("province").str.strip_chars(), pl.col("market_usd")
    return units.select(
        "unit_id",
        pl.col("readiness").clip(0, 1),
        province=pl.when(spelt != "").then(spelt),
        market_usd=pl.when(market.is_finite() & (market >= 0)).then(market),
        included=pl.when(pl.any_horizontal(pl.col(*_FLAGS).is_not_null())).then(
            pl.any_horizontal(pl.col(*_FLAGS).fill_null(value=False))
        ),
    )


def groups_of(
    run: Finished, units: pl.DataFrame, costs: Costs, stability: pl.DataFrame | None
) -> pl.DataFrame:
    """
    Return one row a group with all that its score and its sentences quote.

    The province is the lead's. A market is the mean of the members' where a basket has several.
    """
    told = (
        run.members.join(units, on="unit_id")
        .group_by("consortium_id")
        .agg(
            mean_readiness=pl.col("readiness").mean(),
            market_usd=pl.col("market_usd").mean(),
            inclusion_share=pl.col("included").cast(pl.Float64).mean(),
        )
    )
    lead = units.select(lead_unit_id="unit_id", lead_readiness="readiness", province="province")
    groups = (
        run.consortia.join(told, on="consortium_id", how="left", maintain_order="left")
        .join(lead, on="lead_unit_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("mean_readiness").fill_null(0.0),
            cost_minor=costs.minor(costs.group) + costs.minor(costs.member) * pl.col("size"),
            currency=pl.lit(costs.currency),
        )
    )
    if stability is None:
        return groups.with_columns(overlap=pl.lit(None, pl.Float64))
    overlaps = stability.select("consortium_id", pl.col("overlap").clip(0, 1))
    overlaps = overlaps.unique("consortium_id", keep="first", maintain_order=True)
    return groups.join(overlaps, on="consortium_id", how="left", maintain_order="left")


def _fitted(frame: pl.DataFrame, name: str, kind: type[pl.DataType], wanted: str) -> pl.Expr:
    """Return a column in its kind, all unknown where there is none; refuse another kind."""
    if name not in frame.columns:
        return pl.lit(None, kind).alias(name)
    found = frame[name].dtype
    fits = {
        pl.Int64: found.is_integer(),
        pl.Float64: found.is_numeric(),
        pl.String: found in (pl.String, pl.Categorical, pl.Enum),
        pl.Boolean: found == pl.Boolean,
    }[kind]
    if not fits and found != pl.Null and len(frame):
        raise ColumnOfWrongKind(column=name, wanted=wanted, found=str(found))
    return pl.col(name).cast(kind, strict=False)
