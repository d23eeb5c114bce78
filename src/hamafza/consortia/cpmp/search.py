"""The search: the moves of ``moves`` under falling heat, the best answer within capacity kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.cpmp.clusters import Clusters, Ground, clusters_of, sum_up
from hamafza.consortia.cpmp.instance import Floats, Instance, Ints
from hamafza.consortia.cpmp.moves import seed_chance, wander
from hamafza.consortia.cpmp.regions import work_over

HEATS = (0.4, 0.03)
"""First and last heat, in mean distances of a point to its median."""
MOVES_A_ROUND = 20_000
NEAR_SHARE = 4
NEAR_FEWEST, NEAR_MOST = 12, 80
RATES = (10.0, 100.0)
"""First and last cost of a unit of weight over capacity, in mean distances for a mean weight."""
FIRM_FROM, FIRMER = 0.85, 1.3
"""From this share of the time on the cost rises further while any capacity is broken."""
LAST_RATE = 30.0
"""The same once an answer within capacity is in hand: too dear to be broken again."""
POINTS_A_REGION, MOST_CLUSTERS = 120, 12
MOVES_A_POINT = 400
REGIONS_A_ROUND = 10


@dataclass(frozen=True)
class Answer:
    """Medians as points; ``group[i]`` is the place of point i's median among them."""

    median: Ints
    group: Ints
    value: float


def ground_of(instance: Instance) -> Ground:
    """Return what the moves stand on."""
    points, medians = len(instance), instance.medians
    wanted = max(NEAR_FEWEST, min(NEAR_MOST, NEAR_SHARE * points // medians))
    listed = max(1, min(points - 1, wanted))
    apart = instance.distance + np.diag(np.full(points, np.inf))
    part = np.argpartition(apart, listed - 1, axis=1)[:, :listed]
    rank = np.argsort(np.take_along_axis(apart, part, axis=1), axis=1, kind="stable")
    near = np.take_along_axis(part, rank, axis=1).astype(np.int32)
    to: Floats = np.ascontiguousarray(instance.distance)
    back = to if (to == to.T).all() else np.ascontiguousarray(to.T)
    return Ground(to, back, instance.weight.copy(), instance.capacity.copy(), near)


def seats_of(instance: Instance) -> int:
    """Return how many members a cluster may have: all, but where tables would grow too large."""
    return min(len(instance), 8 * (len(instance) // instance.medians) + 64)


def anneal(
    ground: Ground, group: Ints, medians: int, seats: int, spent: Callable[[int], float],
    seed: int, heats: tuple[float, float] = HEATS,
) -> Answer | None:  # fmt: skip
    """Return the best answer within capacity met before ``spent(rounds)`` reaches 1, if any."""
    clusters = clusters_of(ground, group, medians, seats)
    length, _ = sum_up(ground, clusters, 0.0)
    unit = max(length / len(group), 1e-12)
    weight = max(float(ground.weight.mean()), 1e-12)
    everyone, everywhere = np.arange(len(group)), np.ones(medians, np.bool_)
    best: Answer | None = None
    done, firm, rate = 0, 1.0, RATES[1] * unit / weight
    while (share := spent(done)) < 1:
        rate = firm * unit / weight * RATES[0] * (RATES[1] / RATES[0]) ** share
        length, over = sum_up(ground, clusters, rate)
        best = _better(best, clusters, length, over)
        heat = unit * heats[0] * (heats[1] / heats[0]) ** share
        seed_chance(seed * 1_000_003 + done)
        wander(ground, clusters, everyone, everywhere, MOVES_A_ROUND, (heat, heat), rate)
        if over > 0 and share > FIRM_FROM:
            firm *= FIRMER
        done += 1
    length, over = sum_up(ground, clusters, rate)
    return _better(best, clusters, length, over)


def _better(best: Answer | None, clusters: Clusters, length: float, over: float) -> Answer | None:
    if over > 0 or (best is not None and best.value <= length):
        return best
    return Answer(clusters.median.copy(), clusters.group.copy(), length)


def polish(
    ground: Ground, answer: Answer, seats: int, spent: Callable[[int], float], seed: int
) -> Answer:
    """Return the answer after region upon region has been worked over; never a worse one."""
    medians = len(answer.median)
    clusters = clusters_of(ground, answer.group, medians, seats)
    unit = max(answer.value / len(answer.group), 1e-12)
    rate = LAST_RATE * unit / max(float(ground.weight.mean()), 1e-12)
    best: Answer | None = answer
    points_each = len(answer.group) / medians
    most = int(max(2, min(MOST_CLUSTERS, POINTS_A_REGION / points_each)))
    sizes, done = (min(medians, max(2, most // 3)), most), 0
    while spent(done) < 1:
        length, over = sum_up(ground, clusters, rate)
        best = _better(best, clusters, length, over)
        work_over(
            ground, clusters, REGIONS_A_ROUND, sizes, MOVES_A_POINT, unit, rate,
            seed * 1_000_003 + done,
        )  # fmt: skip
        done += 1
    length, over = sum_up(ground, clusters, rate)
    return _better(best, clusters, length, over) or answer
