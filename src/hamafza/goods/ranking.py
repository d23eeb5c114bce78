"""From evidence to probability: a conditional logit over headings, then within a heading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.goods.evidence import Clue, Evidence
from hamafza.goods.index import Codes, Floats
from hamafza.goods.phrase import Phrase

HEADING_FEATURES = (
    "rule", "head", "whole", "second", "answer", "equal_term", "chapter", "tariff_text",
    "trade_text", "best_text", "nearness",
)  # fmt: skip
NONE_FEATURES = ("none", "none_unknown_share", "none_without_article")
WITHIN_FEATURES = (
    "lexicon_within", "tariff_within", "trade_within", "residual_within", "best_within",
)  # fmt: skip
_CLUES = len(Clue)
_SHARPNESS = 4
"""Power of a heading's text score over the best heading's; tried 1, 2, 4 and 8."""


@dataclass(frozen=True)
class Weights:
    """
    Weights of the logit of one language, found by ``benchmarks/fit_goods.py``.

    ``heading`` follows HEADING_FEATURES, ``none`` NONE_FEATURES (the case that no heading with
    evidence is right), ``within`` WITHIN_FEATURES (subheadings of one heading).
    """

    heading: tuple[float, ...]
    none: tuple[float, ...]
    within: tuple[float, ...]


@dataclass(frozen=True)
class Features:
    """``heading`` rows x headings x features, ``none`` rows x features, ``within`` as heading."""

    heading: Floats
    none: Floats
    within: Floats

    def rows(self, chosen: NDArray[np.bool_]) -> "Features":
        """Return the features of the chosen phrases; all of them without a copy."""
        if chosen.all():
            return self
        return Features(self.heading[chosen], self.none[chosen], self.within[chosen])


def features(
    phrases: Sequence[Phrase],
    evidences: Sequence[Evidence],
    scores: Sequence[tuple[Floats, Floats]],
    codes: Codes,
    residual: NDArray[np.bool_],
) -> Features:
    """Return the features of a batch; ``scores`` are of the tariff's and the trade's texts."""
    (tariff4, tariff6), (trade4, trade6) = scores
    heading = np.zeros((len(phrases), len(codes.hs4), len(HEADING_FEATURES)), dtype=np.float32)
    within = np.zeros((len(phrases), len(codes.hs6), len(WITHIN_FEATURES)), dtype=np.float32)
    for at, evidence in enumerate(evidences):
        for code, clue, value in evidence.clues:
            if clue is Clue.CHAPTER:
                heading[at, codes.chapter == codes.at2[code], clue] = value
                continue
            place = codes.at4[code[:4]]
            heading[at, place, clue] = max(heading[at, place, clue], value)
            if len(code) == 6:
                within[at, codes.at6[code], 0] = max(within[at, codes.at6[code], 0], value)
    best4 = np.maximum(tariff4, trade4)
    nearness = (best4 / np.maximum(best4.max(axis=1, keepdims=True), 1e-9)) ** _SHARPNESS
    for column, values in enumerate((tariff4, trade4, best4, nearness), start=_CLUES):
        heading[:, :, column] = values
    within[:, :, 1] = tariff6
    within[:, :, 2] = trade6
    within[:, :, 3] = residual
    within[:, :, 4] = np.maximum(tariff6, trade6)
    return Features(heading, np.array([_none(p) for p in phrases], dtype=np.float32), within)


def probabilities(found: Features, weights: Weights, codes: Codes) -> tuple[Floats, Floats]:
    """Return the probability of each heading, and of each subheading (heading's included)."""
    logits = found.heading @ np.array(weights.heading, dtype=np.float32)
    evident = evident_headings(found, codes)
    none = found.none @ np.array(weights.none, dtype=np.float32)
    top = np.maximum(np.where(evident, logits, -np.inf).max(axis=1), none)
    odds = np.where(evident, np.exp(np.minimum(logits - top[:, None], 0.0)), 0.0)
    total: Floats = odds.sum(axis=1) + np.exp(none - top)
    of_heading = (odds / total[:, None]).astype(np.float32)
    return of_heading, of_heading[:, codes.parent] * _within(found.within, weights, codes)


def evident_headings(found: Features, codes: Codes) -> NDArray[np.bool_]:
    """A heading stands for choice if it or a sister in its chapter has evidence."""
    itself = found.heading.any(axis=2)
    by_chapter = np.logical_or.reduceat(itself, codes.chapter_starts, axis=1)
    with_sisters: NDArray[np.bool_] = by_chapter[:, codes.chapter]
    return with_sisters


def _within(within: Floats, weights: Weights, codes: Codes) -> Floats:
    logits = within @ np.array(weights.within, dtype=np.float32)
    top = np.maximum.reduceat(logits, codes.starts, axis=1)
    odds: Floats = np.exp(logits - top[:, codes.parent])
    total: Floats = np.add.reduceat(odds, codes.starts, axis=1)
    share: Floats = odds / total[:, codes.parent]
    return share


def _none(phrase: Phrase) -> tuple[float, float, float]:
    main = phrase.main
    unknown = len(main.unknown) / main.words if main.words else 1.0
    told = (main.articles and not main.is_led) or main.crafts
    return 1.0, unknown, 0.0 if told else 1.0
