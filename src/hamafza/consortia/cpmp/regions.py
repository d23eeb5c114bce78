"""A region at a time is heated again and cooled; what does not come out better is put back."""

import numpy as np

from hamafza.consortia.cpmp.clusters import NOBODY, Clusters, Ground, changed, join
from hamafza.consortia.cpmp.instance import Ints
from hamafza.consortia.cpmp.moves import seed_chance, wander
from hamafza.vocabulary.compiled import compiled

HEAT_LOW, HEAT_HIGH = 0.15, 0.9
"""A region's first heat is drawn between these, in mean distances of a point to its median."""
COLD_SHARE = 0.05
"""The last heat, in shares of the first."""
SETTLING_SHARE = 0.15
"""Part of the moves that may only better."""


@compiled
def work_over(
    ground: Ground, clusters: Clusters, regions: int, sizes: tuple[int, int], moves_a_point: int,
    unit: float, rate: float, seed: int,
) -> int:  # fmt: skip
    """Work over so many regions of ``sizes`` clusters (least, most); return how many got better."""
    seed_chance(seed)
    medians = len(clusters.median)
    inside = np.zeros(medians, np.bool_)
    better = 0
    for _ in range(regions):
        size = min(medians, np.random.randint(sizes[0], sizes[1] + 1))  # noqa: NPY002
        around = clusters.median[clusters.group[np.random.randint(len(clusters.group))]]  # noqa: NPY002
        chosen = np.argsort(ground.back[around][clusters.median])[:size]
        inside[:] = False
        inside[chosen] = True
        pool = _members(clusters, chosen)
        before, kept = clusters.cost[chosen].sum(), clusters.group[pool].copy()
        heat = unit * (HEAT_LOW + (HEAT_HIGH - HEAT_LOW) * np.random.random())  # noqa: NPY002
        moves = moves_a_point * len(pool)
        wander(ground, clusters, pool, inside, moves, (heat, COLD_SHARE * heat), rate)
        settling = int(SETTLING_SHARE * moves)
        wander(ground, clusters, pool, inside, settling, (1e-9 * unit, 1e-9 * unit), rate)
        if clusters.cost[chosen].sum() < before - 1e-9 * unit:
            better += 1
        else:
            _put_back(ground, clusters, chosen, pool, kept, rate)
    return better


@compiled
def _members(clusters: Clusters, chosen: Ints) -> Ints:
    pool = np.empty(clusters.size[chosen].sum(), np.int64)
    filled = 0
    for c in chosen:
        for t in range(clusters.size[c]):
            pool[filled] = clusters.member[c, t]
            filled += 1
    return pool


@compiled
def _put_back(
    ground: Ground, clusters: Clusters, chosen: Ints, pool: Ints, kept: Ints, rate: float
) -> None:
    for c in chosen:
        clusters.size[c] = 0
        clusters.load[c] = 0.0
    for at in range(len(pool)):
        join(ground, clusters, pool[at], kept[at])
    for c in chosen:
        clusters.cost[c], clusters.median[c] = changed(ground, clusters, c, NOBODY, NOBODY, rate)
