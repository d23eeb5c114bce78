from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.orders.allocation import AllocationRule, OrderBelowOneLot, allocate
from hamafza.orders.offers import Bar, Candidate
from hamafza.orders.reasons import Reason

NO_CEILING = AllocationRule(max_share=Decimal(1))


def shares(quantity, offers, rule=NO_CEILING):
    candidates = [Candidate(i, offered, free) for i, (offered, free) in enumerate(offers, 1)]
    return {s.member_id: s for s in allocate(quantity, candidates, rule).shares}


def test_an_order_is_shared_by_what_each_can_make_of_the_offer():
    given_ = shares(60, [(100, 40), (40, 100), (40, 40)])
    assert [s.quantity for s in given_.values()] == [20, 20, 20]


def test_the_order_for_muscat_is_shared_as_the_sample_screen_shows():
    offered = [110, 40, 64, 52, 48, 36, 56, 44, 46, 42, 38, 34, 30, 28, 24]
    members = [Candidate(i, n, n, 30) for i, n in enumerate(offered, 1)]
    members += [
        Candidate(16, 60, 60, 30, bar=Bar.LICENCE_EXPIRED, bar_fact="2026-08-24"),
        Candidate(17, 50, 50, 48),
        Candidate(18, 12, 12, 30),
    ]
    rule = AllocationRule(Decimal("0.12"), min_quantity=12, max_days=35)
    answer = allocate(600, members, rule)
    assert [s.quantity for s in answer.shares] == [
        72, 36, 58, 47, 44, 33, 51, 40, 42, 38, 34, 31, 27, 25, 22, 0, 0, 0,
    ]  # fmt: skip
    assert answer.unfilled == 0
    assert answer.shares[0].reason is Reason.CEILING
    assert answer.shares[1].facts == {"pooled": 528, "weight": 40, "weights": 582, "sharers": 14}
    assert [s.reason for s in answer.shares[15:]] == [
        Reason.LICENCE_EXPIRED,
        Reason.TOO_SLOW,
        Reason.BELOW_MINIMUM,
    ]


def test_a_member_who_did_not_answer_gets_zero_and_is_told_so():
    assert shares(10, [(0, 50), (20, 50)])[1].reason is Reason.NO_OFFER


def test_who_has_promised_all_capacity_elsewhere_gets_zero_and_is_told_so():
    assert shares(10, [(5, 0), (20, 50)])[1].reason is Reason.NO_FREE_CAPACITY


def test_less_than_one_lot_is_no_share():
    given_ = shares(20, [(9, 9), (40, 40)], AllocationRule(Decimal(1), lot=10))
    assert (given_[1].reason, given_[2].quantity) == (Reason.BELOW_ONE_LOT, 20)


def test_what_nobody_offered_is_stated_as_unfilled():
    answer = allocate(100, [Candidate(1, 30, 30)], NO_CEILING)
    assert (answer.shares[0].quantity, answer.unfilled) == (30, 70)
    assert answer.shares[0].reason is Reason.WHOLE_OFFER


def test_related_members_stand_under_one_ceiling():
    members = [
        Candidate(1, 50, 50, related_to="a"),
        Candidate(2, 50, 50, related_to="a"),
        Candidate(3, 100, 100),
    ]
    answer = allocate(100, members, AllocationRule(max_share=Decimal("0.40")))
    assert [s.quantity for s in answer.shares] == [20, 20, 40]
    assert answer.shares[0].reason is Reason.CEILING
    assert answer.unfilled == 20


def test_dropping_one_tiny_share_may_carry_another_over_the_line():
    given_ = shares(20, [(5, 5), (4, 4), (20, 20)], AllocationRule(Decimal(1), min_quantity=4))
    assert {i: s.quantity for i, s in given_.items()} == {1: 4, 2: 0, 3: 16}
    assert given_[2].facts["would_be"] < 4


def test_a_broken_lot_of_the_order_stays_unfilled():
    answer = allocate(25, [Candidate(1, 30, 30)], AllocationRule(Decimal(1), lot=10))
    assert (answer.shares[0].quantity, answer.unfilled) == (20, 5)


def test_an_order_below_one_lot_is_refused():
    with pytest.raises(OrderBelowOneLot):
        allocate(9, [Candidate(1, 30, 30)], AllocationRule(lot=10))


@pytest.mark.parametrize("wrong", [{"max_share": Decimal(0)}, {"lot": 0}, {"max_days": 0}])
def test_an_impossible_rule_cannot_be_written(wrong):
    with pytest.raises(ValueError):
        AllocationRule(**wrong)


candidates = st.lists(
    st.builds(
        Candidate,
        member_id=st.integers(1, 10**6),
        offered=st.integers(0, 300),
        free_capacity=st.integers(0, 300),
        days=st.integers(1, 60),
        related_to=st.sampled_from([None, None, "a", "b"]),
        bar=st.sampled_from([None, None, None, *Bar]),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.member_id,
)
rules = st.builds(
    AllocationRule,
    max_share=st.decimals(Decimal("0.05"), 1, places=2),
    min_quantity=st.integers(0, 30),
    lot=st.sampled_from([1, 5, 12]),
    max_days=st.sampled_from([None, 35]),
)


@given(candidates, rules, st.integers(1, 60), st.integers(0, 4))
def test_nothing_is_lost_and_nobody_gets_more_than_they_can(members, rule, lots, broken):
    quantity = lots * rule.lot + broken
    answer = allocate(quantity, members, rule)
    by_id = {candidate.member_id: candidate for candidate in members}
    assert sum(s.quantity for s in answer.shares) + answer.unfilled == quantity
    assert {s.member_id for s in answer.shares} == set(by_id)
    for share in answer.shares:
        member = by_id[share.member_id]
        assert 0 <= share.quantity <= min(member.offered, member.free_capacity)
        assert share.quantity % rule.lot == 0
        assert share.quantity == 0 or share.quantity >= rule.min_quantity
        assert share.quantity == 0 or member.bar is None


@given(candidates, rules, st.integers(1, 60))
def test_no_hand_takes_more_than_the_ceiling(members, rule, lots):
    quantity = lots * rule.lot
    taken = {}
    by_id = {candidate.member_id: candidate for candidate in members}
    for share in allocate(quantity, members, rule).shares:
        hand = by_id[share.member_id].related_to or share.member_id
        taken[hand] = taken.get(hand, 0) + share.quantity
    assert all(pieces <= Fraction(rule.max_share) * quantity for pieces in taken.values())


@given(candidates, rules, st.integers(1, 60), st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_who_is_named_first(members, rule, lots, chance):
    mixed = list(members)
    chance.shuffle(mixed)
    assert allocate(lots * rule.lot, mixed, rule) == allocate(lots * rule.lot, members, rule)


@given(candidates, rules, st.integers(1, 60))
def test_an_order_stays_unfilled_only_where_no_member_could_take_a_lot_more(members, rule, lots):
    quantity = lots * rule.lot
    answer = allocate(quantity, members, rule)
    took_part = {s.member_id for s in answer.shares if s.quantity}
    ceiling = int(Fraction(rule.max_share) * quantity) // rule.lot * rule.lot
    hands = {}
    for member in members:
        if member.member_id in took_part:
            able = member.able // rule.lot * rule.lot
            hand = member.related_to or member.member_id
            hands[hand] = hands.get(hand, 0) + able
    most = sum(min(able, ceiling) for able in hands.values())
    if answer.unfilled:
        assert sum(s.quantity for s in answer.shares) == most
