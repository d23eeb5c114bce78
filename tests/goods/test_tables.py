"""The shipped tables of the goods room: every code stands in the nomenclature."""

import polars as pl
import pytest

from hamafza.goods.lexicon import Kind, Lexicon
from hamafza.goods.ranking import HEADING_FEATURES, NONE_FEATURES, WITHIN_FEATURES
from hamafza.goods.wording import Wording
from hamafza.goods.words import tokens
from hamafza.runs.classifying import classifier
from hamafza.runs.goods_tables import goods_tables
from hamafza.vocabulary.text import match_key


def known_codes() -> set[str]:
    return set(goods_tables().nomenclature["code"])


@pytest.mark.parametrize("column", ["hs4", "hs6"])
def test_every_code_of_the_lexicon_stands_in_the_nomenclature(column):
    codes = set(goods_tables().lexicon[column].drop_nulls()) - {""}
    assert codes - known_codes() == set()


@pytest.mark.parametrize("table", ["rules", "questions"])
def test_every_code_of_rules_and_answers_stands_in_the_nomenclature(table):
    assert set(getattr(goods_tables(), table)["code"]) - known_codes() == set()


def test_a_subheading_of_the_lexicon_belongs_to_its_heading():
    lexicon = goods_tables().lexicon.fill_null("")
    strays = lexicon.filter((pl.col("hs6") != "") & (pl.col("hs6").str.head(4) != pl.col("hs4")))
    assert strays.is_empty()


def test_the_lexicon_holds_at_least_a_thousand_terms_of_many_chapters():
    lexicon = goods_tables().lexicon
    assert lexicon.height >= 1000
    assert lexicon["hs4"].drop_nulls().str.head(2).n_unique() >= 80


def test_every_term_of_the_lexicon_is_found_by_its_own_words():
    lexicon = Lexicon(goods_tables().lexicon)
    for row in goods_tables().lexicon.fill_null("").iter_rows(named=True):
        for word in (row["term_fa"], *filter(None, row["variants"].split("|"))):
            spans = lexicon.spans(tokens(word), "fa")
            names = [term.english for span in spans for term in span.senses]
            assert row["english"].split("|")[0] in names, word


def test_rules_and_open_questions_speak_of_names_the_lexicon_knows():
    lexicon = Lexicon(goods_tables().lexicon)
    names = {lexicon.name(name) for name in lexicon.names.values()}
    for row in goods_tables().rules.iter_rows(named=True):
        spoken = [row["article"], *row["attributes"].split("+")]
        assert {lexicon.name(word) for word in spoken} <= names, row
    assert set(goods_tables().questions["subject"]) <= names


def test_every_service_term_has_a_group_with_a_name_in_both_languages():
    lexicon = Lexicon(goods_tables().lexicon)
    wording = Wording(goods_tables().wording)
    for row in goods_tables().lexicon.filter(pl.col("kind") == "service").iter_rows(named=True):
        spans = lexicon.spans(match_key(row["term_fa"]).split(), "fa")
        code = next(t.service_code for t in spans[0].senses if t.kind is Kind.SERVICE)
        assert wording.service(code, "fa") != code != wording.service(code, "en")


def test_every_heading_that_lexicon_rules_and_answers_reach_has_a_persian_name():
    reached = set(goods_tables().lexicon["hs4"].drop_nulls()) - {""}
    reached |= {code[:4] for code in goods_tables().rules["code"]}
    reached |= {code[:4] for code in goods_tables().questions["code"]}
    assert reached <= set(goods_tables().names_fa["code"])


def test_the_weights_are_as_many_as_the_features():
    for weights in (classifier().params.weights_fa, classifier().params.weights_en):
        assert len(weights.heading) == len(HEADING_FEATURES)
        assert len(weights.none) == len(NONE_FEATURES)
        assert len(weights.within) == len(WITHIN_FEATURES)


def test_every_heading_has_a_persian_name_of_its_own():
    headings = {code for code in known_codes() if len(code) == 4} - {"9999"}
    assert headings - set(goods_tables().names_fa["code"]) == set()
    assert goods_tables().names_fa["code"].is_unique().all()


def test_our_own_words_are_of_subheadings_and_never_empty():
    words = goods_tables().subheadings
    assert set(words["code"]) <= {code for code in known_codes() if len(code) == 6}
    assert words["code"].is_unique().all()
    assert words.null_count().sum_horizontal().item() == 0


def test_a_term_says_only_features_that_the_lexicon_knows():
    lexicon = Lexicon(goods_tables().lexicon)
    for row in goods_tables().lexicon.fill_null("").iter_rows(named=True):
        notes = dict(note.strip().partition("=")[::2] for note in row["notes"].split(";"))
        for name in filter(None, notes.get("is", "").split("+")):
            assert name.lower() in lexicon.names, row
