"""
The answer under search: every cluster with the cost of each member as its median.

``total[c, t]`` is the sum of distances of cluster c to its t-th member. With it the best median
of a cluster that loses or gains a point is found in one pass over its members, so each move is
judged with the medians chosen anew. A load over capacity costs ``rate`` for each unit of weight.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.cpmp.instance import LOAD_SLACK_SHARE, Floats, Ints
from hamafza.vocabulary.compiled import compiled

NOBODY = -1


class Ground(NamedTuple):
    """What the search stands on."""

    to: Floats
    """``to[i, h]`` from point i to median h."""
    back: Floats
    """The same turned round: ``back[h, i]``."""
    weight: Floats
    capacity: Floats
    near: NDArray[np.int32]
    """The nearest points of each, nearest first, itself left out."""


class Clusters(NamedTuple):
    """Clusters 0..p-1: their medians, loads, penalised costs and members."""

    median: Ints
    load: Floats
    cost: Floats
    size: Ints
    member: NDArray[np.int32]
    total: Floats
    group: Ints
    """Cluster of each point."""
    place: Ints
    """Where a point stands among its cluster's members."""


def clusters_of(ground: Ground, group: Ints, medians: int, seats: int) -> Clusters:
    """Return the clusters of an assignment, none with more than ``seats`` members."""
    count = np.bincount(group, minlength=medians)
    clusters = Clusters(
        median=np.zeros(medians, np.int64),
        load=np.zeros(medians),
        cost=np.zeros(medians),
        size=count,
        member=np.full((medians, max(seats, int(count.max()))), NOBODY, np.int32),
        total=np.zeros((medians, max(seats, int(count.max())))),
        group=group.astype(np.int64),
        place=np.zeros(len(group), np.int64),
    )
    seat(clusters)
    return clusters


@compiled
def seat(clusters: Clusters) -> None:
    """Write the members of each cluster from ``group``."""
    clusters.size[:] = 0
    for i in range(len(clusters.group)):
        c = clusters.group[i]
        clusters.place[i] = clusters.size[c]
        clusters.member[c, clusters.size[c]] = i
        clusters.size[c] += 1


@compiled
def sum_up(ground: Ground, clusters: Clusters, rate: float) -> tuple[float, float]:
    """Work out totals, loads, medians and costs afresh; return distance and weight over."""
    length, over = 0.0, 0.0
    for c in range(len(clusters.median)):
        clusters.load[c] = 0.0
        for t in range(clusters.size[c]):
            h = clusters.member[c, t]
            clusters.load[c] += ground.weight[h]
            total = 0.0
            for s in range(clusters.size[c]):
                total += ground.back[h, clusters.member[c, s]]
            clusters.total[c, t] = total
        clusters.cost[c], clusters.median[c] = changed(ground, clusters, c, NOBODY, NOBODY, rate)
        excess = excess_of(ground, clusters.load[c], clusters.median[c])
        over += excess
        length += clusters.cost[c] - rate * excess
    return length, over


@compiled
def excess_of(ground: Ground, load: float, median: int) -> float:
    """Return the weight over the median's capacity; rounding of a sum is none."""
    excess = load - ground.capacity[median]
    return excess if excess > LOAD_SLACK_SHARE * ground.capacity[median] else 0.0


@compiled
def changed(
    ground: Ground, clusters: Clusters, c: int, out: int, into: int, rate: float
) -> tuple[float, int]:
    """Return cost and median of cluster c once ``out`` has left and ``into`` has come."""
    load = clusters.load[c]
    if out >= 0:
        load -= ground.weight[out]
    best, median = np.inf, into
    if into >= 0:
        load += ground.weight[into]
        best = _as_newcomer(ground, clusters, c, out, into) + rate * excess_of(ground, load, into)
    for t in range(clusters.size[c]):
        h = clusters.member[c, t]
        if h == out:
            continue
        cost = clusters.total[c, t] + rate * excess_of(ground, load, h)
        if out >= 0:
            cost -= ground.to[out, h]
        if into >= 0:
            cost += ground.to[into, h]
        if cost < best:
            best, median = cost, h
    return best, median


@compiled
def _as_newcomer(ground: Ground, clusters: Clusters, c: int, out: int, into: int) -> float:
    """Return the sum of distances to a newcomer as the median."""
    total = 0.0
    for t in range(clusters.size[c]):
        total += ground.back[into, clusters.member[c, t]]
    return total if out < 0 else total - ground.back[into, out]


@compiled
def leave(ground: Ground, clusters: Clusters, i: int) -> None:
    """Take a point out of its cluster; cost and median are the caller's to write."""
    c, t = clusters.group[i], clusters.place[i]
    last = clusters.size[c] - 1
    moved = clusters.member[c, last]
    clusters.member[c, t] = moved
    clusters.total[c, t] = clusters.total[c, last]
    clusters.place[moved] = t
    clusters.size[c] = last
    clusters.load[c] -= ground.weight[i]
    for s in range(last):
        clusters.total[c, s] -= ground.to[i, clusters.member[c, s]]
    clusters.group[i] = NOBODY


@compiled
def join(ground: Ground, clusters: Clusters, i: int, c: int) -> None:
    """Put a point into a cluster; cost and median are the caller's to write."""
    own = 0.0
    for s in range(clusters.size[c]):
        h = clusters.member[c, s]
        clusters.total[c, s] += ground.to[i, h]
        own += ground.back[i, h]
    t = clusters.size[c]
    clusters.member[c, t] = i
    clusters.total[c, t] = own
    clusters.place[i] = t
    clusters.size[c] = t + 1
    clusters.load[c] += ground.weight[i]
    clusters.group[i] = c
