"""An instance of the capacitated p-median problem, checked before anything is searched."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.consortia.cpmp.distances import Measure, checked_matrix, distances
from hamafza.consortia.cpmp.refusals import (
    ColumnHoldsNoNumbers,
    ColumnsNotThere,
    MediansNotPossible,
    NumberBelowZero,
    PointTooHeavy,
    SizeNotPossible,
    WeightOverCapacity,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

COLUMNS = ("x", "y", "capacity", "weight")
MOST_POINTS = 6_000
"""Distances between all pairs are kept: 6,000 points are 288 MB."""
LOAD_SLACK_SHARE = 1e-9
"""A load this share above the capacity is rounding of the sum, no breach."""


@dataclass(frozen=True)
class Instance:
    """Points 0..n-1 in the order of the file; ``distance[i, h]`` is from point i to median h."""

    x: Floats
    y: Floats
    capacity: Floats
    weight: Floats
    medians: int
    distance: Floats
    whole_distances: bool
    """Every distance is a whole number, so the value of every answer is one too."""

    def __post_init__(self) -> None:
        """Freeze the arrays: an instance is a value."""
        for name in (*COLUMNS, "distance"):
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.weight)


def instance_of(
    table: pl.DataFrame, medians: int, measure: Measure, matrix: Floats | None = None
) -> Instance:
    """
    Return the instance of a table with the columns x, y, capacity and weight.

    ``matrix`` holds the distances from point (row) to median (column) when ``measure`` says so.
    Raises a ``Refusal`` for a table that is none, for numbers below zero or not finite, and for
    what no choice of medians can serve.
    """
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise ColumnsNotThere(columns=", ".join(missing))
    x, y, capacity, weight = (_numbers(table, name) for name in COLUMNS)
    if not 1 <= len(x) <= MOST_POINTS:
        raise SizeNotPossible(count=len(x), most=MOST_POINTS)
    _refuse_below_zero(capacity=capacity, weight=weight)
    _refuse_impossible(capacity, weight, medians)
    found = checked_matrix(matrix, len(x)) if measure == "matrix" else distances(x, y, measure)
    whole = measure == "floor" or bool((found == np.rint(found)).all())
    return Instance(x, y, capacity, weight, medians, found, whole)


def able_medians(capacity: Floats, weight: Floats) -> NDArray[np.bool_]:
    """Return which points could serve at least themselves."""
    able: NDArray[np.bool_] = weight <= capacity * (1 + LOAD_SLACK_SHARE)
    return able


def _numbers(table: pl.DataFrame, name: str) -> Floats:
    column = table[name].cast(pl.Float64, strict=False).fill_null(float("nan"))
    numbers = column.to_numpy().astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(numbers))
    if len(bad):
        raise ColumnHoldsNoNumbers(column=name, row=int(bad[0]) + 1, count=len(bad))
    return numbers


def _refuse_below_zero(**columns: Floats) -> None:
    for name, numbers in columns.items():
        bad = np.flatnonzero(numbers < 0)
        if len(bad):
            raise NumberBelowZero(
                column=name, row=int(bad[0]) + 1, value=float(numbers[bad[0]]), count=len(bad)
            )


def _refuse_impossible(capacity: Floats, weight: Floats, medians: int) -> None:
    able = able_medians(capacity, weight)
    if not 1 <= medians <= int(able.sum()):
        raise MediansNotPossible(p=medians, most=int(able.sum()))
    room = float(np.sort(capacity[able])[::-1][:medians].sum())
    total = float(weight.sum())
    if total > room * (1 + LOAD_SLACK_SHARE):
        raise WeightOverCapacity(weight=total, capacity=room, p=medians)
    heaviest = int(np.argmax(weight))
    largest = float(capacity.max())
    if weight[heaviest] > largest * (1 + LOAD_SLACK_SHARE):
        raise PointTooHeavy(row=heaviest + 1, weight=float(weight[heaviest]), capacity=largest)
