from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.orders.allocation import AllocationRule, allocate
from hamafza.orders.allotment_life import MilestoneState
from hamafza.orders.enquiry import (
    EndUserMissing,
    Enquiry,
    FinalDestinationMissing,
    QuantityNotPositive,
    TransitIsNotADestination,
    checked_enquiry,
)
from hamafza.orders.lifecycle import DealKind
from hamafza.orders.milestones import (
    Milestone,
    MilestoneOutOfTurn,
    MilestonesNotWhole,
    milestone_amounts,
    step_milestone,
)
from hamafza.orders.offers import (
    Candidate,
    Offer,
    OfferAboveCapacity,
    OffersClosed,
    OfferTooSlow,
    checked_offer,
)
from hamafza.orders.quoting import (
    CostLine,
    NotEnoughOffered,
    QuoteBelowFloor,
    floor_unit_price,
    highest_ask,
    quote,
)
from hamafza.orders.terms import SettlementTerms
from hamafza.vocabulary.money import Money

NOON = datetime(2026, 8, 18, 12, tzinfo=UTC)
ASKED = dict(
    kind=DealKind.GOODS, goods_text="table linen", quantity=600, unit="piece",
    buyer_name="Al Bahja LLC", destination_country="OMN", destination_place="Muscat",
    end_user="the buyer's own shops", end_use="retail",
)  # fmt: skip


def test_an_enquiry_that_says_where_and_for_whom_is_taken():
    assert checked_enquiry(Enquiry(**ASKED)).quantity == 600


@pytest.mark.parametrize(
    ("left_out", "refusal"),
    [
        ({"destination_country": ""}, FinalDestinationMissing),
        ({"destination_place": "  "}, FinalDestinationMissing),
        ({"end_user": " "}, EndUserMissing),
        ({"end_use": ""}, EndUserMissing),
        ({"quantity": 0}, QuantityNotPositive),
        ({"transit_countries": ("OMN",)}, TransitIsNotADestination),
    ],
)
def test_an_enquiry_that_hides_where_it_ends_is_refused(left_out, refusal):
    with pytest.raises(refusal):
        checked_enquiry(Enquiry(**{**ASKED, **left_out}))


def test_an_offer_in_time_and_within_capacity_is_sealed():
    offer = Offer(1, 40, 17_000_000, "IRR", 30)
    assert checked_offer(offer, 40, 35, NOON, NOON + timedelta(seconds=1)) == offer


@pytest.mark.parametrize(
    ("offer", "now", "refusal"),
    [
        (Offer(1, 40, 1, "IRR", 30), NOON, OffersClosed),
        (Offer(1, 41, 1, "IRR", 30), NOON - timedelta(1), OfferAboveCapacity),
        (Offer(1, 40, 1, "IRR", 48), NOON - timedelta(1), OfferTooSlow),
    ],
)
def test_an_offer_too_late_too_large_or_too_slow_is_refused(offer, now, refusal):
    with pytest.raises(refusal):
        checked_offer(offer, 40, 35, now, NOON)


def test_the_floor_stands_on_the_highest_ask_among_those_who_share():
    offers = {1: Offer(1, 50, 100, "EUR", 5), 2: Offer(2, 50, 200, "EUR", 5)}
    members = [Candidate(i, o.quantity, o.quantity) for i, o in offers.items()]
    answer = allocate(50, members, AllocationRule(max_share=Decimal(1)))
    assert highest_ask(answer, offers) == Money(200, "EUR")


def test_an_order_that_offers_do_not_fill_gets_no_quote():
    answer = allocate(60, [Candidate(1, 50, 50)], AllocationRule(max_share=Decimal(1)))
    with pytest.raises(NotEnoughOffered):
        highest_ask(answer, {1: Offer(1, 50, 100, "EUR", 5)})


def test_a_price_under_the_floor_is_refused_with_the_floor():
    lines = [CostLine("freight", Money(600, "EUR"), "carrier's offer")]
    terms = SettlementTerms(Decimal("0.06"), Decimal("0.02"), Decimal("0.02"))
    ask = Money(8_400, "EUR")
    assert floor_unit_price(10, ask, lines, terms) == Money(1000, "EUR")
    with pytest.raises(QuoteBelowFloor):
        quote(10, Money(999, "EUR"), ask, lines, terms, date(2026, 9, 1))
    assert quote(10, Money(1000, "EUR"), ask, lines, terms, date(2026, 9, 1)).total.minor == 10_000


@given(st.integers(1, 10**7), st.integers(1, 900), st.integers(0, 10**5))
def test_the_floor_leaves_the_members_what_they_asked_and_one_unit_less_does_not(ask, n, cost):
    terms = SettlementTerms()
    lines = [CostLine("freight", Money(cost, "EUR"), "-")]
    floor = floor_unit_price(n, Money(ask, "EUR"), lines, terms).minor
    kept = 1 - (terms.commission_share + terms.royalty_share + terms.reserve_share)
    assert floor * n * kept >= ask + cost > (floor - 1) * n * kept


def test_milestones_are_priced_to_the_last_unit():
    parts = [Milestone(1, "a", Decimal("0.3")), Milestone(2, "b", Decimal("0.30")),
             Milestone(3, "c", Decimal("0.4"))]  # fmt: skip
    assert milestone_amounts(101, parts) == [30, 30, 41]
    with pytest.raises(MilestonesNotWhole):
        milestone_amounts(100, parts[:2])


def test_a_milestone_waits_for_the_one_before():
    planned = [MilestoneState.PLANNED] * 2
    with pytest.raises(MilestoneOutOfTurn):
        step_milestone(planned, 2, MilestoneState.DELIVERED)
    one = step_milestone(planned, 1, MilestoneState.DELIVERED)
    assert step_milestone(one, 2, MilestoneState.DELIVERED) == [MilestoneState.DELIVERED] * 2
