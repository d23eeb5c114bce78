"""How far counted evidence is believed: weights learnt from pairs of which the truth is known."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.registry.twins.attributes import ATTRIBUTES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Belief:
    """
    How many bits a counted bit is worth, by attribute.

    Counting takes each attribute for itself. What agrees together is worth less than its sum, and
    what is counted shyly more; a weight sets that right, and being above 0 it never turns what
    speaks for one unit against it.
    """

    start: float
    """Bits before anything is seen."""
    context: float
    """Of what is no attribute's own: chance, what hangs together, two units like each other."""
    phone: float
    licence: float
    name: float
    goods: float
    trade: float
    city: float
    address: float
    owner: float
    workers: float
    made: float
    place: float

    def __post_init__(self) -> None:
        for each in fields(self):
            weight = getattr(self, each.name)
            if not np.isfinite(weight):
                raise ValueError(f"{each.name} must be a number")
            if each.name != "start" and weight <= 0:
                raise ValueError(f"{each.name} must be above 0: agreement never speaks against")

    def pull(self, attribute: str, bits: float) -> float:
        """Return by how many bits an attribute moves the belief in one unit."""
        return float(getattr(self, attribute)) * bits


def parts(pairs: pl.DataFrame) -> Floats:
    """Return what is weighed of compared pairs: the context, then each attribute, in bits."""
    told = [pairs[f"{name}_bits"].fill_null(0.0).to_numpy() for name in ATTRIBUTES]
    return np.column_stack([pairs["odds"].to_numpy() - np.sum(told, axis=0), *told])


def believed_bits(pairs: pl.DataFrame, belief: Belief) -> Floats:
    """Return the bits that are believed to speak for one unit, chance and all."""
    weights = [belief.context, *(getattr(belief, name) for name in ATTRIBUTES)]
    bits = np.full(pairs.height, belief.start)
    for weight, told in zip(weights, parts(pairs).T, strict=True):  # in one order, on any machine
        bits += weight * told
    return bits


def believed(pairs: pl.DataFrame, belief: Belief) -> pl.DataFrame:
    """Return compared pairs with ``probability``, how likely each is one unit."""
    against = np.exp2(np.clip(-believed_bits(pairs, belief), -1000.0, 1000.0))
    return pairs.with_columns(probability=pl.Series(1.0 / (1.0 + against), dtype=pl.Float64))
