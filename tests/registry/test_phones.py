"""One telephone, however it is written."""

import pytest

from hamafza.registry.claim_params import ClaimParams
from hamafza.registry.phones import ways_of_writing
from hamafza.store.parameters import load

PARAMS = load(ClaimParams, "claims")


@pytest.mark.parametrize(
    "written",
    ["09131234567", "0913 123 4567", "0913-123-4567", "+989131234567", "00989131234567",
     "989131234567", "9131234567", "۰۹۱۳۱۲۳۴۵۶۷", "٠٩١٣ ١٢٣٤٥٦٧"],
)  # fmt: skip
def test_all_ways_lead_to_one_number(written):
    ways = ways_of_writing(written, PARAMS)
    assert ways[0] == "09131234567"
    assert {"0913 123 4567", "0913-123-4567", "+989131234567", "9131234567"} <= set(ways)


@pytest.mark.parametrize("written", ["", "123", "نامعلوم", "5509131234567", "091312345"])
def test_what_is_no_number_of_this_country_is_none(written):
    assert ways_of_writing(written, PARAMS) == ()
