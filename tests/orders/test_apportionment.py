from hypothesis import given
from hypothesis import strategies as st

from hamafza.orders.apportionment import capped_shares
from tests.orders.reference import nearest_shares

few = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=4)


def test_shares_follow_the_weights():
    assert capped_shares(600, [1, 2, 3], [600, 600, 600]) == [100, 200, 300]


def test_what_a_cap_leaves_goes_to_the_others_in_proportion():
    assert capped_shares(600, [300, 100, 200], [150, 600, 600]) == [150, 150, 300]


def test_a_sum_of_caps_below_the_total_is_given_whole():
    assert capped_shares(100, [1, 1], [10, 20]) == [10, 20]


def test_no_weight_gets_nothing():
    assert capped_shares(10, [0, 1], [10, 10]) == [0, 10]


def test_no_members_share_nothing():
    assert capped_shares(10, [], []) == []


@given(few, st.integers(0, 12))
def test_the_shares_are_the_nearest_of_all_possible_ones(members, total):
    weights, caps = [w for w, _ in members], [c for _, c in members]
    assert capped_shares(total, weights, caps) == nearest_shares(total, weights, caps)
