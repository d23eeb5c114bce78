"""Nothing is lost and nothing is made when a number is shared out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.apportionment import share_out

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


@given(st.integers(0, 10**15), weights)
def test_the_shares_add_up_to_the_total(total, given_weights):
    assert sum(share_out(total, given_weights)) == total


@given(st.integers(0, 10**15), weights)
def test_no_share_is_a_whole_unit_from_its_exact_part(total, given_weights):
    whole = sum(given_weights)
    for share, weight in zip(share_out(total, given_weights), given_weights, strict=True):
        assert abs(share - Fraction(total * weight, whole)) < 1


def test_what_is_left_goes_to_the_largest_remainder_then_to_the_earlier():
    assert share_out(10, [1, 1, 1]) == [4, 3, 3]
    assert share_out(7, [5, 3, 2]) == [4, 2, 1]


def test_a_negative_total_is_shared_as_its_opposite():
    assert share_out(-10, [1, 1, 1]) == [-4, -3, -3]


def test_zero_weights_share_nothing_but_zero():
    assert share_out(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="zero"):
        share_out(1, [0, 0])
