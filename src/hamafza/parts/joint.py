"""A joint bid: several workshops together where one is not enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from hamafza.parts.needs import Judgement


@dataclass(frozen=True)
class Share:
    unit_id: int
    pieces: int


@dataclass(frozen=True)
class JointBid:
    """Who makes how many each month; ``missing`` is what nobody within reach can make."""

    shares: tuple[Share, ...]
    missing: int

    @property
    def covered(self) -> int:
        return sum(share.pieces for share in self.shares)


def joint_bid(quantity: int, able: Sequence[tuple[int, int]], judgement: Judgement) -> JointBid:
    """
    Share a monthly quantity among units given best first, as (unit_id, pieces it can make).

    If the best can make all of it alone, it does. Otherwise each, in order, makes what it can up
    to the ceiling; what then is missing is made by those with room left, the ceiling lifted: a
    bid that covers the need comes before an even one. Of more units than a bid may hold, the
    best ranked are taken if they suffice, else the ablest.
    """
    ranked = [(unit_id, pieces) for unit_id, pieces in able if pieces > 0]
    if ranked and ranked[0][1] >= quantity:
        return JointBid((Share(ranked[0][0], quantity),), 0)
    chosen = _chosen(ranked, quantity, judgement.most_members)
    ceiling = max(int(quantity * judgement.ceiling_share), 1)
    given, left = _filled(quantity, [(unit, min(pieces, ceiling)) for unit, pieces in chosen])
    room = [(unit, pieces - given[unit]) for unit, pieces in chosen]
    more, missing = _filled(left, room)
    shares = (Share(unit, given[unit] + more[unit]) for unit, _ in chosen)
    return JointBid(tuple(share for share in shares if share.pieces), missing)


def _chosen(ranked: list[tuple[int, int]], quantity: int, most: int) -> list[tuple[int, int]]:
    """Return the best ranked if they are enough together, else the ablest, in rank order."""
    best = ranked[:most]
    if sum(pieces for _, pieces in best) >= quantity:
        return best
    ablest = sorted(ranked, key=lambda unit: -unit[1])[:most]
    return [unit for unit in ranked if unit in ablest]


def _filled(quantity: int, able: Sequence[tuple[int, int]]) -> tuple[dict[int, int], int]:
    given, left = {}, quantity
    for unit_id, pieces in able:
        given[unit_id] = min(pieces, left)
        left -= given[unit_id]
    return given, left
