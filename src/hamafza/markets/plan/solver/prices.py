"""
Prices of room that prove a bound, found by steps against what the groups would send.

With prices on caps, knees and pools the groups no longer meet, and each answers on its own
(``choosing``). Whatever the prices, what the rooms are worth at them and what the groups earn
above them together bound the value of every plan; the best prices make that sum least. The sum is
convex and has corners; steps are those of Adam (Kingma and Ba 2015, arXiv:1412.6980) with a length
that falls, which scales rooms of 2,000 and of 20 million dollars alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.problem import PlanProblem
from hamafza.markets.plan.solver.choosing import answer_prices

Floats = NDArray[np.float64]

FIRST_STEP, LAST_STEP = 0.15, 0.0025
"""In what the groups gain in their best market on a dollar, on average."""
MOMENTUM, MEMORY = 0.9, 0.99
TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Prices:
    """Shares of the value sent, never negative; a knee's never above its cost."""

    cap: Floats
    """(H, M, Q)"""
    knee: Floats
    """(H, M)"""
    pool: Floats
    """(K)"""

    def of_flows(self, problem: PlanProblem) -> tuple[Floats, Floats]:
        """Return what a flow pays in all (H, M, Q), and what of it is the pools' (M, Q)."""
        pools = np.einsum("kmq,k->mq", problem.pool, self.pool)
        later = np.cumsum(self.cap[:, :, ::-1], axis=2)[:, :, ::-1]
        return np.ascontiguousarray(later + self.knee[:, :, None] + pools), pools


@dataclass(frozen=True, eq=False)
class Proof:
    """A bound on every plan's value in cents, by heading too."""

    prices: Prices
    bound: float
    by_heading: Floats
    """(H) Without what the pools are worth; its sum and the pools' make the bound."""


class PriceSearch:
    """One step after another; ``best`` is the least bound met."""

    def __init__(self, problem: PlanProblem, rounds: int) -> None:
        headings, markets, quarters = problem.cap.shape
        self._problem = problem
        self._rounds = max(rounds, 1)
        self._at = (
            np.zeros((headings, markets, quarters)), np.zeros((headings, markets)),
            np.zeros(len(problem.pool_most)),
        )  # fmt: skip
        self._first = [np.zeros_like(each) for each in self._at]
        self._second = [np.zeros_like(each) for each in self._at]
        self._done = 0
        self._pool = problem.pool.astype(np.float64)
        dearest = problem.gain.max(axis=1, initial=0.0) / problem.unit_cents
        self._scale = float(dearest[dearest > 0].mean()) if (dearest > 0).any() else 1.0
        self.best = self._proved()[0]

    def step(self) -> None:
        """Move the prices once, and keep them if they prove more."""
        proof, spare = self._proved()
        if proof.bound < self.best.bound:
            self.best = proof
        self._done += 1
        share = min(self._done / self._rounds, 1.0)
        length = self._scale * FIRST_STEP * (LAST_STEP / FIRST_STEP) ** share
        for at, each in enumerate(spare):
            self._first[at] += (1 - MOMENTUM) * (each - self._first[at])
            self._second[at] += (1 - MEMORY) * (each**2 - self._second[at])
            mean = self._first[at] / (1 - MOMENTUM**self._done)
            size = np.sqrt(self._second[at] / (1 - MEMORY**self._done) + TINY)
            np.maximum(self._at[at] - length * mean / size, 0.0, out=self._at[at])
        np.minimum(self._at[1], self._problem.knee_cost, out=self._at[1])

    def _proved(self) -> tuple[Proof, tuple[Floats, Floats, Floats]]:
        """Return the bound at the prices, and what each room would have to spare."""
        problem = self._problem
        prices = Prices(*(each.copy() for each in self._at))
        earned, used = np.zeros(len(problem.cap)), np.zeros(problem.cap.shape)
        answer_prices(
            problem.start, problem.unit_cents, problem.lot, problem.capacity, problem.ceiling,
            problem.gain, problem.timing, problem.cap, prices.of_flows(problem)[0], earned, used,
        )  # fmt: skip
        rooms = (problem.cap * prices.cap).sum(axis=(1, 2)) + (problem.knee * prices.knee).sum(1)
        by_heading = earned + rooms
        bound = float(by_heading.sum() + problem.pool_most @ prices.pool)
        spare: tuple[Floats, Floats, Floats] = (
            problem.cap.astype(np.float64) - np.cumsum(used, axis=2),
            problem.knee.astype(np.float64) - used.sum(axis=2),
            problem.pool_most - np.einsum("kmq,mq->k", self._pool, used.sum(axis=0)),
        )
        return Proof(prices, bound, by_heading), spare
