"""Match keys level what keyboards and habits vary, and nothing else."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.text import COMMON, compact_key, latin_digits, match_key, match_key_expr


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كفش مردانه", "کفش مردانه"),
        ("صنايع دستي", "صنایع دستی"),
        ("می‌شود", "می شود"),
        ("پسته ۲۵ کیلویی", "پسته 25 کیلویی"),
        ("پسته ٢٥ کیلویی", "پسته ۲۵ کیلویی"),
        ("قالی،دستباف", "قالی دستباف"),
        ("کیــــف چرم", "کیف چرم"),
        ("T-SHIRT", "t shirt"),
        ("خانهٔ ما", "خانه ما"),
        ("مسئول", "مسيول"),
    ],
)
def test_two_spellings_of_one_phrase_have_one_key(one, other):
    assert match_key(one) == match_key(other)


def test_different_words_keep_different_keys():
    assert match_key("پارس") != match_key("پارسا")


def test_half_space_and_space_meet_in_the_compact_key():
    assert compact_key("کسب‌وکار") == compact_key("کسب و کار") == "کسبوکار"


@given(st.lists(st.text(st.sampled_from(COMMON)), min_size=1, max_size=20))
def test_texts_of_common_signs_are_keyed_in_bulk_as_one_by_one(texts):
    bulk = pl.DataFrame({"text": texts}).select(match_key_expr(pl.col("text")))["text"]
    assert bulk.to_list() == list(map(match_key, texts))


def test_common_signs_stand_for_themselves_in_every_form_of_unicode():
    assert unicodedata.normalize("NFKC", COMMON) == COMMON
    assert not any(map(unicodedata.combining, COMMON))


@given(st.text())
def test_a_key_of_a_key_is_the_key(text):
    assert match_key(match_key(text)) == match_key(text)


@given(st.lists(st.one_of(st.none(), st.text()), max_size=8))
def test_keys_in_bulk_are_the_keys_one_by_one(texts):
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    in_bulk = frame.select(match_key_expr(pl.col("text"))).to_series().to_list()
    assert in_bulk == [None if text is None else match_key(text) for text in texts]


@given(st.integers(min_value=0))
def test_digits_of_any_script_are_read(number):
    persian = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert int(latin_digits(persian)) == number
