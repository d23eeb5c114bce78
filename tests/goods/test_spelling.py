"""Slips of typing: one is mended, a right word never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.goods.spelling import Spelling

KNOWN = Spelling(
    {"تزریق": 9, "پلاستیک": 20, "رومیزی": 5, "کیفیت": 1, "الکتروموتور": 2}, ["پلاستیکی"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ترزیق", "تزریق"), ("پلاستک", "پلاستیک"), ("الکتروموتر", "الکتروموتور"),
        ("رومییزی", "رومیزی"), ("رومیژی", "رومیزی"),
    ],
)  # fmt: skip
def test_one_slip_is_mended(typed, meant):
    assert KNOWN.mended(typed) == meant


@pytest.mark.parametrize("word", ["پلاستیکی", "کیف", "plastik", "آفتابگردان", ""])
def test_a_right_word_a_short_one_and_a_foreign_one_stay(word):
    assert KNOWN.mended(word) == word


def test_between_two_words_met_as_often_nothing_is_guessed():
    assert Spelling({"کاغذی": 3, "کاغذش": 3}).mended("کاغذط") == "کاغذط"


@given(st.text(alphabet="ابپتسکگیروم", max_size=12))
def test_what_is_mended_is_known_and_stays(word):
    once = KNOWN.mended(word)
    assert once == word or KNOWN.mended(once) == once
