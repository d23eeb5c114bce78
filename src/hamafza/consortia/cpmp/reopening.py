"""
A cluster is closed, its members go to the clusters around, and it is opened somewhere else.

The interchange of the p-median problem (Teitz and Bart 1968, Operations Research 16) under
capacity: what shifts and swaps reach only over a high ridge.
"""

import numpy as np

from hamafza.consortia.cpmp.clusters import NOBODY, Clusters, Ground, changed, join, leave
from hamafza.consortia.cpmp.instance import Flags, Ints
from hamafza.vocabulary.compiled import compiled

ASKED_CLUSTERS = 4
"""A member of the closed cluster asks so many clusters of near points."""


@compiled
def reopen(
    ground: Ground, clusters: Clusters, a: int, k: int, inside: Flags, limit: float, rate: float
) -> int:
    """Close cluster a and open it at point k; undone when it costs more than ``limit``."""
    c = clusters.group[k]
    if c == a or clusters.size[c] == 1:
        return 0
    most = clusters.size[a] + ground.near.shape[1] + 1
    gone, was = np.empty(most, np.int64), np.empty(most, np.int64)
    gone[0], was[0] = k, c
    delta = -clusters.cost[a] - clusters.cost[c]
    leave(ground, clusters, k)
    _afresh(ground, clusters, c, rate)
    delta += clusters.cost[c]
    moved, more = _close(ground, clusters, a, inside, rate, gone, was)
    join(ground, clusters, k, a)
    _afresh(ground, clusters, a, rate)
    delta += more + clusters.cost[a]
    if delta < np.inf:
        moved, more = _gather(ground, clusters, a, k, inside, rate, gone, was, moved)
        delta += more
    if delta <= limit:
        return 1
    _undo(ground, clusters, a, gone[:moved], was[:moved], rate)
    return 0


@compiled
def _close(
    ground: Ground, clusters: Clusters, a: int, inside: Flags, rate: float, gone: Ints, was: Ints
) -> tuple[int, float]:
    """Send the members of a to the clusters around, noting each; infinite where none is."""
    old = clusters.member[a, : clusters.size[a]].copy()
    clusters.size[a], clusters.load[a] = 0, 0.0
    moved, delta = 1, 0.0
    for i in old:
        b, more, median = _cheapest(ground, clusters, i, a, inside, rate)
        gone[moved], was[moved] = i, a
        moved += 1
        if b == NOBODY:  # back where it was: all is undone in the end
            join(ground, clusters, i, a)
            delta = np.inf
            continue
        join(ground, clusters, i, b)
        clusters.cost[b] += more
        clusters.median[b] = median
        delta += more
    return moved, delta


@compiled
def _gather(
    ground: Ground, clusters: Clusters, a: int, k: int, inside: Flags, rate: float,
    gone: Ints, was: Ints, moved: int,
) -> tuple[int, float]:  # fmt: skip
    """Draw to the cluster opened at k the near points that are better off there, noting each."""
    delta = 0.0
    for j in ground.near[k]:
        b = clusters.group[j]
        if b == a or not inside[b] or clusters.size[b] == 1:
            continue
        if clusters.size[a] == clusters.member.shape[1]:
            break
        cost_a, median_a = changed(ground, clusters, a, NOBODY, j, rate)
        cost_b, median_b = changed(ground, clusters, b, j, NOBODY, rate)
        more = cost_a + cost_b - clusters.cost[a] - clusters.cost[b]
        if more >= 0.0:
            continue
        gone[moved], was[moved] = j, b
        moved += 1
        leave(ground, clusters, j)
        join(ground, clusters, j, a)
        clusters.cost[a], clusters.median[a] = cost_a, median_a
        clusters.cost[b], clusters.median[b] = cost_b, median_b
        delta += more
    return moved, delta


@compiled
def _afresh(ground: Ground, clusters: Clusters, c: int, rate: float) -> None:
    clusters.cost[c], clusters.median[c] = changed(ground, clusters, c, NOBODY, NOBODY, rate)


@compiled
def _cheapest(
    ground: Ground, clusters: Clusters, i: int, a: int, inside: Flags, rate: float
) -> tuple[int, float, int]:
    """Return the cluster near point i that takes it at the least cost, the cost, the median."""
    best, least, median, asked, last = NOBODY, np.inf, NOBODY, 0, NOBODY
    for j in ground.near[i]:
        b = clusters.group[j]
        if b < 0 or b in (a, last, best) or not inside[b]:
            continue
        last = b
        if clusters.size[b] == clusters.member.shape[1]:
            continue
        cost, its_median = changed(ground, clusters, b, NOBODY, i, rate)
        if cost - clusters.cost[b] < least:
            best, least, median = b, cost - clusters.cost[b], its_median
        asked += 1
        if asked == ASKED_CLUSTERS:
            break
    return best, least, median


@compiled
def _undo(ground: Ground, clusters: Clusters, a: int, gone: Ints, was: Ints, rate: float) -> None:
    for back in range(len(gone) - 1, -1, -1):
        i = gone[back]
        now = clusters.group[i]
        leave(ground, clusters, i)
        join(ground, clusters, i, was[back])
        if now != a:
            _afresh(ground, clusters, now, rate)
        if was[back] != a:
            _afresh(ground, clusters, was[back], rate)
    _afresh(ground, clusters, a, rate)
