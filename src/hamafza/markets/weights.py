"""
A reader's own weights on the factors of a potential: another rank, and dollars no longer.

With weights of 1 the product of the five factors is the room left in USD a year, so the order is
the shipped one. Any other weight keeps a rank only (docs/algorithms/potential.md, "Weights").
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.geography import Matrix

Vector = NDArray[np.float64]
Order = NDArray[np.intp]

FACTORS = ("supply", "demand", "nearness", "ease", "room")
"""
Share of the world's exports; imports in USD a year; nearness (and tariffs) beside the usual
suppliers; ease of trade of the two; the share of the potential that is not sold yet.
"""
BEST = 100.0


@dataclass(frozen=True)
class Weights:
    """Exponents on FACTORS; 1 is the shipped weight of each, 0 leaves a factor out."""

    supply: float = 1.0
    demand: float = 1.0
    nearness: float = 1.0
    ease: float = 1.0
    room: float = 1.0

    @property
    def are_shipped(self) -> bool:
        return self == SHIPPED


SHIPPED = Weights()


@dataclass(frozen=True)
class WeightBounds:
    """How far a reader may move a weight, and by which steps."""

    least: float = 0.0
    most: float = 2.0
    step: float = 0.25

    def __post_init__(self) -> None:
        if not 0 <= self.least <= 1 <= self.most <= 3:
            raise ValueError("least must lie between 0 and 1 and most between 1 and 3")
        if not 0 < self.step <= 1:
            raise ValueError("step must lie between 0 and 1")

    def allow(self, weight: float) -> bool:
        """Say whether a weight lies within the bounds; what is no number does not."""
        return self.least <= weight <= self.most


def scores(factors: Matrix, weights: Weights) -> Vector:
    """
    Return supply^a x demand^b x nearness^c x ease^d x room^e of each row, the best being 100.

    ``factors`` has a row for each market (or heading) and a column for each of FACTORS. A factor
    of zero makes a score of zero unless its weight is zero; where all are zero, so are all scores.
    """
    assert factors.shape[1] == len(FACTORS)
    product: Vector = (factors ** np.array(astuple(weights))).prod(axis=1)
    best = float(product.max(initial=0.0))
    return BEST * product / best if best > 0 else product


def order(
    score: Vector, potential_usd: Vector, phase: NDArray[np.int64] | None, names: Sequence[str]
) -> Order:
    """
    Return the places of the rows, best first: phase (if given), score, potential, name.

    The same keys as the shipped choice of markets, with the score in the place of the gap.
    """
    keys: list[NDArray[np.generic]] = [np.array(names), -potential_usd, -score]
    if phase is not None:
        keys.append(phase)
    return np.lexsort(keys)
