"""Units that are like another and yet are not it: namesakes, couples, second licences."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.registry.synthetic.params import Noise

NAMESAKE, COUPLE, DOUBLE_LICENCE = "namesake", "couple", "double-licence"
"""
Two firms of one name in one city and trade; husband and wife with a licence each, one telephone
and one roof; one person's second licence, with its own goods.
"""
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Kin:
    """For each unit the one it is like, or -1, and how; nobody is in two such pairs."""

    of: Numbers
    how: NDArray[np.object_]

    def pairs(self, *how: str) -> tuple[Numbers, Numbers]:
        """Return the units like another in one of these ways, and the others."""
        like = np.flatnonzero(np.isin(self.how, how))
        return like, self.of[like]


def chosen_kin(rng: np.random.Generator, trade: NDArray[np.object_], noise: Noise) -> Kin:
    """Choose who is like whom; the trades of all stand already, and decide who can be."""
    count = len(trade)
    kin = Kin(np.full(count, -1, np.int64), np.full(count, "", dtype=object))
    free = _Free(rng.permutation(count), trade)
    same_trade = {
        NAMESAKE: (noise.namesake_share, 1.0),
        COUPLE: (noise.couple_share, noise.couple_same_trade_share),
        DOUBLE_LICENCE: (noise.double_licence_share, noise.double_licence_same_trade_share),
    }
    for how, (share, same_share) in same_trade.items():
        for same in rng.random(int(round(count * share))) < same_share:
            pair = free.two(same_trade=bool(same))
            if pair is not None:
                one, other = pair
                kin.of[other], kin.how[other] = one, how
    return kin


class _Free:
    """Units in no pair yet, taken in a given order."""

    def __init__(self, order: Numbers, trade: NDArray[np.object_]) -> None:
        self._order, self._trade = list(order), trade
        self._taken = np.zeros(len(order), bool)
        self._of_trade: dict[str, list[int]] = {}
        for at in order:
            self._of_trade.setdefault(trade[at], []).append(int(at))

    def two(self, *, same_trade: bool) -> tuple[int, int] | None:
        one = self._next(self._order)
        if one is None:
            return None
        pool = self._of_trade[self._trade[one]] if same_trade else self._order
        other = self._next(pool)
        return None if other is None else (one, other)

    def _next(self, pool: list[int]) -> int | None:
        while pool:
            at = int(pool.pop())
            if not self._taken[at]:
                self._taken[at] = True
                return at
        return None
