"""The door of the formation: a table of units comes in sound, or a sentence says why not."""

import dataframely as dy
import polars as pl

from hamafza.consortia.refusals import (
    ColumnMissing,
    ColumnOfWrongKind,
    KeptWithoutHome,
    ScopeUnknown,
    SharesNotPossible,
    UnitTwice,
    ValueMissing,
    ValueOutOfRange,
)
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import SCOPES, FormationUnits

ABSURD = 1e15
"""No capacity or weight can be above this: sums would lose whole units to rounding."""
MOST_SHARES = 12
RANGES = {
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 180.0),
    "capacity": (0.0, ABSURD),
    "readiness": (0.0, 1.0),
    "weight": (0.0, ABSURD),
}
NEEDED = ("unit_id", "family", *RANGES)
OPTIONAL: dict[str, pl.Expr] = {
    "product_line": pl.col("family"),
    "owner": pl.lit(None, pl.String),
    "shares": pl.lit(1, pl.Int64),
    "province": pl.lit(None, pl.String),
    "home_based": pl.lit(None, pl.Boolean),
    "women_owned": pl.lit(None, pl.Boolean),
    "scope": pl.lit("reach"),
    "home": pl.lit(None, pl.Int64),
    "kept": pl.lit(False),
}
"""What stands in a column that is missing, or empty in a row."""
_TEXT = ("family", "product_line", "owner", "province", "scope")
_WHOLE = ("unit_id", "shares", "home")
_FLAGS = ("home_based", "women_owned", "kept")


def units_at_the_door(frame: pl.DataFrame) -> dy.DataFrame[FormationUnits]:
    """Return the columns the formation reads; raise a Refusal that names what is wrong."""
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        raise ColumnMissing(columns=", ".join(missing))
    names = [*NEEDED, *(name for name in OPTIONAL if name in frame.columns)]
    units = frame.select([_fitted(frame[name]) for name in names])
    for name in NEEDED:
        _refuse_missing(units[name])
    _refuse_twins(units["unit_id"])
    for name, (low, high) in RANGES.items():
        _refuse_outside(units, name, low, high)
    units = with_defaults(units)
    _refuse_what_cannot_be(units)
    return checked(FormationUnits, _at_one_home(units))


def with_defaults(units: pl.DataFrame) -> pl.DataFrame:
    """Return the units with every optional column, filled with what it stands for when empty."""
    return units.with_columns(
        (pl.coalesce(name, default) if name in units.columns else default).alias(name)
        for name, default in OPTIONAL.items()
    )


def _at_one_home(units: pl.DataFrame) -> pl.DataFrame:
    """Forget where a shared unit stands unless it leads there: it may stand in several places."""
    roams = (pl.col("shares") > 1) & (pl.col("home") != pl.col("unit_id"))
    return units.with_columns(
        home=pl.when(roams).then(None).otherwise("home"),
        kept=pl.col("kept") & ~roams.fill_null(value=False),
    )


def _fitted(column: pl.Series) -> pl.Series:
    """Return the column in its kind; whole numbers may stand for fractions, never text."""
    kind = column.dtype
    target: pl.DataType
    if column.name in _TEXT:
        fits, wanted, target = kind in (pl.String, pl.Categorical, pl.Enum), "text", pl.String()
    elif column.name in _WHOLE:
        fits, wanted, target = kind.is_integer(), "whole numbers", pl.Int64()
    elif column.name in _FLAGS:
        fits, wanted, target = kind == pl.Boolean, "true or false", pl.Boolean()
    else:
        fits, wanted, target = kind.is_numeric(), "numbers", pl.Float64()
    if not fits and len(column) > 0 and kind != pl.Null:
        raise ColumnOfWrongKind(column=column.name, wanted=wanted, found=str(kind))
    return column.cast(target, strict=False)


def _refuse_missing(column: pl.Series) -> None:
    count = column.null_count()
    if column.dtype == pl.Float64:
        count += int(column.is_nan().sum())
    if column.dtype == pl.String:
        count += int((column.str.strip_chars() == "").sum())
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


def _refuse_what_cannot_be(units: pl.DataFrame) -> None:
    shared = units.filter(~pl.col("shares").is_between(1, MOST_SHARES))
    if len(shared):
        raise SharesNotPossible(
            unit=shared["unit_id"][0], shares=shared["shares"][0], most=MOST_SHARES
        )
    unknown = units.filter(~pl.col("scope").is_in(SCOPES))
    if len(unknown):
        raise ScopeUnknown(
            unit=unknown["unit_id"][0],
            scope=unknown["scope"][0],
            count=len(unknown),
            known=", ".join(SCOPES),
        )
    homeless = units.filter(pl.col("kept") & pl.col("home").is_null())
    if len(homeless):
        raise KeptWithoutHome(unit=homeless["unit_id"][0], count=len(homeless))
