"""Solves a market plan: prices that prove a bound, then a plan filled by them and bettered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.problem import PlanProblem
from hamafza.markets.plan.solver.bettering import better_heading, nearest, seed_chance
from hamafza.markets.plan.solver.filling import fill_heading, sums_by_heading
from hamafza.markets.plan.solver.prices import Prices, PriceSearch, Proof
from hamafza.markets.plan.solver.room import Case, Left, all_left, case_of
from hamafza.vocabulary.stop import Stop

PRICE_ROUNDS = 200
TEARS_PER_PAIR = 2
FEWEST_TEARS = 3000
"""Tears of a sweep for each pair of group and quarter, on average over headings."""
HEAT_SHARE = 0.1
"""Heat of a round's first sweep, in what a lot gains on average in its best market."""
STUCK_SHARE = 1e-4
"""A round of sweeps that betters the plan by less is followed by one that begins with heat."""
CLOSE_SHARE = 1e-5
"""A heading that could gain no more is left alone, unless shared ceilings have room to give."""
POOL_PRICES = (1.0, 1.0, 1.0, 0.3, 0.0)
"""What pools ask, sweep by sweep: first their price, in the end nothing, so that they fill."""


@dataclass(frozen=True, eq=False)
class PlanAnswer:
    """Flows in units, their value and the proven bound in cents; ``iterations`` were done."""

    flow: NDArray[np.int32]
    """(G, M, Q)"""
    value: float
    bound: float
    prices: Prices
    iterations: int

    @property
    def gap_share(self) -> float:
        """Return how much better any other plan could be, as a share of the bound."""
        return max(0.0, self.bound - self.value) / self.bound if self.bound > 0 else 0.0


def solve(problem: PlanProblem, stop: Stop, seed: int = 1, close_share: float = 1e-4) -> PlanAnswer:
    """
    Return a plan and prices; the same for the same seed and iterations.

    An iteration is a step of the prices (at most PRICE_ROUNDS), then a sweep of bettering. The
    work ends when ``stop`` says so or no plan can be better by more than ``close_share``.
    """
    search, done = PriceSearch(problem, PRICE_ROUNDS), 0
    while done <= PRICE_ROUNDS and not stop(done):
        search.step()
        done += 1
    sweeps = _Sweeps(problem, search.best, seed)
    while sweeps.gap_share > close_share and not stop(done):
        sweeps.sweep()
        done += 1
    return PlanAnswer(
        sweeps.best_flow, sweeps.best_value, search.best.bound, search.best.prices, done
    )


class _Sweeps:
    """The plan as it stands, and the best that has been."""

    def __init__(self, problem: PlanProblem, proof: Proof, seed: int) -> None:
        self._case: Case = case_of(problem)
        self._left: Left = all_left(self._case)
        self._proof, self._done = proof, 0
        self._price, self._pools = proof.prices.of_flows(problem)
        self._chance = np.random.default_rng(seed)
        seed_chance(seed)
        for h in self._chance.permutation(len(problem.cap)):
            fill_heading(self._case, self._left, h, self._price[h])
        self._near = [nearest(self._case, h, each) for h, each in enumerate(self._price)]
        self._value, self._paid = np.zeros(len(problem.cap)), np.zeros(len(problem.cap))
        self.best_flow, self.best_value = self._left.flow, -np.inf
        self._look()
        gains = problem.gain.max(axis=1, initial=0.0) * problem.lot
        self._lot_gain = float(gains.mean()) if len(gains) else 0.0
        self._before_round = -np.inf

    @property
    def gap_share(self) -> float:
        bound = self._proof.bound
        return (bound - self.best_value) / bound if bound > 0 else 0.0

    def sweep(self) -> None:
        """Better every heading, most where most is lost, and keep the plan if it is the best."""
        asked = POOL_PRICES[self._done % len(POOL_PRICES)]
        price = self._price - (1 - asked) * self._pools
        pools, tears, heat = asked * self._pools, self._tears(), 0.0
        if self._done % len(POOL_PRICES) == 0:
            stuck = self.best_value - self._before_round < STUCK_SHARE * self.best_value
            heat = HEAT_SHARE * self._lot_gain if stuck else 0.0
            self._before_round = self.best_value
        for h in self._chance.permutation(len(tears)):
            if tears[h]:
                better_heading(
                    self._case, self._left, h, price[h], pools, self._near[h], tears[h], heat
                )
        self._done += 1
        self._look()

    def _look(self) -> None:
        """Sum the plan up, and keep it if it is the best."""
        sums_by_heading(self._case, self._left, self._pools, self._value, self._paid)
        value = float(self._value.sum())
        if value > self.best_value:
            self.best_flow, self.best_value = self._left.flow.copy(), value

    def _tears(self) -> NDArray[np.int64]:
        """Deal a sweep's tears out: half by pairs of group and quarter, half by what is lost."""
        pairs = np.diff(self._case.start) * self._left.flow.shape[2]
        lost = np.maximum(self._proof.by_heading - self._value + self._paid, 0.0)
        whole = max(TEARS_PER_PAIR * pairs.sum(), FEWEST_TEARS)
        by_loss = lost / lost.sum() if lost.sum() > 0 else lost
        tears = whole * (0.5 * pairs / max(pairs.sum(), 1) + 0.5 * by_loss)
        spare = float(self._proof.prices.pool @ self._left.pool_slack)
        settled = (lost <= CLOSE_SHARE * self._proof.by_heading) & (spare <= lost.sum())
        return np.where(settled | (pairs == 0), 0, np.ceil(tears)).astype(np.int64)
