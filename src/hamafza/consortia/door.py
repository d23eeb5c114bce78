"""The door of the formation: a table of units comes in sound, or a sentence says why not."""

import dataframely as dy
import polars as pl

from hamafza.consortia.refusals import (
    ColumnMissing,
    ColumnOfWrongKind,
    UnitTwice,
    ValueMissing,
    ValueOutOfRange,
)
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import FormationUnits

ABSURD = 1e15
"""No capacity or weight can be above this: sums would lose whole units to rounding."""
RANGES = {
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 180.0),
    "capacity": (0.0, ABSURD),
    "readiness": (0.0, 1.0),
    "weight": (0.0, ABSURD),
}


def units_at_the_door(frame: pl.DataFrame) -> dy.DataFrame[FormationUnits]:
    """Return the columns the formation reads; raise a Refusal that names what is wrong."""
    names = FormationUnits.column_names()
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise ColumnMissing(columns=", ".join(missing))
    units = frame.select([_fitted(frame[name]) for name in names])
    for name in names:
        _refuse_missing(units[name])
    _refuse_twins(units["unit_id"])
    for name, (low, high) in RANGES.items():
        _refuse_outside(units, name, low, high)
    return checked(FormationUnits, units)


def _fitted(column: pl.Series) -> pl.Series:
    """Return the column in its kind; whole numbers may stand for fractions, never text."""
    kind = column.dtype
    target: pl.DataType
    if column.name == "family":
        fits, wanted, target = kind in (pl.String, pl.Categorical, pl.Enum), "text", pl.String()
    elif column.name == "unit_id":
        fits, wanted, target = kind.is_integer(), "whole numbers", pl.Int64()
    else:
        fits, wanted, target = kind.is_numeric(), "numbers", pl.Float64()
    if not fits and len(column) > 0 and kind != pl.Null:
        raise ColumnOfWrongKind(column=column.name, wanted=wanted, found=str(kind))
    return column.cast(target, strict=False)


def _refuse_missing(column: pl.Series) -> None:
    count = column.null_count()
    if column.dtype == pl.Float64:
        count += int(column.is_nan().sum())
    if count:
        raise ValueMissing(column=column.name, count=count)


def _refuse_twins(unit_id: pl.Series) -> None:
    twins = unit_id.filter(unit_id.is_duplicated())
    if len(twins):
        raise UnitTwice(unit=twins[0], count=twins.n_unique())


def _refuse_outside(units: pl.DataFrame, name: str, low: float, high: float) -> None:
    outside = units.filter(~pl.col(name).is_between(low, high))
    if len(outside):
        raise ValueOutOfRange(
            column=name,
            count=len(outside),
            unit=outside["unit_id"][0],
            value=outside[name][0],
            low=f"{low:g}",
            high=f"{high:g}",
        )
