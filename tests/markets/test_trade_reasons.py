"""Every reason to leave a row out is told in both languages."""

import re

from hamafza.sources.dropped import Reason
from hamafza.sources.trade_refusals import TradeTooLittleKept
from hamafza.web.sentences import sentence
from hamafza.web.sentences.trade import WORDS


def test_every_reason_has_its_persian():
    assert {str(reason) for reason in Reason} == set(WORDS)
    assert not [told for told in WORDS.values() if re.search("[A-Za-zيكة0-9]", told)]


def test_a_refusal_that_names_a_reason_names_it_in_the_readers_language():
    refusal = TradeTooLittleKept(
        file="x.csv", kept=1, rows=1200, reason=str(Reason.COUNTRY), example="4/777"
    )
    assert "country not known" in sentence(refusal, "en")
    assert "کشور شناخته نیست" in sentence(refusal, "fa") and "۱٬۲۰۰" in sentence(refusal, "fa")
