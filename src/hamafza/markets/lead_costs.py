"""What a lead and a won order cost: fairs and missions added up by currency, nothing converted."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hamafza.vocabulary.money import Money


@dataclass(frozen=True)
class Trip:
    """A fair or mission: ``orders`` are the numbers of the deals that its won leads became."""

    cost: Money | None
    leads: int
    orders: frozenset[int]
    has_begun: bool = True


@dataclass(frozen=True)
class LeadCost:
    """All trips paid in one currency; a cost per lead or order is none where there is none."""

    total: Money
    trips: int
    leads: int
    orders: int
    per_lead: Money | None
    per_order: Money | None


@dataclass(frozen=True)
class LeftOut:
    """What the figures do not hold."""

    trips_without_cost: int = 0
    leads_of_those: int = 0
    orders_of_those: int = 0
    trips_to_come: int = 0
    leads_without_trip: int = 0

    def __bool__(self) -> bool:
        return any((self.trips_without_cost, self.trips_to_come, self.leads_without_trip))


def cost_of(trips: Iterable[Trip]) -> LeadCost:
    """
    Return the sum of trips of one currency, divided by their leads and by their orders.

    A trip that brought no lead counts with its cost. A deal that came of leads of two trips is
    one order. Shares are rounded to the smallest unit of the currency, half to even.
    """
    told = list(trips)
    costs = [trip.cost for trip in told if trip.cost is not None]
    if not costs or len(costs) != len(told):
        raise ValueError("only trips with a cost, at least one")
    total = sum(costs[1:], start=costs[0])
    leads = sum(trip.leads for trip in told)
    orders = len(frozenset[int]().union(*(trip.orders for trip in told)))
    return LeadCost(total, len(told), leads, orders, _each(total, leads), _each(total, orders))


def lead_costs(
    trips: Iterable[Trip], leads_without_trip: int = 0
) -> tuple[list[LeadCost], LeftOut]:
    """Return a line for each currency, by its code, and what is left out of all of them."""
    told = list(trips)
    to_come = [trip for trip in told if not trip.has_begun]
    begun = [trip for trip in told if trip.has_begun]
    without = [trip for trip in begun if trip.cost is None]
    by_currency: dict[str, list[Trip]] = {}
    for trip in begun:
        if trip.cost is not None:
            by_currency.setdefault(trip.cost.currency, []).append(trip)
    left_out = LeftOut(
        len(without),
        sum(trip.leads for trip in without),
        len(frozenset[int]().union(*(trip.orders for trip in without))),
        len(to_come),
        leads_without_trip,
    )
    return [cost_of(by_currency[code]) for code in sorted(by_currency)], left_out


def _each(total: Money, many: int) -> Money | None:
    if not many:
        return None
    return Money.from_decimal(total.as_decimal() / Decimal(many), total.currency)
