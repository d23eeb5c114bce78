"""Every reason to leave a row out is told in both languages."""

import re

from hamafza.sources.dropped import Reason
from hamafza.web.sentences.trade import REASONS_FA


def test_every_reason_has_its_persian():
    assert {str(reason) for reason in Reason} == set(REASONS_FA)
    assert not [told for told in REASONS_FA.values() if re.search("[A-Za-zيكة0-9]", told)]
