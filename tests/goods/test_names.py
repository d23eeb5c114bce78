"""A heading's title is its first clauses, not the tariff's full text."""

import pytest

from hamafza.goods.names import short_name
from hamafza.sources.headings import heading_names


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Footwear; with outer soles of rubber, plastics", "Footwear"),
        ("Bed linen, table linen, toilet linen and kitchen linen", "Bed linen, table linen"),
        ("گلیم و فرش تاروپودی (ماشینی)", "گلیم و فرش تاروپودی"),
        ("6302", "6302"),
    ],
)
def test_a_title_is_the_first_clauses(full, short):
    assert short_name(full) == short


def test_every_heading_keeps_a_title():
    assert all(short_name(name) for pair in heading_names().values() for name in pair)
