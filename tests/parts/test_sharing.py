"""A joint bid covers what can be covered, and embedded export loses no cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.parts.embedded import by_unit, embedded_export
from hamafza.parts.joint import joint_bid
from hamafza.parts.needs import Judgement
from hamafza.parts.refusals import ShareNotAShare
from hamafza.vocabulary.money import Money

JUDGEMENT = Judgement(ceiling_share=0.6, most_members=3)
ABLE = st.lists(st.integers(0, 300), max_size=7).map(lambda able: list(enumerate(able)))


def _shares(quantity, *able):
    bid = joint_bid(quantity, list(enumerate(able)), JUDGEMENT)
    return [(share.unit_id, share.pieces) for share in bid.shares], bid.missing


def test_the_best_does_it_alone_if_it_can_and_a_lesser_one_does_not():
    assert _shares(100, 120, 40) == ([(0, 100)], 0)
    assert _shares(100, 40, 120, 500) == ([(0, 40), (1, 60)], 0)


def test_no_workshop_takes_more_than_the_ceiling_while_others_have_room():
    assert _shares(100, 90, 50, 50) == ([(0, 60), (1, 40)], 0)


def test_the_ceiling_gives_way_before_pieces_are_missing():
    assert _shares(100, 90, 5, 5) == ([(0, 90), (1, 5), (2, 5)], 0)


def test_the_ablest_come_in_when_the_best_ranked_are_not_enough():
    assert _shares(100, 1, 2, 3, 40, 60) == ([(2, 3), (3, 40), (4, 57)], 0)


@given(st.integers(1, 600), ABLE)
def test_a_bid_covers_all_that_its_members_can_make_and_no_more(quantity, able):
    bid = joint_bid(quantity, able, JUDGEMENT)
    can = dict(able)
    assert all(0 < share.pieces <= can[share.unit_id] for share in bid.shares)
    ablest = sum(sorted(can.values(), reverse=True)[: JUDGEMENT.most_members])
    assert bid.covered == min(quantity, ablest)
    assert bid.covered + bid.missing == quantity
    assert len(bid.shares) <= JUDGEMENT.most_members


def test_a_parts_embedded_export_is_its_share_of_the_factorys():
    part = embedded_export(Money(1_000_000_00, "USD"), Decimal("0.035"))
    assert part == Money(35_000_00, "USD")
    assert by_unit(part, [2, 1, 1]) == [
        Money(17_500_00, "USD"), Money(8_750_00, "USD"), Money(8_750_00, "USD"),
    ]  # fmt: skip


@given(
    st.integers(0, 10**14),
    st.decimals(0, 1, places=6),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=12),
)
def test_what_the_units_get_is_what_the_part_is_worth(minor, share, pieces):
    part = embedded_export(Money(minor, "USD"), share)
    assert 0 <= part.minor <= minor
    divided = sum(one.minor for one in by_unit(part, pieces))
    assert divided == (part.minor if sum(pieces) else 0)


@pytest.mark.parametrize("share", [Decimal("-0.1"), Decimal("1.01")])
def test_a_share_beyond_the_whole_is_refused(share):
    with pytest.raises(ShareNotAShare):
        embedded_export(Money(1, "USD"), share)
