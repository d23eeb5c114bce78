"""Peers of the market plan: greedy by gap, and HiGHS on the whole model."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from hamafza.markets.plan.problem import PlanProblem

Flow = NDArray[np.int32]
Floats = NDArray[np.float64]
SCALE = 10_000.0


def greedy_by_gap(problem: PlanProblem) -> tuple[Flow, float]:
    """Let the most valuable capacities, in turn, fill the markets with most room; return value."""
    groups, markets, quarters = len(problem.lot), len(problem.markets), problem.cap.shape[2]
    flow = np.zeros((groups, markets, quarters), np.int32)
    slack, pools = problem.cap.copy(), problem.pool_most.copy()
    worth = problem.capacity * problem.unit_cents[:, None]
    heading = problem.heading
    largest = np.argsort(-problem.cap[:, :, -1], axis=1, kind="stable")
    for at in np.argsort(-worth, axis=None, kind="stable"):
        g, q = divmod(int(at), quarters)
        h, rest = heading[g], int(problem.capacity[g, q])
        for m in largest[h]:
            if rest < problem.lot[g] or problem.cap[h, m, -1] == 0:
                break
            if problem.gain[g, m] <= 0:
                continue
            counted = problem.pool[:, m, q]
            room = min(int(slack[h, m, q:].min()), int(pools[counted].min()))
            units = min(rest, int(problem.ceiling[g, q]), room // int(problem.unit_cents[g]))
            if units >= problem.lot[g]:
                flow[g, m, q] = units
                rest -= units
                slack[h, m, q:] -= units * problem.unit_cents[g]
                pools[counted] -= units * problem.unit_cents[g]
    return flow, value_of(problem, flow)


def value_of(problem: PlanProblem, flow: Flow) -> float:
    """Return what a plan is worth in cents."""
    gained = np.einsum("gmq,gm,mq->", flow, problem.gain, problem.timing)
    sent = np.zeros(problem.knee.shape)
    np.add.at(sent, problem.heading, flow.sum(axis=2) * problem.unit_cents[:, None])
    return float(gained - problem.knee_cost * np.maximum(sent - problem.knee, 0).sum())


def by_program(problem: PlanProblem, seconds: float) -> tuple[Flow | None, float, float]:
    """Return HiGHS's plan (None: none found), its value, and its bound, in cents."""
    worth = problem.unit_cents * problem.lot
    heading, quarters = problem.heading, problem.cap.shape[2]
    may = (
        (problem.gain > 0)[:, :, None]
        & (problem.capacity >= problem.lot[:, None])[:, None, :]
        & (worth[:, None, None] <= problem.cap[heading])
    )
    g, m, q = may.nonzero()
    cents = problem.unit_cents[g] / SCALE
    count, knees = len(g), problem.knee.size
    matrix, low, high = _rows(problem, g, m, q, cents)
    gain = problem.gain[g, m] * problem.timing[m, q] / SCALE
    cost = np.concatenate([gain, np.zeros(count), np.full(knees, -problem.knee_cost)])
    upper = np.concatenate([problem.ceiling[g, q], np.ones(count), np.full(knees, np.inf)])
    kinds = np.concatenate([np.ones(2 * count), np.zeros(knees)])
    answer = milp(
        -cost, integrality=kinds, bounds=(0, upper),
        constraints=LinearConstraint(matrix, low, high), options={"time_limit": seconds},
    )  # fmt: skip
    bound = -answer.mip_dual_bound if answer.mip_dual_bound is not None else np.inf
    if answer.x is None:
        return None, 0.0, float(bound * SCALE)
    flow = np.zeros((len(problem.lot), len(problem.markets), quarters), np.int32)
    flow[g, m, q] = np.rint(answer.x[:count]).astype(np.int32)
    return flow, value_of(problem, flow), float(bound * SCALE)


def _rows(
    problem: PlanProblem, g: Any, m: Any, q: Any, cents: Floats
) -> tuple[csr_array, Floats, Floats]:
    """Return the rows: lots and ceilings, capacities, rooms, knees, pools."""
    count, (headings, markets, quarters) = len(g), problem.cap.shape
    flow, heading = np.arange(count), problem.heading[g]
    blocks: list[tuple[Any, Any, Any, Any]] = []
    ones = np.ones(count)
    lot, most = problem.lot[g].astype(float), problem.ceiling[g, q].astype(float)
    row, column = np.concatenate([flow, flow]), np.concatenate([flow, count + flow])
    blocks.append((row, column, np.concatenate([-ones, lot]), np.zeros(count)))
    blocks.append((row, column, np.concatenate([ones, -most]), np.zeros(count)))
    own = g * quarters + q
    blocks.append((own, flow, ones, problem.capacity.ravel().astype(float)))
    for until in range(quarters):
        there = q <= until
        at = (heading * markets + m)[there]
        blocks.append((at, flow[there], cents[there], problem.cap[:, :, until].ravel() / SCALE))
    knee = np.arange(headings * markets)
    row = np.concatenate([heading * markets + m, knee])
    column = np.concatenate([flow, 2 * count + knee])
    blocks.append(
        (row, column, np.concatenate([cents, -np.ones(len(knee))]), problem.knee.ravel() / SCALE)
    )
    for k, ceiling in enumerate(problem.pool_most):
        there = problem.pool[k, m, q]
        at = np.zeros(there.sum(), np.int64)
        blocks.append((at, flow[there], cents[there], np.array([ceiling / SCALE])))
    return _stacked(blocks, 2 * count + headings * markets)


def _stacked(
    blocks: list[tuple[Any, Any, Any, Any]], width: int
) -> tuple[csr_array, Floats, Floats]:
    rows, columns, values, highs, begin = [], [], [], [], 0
    for row, column, value, high in blocks:
        rows.append(row + begin)
        columns.append(column)
        values.append(value)
        highs.append(high)
        begin += len(high)
    places = np.concatenate(rows), np.concatenate(columns)
    matrix = coo_array((np.concatenate(values), places), (begin, width)).tocsr()
    return matrix, np.full(begin, -np.inf), np.concatenate(highs)
