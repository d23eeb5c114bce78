from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.orders.conversion import Rate, RateWithoutSource, converted, needed_for
from hamafza.orders.settlement import (
    Cost,
    Entitlement,
    NothingAccepted,
    Receipt,
    ReceiptAboveContract,
    payable,
    position,
    released,
)
from hamafza.orders.statement import paid_out
from hamafza.orders.terms import TIERS, Key, SettlementTerms, Tier
from hamafza.vocabulary.money import Money
from tests.orders.reference import settled

TERMS = SettlementTerms()
EURO = Rate("EUR", "IRR", Decimal(1_000_000), date(2026, 11, 24), "assumed for the example")
SAMPLE = [72, 36, 58, 47, 44, 33, 51, 40, 42, 38, 34, 31, 27, 25, 22]


def sample():
    entitled = [Entitlement(i, pieces, 2150) for i, pieces in enumerate(SAMPLE, 1)]
    receipts = [Receipt("A", 1_290_000, bank_charges_minor=3_870)]
    costs = [Cost("inspection", 81 * e.accepted, Key.OWN, e.member_id) for e in entitled]
    costs += [Cost("freight", 70_200, Key.QUANTITY), Cost("origin-paper", 4_000, Key.VALUE)]
    return position(entitled, receipts, costs, TERMS)


def test_the_money_from_muscat_divides_as_the_sample_screen_shows():
    now = sample()
    assert [now.total(tier) for tier in TIERS] == [
        3_870, 48_600, 74_200, 38_700, 12_900, 25_800, 64_500,
    ]  # fmt: skip
    assert now.net_minor == 1_021_430


def test_a_member_of_the_sample_is_paid_what_the_sample_phone_shows():
    mahbanu = paid_out(sample(), EURO)[2]
    assert abs(mahbanu.minor - 612_860_000) <= 20_000  # two euro cents of rounding


def test_a_cost_that_finds_no_money_waits_for_the_next_receipt():
    entitled = [Entitlement(1, 10, 100), Entitlement(2, 10, 100)]
    costs = [Cost("inspection", 300, Key.OWN, 1)]
    first = position(entitled, [Receipt("A", 400)], costs, TERMS)
    assert first.nets() == {1: 0, 2: 178}
    assert first.members[0].outstanding_minor == 100 + 22
    both = position(entitled, [Receipt("A", 400), Receipt("B", 1600)], costs, TERMS)
    assert both.members[0].outstanding_minor == 0
    assert both.nets() == {1: 1000 - 300 - 110, 2: 1000 - 110}


def test_retention_is_held_and_given_back():
    entitled = [Entitlement(1, 10, 100)]
    receipts = [Receipt("A", 1000)]
    held = position(entitled, receipts, [], TERMS)
    free = position(entitled, receipts, [], released(TERMS))
    assert payable(free, held.nets()) == {1: 50}


def test_nobody_can_be_paid_from_a_deal_where_nothing_was_accepted():
    with pytest.raises(NothingAccepted):
        position([Entitlement(1, 0, 100)], [Receipt("A", 10)], [], TERMS)


def test_more_than_the_contract_is_not_divided_but_asked_about():
    with pytest.raises(ReceiptAboveContract):
        position([Entitlement(1, 1, 100)], [Receipt("A", 101)], [], TERMS)


def test_who_delivered_nothing_bears_no_common_cost():
    entitled = [Entitlement(1, 0, 100), Entitlement(2, 5, 100)]
    now = position(entitled, [Receipt("A", 500)], [Cost("fair", 60, Key.EQUAL)], TERMS)
    assert now.members[0].lines == []


def test_a_conversion_rounds_down_and_crosses_digits():
    assert converted(Money(1, "EUR"), EURO) == Money(10_000, "IRR")
    back = Rate("IRR", "EUR", Decimal("0.000001"), date(2026, 11, 24), "the same")
    assert converted(Money(19_999, "IRR"), back) == Money(1, "EUR")


@given(st.integers(1, 10**12), st.decimals("0.0001", 10**6, places=4))
def test_what_is_needed_reaches_the_sum_and_one_unit_less_does_not(minor, per_unit):
    rate = Rate("EUR", "IRR", per_unit, date(2026, 11, 24), "a bank")
    needed = needed_for(Money(minor, "IRR"), rate)
    assert converted(needed, rate).minor >= minor
    assert converted(Money(needed.minor - 1, "EUR"), rate).minor < minor


def test_a_rate_without_a_source_is_refused():
    with pytest.raises(RateWithoutSource):
        replace(EURO, source=" ")


entitlements = st.lists(
    st.builds(
        Entitlement,
        member_id=st.integers(1, 50),
        accepted=st.integers(1, 400),
        unit_price_minor=st.integers(1, 5000),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda entitlement: entitlement.member_id,
)


@st.composite
def deals(draw):
    """Return entitlements, receipts up to the contract, costs, and terms."""
    entitled = draw(entitlements)
    left = sum(e.value_minor for e in entitled)
    receipts = []
    for number in range(draw(st.integers(0, 3))):
        if left:
            amount = draw(st.integers(1, left))
            left -= amount
            receipts.append(Receipt(str(number), amount, draw(st.integers(0, amount // 10))))
    some = st.integers(0, 3000)
    keys = st.sampled_from([Key.VALUE, Key.QUANTITY, Key.EQUAL])
    costs = [Cost(f"common{n}", draw(some), draw(keys)) for n in range(draw(st.integers(0, 3)))]
    members = st.sampled_from([e.member_id for e in entitled])
    costs += [Cost("own", draw(some), Key.OWN, draw(members)) for _ in range(2)]
    percent = st.integers(0, 20).map(lambda n: Decimal(n) / 100)
    terms = SettlementTerms(draw(percent), draw(percent), draw(percent), draw(percent))
    return entitled, receipts, costs, terms


@given(deals())
def test_not_a_unit_is_lost_or_made(deal):
    now = position(*deal)
    received = sum(receipt.amount_minor for receipt in deal[1])
    assert sum(now.total(tier) for tier in Tier) + now.net_minor == received
    for member in now.members:
        assert member.gross_minor == member.net_minor + sum(member.taken(t) for t in Tier)
        assert member.net_minor >= 0
        assert all(0 <= line.taken_minor <= line.due_minor for line in member.lines)


@given(deals())
def test_the_money_divides_as_the_plain_reckoning_says(deal):
    expected = settled(*deal)
    for member in position(*deal).members:
        gross, took, net = expected[member.member_id]
        assert (member.gross_minor, member.net_minor) == (gross, net)
        assert {tier: member.taken(tier) for tier in Tier} == took


@given(deals(), st.randoms(use_true_random=False))
def test_what_came_first_does_not_matter(deal, chance):
    entitled, receipts, costs, terms = deal
    mixed = [list(entitled), list(receipts), list(costs)]
    for part in mixed:
        chance.shuffle(part)
    assert position(*mixed, terms) == position(*deal)


@given(deals())
def test_payments_step_by_step_never_pass_the_final_net_by_more_than_rounding(deal):
    entitled, receipts, costs, terms = deal
    paid = {e.member_id: 0 for e in entitled}
    for count in range(1, len(receipts) + 1):
        now = position(entitled, receipts[:count], costs, terms)
        for member, amount in payable(now, paid).items():
            paid[member] += amount
    if receipts:
        slack = 2 * (len(costs) + len(Tier)) * len(receipts)  # a unit for each line and rounding
        assert all(paid[m] <= net + slack for m, net in now.nets().items())
        assert all(paid[m] >= net for m, net in now.nets().items())


@given(deals())
def test_the_members_together_get_what_the_bank_gave(deal):
    now = position(*deal)
    whole = converted(Money(now.net_minor, "EUR"), EURO)
    assert sum(part.minor for part in paid_out(now, EURO).values()) == whole.minor
