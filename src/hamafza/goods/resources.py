"""The tables that the classifier is built from; a caller reads them, this room never does."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class GoodsTables:
    """
    Every table holds text columns only.

    ``nomenclature`` code, description_en · ``lexicon`` term_fa, variants, kind, english, hs4,
    hs6, notes · ``rules`` article, attributes, code, note · ``questions`` kind, subject,
    answer_fa, answer_en, code, weight · ``trade_terms`` term, code (its first six digits are
    HS) · ``dictionary`` fa, en, weight · ``names_fa`` code, name_fa ·
    ``subheadings`` code, words_fa, words_en · ``plain_words`` word, kind · ``vague_terms`` term ·
    ``wording`` key, en, fa · ``confirmed`` text, code (phrases on whose code people agree).
    """

    nomenclature: pl.DataFrame
    lexicon: pl.DataFrame
    rules: pl.DataFrame
    questions: pl.DataFrame
    trade_terms: pl.DataFrame
    dictionary: pl.DataFrame
    names_fa: pl.DataFrame
    subheadings: pl.DataFrame
    plain_words: pl.DataFrame
    vague_terms: pl.DataFrame
    wording: pl.DataFrame
    confirmed: pl.DataFrame
