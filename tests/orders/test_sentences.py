import pytest

from hamafza.orders.reasons import Reason
from hamafza.web.sentences.orders import REASONS

FACTS = {
    "free_capacity": 1, "ceiling": 2, "would_be": 3, "min_quantity": 4, "able": 5, "lot": 6,
    "days": 7, "max_days": 8, "fact": "x",
}  # fmt: skip


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_in_both_languages(reason):
    english, persian = REASONS[reason.value]
    assert english % FACTS
    assert any("؀" <= letter <= "ۿ" for letter in persian % FACTS)
