"""Capacity in minimum export shipments, and readiness, where the file tells them or not."""

from collections.abc import Mapping

import polars as pl

from hamafza.registry.params import Assumed, Shipments
from hamafza.vocabulary.provenance import Provenance

Others = Mapping[str, tuple[int, float]]


def with_capacity(units: pl.DataFrame, shipments: Shipments, assumed: Assumed) -> pl.DataFrame:
    """
    Add capacity (shipments a month) and what it rests on.

    Reads units_read, measure_read, workers_read, hs4. Without a count of its own a unit is
    taken to make so much for each worker; without workers, a usual small unit's part.
    """
    measure = pl.col("measure_read").fill_null(shipments.usual_measure)
    chapter = pl.concat_str(pl.col("hs4").str.slice(0, 2).fill_null(""), pl.lit(":"), measure)
    size = pl.coalesce(
        chapter.replace_strict(shipments.by_chapter, default=None, return_dtype=pl.Float64),
        measure.replace_strict(shipments.by_measure, default=None, return_dtype=pl.Float64),
    )
    given = pl.col("units_read") / size
    by_workers = pl.col("workers_read") * assumed.capacity_per_worker
    return units.with_columns(
        capacity=pl.coalesce(given, by_workers, pl.lit(assumed.capacity)),
        capacity_basis=_basis(given),
    )


def with_readiness(units: pl.DataFrame, assumed: Assumed) -> pl.DataFrame:
    """Add readiness 0 to 1 and its basis; a file's points are of 1 or of 100."""
    points = pl.col("readiness_read")
    given = pl.when(points > 1).then(points / 100).otherwise(points)
    licensed = pl.col("licence").is_not_null().cast(pl.Float64) * assumed.readiness_licensed
    doublings = (pl.col("workers_read").fill_null(1).clip(1)).log(2)
    guessed = assumed.readiness + licensed + doublings * assumed.readiness_per_doubling
    return units.with_columns(
        readiness=pl.coalesce(given, guessed.clip(0, assumed.readiness_most)),
        readiness_basis=_basis(given),
    )


def with_weight(units: pl.DataFrame, others: Others | None = None) -> pl.DataFrame:
    """
    Add weight: capacity in mean capacities of the list's units of the same kind.

    ``others``: by kind, how many more units the list has, and the sum of their capacities.
    """
    told = others or {}
    many = {kind: float(count) for kind, (count, _) in told.items()}
    sums = {kind: sum_ for kind, (_, sum_) in told.items()}
    mean = (pl.col("capacity").sum().over("kind") + _by_kind(sums)) / (
        pl.len().over("kind") + _by_kind(many)
    )
    weight = pl.when(mean > 0).then(pl.col("capacity") / mean).otherwise(pl.lit(0.0))
    return units.with_columns(weight=weight)


def _by_kind(figures: Mapping[str, float]) -> pl.Expr:
    return pl.col("kind").replace_strict(figures, default=0.0, return_dtype=pl.Float64)


def _basis(given: pl.Expr) -> pl.Expr:
    return (
        pl.when(given.is_not_null())
        .then(pl.lit(Provenance.REAL.value))
        .otherwise(pl.lit(Provenance.ASSUMED.value))
    )
