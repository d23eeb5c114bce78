"""Persian sorts as a Persian dictionary does, whatever the database thinks of code points."""

import random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.sorting import sort_key, sort_key_expr
from hamafza.vocabulary.text import COMMON

IN_ORDER = [
    "آبادان", "آینه", "ابریشم", "اهواز", "بافت", "پارچه", "تبریز", "جام",
    "چاپ", "حریر", "زر", "ژاله", "سپید", "قالی", "کاشی", "گلیم", "لنت", "مس", "نمد", "ورق",
    "هنر", "یزد", "Zarif",
]  # fmt: skip


def test_letters_stand_in_the_order_of_the_alphabet():
    words = IN_ORDER
    mixed = random.Random(1).sample(words, len(words))
    assert sorted(mixed, key=sort_key) == words


def test_a_shorter_word_comes_before_a_longer_one_that_begins_with_it():
    words = ["کار", "کار نو", "کارا", "کارگاه"]
    assert sorted(reversed(words), key=sort_key) == words


def test_spellings_of_one_word_have_one_key():
    assert sort_key("كيش") == sort_key("کیش")
    assert sort_key("پته‌دوزی") == sort_key("پتهدوزی")
    assert sort_key("ا\u0653ب") == sort_key("آب")


@given(st.text())
def test_a_key_is_letters_and_digits_that_every_collation_sorts_alike(text):
    key = sort_key(text)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


@given(st.lists(st.one_of(st.none(), st.text(), st.text(st.sampled_from(COMMON))), max_size=20))
def test_in_bulk_as_one_by_one(texts):
    bulk = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)}).select(
        sort_key_expr(pl.col("text"))
    )
    assert bulk["text"].to_list() == [None if text is None else sort_key(text) for text in texts]
