"""Texts that differ in spelling alone are heard as one, and say the same to the classifier."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hamafza.goods.words import LONGEST_READ, heard_as, language_of, segments, tokens
from hamafza.runs.classifying import heard_once
from hamafza.vocabulary.text import COMMON

WORDS = ["گلیم", "گلیم‌های", "کيف", "آچار", "PVC", "۱۲", "،", "/", "(", ")", "\n", "و", " ", "|"]
PHRASES = st.lists(st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from(COMMON), max_size=3)))


def heard(texts: list[str]) -> list[str]:
    return pl.DataFrame({"text": texts}).select(heard_as(pl.col("text")))["text"].to_list()


def said(text: str) -> tuple[str, list[str], list[list[str]]]:
    """All that the classifier takes from a Persian text."""
    read = text[:LONGEST_READ]
    return language_of(text), tokens(read), segments(read)


@given(PHRASES.map("".join))
def test_a_text_says_what_it_is_heard_as(text):
    (other,) = heard([text])
    assert said(other) == said(text)


@given(st.text())
def test_any_text_says_what_it_is_heard_as(text):
    (other,) = heard([text])
    assert said(other) == said(text)


def test_spellings_of_one_keyboard_or_another_are_one():
    texts = ["كيف چرمي", "کیف چرمی", " کیف  چرمی!", "کیف، چرمی"]
    assert heard_once(pl.Series(texts)).to_list() == ["کیف چرمی", "کیف| چرمی"]


def test_english_and_long_texts_stand_for_themselves():
    texts = ["Leather  Bags", "کیف PVC", "كيف " * 400]
    assert heard(texts) == texts
