"""Slow plain answers for tiny instances, and tiny instances drawn by lot."""

import itertools

import numpy as np
import polars as pl

from hamafza.consortia.cpmp.instance import Instance, instance_of


def table(x, y, capacity, weight) -> pl.DataFrame:
    return pl.DataFrame({"x": x, "y": y, "capacity": capacity, "weight": weight})


def drawn(seed: int, points: int, medians: int, *, whole: bool = True, tight: float = 0.7):
    """Return an instance whose weights fill about ``tight`` of the medians, capacities uneven."""
    chance = np.random.default_rng(seed)
    weight = chance.integers(1, 20, points).astype(float)
    if not whole:
        weight = np.round(weight * chance.uniform(0.9, 1.1, points), 4)
    each = max(weight.sum() / medians / tight, weight.max())
    capacity = np.ceil(each * chance.uniform(1.0, 1.3, points))
    x, y = chance.uniform(0, 100, (2, points)).round(2)
    return instance_of(table(x, y, capacity, weight), medians, "floor" if whole else "euclid")


def best_cost(instance: Instance) -> float:
    """Try all medians and all assignments; infinite when nothing fits."""
    best = np.inf
    able = np.flatnonzero(instance.weight <= instance.capacity)
    for medians in itertools.combinations(able.tolist(), instance.medians):
        best = min(best, _best_assignment(instance, medians, best))
    return best


def _best_assignment(instance: Instance, medians: tuple[int, ...], best: float) -> float:
    others = [i for i in range(len(instance)) if i not in medians]
    left = {h: instance.capacity[h] - instance.weight[h] for h in medians}

    def go(at: int, cost: float) -> float:
        nonlocal best
        if cost >= best:
            return best
        if at == len(others):
            best = cost
            return best
        i = others[at]
        for h in medians:
            if instance.weight[i] <= left[h] + 1e-9:
                left[h] -= instance.weight[i]
                go(at + 1, cost + instance.distance[i, h])
                left[h] += instance.weight[i]
        return best

    return go(0, 0.0)
