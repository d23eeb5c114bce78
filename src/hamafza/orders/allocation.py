"""
One order shared out among the members who offered.

Pro rata to ``min(offer, verified free capacity)``, in whole lots, under a ceiling for each
member, with related members under one ceiling; a share below the smallest viable one returns
to the others. Every member gets a reason, also those who get nothing. The rule is frozen in the
by-laws before the offers are opened; nothing here looks at a price.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from hamafza.orders.apportionment import capped_shares
from hamafza.orders.offers import Candidate
from hamafza.orders.reasons import Reason, Share, fitting_reason, zero_reason
from hamafza.vocabulary.refusals import Refusal


class OrderBelowOneLot(Refusal):
    """The order is smaller than what is never split."""

    code = "order-below-one-lot"


@dataclass(frozen=True)
class AllocationRule:
    """
    What the by-laws say about sharing one order.

    ``max_share`` is the most one member (related members together) may take of the order, as a
    share of 1; ``min_quantity`` the smallest share worth making; ``lot`` the number of pieces
    that are never split; ``max_days`` the longest the buyer accepts.
    """

    max_share: Decimal = Decimal("0.40")
    min_quantity: int = 1
    lot: int = 1
    max_days: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.max_share <= 1:
            raise ValueError("max_share is above 0 and at most 1")
        if self.lot < 1:
            raise ValueError("lot is at least 1")
        if self.min_quantity < 0:
            raise ValueError("min_quantity is not negative")
        if self.max_days is not None and self.max_days < 1:
            raise ValueError("max_days is at least 1")


@dataclass(frozen=True)
class Allocation:
    """Shares in order of member_id; ``sum(quantities) + unfilled`` is the order exactly."""

    quantity: int
    shares: tuple[Share, ...]
    unfilled: int


def allocate(quantity: int, candidates: Sequence[Candidate], rule: AllocationRule) -> Allocation:
    """
    Share ``quantity`` out; the answer does not depend on the order of the candidates.

    What is left of a quantity that is no whole number of lots stays unfilled.

    Members whose share would be below ``min_quantity`` leave one by one, smallest first (of
    equals the later member_id), and the rest is shared anew, so that nobody is dropped whom
    another's leaving would have carried over the line.
    """
    if quantity < rule.lot:
        raise OrderBelowOneLot(quantity=quantity, lot=rule.lot)
    ordered = sorted(candidates, key=lambda candidate: candidate.member_id)
    if len({candidate.member_id for candidate in ordered}) < len(ordered):
        raise ValueError("a member is a candidate once")
    shares = [zero_reason(candidate, rule.lot, rule.max_days) for candidate in ordered]
    pool = [i for i, share in enumerate(shares) if share is None]
    dropped: dict[int, int] = {}
    while True:
        lots = _shared(quantity, [ordered[i] for i in pool], rule)
        below = [k for k, lot_count in enumerate(lots) if _is_too_small(lot_count, rule)]
        if not below:
            break
        smallest = min(below, key=lambda k: (lots[k], -pool[k]))
        dropped[pool.pop(smallest)] = lots[smallest] * rule.lot
    given = dict(zip(pool, lots, strict=True))
    all_shares = tuple(
        share if share is not None else _reasoned(i, ordered, given, dropped, quantity, rule)
        for i, share in enumerate(shares)
    )
    return Allocation(quantity, all_shares, quantity - sum(share.quantity for share in all_shares))


def _is_too_small(lots: int, rule: AllocationRule) -> bool:
    return lots * rule.lot < max(rule.min_quantity, 1)


def _shared(quantity: int, pool: Sequence[Candidate], rule: AllocationRule) -> list[int]:
    """Return lots for each candidate: first among groups of related members, then inside each."""
    groups = _groups(pool)
    ceiling = _ceiling_lots(quantity, rule)
    room = [_lots(candidate, rule) for candidate in pool]
    weights = [candidate.able for candidate in pool]
    by_group = capped_shares(
        quantity // rule.lot,
        [sum(weights[k] for k in members) for members in groups],
        [min(ceiling, sum(room[k] for k in members)) for members in groups],
    )
    lots = [0] * len(pool)
    for members, total in zip(groups, by_group, strict=True):
        inside = capped_shares(total, [weights[k] for k in members], [room[k] for k in members])
        for k, lot_count in zip(members, inside, strict=True):
            lots[k] = lot_count
    return lots


def _groups(pool: Sequence[Candidate]) -> list[list[int]]:
    """Return indices of related members together, in order of their first."""
    groups: dict[object, list[int]] = {}
    for k, candidate in enumerate(pool):
        groups.setdefault(candidate.related_to or ("alone", candidate.member_id), []).append(k)
    return list(groups.values())


def _lots(candidate: Candidate, rule: AllocationRule) -> int:
    return candidate.able // rule.lot


def _ceiling_lots(quantity: int, rule: AllocationRule) -> int:
    return int(Fraction(rule.max_share) * quantity) // rule.lot


def _reasoned(
    i: int,
    ordered: Sequence[Candidate],
    given: dict[int, int],
    dropped: dict[int, int],
    quantity: int,
    rule: AllocationRule,
) -> Share:
    """Return the share of a candidate who met every condition, with its reason."""
    candidate = ordered[i]
    if i in dropped:
        facts = {"would_be": dropped[i], "min_quantity": max(rule.min_quantity, 1)}
        return Share(candidate.member_id, candidate.offered, 0, Reason.BELOW_MINIMUM, facts)
    ceiling = _ceiling_lots(quantity, rule)
    hand = sum(given[k] for k in given if _is_one_hand(ordered[k], candidate))
    share = fitting_reason(
        candidate, given[i] * rule.lot, rule.lot, hand >= ceiling, ceiling * rule.lot
    )
    if share.reason is not Reason.PRO_RATA:
        return share
    return replace(share, facts=_sum_shown(i, ordered, given, ceiling, rule))


def _sum_shown(
    i: int, ordered: Sequence[Candidate], given: dict[int, int], ceiling: int, rule: AllocationRule
) -> dict[str, object]:
    """
    Return the member's sum: ``pooled x weight / weights``, before rounding to a whole lot.

    Left out where related members under one ceiling make it more than one line.
    """
    free = [k for k in given if given[k] < min(_lots(ordered[k], rule), ceiling)]
    pooled = sum(given[k] for k in free) * rule.lot
    weight, weights = ordered[i].able, sum(ordered[k].able for k in free)
    if abs(pooled * weight - given[i] * rule.lot * weights) >= rule.lot * weights:
        return {}
    return {"pooled": pooled, "weight": weight, "weights": weights, "sharers": len(free)}


def _is_one_hand(one: Candidate, other: Candidate) -> bool:
    if one.member_id == other.member_id:
        return True
    return one.related_to is not None and one.related_to == other.related_to
