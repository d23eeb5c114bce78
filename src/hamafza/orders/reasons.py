"""Why a member got this share: one reason each, with the facts that its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hamafza.orders.offers import Candidate


class Reason(StrEnum):
    PRO_RATA = "pro-rata"
    """In proportion, among those below their ceiling."""
    WHOLE_OFFER = "whole-offer"
    """All that was offered, in whole lots."""
    WHOLE_CAPACITY = "whole-capacity"
    """All the verified free capacity; more was offered."""
    CEILING = "ceiling"
    """The by-laws' ceiling for one member, or for related members together."""
    BELOW_MINIMUM = "below-minimum"
    BELOW_ONE_LOT = "below-one-lot"
    NO_OFFER = "no-offer"
    NO_FREE_CAPACITY = "no-free-capacity"
    TOO_SLOW = "too-slow"
    LICENCE_EXPIRED = "licence-expired"
    NOT_READY = "not-ready"
    MARK_SUSPENDED = "mark-suspended"
    OPEN_NON_CONFORMITY = "open-non-conformity"


@dataclass(frozen=True)
class Share:
    """
    What one member makes of the order.

    For PRO_RATA the facts show the sum: ``pooled x weight / weights``, rounded down or up to a
    whole lot.
    """

    member_id: int
    offered: int
    quantity: int
    reason: Reason
    facts: Mapping[str, object] = field(default_factory=dict)


def zero_reason(candidate: Candidate, lot: int, max_days: int | None) -> Share | None:
    """Return a share of zero for who cannot take part, None for who can."""
    if candidate.offered <= 0:
        return _nothing(candidate, Reason.NO_OFFER)
    if candidate.bar is not None:
        return _nothing(candidate, Reason(candidate.bar.value), fact=candidate.bar_fact)
    if max_days is not None and candidate.days > max_days:
        return _nothing(candidate, Reason.TOO_SLOW, days=candidate.days, max_days=max_days)
    if candidate.free_capacity <= 0:
        return _nothing(candidate, Reason.NO_FREE_CAPACITY)
    if candidate.able < lot:
        return _nothing(candidate, Reason.BELOW_ONE_LOT, able=candidate.able, lot=lot)
    return None


def fitting_reason(
    candidate: Candidate, quantity: int, lot: int, is_capped: bool, ceiling: int
) -> Share:
    """Return the share of who takes part, with the limit that was met or none."""

    def share(reason: Reason, **facts: object) -> Share:
        return Share(candidate.member_id, candidate.offered, quantity, reason, facts)

    if quantity == candidate.able // lot * lot:
        if candidate.free_capacity < candidate.offered:
            return share(Reason.WHOLE_CAPACITY, free_capacity=candidate.free_capacity)
        return share(Reason.WHOLE_OFFER)
    if is_capped:
        return share(Reason.CEILING, ceiling=ceiling)
    return share(Reason.PRO_RATA)


def _nothing(candidate: Candidate, reason: Reason, **facts: object) -> Share:
    return Share(candidate.member_id, candidate.offered, 0, reason, facts)
