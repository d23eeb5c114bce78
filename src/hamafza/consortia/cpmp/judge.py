"""
Judges an answer from the instance and the written numbers alone, in plain numpy.

Written apart from the solver, of which it uses nothing: value, rules, and the bound that the
prices prove, each median's knapsack by a table over its room.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOAD_TOLERANCE = 1e-9
NEARLY_WHOLE = 1e-9
LONGEST_TABLE = 1 << 18
GRID = 1 << 16


@dataclass(frozen=True)
class Verdict:
    """``findings`` names every broken rule; none means that the answer holds."""

    value: float
    findings: tuple[str, ...]


def judge_answer(
    distance: Floats, weight: Floats, capacity: Floats, p: int, medians: Ints, assignment: Ints
) -> Verdict:
    """Recompute the cost of an assignment (a median for each point) and look for broken rules."""
    points = len(weight)
    findings = []
    if len(assignment) != points or ((assignment < 0) | (assignment >= points)).any():
        return Verdict(math.nan, ("not every point has a median among the points",))
    if len(medians) != p or len(set(medians.tolist())) != p:
        findings.append(f"{len(set(medians.tolist()))} medians, not {p}")
    if not set(assignment.tolist()) <= set(medians.tolist()):
        findings.append("a point is assigned to what is no median")
    for median in medians.tolist():
        if assignment[median] != median:
            findings.append(f"median {median} does not serve itself")
        load = math.fsum(weight[assignment == median])
        if load > capacity[median] * (1 + LOAD_TOLERANCE):
            findings.append(f"median {median} bears {load:g}, above {capacity[median]:g}")
    return Verdict(math.fsum(distance[np.arange(points), assignment]), tuple(findings))


def judge_bound(distance: Floats, weight: Floats, capacity: Floats, p: int, price: Floats) -> float:
    """Recompute what the prices prove: no answer costs less (but for rounding of the sums)."""
    need, whole_room = _whole(weight, capacity)
    able = np.flatnonzero(weight <= capacity * (1 + LOAD_TOLERANCE))
    loosely = np.array([_loose(h, distance, need, whole_room, price) for h in able.tolist()])
    exact: list[float] = []
    for at in np.argsort(loosely):
        exact.sort()
        if len(exact) >= p and loosely[at] >= exact[p - 1]:
            break
        exact.append(_tight(int(able[at]), distance, need, whole_room, price))
    return max(0.0, math.fsum(price) + math.fsum(sorted(exact)[:p]))


def _earning(h: int, distance: Floats, need: Ints, price: Floats) -> tuple[Floats, Ints]:
    profit = price - distance[:, h]
    chosen = np.flatnonzero(profit > 0)
    chosen = chosen[chosen != h]
    return profit[chosen], need[chosen]


def _loose(h: int, distance: Floats, need: Ints, room: Ints, price: Floats) -> float:
    """Return the value of median h when one point may be served in part."""
    profit, size = _earning(h, distance, need, price)
    with np.errstate(divide="ignore"):
        order = np.argsort(-profit / size)
    filled = np.cumsum(size[order])
    whole = filled <= room[h] - need[h]
    gain = float(profit[order][whole].sum())
    if not whole.all():
        cut = int(np.argmin(whole))
        left = room[h] - need[h] - (filled[cut - 1] if cut else 0)
        gain += float(profit[order][cut] * left / size[order][cut])
    return -float(price[h]) - gain


def _tight(h: int, distance: Floats, need: Ints, room: Ints, price: Floats) -> float:
    """Return the value of median h exactly."""
    profit, size = _earning(h, distance, need, price)
    left = int(room[h] - need[h])
    if size.sum() <= left:
        return -float(price[h]) - float(profit.sum())
    best = np.zeros(left + 1)
    for gain, taken in zip(profit, size, strict=True):
        if taken <= left:
            best[taken:] = np.maximum(best[taken:], best[: left + 1 - taken] + gain)
    return -float(price[h]) - float(best[-1])


def _whole(weight: Floats, capacity: Floats) -> tuple[Ints, Ints]:
    """Return weights rounded down and capacities rounded up to one step, none where they fit."""
    largest = float(capacity.max())
    for parts in (1, 10, 100, 1_000):
        exact = np.abs(weight * parts - np.rint(weight * parts)).max() < NEARLY_WHOLE
        if exact and largest * parts <= LONGEST_TABLE:
            room = np.floor(capacity * parts * (1 + NEARLY_WHOLE) + NEARLY_WHOLE)
            return np.rint(weight * parts).astype(np.int64), room.astype(np.int64)
    step = GRID / largest
    room = np.floor(capacity * step * (1 + NEARLY_WHOLE))
    return np.floor(weight * step * (1 - NEARLY_WHOLE)).astype(np.int64), room.astype(np.int64)
