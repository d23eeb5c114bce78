"""
The moves of the search, each judged with the medians of the touched clusters chosen anew.

shift: a point to a neighbour's cluster. swap: two points change clusters. chain: a point comes
into a cluster that lets another go to a third. carry: a cluster of one is opened elsewhere.
"""

import numpy as np

from hamafza.consortia.cpmp.clusters import (
    NOBODY,
    Clusters,
    Ground,
    changed,
    excess_of,
    join,
    leave,
)
from hamafza.consortia.cpmp.instance import Flags, Ints
from hamafza.consortia.cpmp.reopening import reopen
from hamafza.vocabulary.compiled import compiled

SHIFT_SHARE = 0.5
SWAP_SHARE = 0.85
"""Up to here shifts (swaps where the room is short), then swaps, then chains."""


DRAWN = 4
REOPEN_SHARE = 0.02


@compiled
def seed_chance(seed: int) -> None:
    """Seed the chance that compiled code draws from; it has no generator of its own."""
    np.random.seed(seed)  # noqa: NPY002


@compiled
def wander(
    ground: Ground, clusters: Clusters, pool: Ints, inside: Flags,
    moves: int, heats: tuple[float, float], rate: float, reopen_share: float = REOPEN_SHARE,
) -> int:  # fmt: skip
    """
    Try so many moves of points in ``pool`` among the clusters ``inside``; return how many made.

    A move that costs more is made with probability exp(-more / heat); the heat falls from the
    first of ``heats`` to the second by equal shares. The caller seeds the chance of compiled code.
    """
    listed = ground.near.shape[1]
    made, heat = 0, heats[0]
    fall = (heats[1] / heats[0]) ** (1.0 / max(1, moves))
    for _ in range(moves):
        heat *= fall
        i = pool[np.random.randint(len(pool))]  # noqa: NPY002
        j = ground.near[i, int(listed * np.random.random() * np.random.random())]  # noqa: NPY002
        a, b = clusters.group[i], clusters.group[j]
        if a == b or not inside[b]:
            continue
        limit = -heat * np.log(max(1e-300, np.random.random()))  # noqa: NPY002
        if np.random.random() < reopen_share:  # noqa: NPY002
            made += reopen(
                ground, clusters, a, _far_one(ground, clusters, pool), inside, limit, rate
            )
            continue
        kind = np.random.random()  # noqa: NPY002
        fits = excess_of(ground, clusters.load[b] + ground.weight[i], clusters.median[b]) == 0.0
        if clusters.size[a] == 1 and kind < SHIFT_SHARE:
            made += _carry(ground, clusters, i, b, pool, limit, rate)
        elif kind < SHIFT_SHARE and (fits or np.random.random() < 0.05):  # noqa: NPY002
            made += _shift(ground, clusters, i, b, limit, rate)
        elif kind < SWAP_SHARE:
            if np.random.random() < 0.5:  # noqa: NPY002
                j = clusters.member[b, np.random.randint(clusters.size[b])]  # noqa: NPY002
            made += _swap(ground, clusters, i, j, limit, rate)
        else:
            made += _chain(ground, clusters, i, b, inside, limit, rate)
    return made


@compiled
def _set(clusters: Clusters, c: int, cost: float, median: int) -> None:
    clusters.cost[c] = cost
    clusters.median[c] = median


@compiled
def _shift(ground: Ground, clusters: Clusters, i: int, b: int, limit: float, rate: float) -> int:
    a = clusters.group[i]
    if clusters.size[a] == 1 or clusters.size[b] == clusters.member.shape[1]:
        return 0
    cost_a, median_a = changed(ground, clusters, a, i, NOBODY, rate)
    room = limit + clusters.cost[a] + clusters.cost[b] - cost_a
    cost_b, median_b = changed(ground, clusters, b, NOBODY, i, rate)
    if cost_b > room:
        return 0
    leave(ground, clusters, i)
    join(ground, clusters, i, b)
    _set(clusters, a, cost_a, median_a)
    _set(clusters, b, cost_b, median_b)
    return 1


@compiled
def _swap(ground: Ground, clusters: Clusters, i: int, j: int, limit: float, rate: float) -> int:
    a, b = clusters.group[i], clusters.group[j]
    cost_a, median_a = changed(ground, clusters, a, i, j, rate)
    room = limit + clusters.cost[a] + clusters.cost[b] - cost_a
    if room < 0.0:
        return 0
    cost_b, median_b = changed(ground, clusters, b, j, i, rate)
    if cost_b > room:
        return 0
    leave(ground, clusters, i)
    leave(ground, clusters, j)
    join(ground, clusters, i, b)
    join(ground, clusters, j, a)
    _set(clusters, a, cost_a, median_a)
    _set(clusters, b, cost_b, median_b)
    return 1


@compiled
def _chain(
    ground: Ground, clusters: Clusters, i: int, b: int, inside: Flags, limit: float, rate: float
) -> int:
    """Move i to b, some member of b on to a third cluster."""
    a = clusters.group[i]
    k = clusters.member[b, np.random.randint(clusters.size[b])]  # noqa: NPY002
    listed = ground.near.shape[1]
    c = clusters.group[ground.near[k, int(listed * np.random.random() ** 2)]]  # noqa: NPY002
    if c in (a, b) or not inside[c] or clusters.size[a] == 1:
        return 0
    if clusters.size[c] == clusters.member.shape[1]:
        return 0
    before = clusters.cost[a] + clusters.cost[b] + clusters.cost[c]
    cost_a, median_a = changed(ground, clusters, a, i, NOBODY, rate)
    cost_b, median_b = changed(ground, clusters, b, k, i, rate)
    if cost_a + cost_b > before + limit:
        return 0
    cost_c, median_c = changed(ground, clusters, c, NOBODY, k, rate)
    if cost_a + cost_b + cost_c > before + limit:
        return 0
    leave(ground, clusters, i)
    leave(ground, clusters, k)
    join(ground, clusters, i, b)
    join(ground, clusters, k, c)
    _set(clusters, a, cost_a, median_a)
    _set(clusters, b, cost_b, median_b)
    _set(clusters, c, cost_c, median_c)
    return 1


@compiled
def _carry(
    ground: Ground, clusters: Clusters, i: int, b: int, pool: Ints, limit: float, rate: float
) -> int:
    """Close the cluster of i alone, i going to b, and open it at a point of another cluster."""
    a = clusters.group[i]
    k = _far_one(ground, clusters, pool)
    c = clusters.group[k]
    if c in (a, b) or clusters.size[c] == 1 or clusters.size[b] == clusters.member.shape[1]:
        return 0
    before = clusters.cost[a] + clusters.cost[b] + clusters.cost[c]
    cost_b, median_b = changed(ground, clusters, b, NOBODY, i, rate)
    cost_a = rate * excess_of(ground, ground.weight[k], k)
    if cost_a + cost_b > before + limit:
        return 0
    cost_c, median_c = changed(ground, clusters, c, k, NOBODY, rate)
    if cost_a + cost_b + cost_c > before + limit:
        return 0
    leave(ground, clusters, i)
    leave(ground, clusters, k)
    join(ground, clusters, i, b)
    join(ground, clusters, k, a)
    _set(clusters, a, cost_a, k)
    _set(clusters, b, cost_b, median_b)
    _set(clusters, c, cost_c, median_c)
    return 1


@compiled
def _far_one(ground: Ground, clusters: Clusters, pool: Ints) -> int:
    """Return the point farthest from its median out of a few drawn by lot."""
    best, length = pool[0], -1.0
    for _ in range(DRAWN):
        k = pool[np.random.randint(len(pool))]  # noqa: NPY002
        if ground.to[k, clusters.median[clusters.group[k]]] > length:
            best, length = k, ground.to[k, clusters.median[clusters.group[k]]]
    return int(best)
