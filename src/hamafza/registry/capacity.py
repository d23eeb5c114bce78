"""Capacity in minimum export shipments, and readiness, where the file tells them or not."""

import polars as pl

from hamafza.registry.params import Assumed, Shipments
from hamafza.vocabulary.provenance import Provenance


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


def with_weight(units: pl.DataFrame) -> pl.DataFrame:
    """Add weight: capacity in mean capacities of the file's units of the same kind."""
    mean = pl.col("capacity").mean().over("kind")
    weight = pl.when(mean > 0).then(pl.col("capacity") / mean).otherwise(pl.lit(0.0))
    return units.with_columns(weight=weight)


def _basis(given: pl.Expr) -> pl.Expr:
    return (
        pl.when(given.is_not_null())
        .then(pl.lit(Provenance.REAL.value))
        .otherwise(pl.lit(Provenance.ASSUMED.value))
    )
