"""Laws of the classifier, whatever the text."""

from itertools import pairwise

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.goods.classifier import ranked
from hamafza.goods.index import Codes
from hamafza.goods.ranking import Features, Weights, probabilities
from hamafza.goods.skeleton import Skeletons
from hamafza.goods.words import stem
from hamafza.runs.classifying import best_codes, classify_one, classify_texts, goods_tables

TERMS = goods_tables().lexicon["term_fa"].to_list()
phrases = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(TERMS), min_size=1, max_size=4).map(" ".join),
    st.text(alphabet="ابپتسکگیروم ‌،/()&,123۴۵", max_size=40),
)


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
def test_below_one_half_there_is_always_a_question(text):
    verdict = classify_one(text)
    likeliest = verdict.candidates[0].probability if verdict.candidates else 0.0
    assert (verdict.question is not None) == (likeliest < 0.5)


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


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_likeliest_five_headings_are_among_ten_ranks(seed):
    dice = np.random.default_rng(seed)
    codes = Codes(
        [f"{h}" for h in range(1001, 1031)]
        + [f"{h}{s}0" for h in range(1001, 1031) for s in range(1, 6)]
    )
    of4 = dice.dirichlet(np.full(30, 0.2)).astype(np.float32)
    of6 = of4[codes.parent] * dice.random(len(codes.hs6)).astype(np.float32)
    pairs = ranked(of4, of6, codes, 10)
    likeliest = {at for at in np.argsort(-of4)[:5].tolist() if of4[at] > 0}
    assert likeliest <= {h for h, _ in pairs}
    assert len(pairs) <= 10


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_probabilities_of_headings_sum_below_one_and_sisters_sum_to_their_heading(seed):
    dice = np.random.default_rng(seed)
    codes = Codes(["0101", "0102", "0201", "010121", "010129", "010221", "020110", "020120"])
    heading = dice.random((4, 3, 11)).astype(np.float32) * dice.integers(0, 2, (4, 3, 1))
    found = Features(
        heading.astype(np.float32),
        np.ones((4, 3), np.float32),
        dice.random((4, 5, 5)).astype(np.float32),
    )
    weights = Weights(
        tuple(dice.normal(0, 3, 11)), tuple(dice.normal(0, 3, 3)), tuple(dice.normal(0, 3, 5))
    )
    of4, of6 = probabilities(found, weights, codes)
    assert (of4.sum(axis=1) <= 1 + 1e-5).all()
    sums = np.add.reduceat(of6, codes.starts, axis=1)
    assert np.allclose(sums, of4, atol=1e-5)


def test_loanwords_meet_by_their_consonants():
    assert Skeletons(["radiator", "carpet"]).words("رادیاتور") == ["radiator"]


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_a_stem_is_never_empty_nor_longer_than_its_word(word):
    assert 0 < len(stem(word)) <= len(word)
