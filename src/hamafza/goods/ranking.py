"""From evidence to probability: a conditional logit over headings, then within a heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hamafza.goods.evidence import Clue
from hamafza.goods.index import Floats, Ints, Postings
from hamafza.goods.phrase import Phrase
from hamafza.goods.scoring import (
    FIELDS,
    HEADING,
    MOST_SISTERS,
    SISTERS,
    TOP,
    WITHIN,
    Queries,
    Table,
    Tree,
    filled,
    heading_features,
    wiped,
    within_features,
)
from hamafza.vocabulary.compiled import compiled

_OF_TEXT = ("tariff", "trade", "best", "near")
HEADING_FEATURES = (
    *(clue.name.lower() for clue in Clue),
    *(f"{field}_{name}" for field in FIELDS for name in _OF_TEXT),
)
NONE_FEATURES = ("none", "none_unknown_share", "none_without_article")
WITHIN_FEATURES = (
    "told", "residual",
    *(f"{field}_{name}" for field in FIELDS for name in _OF_TEXT[:3]),
)  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """
    Weights of the logit of one language, found by ``benchmarks/fit_goods.py``.

    ``heading`` follows HEADING_FEATURES, ``none`` NONE_FEATURES (the case that no heading with
    evidence is right), ``within`` WITHIN_FEATURES (subheadings of one heading), ``sure``
    SURE_FEATURES (how far the likeliest heading can be believed).
    """

    heading: tuple[float, ...]
    none: tuple[float, ...]
    within: tuple[float, ...]
    sure: tuple[float, ...]


class Ranked(NamedTuple):
    """
    The likeliest headings of each phrase and the likeliest subheadings of each, by place.

    ``heading`` phrases x TOP (-1 where there are fewer), ``subheading`` phrases x TOP x SISTERS;
    probabilities of a subheading include its heading's.
    """

    heading: Ints
    of_heading: Floats
    subheading: Ints
    of_subheading: Floats


def ranked(
    queries: Queries, postings: tuple[Postings, ...], tree: Tree, table: Table, weights: Weights
) -> Ranked:  # fmt: skip
    """Return the likeliest codes of each phrase; the table must be empty, and is left so."""
    size = len(queries.none)
    found = Ranked(
        np.full((size, TOP), -1, np.int64), np.zeros((size, TOP), np.float32),
        np.full((size, TOP, SISTERS), -1, np.int64), np.zeros((size, TOP, SISTERS), np.float32),
    )  # fmt: skip
    heading, none, within = (
        np.array(one, np.float32) for one in (weights.heading, weights.none, weights.within)
    )
    _rank_all(queries, postings, tree, table, heading, none, within, found)
    return found


@compiled
def _rank_all(
    queries: Queries, postings: tuple[Postings, ...], tree: Tree, table: Table,
    heading: Floats, none: Floats, within: Floats, found: Ranked,
) -> None:  # fmt: skip
    features = np.zeros((len(table.heads), HEADING), np.float32)
    odds = np.zeros(len(table.heads), np.float32)
    sisters = np.zeros((MOST_SISTERS, WITHIN), np.float32)
    for q in range(len(queries.none)):
        count = filled(q, queries, postings, tree, table)
        heading_features(count, table, features)
        _probabilities(count, features, heading, np.sum(queries.none[q] * none), odds)
        _likeliest(count, table.heads, odds, found.heading[q], found.of_heading[q])
        for rank in range(TOP):
            if found.heading[q, rank] < 0:
                break
            _within(
                found.heading[q, rank], found.of_heading[q, rank], tree, table, within, sisters,
                found.subheading[q, rank], found.of_subheading[q, rank],
            )  # fmt: skip
        wiped(count, tree, table)


@compiled
def _probabilities(
    count: int, features: Floats, weights: Floats, none: float, odds: Floats
) -> None:
    top = np.float32(none)
    for n in range(count):
        odds[n] = np.sum(features[n] * weights)
        top = max(top, odds[n])
    total = np.exp(np.float32(none) - top)
    for n in range(count):
        odds[n] = np.exp(odds[n] - top)
        total += odds[n]
    for n in range(count):
        odds[n] /= total


@compiled
def _likeliest(count: int, places: Ints, value: Floats, chosen: Ints, kept: Floats) -> None:
    """Keep the largest in order; ties go to the lower code, so equal words have equal answers."""
    size = 0
    for n in range(count):
        at = min(size, len(chosen) - 1)
        if size == len(chosen) and not _before(value[n], places[n], kept[at], chosen[at]):
            continue
        while at > 0 and _before(value[n], places[n], kept[at - 1], chosen[at - 1]):
            kept[at], chosen[at] = kept[at - 1], chosen[at - 1]
            at -= 1
        kept[at], chosen[at] = value[n], places[n]
        size = min(size + 1, len(chosen))


@compiled
def _before(value: float, place: int, other: float, other_place: int) -> bool:
    return value > other or (value == other and place < other_place)


@compiled
def _within(
    h: int, probability: float, tree: Tree, table: Table, weights: Floats, features: Floats,
    chosen: Ints, kept: Floats,
) -> None:  # fmt: skip
    within_features(h, tree, table, features)
    count = tree.last[h] - tree.first[h]
    odds = np.zeros(count, np.float32)
    for n in range(count):
        odds[n] = np.sum(features[n] * weights)
    odds = np.exp(odds - odds.max())
    odds *= np.float32(probability) / odds.sum()
    _likeliest(count, np.arange(tree.first[h], tree.last[h]), odds, chosen, kept)


def none_features(phrases: Sequence[Phrase]) -> Floats:
    """Return what speaks for no heading at all: phrases x NONE_FEATURES."""
    return np.array([_none(phrase) for phrase in phrases], np.float32).reshape(len(phrases), 3)


def _none(phrase: Phrase) -> tuple[float, float, float]:
    main = phrase.main
    unknown = len(main.unknown) / main.words if main.words else 1.0
    told = (main.articles and not main.is_led) or main.crafts
    return 1.0, unknown, 0.0 if told else 1.0
