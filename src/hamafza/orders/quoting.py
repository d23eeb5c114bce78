"""
One quote to the buyer from many offers: what it costs, and the price below which it may not go.

All pieces are sold at one price, so the floor is the price at which the member who asked most
still receives what was asked: the goods at that ask, the cost lines, and the deductions that are
a share of the price.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamafza.orders.allocation import Allocation
from hamafza.orders.offers import Offer
from hamafza.orders.terms import SettlementTerms
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal


class QuoteBelowFloor(Refusal):
    """At this price members would get less than they asked."""

    code = "quote-below-floor"


class NotEnoughOffered(Refusal):
    """The members' offers do not fill the order; say so to the buyer instead."""

    code = "not-enough-offered"


class OffersInSeveralCurrencies(Refusal):
    code = "offers-in-several-currencies"


@dataclass(frozen=True)
class CostLine:
    """A cost of the whole deal: ``code`` names it (freight, inspection ...), ``basis`` whence."""

    code: str
    amount: Money
    basis: str


@dataclass(frozen=True)
class Quote:
    """``unit_price`` times ``quantity`` is ``total``; ``floor`` is the least it may be."""

    quantity: int
    unit_price: Money
    total: Money
    members_ask: Money
    cost_lines: tuple[CostLine, ...]
    floor: Money
    valid_until: date


def highest_ask(allocation: Allocation, offers: Mapping[int, Offer]) -> Money:
    """Return the highest price of one piece among the members who would share, as they asked it."""
    currencies = {offers[s.member_id].currency for s in allocation.shares if s.quantity}
    if len(currencies) > 1:
        raise OffersInSeveralCurrencies(currencies=", ".join(sorted(currencies)))
    if allocation.unfilled or not currencies:
        raise NotEnoughOffered(unfilled=allocation.unfilled, quantity=allocation.quantity)
    asked = max(offers[s.member_id].unit_price_minor for s in allocation.shares if s.quantity)
    return Money(asked, currencies.pop())


def floor_unit_price(
    quantity: int, ask: Money, cost_lines: Sequence[CostLine], terms: SettlementTerms
) -> Money:
    """
    Return the least price of one piece that leaves the members their ask, rounded up.

    ``ask`` is what the members ask for all pieces, in the deal's currency. Retention is the
    members' own money and comes back, so it does not raise the floor.
    """
    fixed = ask
    for line in cost_lines:
        fixed += line.amount
    kept = 1 - (terms.commission_share + terms.royalty_share + terms.reserve_share)
    numerator, denominator = Decimal(kept).as_integer_ratio()
    return Money(-(-fixed.minor * denominator // (numerator * quantity)), ask.currency)


def quote(
    quantity: int,
    unit_price: Money,
    ask: Money,
    cost_lines: Sequence[CostLine],
    terms: SettlementTerms,
    valid_until: date,
) -> Quote:
    """Return the quote, or refuse a price under the floor."""
    floor = floor_unit_price(quantity, ask, cost_lines, terms)
    if unit_price < floor:
        raise QuoteBelowFloor(
            price=unit_price.as_decimal(), floor=floor.as_decimal(), currency=floor.currency
        )
    total = Money(unit_price.minor * quantity, unit_price.currency)
    return Quote(quantity, unit_price, total, ask, tuple(cost_lines), floor, valid_until)
