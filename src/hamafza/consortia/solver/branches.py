"""
Branches of a search for who leads: how many leads may open among some that stand together.

Leads of one town are nearly alike, and to open or close one of them proves little: the next takes
its place. "At most one of these nine" and "at least two of them" are the two branches that hurt.
The sets are clusters of a linkage, so that any two are apart or one holds the other.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist

from hamafza.consortia.family import Floats, Ints
from hamafza.vocabulary.compiled import compiled

FORCED, FREE, CLOSED, TAKEN = 1, 0, -1, 2


@dataclass(frozen=True)
class Branch:
    """
    One node of a tree: at most ``count`` leads of a set open, or at least one more if ``above``.

    The root, first of all, has no parent (-1) and an empty set. A leaf has the prices that bound
    it; a branch that has others below it has none.
    """

    parent: int
    leads: Ints
    count: int
    above: bool
    price: Floats


@dataclass(frozen=True)
class Tree:
    """Branches over the units ``at`` these positions of a family, parents before children."""

    at: Ints
    branches: list[Branch]


@dataclass
class Node:
    """A branch at work: how many of each cluster may open, and the best prices met."""

    number: int
    between: dict[int, tuple[int, int]]
    alive: Ints
    price: Floats
    bound: float = np.inf
    opened: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    share: Floats = field(default_factory=lambda: np.empty(0))
    """In what part of the last steps each lead was open."""


def clusters_of(points: Floats) -> NDArray[np.bool_]:
    """Return the clusters of an average linkage, one row each, single points first, all last."""
    count = len(points)
    members = list(np.eye(count, dtype=np.bool_))
    if count > 1:
        for left, right, *_ in linkage(pdist(points), "average"):
            members.append(members[int(left)] | members[int(right)])
    return np.array(members, np.bool_).reshape(len(members), count)


@compiled
def choose(value: Floats, sets: NDArray[np.bool_], least: Ints, most: Ints, state: Ints) -> float:
    """
    Return the most that leads bring together if so many of each set open; ``state`` tells which.

    ``sets`` are nested, the smaller first: then what is best for a set is to add to what its
    parts must have the best of what they may. Minus infinity where too few can open.
    """
    state[:] = FREE
    order = np.argsort(-value)
    for row in range(least.size):
        if not _keep_to(row, value, order, sets, least, most, state):
            return -np.inf
    total = 0.0
    for lead in range(value.size):
        if state[lead] == FREE and value[lead] > 0.0:
            state[lead] = TAKEN
        if state[lead] > 0:
            total += value[lead]
    return total


@compiled
def _keep_to(
    row: int, value: Floats, order: Ints, sets: NDArray[np.bool_], least: Ints, most: Ints,
    state: Ints,
) -> bool:  # fmt: skip
    """Force the best of a set to its least and close all beyond its most; tell if that may be."""
    open_ = np.sum(sets[row] & (state == FORCED))
    if open_ > most[row]:
        return False
    for lead in order:
        if not sets[row, lead] or state[lead] != FREE:
            continue
        if open_ < least[row] and value[lead] > -np.inf:
            state[lead] = FORCED
        elif open_ >= most[row] or value[lead] == -np.inf:
            state[lead] = CLOSED
        open_ += state[lead] != CLOSED
    return bool(open_ >= least[row])
