"""Free capacity is capacity minus what is promised, and one workshop's time is one."""

from hypothesis import given
from hypothesis import strategies as st

from hamafza.registry.free_capacity import Promise, free_pieces

MONTHLY = st.integers(1, 10_000)
PIECES = st.lists(st.integers(0, 5_000), max_size=4)


@given(MONTHLY, st.integers(1, 365), PIECES)
def test_of_equal_goods_it_is_capacity_minus_what_is_promised(monthly, days, promised):
    free = free_pieces(
        float(monthly), days, [Promise(pieces, float(monthly)) for pieces in promised]
    )
    assert free == max((monthly * days - 30 * sum(promised)) // 30, 0)


def test_a_promise_of_other_goods_takes_its_part_of_the_month():
    assert free_pieces(40, 30, [Promise(500, 1_000)]) == 20
    assert free_pieces(40, 60, [Promise(500, 1_000), Promise(10, 20)]) == 40
    assert free_pieces(40, 30, [Promise(2_000, 1_000)]) == 0


@given(st.floats(0.1, 1e6), st.integers(1, 365), PIECES)
def test_it_is_never_negative_nor_above_what_can_be_made(monthly, days, promised):
    free = free_pieces(monthly, days, [Promise(pieces, 7.0) for pieces in promised])
    assert 0 <= free <= monthly * days / 30
