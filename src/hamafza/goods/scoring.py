"""
From what a phrase says to its likeliest codes, compiled: a phrase touches few of all codes.

A table (``Table``) stands for all codes and is filled for one phrase at a time: clues of lexicon
and rules, the best text of each heading and subheading in each source. Only headings that are
touched are judged, and wiped before the next phrase.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.goods.evidence import Clue
from hamafza.goods.index import Codes, Floats, Ints, Postings
from hamafza.vocabulary.compiled import compiled

CLUES = len(Clue)
SEARCHED = ("english", "persian", "english_letters", "persian_letters")
"""Texts are searched by words and by runs of letters, in each language."""
FIELDS = (*SEARCHED, "meaning")
"""An English phrase also lies nearer to some texts than to others by what it means."""
NEAREST = 40
"""Headings touched because their texts lie nearest; tried on UK terms: 99 % of right ones."""
SOURCES = 2
"""Of each field: names of the tariff, terms of trade."""
OF_TEXT = SOURCES + 2
"""Features of one field: each source, the best of them, its nearness."""
HEADING = CLUES + len(FIELDS) * OF_TEXT
WITHIN = 2 + len(FIELDS) * (SOURCES + 1)
TOP, SISTERS = 10, 5
"""Headings told of a phrase, and subheadings of each."""
SHARPNESS = 4
"""Power of a heading's text score over the best heading's; tried 1, 2, 4 and 8."""


class Tree(NamedTuple):
    """Subheadings ``first[h]:last[h]`` of heading h; headings of a chapter likewise."""

    first: Ints
    last: Ints
    chapter_first: Ints
    chapter_last: Ints
    residual: Floats
    """1 for a subheading that takes what its sisters leave."""


class Table(NamedTuple):
    """What is known of a phrase by code, and which headings it touches (``heads``)."""

    clue: Floats
    text4: Floats
    text6: Floats
    told6: Floats
    heads: Ints
    is_in: NDArray[np.bool_]
    score: Floats
    met: Ints


class Queries(NamedTuple):
    """
    Words ``words[start[q]:start[q + 1]]`` of each phrase with their shares, by field searched.

    Clues likewise: ``clue`` rows are heading, subheading (-1), kind; of a chapter's clue the
    first is the chapter. ``near4`` is the cosine of the nearest text, phrases x SOURCES x
    headings, and ``near6`` by subheading; without rows where meaning is not asked.
    """

    start: tuple[Ints, ...]
    words: tuple[Ints, ...]
    shares: tuple[Floats, ...]
    total: tuple[Floats, ...]
    clue_start: Ints
    clue: Ints
    clue_value: Floats
    near4: Floats
    near6: Floats
    none: Floats


def tree_of(codes: Codes, residual: Floats) -> Tree:
    """Return the tree of the nomenclature; ``residual`` is one number for each subheading."""
    bounds = codes.starts, codes.ends, codes.chapter_starts, codes.chapter_ends
    first, last, chapter_first, chapter_last = (np.asarray(b, dtype=np.int64) for b in bounds)
    return Tree(first, last, chapter_first, chapter_last, residual)


def empty_table(codes: Codes, documents: int) -> Table:
    """Return a table on which nothing stands yet."""
    four, six, texts = len(codes.hs4), len(codes.hs6), len(FIELDS) * SOURCES
    return Table(
        np.zeros((four, CLUES), np.float32), np.zeros((texts, four), np.float32),
        np.zeros((texts, six), np.float32), np.zeros(six, np.float32),
        np.zeros(four, np.int64), np.zeros(four, np.bool_),
        np.zeros(documents, np.float32), np.zeros(documents, np.int64),
    )  # fmt: skip


@compiled
def filled(
    q: int, queries: Queries, postings: tuple[Postings, ...], tree: Tree, table: Table
) -> int:
    """Put all that phrase q says on the table; return how many headings it touches."""
    count = _clues(q, queries, tree, table, 0)
    for field in range(len(postings)):
        count = _texts(q, field, queries, postings[field], table, count)
    if len(queries.near4):
        count = _meanings(queries.near4[q], queries.near6[q], tree, table, count)
    return count


@compiled
def _meanings(near4: Floats, near6: Floats, tree: Tree, table: Table, count: int) -> int:
    """Touch the headings whose texts lie nearest; write how near each touched one lies."""
    best = np.maximum(near4[0], near4[1])
    for h in np.argsort(-best)[:NEAREST]:
        if best[h] > 0.0:
            count = _touched(h, table, count)
    row = (FIELD_COUNT - 1) * SOURCES
    for n in range(count):
        h = table.heads[n]
        for source in range(SOURCES):
            table.text4[row + source, h] = near4[source, h]
            for s in range(tree.first[h], tree.last[h]):
                table.text6[row + source, s] = near6[source, s]
    return count


@compiled
def _clues(q: int, queries: Queries, tree: Tree, table: Table, count: int) -> int:
    for at in range(queries.clue_start[q], queries.clue_start[q + 1]):
        heading, subheading, kind = queries.clue[at]
        value = queries.clue_value[at]
        first, last = heading, heading + 1
        if kind == CHAPTER:
            first, last = tree.chapter_first[heading], tree.chapter_last[heading]
        for h in range(first, last):
            table.clue[h, kind] = max(table.clue[h, kind], value)
            count = _touched(h, table, count)
        if subheading >= 0:
            table.told6[subheading] = max(table.told6[subheading], value)
    return count


@compiled
def _touched(h: int, table: Table, count: int) -> int:
    if table.is_in[h]:
        return count
    table.is_in[h] = True
    table.heads[count] = h
    return count + 1


@compiled
def _texts(
    q: int, field: int, queries: Queries, postings: Postings, table: Table, count: int
) -> int:
    start, words = queries.start[field], queries.words[field]
    shares, total = queries.shares[field], queries.total[field][q]
    met = 0
    for at in range(start[q], start[q + 1]):
        for p in range(postings.start[words[at]], postings.start[words[at] + 1]):
            d = postings.document[p]
            if table.score[d] == 0.0:
                table.met[met] = d
                met += 1
            table.score[d] += shares[at] * postings.weight[p]
    for m in range(met):
        d = table.met[m]
        row, score = field * SOURCES + postings.source[d], table.score[d] / total
        h, s = postings.heading[d], postings.subheading[d]
        table.text4[row, h] = max(table.text4[row, h], score)
        if s >= 0:
            table.text6[row, s] = max(table.text6[row, s], score)
        count = _touched(h, table, count)
        table.score[d] = 0.0
    return count


@compiled
def heading_features(count: int, table: Table, features: Floats) -> None:
    """Write the features of the touched headings into the first rows of ``features``."""
    for field in range(FIELD_COUNT):
        best_of_all = np.float32(1e-9)
        column = CLUES + field * OF_TEXT
        for n in range(count):
            best = np.float32(0.0)
            for source in range(SOURCES):
                score = table.text4[field * SOURCES + source, table.heads[n]]
                features[n, column + source] = score
                best = max(best, score)
            features[n, column + SOURCES] = best
            best_of_all = max(best_of_all, best)
        for n in range(count):
            near = features[n, column + SOURCES] / best_of_all
            features[n, column + SOURCES + 1] = near**SHARPNESS
    for n in range(count):
        for clue in range(CLUES):
            features[n, clue] = table.clue[table.heads[n], clue]


@compiled
def within_features(h: int, tree: Tree, table: Table, features: Floats) -> None:
    """Write the features of the subheadings of a heading into the first rows of ``features``."""
    for s in range(tree.first[h], tree.last[h]):
        n = s - tree.first[h]
        features[n, 0] = table.told6[s]
        features[n, 1] = tree.residual[s]
        for field in range(FIELD_COUNT):
            column = 2 + field * (SOURCES + 1)
            best = np.float32(0.0)
            for source in range(SOURCES):
                score = table.text6[field * SOURCES + source, s]
                features[n, column + source] = score
                best = max(best, score)
            features[n, column + SOURCES] = best


@compiled
def wiped(count: int, tree: Tree, table: Table) -> None:
    """Take everything off the table."""
    for n in range(count):
        h = table.heads[n]
        table.is_in[h] = False
        table.clue[h] = 0.0
        table.text4[:, h] = 0.0
        for s in range(tree.first[h], tree.last[h]):
            table.told6[s] = 0.0
            table.text6[:, s] = 0.0


CHAPTER = int(Clue.CHAPTER)
FIELD_COUNT = len(FIELDS)
MOST_SISTERS = 128
"""No heading has as many subheadings."""
