"""
The room that is left while flows are put in and taken out.

A cap counts what has been sent by the end of a quarter, so a flow of quarter q takes room from q
and from every later quarter; a pool counts each flow once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.problem import PlanProblem
from hamafza.vocabulary.compiled import bare

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_POOL = -1


class Case(NamedTuple):
    """The problem as compiled code takes it; shapes as in ``PlanProblem``."""

    start: Ints
    unit: Ints
    lot: Ints
    capacity: Ints
    ceiling: Ints
    gain: Floats
    timing: Floats
    cap: Ints
    knee: Ints
    knee_cost: float
    pools_of: Ints
    """(M, Q, J) The pools that count a flow, then NO_POOL."""
    pool_most: Ints


class Left(NamedTuple):
    """What is left of every room, in cents; the flows themselves in units (G, M, Q)."""

    slack: Ints
    """(H, M, Q) Of the caps."""
    pool_slack: Ints
    """(K)"""
    sent: Ints
    """(H, M) Cents sent in the year."""
    flow: NDArray[np.int32]


def case_of(problem: PlanProblem) -> Case:
    """Return the problem as compiled code takes it."""
    pools, markets, quarters = problem.pool.shape
    most = int(problem.pool.sum(axis=0).max(initial=0)) + 1
    pools_of = np.full((markets, quarters, most), NO_POOL, np.int64)
    for m in range(markets):
        for q in range(quarters):
            counted = np.flatnonzero(problem.pool[:, m, q])
            pools_of[m, q, : len(counted)] = counted
    return Case(
        problem.start, problem.unit_cents, problem.lot, problem.capacity, problem.ceiling,
        problem.gain, problem.timing, problem.cap, problem.knee, problem.knee_cost,
        pools_of, problem.pool_most,
    )  # fmt: skip


def all_left(case: Case) -> Left:
    """Return everything empty."""
    groups, markets = case.gain.shape
    return Left(
        case.cap.copy(),
        case.pool_most.copy(),
        np.zeros(case.knee.shape, np.int64),
        np.zeros((groups, markets, case.timing.shape[1]), np.int32),
    )


@bare
def room_for(case: Case, left: Left, h: int, m: int, q: int) -> int:
    """Return the cents that a further flow may bring."""
    room: int = left.slack[h, m, q]
    for later in range(q + 1, left.slack.shape[2]):
        room = min(room, left.slack[h, m, later])
    for at in range(case.pools_of.shape[2]):
        k = case.pools_of[m, q, at]
        if k < 0:
            break
        room = min(room, left.pool_slack[k])
    return room


@bare
def put(case: Case, left: Left, h: int, g: int, m: int, q: int, units: int) -> None:
    """Add units to a flow; negative ones take them out."""
    cents = units * case.unit[g]
    left.flow[g, m, q] += units
    left.sent[h, m] += cents
    for later in range(q, left.slack.shape[2]):
        left.slack[h, m, later] -= cents
    for at in range(case.pools_of.shape[2]):
        k = case.pools_of[m, q, at]
        if k < 0:
            break
        left.pool_slack[k] -= cents
