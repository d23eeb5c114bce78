"""The compiled ranking beside a slow plain one that reads the same words."""

from functools import cache
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.goods import documents
from hamafza.goods.classifier import Pair, told
from hamafza.goods.evidence import Clue
from hamafza.goods.ranking import HEADING_FEATURES, WITHIN_FEATURES, ranked
from hamafza.goods.scoring import CLUES, HEADING, NEAREST, SHARPNESS, WITHIN
from hamafza.runs.classifying import classifier
from hamafza.runs.goods_tables import goods_tables

TEXTS = [
    "گلیم",
    "رومیزی ترمه",
    "copper pots",
    "پته‌دوزی روی شال",
    "پیچ گوشتی",
    "",
    "قطعات پلاستیکی خودرو",
]


def test_names_are_as_many_as_the_features():
    assert len(HEADING_FEATURES) == HEADING
    assert len(WITHIN_FEATURES) == WITHIN
    assert [clue.name.lower() for clue in Clue] == list(HEADING_FEATURES[:CLUES])


@pytest.mark.parametrize("text", TEXTS)
def test_the_compiled_ranking_is_the_plain_one(text):
    shipped = classifier()
    heard, queries = shipped.heard([text])
    weights = shipped.params.weights_en if text.isascii() else shipped.params.weights_fa
    found = ranked(queries, shipped.postings, shipped.tree, shipped.table, weights)
    of4, of6 = plainly(shipped, heard[0], queries, weights)
    likeliest = sorted(of4, key=lambda code: (-of4[code], code))[:10]
    places = found.heading[0][found.heading[0] >= 0]
    assert len(places) == min(10, len(of4))
    for rank, place in enumerate(places):
        code = shipped.codes.hs4[place]
        assert of4[code] == pytest.approx(of4[likeliest[rank]], abs=1e-5)
        assert found.of_heading[0, rank] == pytest.approx(of4[code], abs=1e-5)
        for place6, share in zip(
            found.subheading[0, rank], found.of_subheading[0, rank], strict=True
        ):
            if place6 >= 0:
                assert share == pytest.approx(of6[shipped.codes.hs6[place6]], abs=1e-5)


def test_the_table_is_left_empty():
    shipped = classifier()
    list(shipped.classify(TEXTS))
    for part in shipped.table:
        assert not np.any(part) or part is shipped.table.heads or part is shipped.table.met


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_likeliest_five_headings_are_among_ten_candidates(seed):
    dice = np.random.default_rng(seed)
    of4 = -np.sort(-dice.dirichlet(np.full(10, 0.2)))
    pairs = [
        Pair(f"{1001 + h}", f"{1001 + h}{n}0", float(of4[h]), float(of4[h]) / (n + 1), n)
        for h in range(10)
        for n in range(dice.integers(1, 6))
    ]
    chosen = told(pairs, 10)
    assert {f"{1001 + h}" for h in range(5)} <= {pair.hs4 for pair in chosen}
    assert len(chosen) <= 10
    assert all(a.of4 >= b.of4 for a, b in pairwise(chosen))


def plainly(shipped, heard, queries, weights):
    """Probabilities of headings and subheadings by dictionaries and loops alone."""
    clues, told6 = clues_plainly(shipped, heard)
    texts4 = [{} for _ in range(10)]
    texts6 = [{} for _ in range(10)]
    for field, (index, query) in enumerate(zip(shipped.indexes, heard.fields, strict=True)):
        read_plainly(index, texts_of(shipped)[field % 2], query, field, texts4, texts6)
    heads = {*clues, *(h for of in texts4 for h in of)}
    if len(queries.near4):
        near4, near6 = queries.near4[0], queries.near6[0]
        heads |= {shipped.codes.hs4[h] for h in np.argsort(-near4.max(axis=0))[:NEAREST]}
        for source in (0, 1):
            texts4[8 + source] = dict(zip(shipped.codes.hs4, near4[source].tolist(), strict=True))
            texts6[8 + source] = dict(zip(shipped.codes.hs6, near6[source].tolist(), strict=True))
    rows = {h: list(clues.get(h, [0.0] * CLUES)) for h in heads}
    for first in (0, 2, 4, 6, 8):
        best = {h: max(texts4[first].get(h, 0), texts4[first + 1].get(h, 0)) for h in heads}
        most = max([1e-9, *best.values()])
        for h in heads:
            rows[h] += [
                texts4[first].get(h, 0),
                texts4[first + 1].get(h, 0),
                best[h],
                (best[h] / most) ** SHARPNESS,
            ]
    logits = {h: float(np.dot(rows[h], weights.heading)) for h in heads}
    nothing = float(np.dot(queries.none[0], weights.none))
    top = max([nothing, *logits.values()])
    total = np.exp(nothing - top) + sum(np.exp(v - top) for v in logits.values())
    of4 = {h: float(np.exp(v - top) / total) for h, v in logits.items()}
    return of4, within_plainly(shipped, of4, told6, texts6, weights)


def clues_plainly(shipped, heard):
    clues = {}
    told6 = {}
    for code, clue, value in heard.evidence.clues:
        within = [
            c for c in shipped.codes.hs4 if c.startswith(code[: 2 if clue is Clue.CHAPTER else 4])
        ]
        for heading in within:
            row = clues.setdefault(heading, [0.0] * CLUES)
            row[clue] = max(row[clue], value)
        if len(code) == 6:
            told6[code] = max(told6.get(code, 0.0), value)
    return clues, told6


@cache
def texts_of(shipped):
    """The texts of each language, as fields are in turn of English and of Persian."""
    told = documents.english, documents.persian
    return [list(chain(*of(goods_tables(), shipped.codes))) for of in told]


def read_plainly(index, texts, query, field, texts4, texts6):
    unknown = float(index.idf.max())
    total = sum(
        s * (float(index.idf[index.vocabulary[w]]) if w in index.vocabulary else unknown)
        for w, s in query.items()
    )
    read = [index.stems(document.text) for document in texts]
    lengths = np.mean([len(stems) for stems in read])
    for at, (document, stems) in enumerate(zip(texts, read, strict=True)):
        score = 0.0
        for word, share in query.items():
            if (times := stems.count(word)) > 0:
                idf = float(index.idf[index.vocabulary[word]])
                score += (
                    share * idf * times * 2.2 / (times + 1.2 * (0.5 + 0.5 * len(stems) / lengths))
                )
        if score:
            row = 2 * field + int(index.postings.source[at])
            texts4[row][document.code[:4]] = max(
                texts4[row].get(document.code[:4], 0.0), score / total
            )
            if len(document.code) == 6:
                texts6[row][document.code] = max(texts6[row].get(document.code, 0.0), score / total)


def within_plainly(shipped, of4, told6, texts6, weights):
    of6 = {}
    for h, probability in of4.items():
        sisters = [code for code in shipped.codes.hs6 if code[:4] == h]
        rows = []
        for code in sisters:
            row = [told6.get(code, 0.0), float(shipped.names.is_residual(code))]
            for first in (0, 2, 4, 6, 8):
                pair = [texts6[first].get(code, 0.0), texts6[first + 1].get(code, 0.0)]
                row += [*pair, max(pair)]
            rows.append(float(np.dot(row, weights.within)))
        odds = np.exp(np.array(rows) - max(rows))
        of6 |= dict(zip(sisters, probability * odds / odds.sum(), strict=True))
    return of6
