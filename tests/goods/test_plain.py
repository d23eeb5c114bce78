"""Texts that name no good: a question or a plain "cannot tell", never a confident code."""

import pytest

from hamafza.goods.verdict import ReasonKind
from hamafza.runs.classifying import classify_one, wording

NOTHING = [
    "",
    "   ",
    "😀😀",
    "سامسونگ",
    "سلام",
    "ندارد",
    "علی محمدی",
    "-",
    "۱۲۳۴۵",
    "09123456789",
    "test",
    "product",
    "asdf",
    "گاو احمق",
]
UNSURE = [
    "تهران، خیابان ولیعصر، کوچه نسترن، پلاک ۱۲",
    "felfel siah",
    "kif charm",
    "بلوار میدان",
    "www.site.ir",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_names_nothing_has_no_code_and_is_asked_for(text):
    verdict = classify_one(text)
    assert verdict.candidates == ()
    assert verdict.reason.kind is ReasonKind.NOTHING
    assert wording().question(verdict.question, verdict.language)


@pytest.mark.parametrize("text", UNSURE)
def test_addresses_and_strange_letters_are_never_sure(text):
    verdict = classify_one(text)
    assert verdict.question is not None
    assert all(candidate.probability < 0.5 for candidate in verdict.candidates)


def test_of_ten_thousand_letters_the_first_are_read():
    long = classify_one("گلیم " * 2500)
    assert long.candidates[0].hs4 == classify_one("گلیم").candidates[0].hs4
    assert long.text == "گلیم " * 2500


def test_mixed_scripts_are_read_by_what_stands_in_them():
    assert classify_one("روسری silk ابریشمی").candidates[0].hs6 == "621410"


def test_a_brand_before_a_good_hides_it_not():
    assert classify_one("یخچال سامسونگ").candidates[0].hs4 == "8418"


def test_a_code_that_rests_on_shared_words_alone_is_asked_about():
    verdict = classify_one("خانم رضایی صنعتی")
    assert verdict.question is not None
