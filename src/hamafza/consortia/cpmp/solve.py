"""
Solves one instance: prices and their bound, annealing, the full search where it can end.

The time is split by shares; whatever ends early leaves its time to the rest.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from hamafza.consortia.cpmp.bound import raise_prices
from hamafza.consortia.cpmp.certificate import proved_bound
from hamafza.consortia.cpmp.clusters import Ground
from hamafza.consortia.cpmp.distances import Nearest, nearest_of, walk_of
from hamafza.consortia.cpmp.exact import solve_pairs
from hamafza.consortia.cpmp.instance import LOAD_SLACK_SHARE, Floats, Instance, Ints
from hamafza.consortia.cpmp.search import MOVES_A_ROUND, Answer, anneal, ground_of, polish, seats_of
from hamafza.consortia.cpmp.start import first_answer
from hamafza.consortia.cpmp.thinning import pairs_below

Clock = Callable[[], float]
Kind = Literal["prices", "full search"]

PRICES_SHARE = 0.2
MOST_STEPS = 3_000
"""Steps of the prices; the volume method has come to rest long before."""
FIRST_SHARE = 0.12
FIRST_MOVES_A_POINT = 5_000
"""The most of the time, and of moves, for a first annealing: it decides which pairs are left."""
EXACT_SHARE = 0.4
ANNEAL_SHARE = 0.75
"""Of the time left, for the long annealing; regions have the rest."""
MOST_POINTS_TO_END = 800
MOST_PAIRS = 6_000
"""HiGHS seldom ends more pairs, or instances of more points, in a minute."""
PROVED_SHARE = 1e-7


@dataclass(frozen=True)
class Solution:
    """
    What was found, points by their place in the file.

    ``median_of`` is None when no answer within the capacities was found. ``bound`` is proved by
    ``price`` alone (see ``judge``) or, better, by the full search over the pairs they leave.
    """

    median_of: Ints | None
    value: float | None
    bound: float
    bound_by: Kind
    prices_bound: float
    price: Floats

    @property
    def proved(self) -> bool:
        """Whether the answer is known to be the best."""
        return self.value is not None and _is_closed(self.value, self.bound)


def solve(instance: Instance, seconds: float, seed: int, clock: Clock) -> Solution:
    """Return the best answer and bound found in about so many seconds of the clock."""
    walk = walk_of(instance.x, instance.y)
    found = _Work(_along(instance, walk), seconds, seed, clock).run()
    median_of = None
    if found.median_of is not None:
        median_of = np.empty(len(walk), np.int64)
        median_of[walk] = walk[found.median_of]
    price = np.empty(len(walk))
    price[walk] = found.price
    value = None if median_of is None else value_of(instance, median_of)
    return replace(found, median_of=median_of, price=price, value=value)


def prepare() -> None:
    """Solve a toy, so that what is compiled is ready before a watch is started."""
    place = np.arange(6.0)
    toy = Instance(
        place, place % 2, np.full(6, 3.0), np.ones(6), 2, np.abs(place[:, None] - place), True
    )
    near = nearest_of(toy.distance, toy.medians)
    prices = raise_prices(toy, near, lambda done: done / 3)
    proved_bound(toy, near, prices.price)
    pairs_below(toy, near, prices.price, 100.0, 100)
    medians, group = first_answer(toy, prices)
    ground = ground_of(toy)
    anneal(ground, group, toy.medians, seats_of(toy), float, 1)
    thirds = Answer(medians, np.array([0, 0, 0, 1, 1, 1]), 4.0)
    polish(ground, thirds, seats_of(toy), float, 1)


def value_of(instance: Instance, median_of: Ints) -> float:
    """Return the sum of distances to the medians."""
    return math.fsum(instance.distance[np.arange(len(instance)), median_of])


def _along(instance: Instance, walk: Ints) -> Instance:
    return Instance(
        instance.x[walk], instance.y[walk], instance.capacity[walk], instance.weight[walk],
        instance.medians, np.ascontiguousarray(instance.distance[np.ix_(walk, walk)]),
        instance.whole_distances,
    )  # fmt: skip


def _is_closed(value: float, bound: float) -> bool:
    return value - bound <= PROVED_SHARE * max(1.0, abs(value))


class _Work:
    """One solving: the best answer and the best bound so far."""

    def __init__(self, instance: Instance, seconds: float, seed: int, clock: Clock) -> None:
        self.instance, self.seed, self.clock = instance, seed, clock
        self.began, self.seconds = clock(), seconds
        self.best: Answer | None = None
        self.bound = -np.inf
        self.bound_by: Kind = "prices"
        self.annealed = 0

    def run(self) -> Solution:
        near = nearest_of(self.instance.distance, self.instance.medians)
        pace = self._pace(PRICES_SHARE * self.seconds)
        prices = raise_prices(self.instance, near, lambda done: max(done / MOST_STEPS, pace(done)))
        priced = proved_bound(self.instance, near, prices.price)
        self.bound = priced
        ground, seats = ground_of(self.instance), seats_of(self.instance)
        _, group = first_answer(self.instance, prices)
        if len(self.instance) <= MOST_POINTS_TO_END:
            rounds = 1 + FIRST_MOVES_A_POINT * len(self.instance) // MOVES_A_ROUND
            self._anneal(ground, group, seats, FIRST_SHARE * self.seconds, rounds)
            if not self._is_over():
                self._end(near, prices.price)
        while not self._is_over():
            began_at = group if self.best is None else self.best.group
            self._anneal(ground, began_at, seats, ANNEAL_SHARE * self._left())
            if self.best is not None and not self._is_over():
                polished = polish(
                    ground, self.best, seats, self._pace(self._left()), self.seed + self.annealed
                )
                self._take(polished)
        best = self.best
        return Solution(
            None if best is None else best.median[best.group], None if best is None else best.value,
            self.bound, self.bound_by, priced, prices.price,
        )  # fmt: skip

    def _left(self) -> float:
        return self.seconds - (self.clock() - self.began)

    def _is_over(self) -> bool:
        closed = self.best is not None and _is_closed(self.best.value, self.bound)
        return closed or self._left() <= 0

    def _pace(self, seconds: float) -> Callable[[int], float]:
        """Return a pace whose watch starts when it is first asked."""
        began: list[float] = []

        def spent(_: int) -> float:
            now = self.clock()
            began[:] = began or [now]
            return (now - began[0]) / seconds if seconds > 0 else 1.0

        return spent

    def _take(self, answer: Answer | None) -> None:
        if answer is not None and (self.best is None or answer.value < self.best.value):
            self.best = answer

    def _anneal(
        self, ground: Ground, group: Ints, seats: int, seconds: float, rounds: float = np.inf
    ) -> None:
        self.annealed += 1
        chance, pace = self.seed * 1_000 + self.annealed, self._pace(seconds)
        self._take(
            anneal(
                ground, group, self.instance.medians, seats,
                lambda done: max(done / rounds, pace(done)), chance,
            )
        )  # fmt: skip

    def _end(self, near: Nearest, price: Floats) -> None:
        """Search the pairs that may still better the answer to the end, if they are few."""
        value = np.inf if self.best is None else self.best.value
        ceiling = value - 1 if self.instance.whole_distances else value
        pairs = pairs_below(self.instance, near, price, ceiling, MOST_PAIRS)
        if pairs is None:
            return
        ended = solve_pairs(self.instance, pairs, EXACT_SHARE * self._left())
        if ended.median_of is not None:
            self._take(_answer(self.instance, ended.median_of))
        # An answer outside the pairs costs more than the ceiling: that much is proved as well.
        bound = min(ended.bound, ceiling if not self.instance.whole_distances else value)
        if self.instance.whole_distances and np.isfinite(bound):
            bound = math.ceil(bound - 1e-6)
        if bound > self.bound:
            self.bound, self.bound_by = float(bound), "full search"


def _answer(instance: Instance, median_of: Ints) -> Answer | None:
    """Return the answer of a full search, or None where its tolerance let a capacity break."""
    if (median_of < 0).any():
        return None
    median, group = np.unique(median_of, return_inverse=True)
    load = np.bincount(group, weights=instance.weight)
    if len(median) != instance.medians or (median_of[median] != median).any():
        return None
    if (load > instance.capacity[median] * (1 + LOAD_SLACK_SHARE)).any():
        return None
    return Answer(median, group.astype(np.int64), value_of(instance, median_of))
