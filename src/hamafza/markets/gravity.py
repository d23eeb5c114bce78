"""
Gravity: what two countries would trade, given what each trades in all and how they lie.

Poisson pseudo-maximum likelihood with exporter and importer effects (Santos Silva and Tenreyro,
"The Log of Gravity", 2006, table 5). The effects are found by balancing to the margins, which
for a Poisson model is exact; the slopes by Newton steps on the features freed of both effects.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.geography import Mask, Matrix

Tensor = NDArray[np.float64]
_STEPS = 40
_SETTLED = 1e-6  # change of a slope below which more Newton steps do not show in the predictions


@dataclass(frozen=True, eq=False)
class Gravity:
    """``slopes`` follow the features given; ``expected_usd`` holds every pair, itself apart."""

    slopes: NDArray[np.float64]
    errors: NDArray[np.float64]
    """Standard errors of the slopes, robust to variances of any size (no small-sample factor)."""
    expected_usd: Matrix


def fit_gravity(traded_usd: Matrix, features: Tensor, observed: Mask) -> Gravity:
    """
    Fit on the observed pairs (zeros among them are observations) and predict all pairs.

    A country without any observed trade on a side is expected to trade nothing on that side.
    """
    observed = observed & ~np.eye(len(traded_usd), dtype=bool)
    actual = np.where(observed, traded_usd, 0.0)
    slopes = np.zeros(features.shape[2])
    weight = observed.astype(np.float64)
    exporter, importer = np.ones(len(actual)), np.ones(len(actual))
    for _ in range(_STEPS):
        kernel = np.exp(features @ slopes) * weight
        exporter, importer = _balance(actual, kernel, importer, rounds=30)
        step = _newton_step(actual, exporter[:, None] * kernel * importer, features)
        slopes = slopes + step
        if float(np.abs(step).max(initial=0.0)) < _SETTLED:
            break
    kernel = np.exp(features @ slopes)
    exporter, importer = _balance(actual, kernel * weight, importer, rounds=200)
    expected = exporter[:, None] * kernel * importer
    errors: NDArray[np.float64] = _robust_errors(actual, expected * weight, features)
    np.fill_diagonal(expected, 0.0)
    return Gravity(slopes, errors, expected)


def _balance(
    actual: Matrix, kernel: Matrix, importer: NDArray[np.float64], rounds: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scale rows and columns of the kernel in turn until both margins are the actual ones."""
    sold, bought = actual.sum(axis=1), actual.sum(axis=0)
    exporter = np.ones(len(actual))
    for _ in range(rounds):
        exporter = over(sold, kernel @ importer)
        importer = over(bought, exporter @ kernel)
    return exporter, importer


def _newton_step(actual: Matrix, expected: Matrix, features: Tensor) -> NDArray[np.float64]:
    """Return one step for the slopes, no longer than 1 in any of them."""
    free = _freed_of_effects(features, expected).reshape(-1, features.shape[2])
    slope = free.T @ (actual - expected).reshape(-1)
    step = np.asarray(np.linalg.solve(_hessian(free, expected), slope), np.float64)
    return np.clip(step, -1.0, 1.0)


def _hessian(free: Matrix, expected: Matrix) -> Matrix:
    hessian: Matrix = (free * expected.reshape(-1, 1)).T @ free
    ridge = 1e-9 * np.trace(hessian) + 1e-300  # a feature that never varies gets slope 0
    held: Matrix = hessian + ridge * np.eye(len(hessian))
    return held


def _robust_errors(actual: Matrix, expected: Matrix, features: Tensor) -> NDArray[np.float64]:
    """Return Eicker, Huber and White's errors: the bread is the Hessian freed of both effects."""
    free = _freed_of_effects(features, expected).reshape(-1, features.shape[2])
    bread = np.linalg.inv(_hessian(free, expected))
    scores = free * (actual - expected).reshape(-1, 1)
    return np.asarray(np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread)), np.float64)


def _freed_of_effects(features: Tensor, weight: Matrix) -> Tensor:
    """Return the features less their weighted means by exporter and by importer, in turn."""
    free = features.copy()
    sold, bought = weight.sum(axis=1), weight.sum(axis=0)
    for _ in range(15):
        free -= over(np.einsum("ij,ijf->if", weight, free), sold[:, None])[:, None, :]
        free -= over(np.einsum("ij,ijf->jf", weight, free), bought[:, None])[None, :, :]
    return free


def over(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, with 0 where there is nothing to divide by."""
    quotient = np.zeros(np.broadcast_shapes(above.shape, below.shape))
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
