"""Whether floors are those asked for, and what was served of each class."""

from collections.abc import Iterator

import polars as pl

from hamafza.consortia.verdict.asked import Asked
from hamafza.consortia.verdict.layout import is_of_class, with_defaults

CLOSE = 1e-9


def wrong_floors(
    units: pl.DataFrame, asked: Asked, members: pl.DataFrame, floors: pl.DataFrame | None
) -> list[str]:
    """
    Return what does not hold of ``floors``: classes, units asked for and served, the price.

    ``least_units`` is what the bound rests on: the units asked for or, where fewer were served,
    those. A bound under prices for the class holds among groupings that serve so many.
    """
    if not asked.floors and floors is None:
        return []
    if floors is None:
        return ["floors.parquet is missing, and run.json asks for floors"]
    told = {(row["by"], row["value"]): row for row in floors.to_dicts()}
    wanted = [(floor.by, floor.told_value) for floor in asked.floors]
    if len(told) != len(floors) or sorted(told, key=str) != sorted(wanted):
        return ["floors.parquet does not name the floors of run.json, each once"]
    return list(_wrong(units, asked, members, told))


def _wrong(
    units: pl.DataFrame,
    asked: Asked,
    members: pl.DataFrame,
    told: dict[tuple[str, str], dict[str, float]],
) -> Iterator[str]:
    rows = with_defaults(units)
    served = members.select("unit_id").join(rows, on="unit_id", how="left")
    for floor in asked.floors:
        row, is_of = told[floor.by, floor.told_value], is_of_class(floor.by, floor.value)
        truth = {
            "asked_units": floor.least_share * len(rows.filter(is_of)),
            "served_units": float((1.0 / served.filter(is_of)["shares"]).sum()),
        }
        truth["least_units"] = min(truth.values())
        name = f"the floor for {floor.by} {floor.told_value}"
        for column, true in truth.items():
            value = row[column]
            if value is None or not abs(value - true) <= CLOSE * (1 + true):
                yield f"{name} has {column} {value}, the tables give {true:.9g}"
        price = row["price"]
        if price is None or not 0 <= price < float("inf"):
            yield f"{name} has a price that is negative or no number"


def paid_for_floors(floors: pl.DataFrame | None) -> float:
    """Return what the floors' prices take off the sum of the families' bounds."""
    if floors is None:
        return 0.0
    return float((floors["price"] * floors["least_units"]).sum())
