"""Laws of the classifier, whatever the text."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.goods.skeleton import Skeletons
from hamafza.goods.words import stem
from hamafza.runs.classifying import (
    PLACE,
    TEXT,
    best_codes,
    classifier,
    classify_one,
    distinct,
    no_ranks,
    places_of,
    ranked_parts,
)
from hamafza.runs.goods_tables import goods_tables

TERMS = goods_tables().lexicon["term_fa"].to_list()
phrases = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(TERMS), min_size=1, max_size=4).map(" ".join),
    st.text(alphabet="ابپتسکگیروم ‌،/()&,123۴۵", max_size=40),
)


def classify_texts(texts: list[str]) -> pl.DataFrame:
    """Return the candidates of each line; equal texts are read once."""
    series = pl.Series(TEXT, texts, dtype=pl.String)
    once = distinct(series)
    ranks = pl.concat([no_ranks(), *ranked_parts(once, 10)])
    found = places_of(series, once).join(ranks, on=PLACE, how="left", maintain_order="left_right")
    return found.drop(PLACE)


@given(phrases)
@settings(max_examples=80, deadline=None)
def test_any_text_has_a_sound_answer(text):
    verdict = classify_one(text)
    seen = [(c.hs4, c.hs6) for c in verdict.candidates]
    assert len(seen) == len(set(seen)) <= 10
    assert all(hs6.startswith(hs4) for hs4, hs6 in seen)
    assert all(
        0 <= c.probability_hs6 <= c.probability * (1 + 1e-5) <= 1 + 2e-5 for c in verdict.candidates
    )
    assert all(a.probability >= b.probability for a, b in pairwise(verdict.candidates))
    assert sum({c.hs4: c.probability for c in verdict.candidates}.values()) <= 1 + 1e-4


@given(phrases)
@settings(max_examples=40, deadline=None)
def test_where_no_code_is_likely_enough_there_is_always_a_question(text):
    verdict = classify_one(text)
    likeliest = max((one.probability_hs6 for one in verdict.candidates), default=0.0)
    assert (verdict.question is not None) == (likeliest < classifier().params.ask_below_share)
    if verdict.question is not None:
        labels = [answer.label_fa for answer in verdict.question.answers]
        assert len(labels) == len(set(labels)) <= 5


@given(st.lists(phrases, max_size=6))
@settings(max_examples=20, deadline=None)
def test_every_line_is_present_and_equal_texts_have_equal_answers(texts):
    found = classify_texts(texts)
    assert found["line"].unique().sort().to_list() == list(range(len(texts)))
    for line, text in enumerate(texts):
        same = found.filter(pl.col("line") == texts.index(text)).drop("line")
        assert found.filter(pl.col("line") == line).drop("line").equals(same)


def test_a_text_has_the_same_answer_alone_and_in_company():
    texts = ["گلیم", "leather belt", "", "تعمیر", "قطعات پلاستیکی خودرو"]
    together = classify_texts(texts)
    for line, text in enumerate(texts):
        alone = classify_texts([text]).drop("line")
        mine = together.filter(pl.col("line") == line).drop("line")
        assert mine.drop("probability", "probability_hs6").equals(
            alone.drop("probability", "probability_hs6")
        )
        gap = (mine["probability"] - alone["probability"]).abs().max()
        assert gap is None or gap < 1e-5


def test_known_goods_come_with_five_distinct_headings():
    found = classify_texts(["گلیم", "sweater", "پسته", "copper pots"])
    counts = found.group_by("line").agg(pl.col("hs4").n_unique())["hs4"]
    assert counts.min() >= 5


def test_the_best_code_is_the_first_rank():
    texts = pl.Series(["گلیم", "sweater", "گلیم", None, "نصب دوربین"])
    best = best_codes(texts)
    assert best["text"].to_list() == ["گلیم", "sweater", "", "نصب دوربین"]
    firsts = classify_texts(best["text"].to_list()).filter(pl.col("rank") == 1)
    assert best["hs6"].to_list() == firsts["hs6"].to_list()
    assert best["service_code"].to_list() == [None, None, None, "SE"]


def test_loanwords_meet_by_their_consonants():
    assert Skeletons(["radiator", "carpet"]).words("رادیاتور") == ["radiator"]


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_a_stem_is_never_empty_nor_longer_than_its_word(word):
    assert 0 < len(stem(word)) <= len(word)


def test_threads_that_ask_at_once_have_the_answers_of_one_alone():
    alone = {text: classify_one(text).candidates for text in TERMS[::400]}
    with ThreadPoolExecutor(4) as pool:
        asked = list(alone) * 8
        answers = pool.map(lambda text: classify_one(text).candidates, asked)
        assert all(alone[text] == found for text, found in zip(asked, answers, strict=True))
