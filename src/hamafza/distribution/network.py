"""The distribution network beside the way: wholesalers, carriers and stores that can serve it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from hamafza.distribution.polyline import off_line_km
from hamafza.distribution.sites import Point


@dataclass(frozen=True)
class Near:
    within_km: float = 25.0

    def __post_init__(self) -> None:
        if not self.within_km >= 0:
            raise ValueError("within_km is not negative")


def near_the_way(units: pl.DataFrame, line: Sequence[Point], within_km: float) -> pl.DataFrame:
    """
    Return the distributive units within ``within_km`` of the line, nearest first.

    ``units`` has the columns of Units; the answer adds ``off_km``. Ties go by unit_id.
    """
    trading = units.filter(pl.col("kind") == "distributive")
    off_km = off_line_km(
        trading["lat_deg"].to_numpy().astype(np.float64),
        trading["lon_deg"].to_numpy().astype(np.float64),
        line,
    )
    found = trading.with_columns(off_km=pl.Series(off_km, dtype=pl.Float64))
    return found.filter(pl.col("off_km") <= within_km).sort("off_km", "unit_id")
