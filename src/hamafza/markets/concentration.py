"""How much of a country's or group's exports hangs on few goods or markets."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Theil:
    """Theil's index in its two parts, which add up to it."""

    extensive: float
    """From goods that are not exported at all: ln(goods / exported goods)."""
    intensive: float
    """From unequal values of those that are."""

    @property
    def total(self) -> float:
        return self.extensive + self.intensive


def herfindahl(values: Vector) -> float:
    """Return the sum of squared shares: 1 / n to 1; its inverse is the number of equal goods."""
    shares = _shares(values)
    return float(shares @ shares)


def herfindahl_normalised(values: Vector) -> float:
    """Return the index brought to 0 (equal) to 1 (one alone), whatever the number of goods."""
    return _normalised(herfindahl(values), 1 / len(values))


def concentration(values: Vector) -> float:
    """Return UNCTAD's concentration index: the root of the Herfindahl index, brought to 0 to 1."""
    return _normalised(math.sqrt(herfindahl(values)), math.sqrt(1 / len(values)))


def diversification(values: Vector, world: Vector) -> float:
    """Return UNCTAD's index: half the distance between a basket's shares and the world's."""
    return float(np.abs(_shares(values) - _shares(world)).sum() / 2)


def theil(values: Vector) -> Theil:
    """Return Theil's index; ``values`` holds every good that could be exported, zeros too."""
    exported = values[values > 0]
    relative = exported / exported.mean()
    return Theil(math.log(len(values) / len(exported)), float((relative * np.log(relative)).mean()))


def gini(values: Vector) -> float:
    """Return Gini's index of the values, zeros too."""
    ordered, count = np.sort(values), len(values)
    ranks = np.arange(1, count + 1)
    return float(2 * (ranks @ ordered) / (count * ordered.sum()) - (count + 1) / count)


def shannon(values: Vector) -> float:
    """Return Shannon's entropy of the shares, in natural logarithms."""
    shares = _shares(values)
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())


def _shares(values: Vector) -> Vector:
    total = float(values.sum())
    if not total > 0 or bool((values < 0).any()):
        raise ValueError("shares need values of 0 or more, and not all of them 0")
    return np.asarray(values / total)


def _normalised(index: float, least: float) -> float:
    return 1.0 if least >= 1 else (index - least) / (1 - least)
