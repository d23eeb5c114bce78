"""What of a unit follows when a newer file tells something else of it."""

from collections.abc import Mapping

import polars as pl

from hamafza.registry.columns import FIELDS

_CODES = ("hs4", "hs6", "hs_probability", "hs_reason", "service_code", "family")
_CAPACITY = ("capacity", "capacity_basis", "weight")
READINESS = ("readiness", "readiness_basis")
_PLACE = ("province", "city", "lat_deg", "lon_deg", "place_basis")
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "goods_text": ("goods_text", *_CODES, *_CAPACITY),
    "goods_hint": (*_CODES, *_CAPACITY),
    "kind": ("kind", *_CODES, *_CAPACITY),
    "trade": ("trade",),
    "union": ("union",),
    "licence": ("licence", *READINESS),
    "permit": ("home_based",),
    "province": _PLACE,
    "city": _PLACE,
    "county": _PLACE,
    "lat_deg": _PLACE,
    "lon_deg": _PLACE,
    "monthly_units": ("monthly_units", *_CAPACITY),
    "measure": _CAPACITY,
    "workers": ("workers", *_CAPACITY, *READINESS),
    "home_based": ("home_based",),
    "women_owned": ("women_owned",),
    "phone": ("phone",),
    "mobile": ("phone",),
    "activity_class": ("kind", *_CODES, *_CAPACITY),
    "owner": ("name",),
    "owner_family": ("name",),
    "readiness": READINESS,
    "origin": ("capacity_basis", "readiness_basis"),
}
"""Field of a file -> columns of the unit; what is not here (an own number, a date) moves none."""
MAY_CHANGE = tuple(dict.fromkeys(column for columns in FOLLOWS.values() for column in columns))

TOGETHER = (_CODES, _CAPACITY, READINESS, _PLACE)
"""Columns that stand or change together: a code that a person confirmed keeps its family."""

_BEFORE = "_before"


def changed_fields(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """
    Return ``listed`` and ``fields``, the names of those that tell something else than before.

    Both tables have ``listed`` and the FIELDS. Where nothing is known of before, all are named.
    """
    both = now.join(before, on="listed", how="left", suffix=_BEFORE, maintain_order="left")
    known = pl.col("listed").is_in(before["listed"].implode())
    names = [
        pl.when(~known | pl.col(name).ne_missing(pl.col(f"{name}{_BEFORE}"))).then(pl.lit(name))
        for name in FIELDS
    ]
    return both.select("listed", fields=pl.concat_list(names).list.drop_nulls())


def moved(
    fields: list[str],
    before: Mapping[str, object],
    after: Mapping[str, object],
    by_hand: frozenset[str],
) -> tuple[dict[str, object], list[str]]:
    """
    Return what of a unit changes, and the columns that stay because a person set them by hand.

    Only columns that follow a field which tells something else are touched.
    """
    held = set(by_hand)
    for group in TOGETHER:
        if held & set(group):
            held |= set(group)
    follow = dict.fromkeys(column for name in fields for column in FOLLOWS.get(name, ()))
    differ = [column for column in follow if before[column] != after[column]]
    changes = {column: after[column] for column in differ if column not in held}
    return changes, [column for column in differ if column in by_hand]
