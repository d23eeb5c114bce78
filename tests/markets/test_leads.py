"""The life of a buyer's lead, and what a lead and an order cost."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.markets.lead_costs import LeftOut, Trip, cost_of, lead_costs
from hamafza.markets.leads import LEAD_LIFE, SHARES_SOMETHING, LeadState
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.vocabulary.money import Money


def trip(cost, leads=0, orders=(), *, begun=True, currency="USD"):
    money = None if cost is None else Money(cost, currency)
    return Trip(money, leads, frozenset(orders), begun)


def test_every_lead_can_be_lost_and_only_a_negotiation_is_won():
    open_states = [state for state in LeadState if not LEAD_LIFE.is_over(state)]
    assert all(LEAD_LIFE.step(state, LeadState.LOST) for state in open_states)
    before = [state for state, after in LEAD_LIFE.steps() if after is LeadState.WON]
    assert before == [LeadState.NEGOTIATING]
    with pytest.raises(StepNotPermitted):
        LEAD_LIFE.step(LeadState.NEW, LeadState.WON)


def test_nothing_but_a_loss_passes_the_lists_by():
    reached = {after for _state, after in LEAD_LIFE.steps()}
    assert reached - SHARES_SOMETHING == {LeadState.LOST}


def test_a_sum_is_divided_by_leads_and_by_orders():
    told = cost_of([trip(900_000, 12, {1, 2}), trip(300_000, 0)])
    assert told.total == Money(1_200_000, "USD")
    assert (told.trips, told.leads, told.orders) == (2, 12, 2)
    assert told.per_lead == Money(100_000, "USD")
    assert told.per_order == Money(600_000, "USD")


def test_two_leads_of_one_deal_are_one_order():
    assert cost_of([trip(100, 2, {7}), trip(100, 1, {7})]).per_order == Money(200, "USD")


def test_without_a_lead_or_an_order_there_is_no_cost_of_one():
    told = cost_of([trip(100)])
    assert (told.per_lead, told.per_order) == (None, None)


def test_a_cost_per_lead_is_rounded_to_the_smallest_unit_half_to_even():
    assert cost_of([trip(5, 2)]).per_lead == Money(2, "USD")
    assert cost_of([trip(7, 2)]).per_lead == Money(4, "USD")
    assert cost_of([trip(7, 2, currency="IRR")]).per_lead == Money(4, "IRR")


def test_currencies_stand_apart_and_what_is_left_out_is_told():
    trips = [trip(900_000, 9), trip(4_000, 2, {5}, currency="OMR"), trip(None, 4, {6}),
             trip(50_000, 0, begun=False), trip(None, 0, begun=False)]  # fmt: skip
    lines, left_out = lead_costs(trips, leads_without_trip=3)
    assert [line.total for line in lines] == [Money(4_000, "OMR"), Money(900_000, "USD")]
    assert left_out == LeftOut(1, 4, 1, 2, 3)
    assert left_out
    assert not LeftOut()


def test_a_trip_without_a_cost_is_never_taken_as_free():
    with pytest.raises(ValueError, match="with a cost"):
        cost_of([trip(100, 1), trip(None, 5)])
    with pytest.raises(ValueError, match="at least one"):
        cost_of([])


trips = st.builds(
    Trip,
    st.none() | st.builds(Money, st.integers(0, 10**12), st.sampled_from(["USD", "OMR", "IRR"])),
    st.integers(0, 40),
    st.frozensets(st.integers(1, 9), max_size=4),
    st.booleans(),
)


@given(st.lists(trips, max_size=12))
def test_every_trip_is_counted_once_and_no_cost_is_lost(told):
    lines, left_out = lead_costs(told)
    spent = Counter()
    for each in told:
        if each.has_begun and each.cost is not None:
            spent[each.cost.currency] += each.cost.minor
    assert {line.total.currency: line.total.minor for line in lines} == dict(spent)
    counted = sum(line.trips for line in lines)
    assert counted + left_out.trips_without_cost + left_out.trips_to_come == len(told)
    for line in lines:
        if line.per_lead is not None:
            exact = Fraction(line.total.minor, line.leads)
            assert abs(line.per_lead.minor - exact) <= Fraction(1, 2)
