"""What a member offers for an order, and when an offer may be given or read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hamafza.vocabulary.refusals import Refusal


class OffersClosed(Refusal):
    """The time for offers is over."""

    code = "offers-closed"


class OffersStillSealed(Refusal):
    """Nobody, the manager included, reads an offer before all are closed."""

    code = "offers-still-sealed"


class OfferNotPositive(Refusal):
    code = "offer-not-positive"


class OfferAboveCapacity(Refusal):
    code = "offer-above-capacity"


class OfferTooSlow(Refusal):
    code = "offer-too-slow"


class Bar(StrEnum):
    """Why a member may not share in this order, whatever was offered."""

    LICENCE_EXPIRED = "licence-expired"
    NOT_READY = "not-ready"
    MARK_SUSPENDED = "mark-suspended"
    OPEN_NON_CONFORMITY = "open-non-conformity"


@dataclass(frozen=True)
class Offer:
    """One member's sealed offer; the price is for one piece, in ``currency``'s minor unit."""

    member_id: int
    quantity: int
    unit_price_minor: int
    currency: str
    days: int


@dataclass(frozen=True)
class Candidate:
    """
    A member as the allocation sees one: no price.

    ``offered`` is zero when the member did not answer. ``related_to`` names a group of members
    under one hand, who count as one; None stands alone. ``bar_fact`` is what the reason shows,
    such as a date.
    """

    member_id: int
    offered: int
    free_capacity: int
    days: int = 1
    related_to: str | None = None
    bar: Bar | None = None
    bar_fact: str = ""

    @property
    def able(self) -> int:
        """What the member can really make of what was offered."""
        return min(self.offered, self.free_capacity)


def checked_offer(
    offer: Offer, free_capacity: int, max_days: int | None, now: datetime, closes_at: datetime
) -> Offer:
    """Return the offer when it may be sealed, or refuse it with what to change."""
    if now >= closes_at:
        raise OffersClosed(closed_at=closes_at)
    if offer.quantity < 1 or offer.unit_price_minor < 1 or offer.days < 1:
        raise OfferNotPositive()
    if offer.quantity > free_capacity:
        raise OfferAboveCapacity(offered=offer.quantity, free_capacity=free_capacity)
    if max_days is not None and offer.days > max_days:
        raise OfferTooSlow(days=offer.days, max_days=max_days)
    return offer
