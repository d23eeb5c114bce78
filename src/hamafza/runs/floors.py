"""
Floors on the units served of a class: prices that bring them in, and what these do to the bound.

A floor's price is added to the weight of each unit of its class. For a grouping that serves at
least ``least`` of the class, value = value under raised weights - price x served <= bound under
raised weights - price x least: so the bound is that of the raised weights less price x least.
The price is found by doubling and halving in a few short runs; the number served grows with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from hamafza.consortia.family import NOBODY, FamilyProblem
from hamafza.consortia.params import Floor
from hamafza.runs.formation_tables import Formed
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import FloorsReached

Families = list[tuple[FamilyProblem, Formed]]
Solve = Callable[[list[FamilyProblem], float], Families]
"""Solves problems with a part of the effort."""
Lay = Callable[[pl.Series | None], list[FamilyProblem]]
"""Lays the problems out with what is added to each unit's weight."""

ROUNDS = 4
ROUND_SHARE = 0.12
"""Part of the effort for each short run; the last run has what the rounds leave."""
FIRST_PRICE = 0.5
"""In mean weights of a unit."""
CLOSE = 1e-9


@dataclass(frozen=True)
class Reached:
    """The families as formed, and the floors' table."""

    families: Families
    floors: pl.DataFrame


def formed_with_floors(
    units: pl.DataFrame, floors: Sequence[Floor], lay: Lay, solve: Solve
) -> Reached:
    """Return the formation under the lowest prices found that meet the floors, as far as may be."""
    if not floors:
        return Reached(solve(lay(None), 1.0), checked(FloorsReached, _none_reached()))
    classes = [of_class(units, floor) for floor in floors]
    asked = np.array(
        [f.least_share * float(c.to_numpy().sum()) for f, c in zip(floors, classes, strict=True)]
    )
    low, high = np.zeros(len(floors)), np.full(len(floors), np.inf)
    price = np.zeros(len(floors))
    for _ in range(ROUNDS):
        served = _served(units, classes, solve(lay(_raised(classes, price)), ROUND_SHARE))
        met = served >= asked - CLOSE
        high, low = np.where(met, price, high), np.where(met, low, price)
        if met.all() and not price.any():
            break
        price = _next_price(price, low, high, float(units["weight"].to_numpy().mean()))
    price = np.where(np.isfinite(high), high, price)
    families = solve(lay(_raised(classes, price)), 1.0 - ROUNDS * ROUND_SHARE)
    served = _served(units, classes, families)
    table = pl.DataFrame(
        {
            "by": [floor.by for floor in floors],
            "value": [_told(floor) for floor in floors],
            "asked_units": asked,
            "served_units": served,
            "least_units": np.minimum(asked, served),
            "price": price,
        }
    )
    return Reached(families, checked(FloorsReached, table))


def of_class(units: pl.DataFrame, floor: Floor) -> pl.Series:
    """Tell which units are of a floor's class; a unit that says nothing is not."""
    column: pl.Series = units[floor.by]
    return column.is_in([floor.value]).fill_null(value=False)


def _told(floor: Floor) -> str:
    return str(floor.value) if isinstance(floor.value, str) else str(floor.value).lower()


def _none_reached() -> pl.DataFrame:
    names = ("asked_units", "served_units", "least_units", "price")
    return pl.DataFrame(
        schema={"by": pl.String, "value": pl.String} | dict.fromkeys(names, pl.Float64)
    )


def _raised(classes: list[pl.Series], price: np.ndarray) -> pl.Series:
    return pl.Series("raised", np.stack([each.to_numpy() for each in classes]).T @ price)


def _served(units: pl.DataFrame, classes: list[pl.Series], families: Families) -> np.ndarray:
    """Return how many units of each class are in consortia; a shared unit counts by its parts."""
    known = units["unit_id"].to_numpy()
    order = np.argsort(known)
    share = np.zeros(len(known))
    for problem, formed in families:
        joined = np.flatnonzero(formed.formation.lead_of != NOBODY)
        at = order[np.searchsorted(known[order], problem.unit_id[joined])]
        np.add.at(share, at, problem.share[joined])
    return np.array([share[each.to_numpy()].sum() for each in classes])


def _next_price(price: np.ndarray, low: np.ndarray, high: np.ndarray, mean: float) -> np.ndarray:
    """Halve where a price is known that is enough, double where none is."""
    doubled = np.maximum(2.0 * low, FIRST_PRICE * mean)
    halved = 0.5 * (low + np.where(np.isfinite(high), high, 0.0))
    return np.where(high == 0.0, 0.0, np.where(np.isfinite(high), halved, doubled))
