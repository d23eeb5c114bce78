"""
The slow plain answer to a market plan: the whole model as one integer program, for HiGHS.

Written from docs/algorithms/market_plan.md on the judge's reading of the tables, of which the
solver uses nothing.
"""

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from hamafza.markets.plan.verdict.rules import Rules

SCALE = 10_000.0
"""Cents are counted by the hundred dollars: HiGHS likes numbers near one."""


def best_value(rules: Rules, whole: bool = True) -> float:
    """Return what no plan exceeds, by 1e-5 at most above the best; whole=False: the relaxation."""
    return _Program(rules).solved(whole)


class _Program:
    """Columns: x (units) and y (is there a flow) of each flow that may be, then what is beyond."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.flows = [
            (g, m, q)
            for g in range(len(rules.unit))
            for m in range(len(rules.column))
            for q in range(rules.timing.shape[1])
            if rules.gain[g, m] > 0
            and rules.capacity[g, q] >= rules.lot[g]
            and rules.unit[g] * rules.lot[g] <= rules.room[rules.of_heading[g], m, q]
        ]
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def row(self, entries: list[tuple[int, float]], low: float, high: float) -> None:
        self.entries += [(len(self.low), column, value) for column, value in entries]
        self.low.append(low)
        self.high.append(high)

    def solved(self, whole: bool) -> float:
        rules, flows = self.rules, self.flows
        if not flows:
            return 0.0
        count, knees = len(flows), list(np.ndindex(rules.knee.shape))
        self._groups(count)
        self._rooms(count, knees)
        gain = [rules.gain[g, m] * rules.timing[m, q] for g, m, q in flows]
        cost = np.array(gain + [0.0] * count + [-rules.knee_cost * SCALE] * len(knees)) / SCALE
        upper = [rules.most[g, q] for g, _, q in flows] + [1] * count + [np.inf] * len(knees)
        rows, columns, values = zip(*self.entries, strict=True)
        matrix = coo_array((values, (rows, columns)), (len(self.low), len(cost)))
        kinds = np.array([1] * (2 * count) + [0] * len(knees)) if whole else None
        answer = milp(
            -cost,
            integrality=kinds,
            bounds=(0, np.array(upper, float)),
            constraints=LinearConstraint(matrix.tocsr(), self.low, self.high),
            options={"mip_rel_gap": 1e-5, "time_limit": 10.0},
        )
        assert answer.status in (0, 1), answer.message  # 1: not to the end; its bound holds
        bound = answer.mip_dual_bound if whole else answer.fun
        return -SCALE * float(answer.fun if bound is None else bound)

    def _groups(self, count: int) -> None:
        rules = self.rules
        for at, (g, _, q) in enumerate(self.flows):
            self.row([(at, 1.0), (count + at, -float(rules.lot[g]))], 0, np.inf)
            self.row([(at, 1.0), (count + at, -float(rules.most[g, q]))], -np.inf, 0)
        for g, q in {(g, q) for g, _, q in self.flows}:
            own = [(at, 1.0) for at, (a, _, b) in enumerate(self.flows) if (a, b) == (g, q)]
            self.row(own, -np.inf, float(rules.capacity[g, q]))

    def _rooms(self, count: int, knees: list[tuple[int, ...]]) -> None:
        rules, worth = self.rules, self.rules.unit / SCALE
        heading = rules.of_heading
        for k, (h, m) in enumerate(knees):
            there = [(at, g, q) for at, (g, b, q) in enumerate(self.flows)
                     if heading[g] == h and b == m]  # fmt: skip
            for until in range(rules.timing.shape[1]):
                sent = [(at, worth[g]) for at, g, q in there if q <= until]
                self.row(sent, -np.inf, float(rules.room[h, m, until] / SCALE))
            beyond = (2 * count + k, -1.0)
            self.row([(at, worth[g]) for at, g, _ in there] + [beyond], -np.inf,
                     float(rules.knee[h, m] / SCALE))  # fmt: skip
        for counted, most in rules.pools.values():
            sent = [(at, worth[g]) for at, (g, m, q) in enumerate(self.flows) if counted[m, q]]
            self.row(sent, -np.inf, float(most / SCALE))
