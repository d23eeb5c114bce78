"""The product space: how near products lie, and how near a country stands to each."""

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.flat.flows import in_threads
from hamafza.markets.geography import Matrix
from hamafza.vocabulary.compiled import unlocked

Space = NDArray[np.floating]
Vector = NDArray[np.float64]

_STRIPE = 256  # rows of the space that a thread takes at a time


def nearness(presence: Space, ubiquity: Space, threads: int = 1) -> Space:
    """
    Return proximity, product by product: min(C / k_p, C / k_q) of C, how often both are made.

    The diagonal is that of the formula: 1 if M is binary.
    """
    together: Space = presence.T @ presence
    inverse = 1 / ubiquity
    stripes = range(math.ceil(len(together) / _STRIPE))
    in_threads(partial(_divide, together, inverse), stripes, threads)
    return together


def of_space(presence: Matrix, proximity: Space, pci: Vector) -> tuple[Space, Space]:
    """Return density and outlook gain (COG), both country by product, in the space's precision."""
    near = proximity.sum(axis=1)
    absent = (1 - presence).astype(proximity.dtype)
    weighted = absent * (pci / near).astype(proximity.dtype)
    both = np.concatenate([presence.astype(proximity.dtype), weighted]) @ proximity
    countries = len(presence)
    density, gain = both[:countries], both[countries:]
    density /= near
    gain *= absent
    return density, gain


def _divide(together: Space, inverse: Space, stripe: int) -> None:
    low = stripe * _STRIPE
    divide_rows(together[low : low + _STRIPE], inverse, low)


@unlocked
def divide_rows(together: Space, inverse: Space, first: int) -> None:
    """Divide rows of a stripe, which begins at product ``first``, by the larger ubiquity."""
    for p in range(together.shape[0]):
        own = inverse[first + p]
        for q in range(together.shape[1]):
            together[p, q] *= min(own, inverse[q])
