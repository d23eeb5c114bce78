"""What people agree on becomes a term; what they do not agree on, or one maker says, does not."""

from dataclasses import replace

import polars as pl
import pytest

from hamafza.goods.classifier import Classifier
from hamafza.goods.learning import LearningParams, agreed
from hamafza.runs import classifying, goods_learning
from hamafza.runs.classifying import classifier
from hamafza.runs.goods_tables import goods_tables

NAMES = ["text", "hs6", "edition", "people", "officers"]


def phrases(*rows: tuple[str, str, str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=NAMES, orient="row")


def test_two_people_or_an_officer_and_most_of_all():
    told = phrases(
        ("one maker", "630259", "2022", 1, 0),
        ("an officer", "630259", "2022", 1, 1),
        ("two makers", "630259", "2022", 2, 0),
        ("divided", "630259", "2022", 2, 1),
        ("divided", "621420", "2022", 2, 1),
        ("nearly all", "630259", "2022", 7, 0),
        ("nearly all", "621420", "2022", 3, 0),
        ("an older edition", "630259", "2017", 5, 5),
    )
    found = agreed(told, LearningParams(least_people=2, least_share=0.7), "2022")
    assert found.rows() == [
        ("an officer", "630259"), ("nearly all", "630259"), ("two makers", "630259"),
    ]  # fmt: skip


def test_a_learnt_phrase_is_read_in_other_words_too():
    """An invented word, so that nothing else can know it."""
    plain = classifier()
    terms = pl.DataFrame({"text": ["قژنیمک"], "code": ["640351"]})
    learnt = Classifier(replace(goods_tables(), confirmed=terms), plain.params)
    (before,) = plain.classify(["تولید قژنیمک"])
    (after,) = learnt.classify(["تولید قژنیمک"])
    assert "6403" not in {one.hs4 for one in before.candidates[:1]}
    assert after.candidates[0].hs4 == "6403"


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HAMAFZA_HOME", str(tmp_path))
    yield tmp_path
    classifying.classifier.cache_clear()


def test_learning_says_how_often_the_machine_was_right(own_home):
    classifying.classifier.cache_clear()
    told = phrases(
        ("گلیم", "570210", "2022", 2, 0),
        ("قژنیمک", "640351", "2022", 1, 1),
        ("پیچ", "731815", "2022", 1, 0),
    )
    learnt = goods_learning.learn(told)
    assert (learnt.phrases, learnt.agreed) == (3, 2)
    assert learnt.hs4_before_percent == 50.0
    classifying.classifier.cache_clear()
    (verdict,) = classifier().classify(["قژنیمک"])
    assert verdict.candidates[0].hs6 == "640351"
    assert goods_learning.learn(told).hs4_before_percent == 100.0


def test_nothing_confirmed_is_nothing_learnt(own_home):
    learnt = goods_learning.learn(phrases().cast({"people": pl.Int64, "officers": pl.Int64}))
    assert (learnt.agreed, learnt.hs6_before_percent) == (0, None)
