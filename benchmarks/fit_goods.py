"""
Find the weights of the goods room's ranking and print them for ``parameters/goods.toml``.

English learns from UK terms, each scored by an index that has not met it (five folds of the
training part; the held-out fifth stays unseen), and from the English of the development phrases.
Persian learns from the 232 development phrases, read once by the whole lexicon and three times by
a lexicon that has lost half of its articles: unseen phrases will meet gaps, and must not meet
false confidence.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.goods_sets import (
    Labelled,
    calibration_error,
    folds,
    held_out,
    seen_phrases,
    with_gaps,
    without,
)
from hamafza.goods.classifier import Classifier
from hamafza.goods.ranking import (
    WITHIN_FEATURES,
    Features,
    Weights,
    evident_headings,
    probabilities,
)
from hamafza.runs.classifying import classifier

_PULL = 0.002
"""L2 pull of each weight towards its start, against the mean log loss."""
_START = Weights(
    heading=(5.0, 3.0, 0.0, 0.0, 4.0, 2.0, 1.0, 4.0, 4.0, 2.0, 1.0),
    none=(3.0, 1.0, 1.0),
    within=(3.0, 4.0, 2.0, 0.3, 1.0),
)
"""A guess by hand, the same at every fit, so that fitting again changes nothing."""


_GAP_SHARE, _GAPPY = 0.5, 3
_WORKSHOP_TIMES = 3
"""A registry reads like the workshop phrases, not like an index of tariff terms."""


def main() -> None:
    shipped = classifier()
    print("[classifier.weights_fa]")
    phrases = seen_phrases("text_fa")
    gappy = [Sample(with_gaps(shipped, _GAP_SHARE, seed), phrases) for seed in range(_GAPPY)]
    _told(joined([Sample(shipped, phrases), *gappy]))
    print("[classifier.weights_en]")
    train, _ = held_out()
    parts = [Sample(shipped, seen_phrases("text_en"))] * _WORKSHOP_TIMES
    for _, back in folds(train, 5):
        hidden = [train[at] for at in back]
        parts.append(Sample(without(shipped, hidden), hidden[:250]))
    _told(joined(parts))


class Sample:
    """Features of labelled phrases and the places of their right codes (-1: none evident)."""

    def __init__(self, read_by: Classifier, labelled: Sequence[Labelled]) -> None:
        self.codes = read_by.codes
        _, found = read_by.features([one.text for one in labelled])
        self.heading = found.heading
        self.none = found.none
        self.evident = evident_headings(found, self.codes)
        right = np.array([self.codes.at4.get(one.hs4, -1) for one in labelled])
        rows = np.arange(len(right))
        self.right = np.where(self.evident[rows, right], right, -1)
        self.within = [
            (found.within[at, self._sisters(one.hs4)], self.codes.at6[one.hs6])
            for at, one in enumerate(labelled)
            if one.hs6 in self.codes.at6
        ]

    def _sisters(self, hs4: str) -> slice:
        at = self.codes.at4[hs4]
        return slice(int(self.codes.starts[at]), int(self.codes.ends[at]))

    def part(self, rows: Sequence[int]) -> "Sample":
        part = object.__new__(Sample)
        part.codes, part.within = self.codes, self.within
        for name in ("heading", "none", "evident", "right"):
            setattr(part, name, getattr(self, name)[rows])
        return part


def joined(parts: Sequence[Sample]) -> Sample:
    whole = object.__new__(Sample)
    whole.codes = parts[0].codes
    whole.within = [one for part in parts for one in part.within]
    for name in ("heading", "none", "evident", "right"):
        setattr(whole, name, np.concatenate([getattr(part, name) for part in parts]))
    return whole


def fitted(sample: Sample, start: Weights) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the heading and none weights of least penalised log loss; no clue counts against."""
    first = np.array([*start.heading, *start.none])
    size = len(start.heading)
    rows = np.arange(len(sample.right))
    is_none = sample.right < 0

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = np.where(sample.evident, sample.heading @ weights[:size], -np.inf)
        none = sample.none @ weights[size:]
        top = np.maximum(logits.max(axis=1), none)
        odds, odds_none = np.exp(logits - top[:, None]), np.exp(none - top)
        total = odds.sum(axis=1) + odds_none
        chosen = np.where(is_none, none, logits[rows, sample.right])
        value = (np.log(total) + top - chosen).mean()
        share, share_none = odds / total[:, None], odds_none / total
        share[rows[~is_none], sample.right[~is_none]] -= 1
        share_none = share_none - is_none
        slope = np.einsum("nh,nhk->k", share, sample.heading) / len(rows)
        slope_none = (share_none[:, None] * sample.none).mean(axis=0)
        apart = weights - first
        grad = np.concatenate([slope, slope_none]) + 2 * _PULL * apart / len(apart)
        return float(value + _PULL * (apart**2).mean()), grad

    never_against = [(0.0, None)] * size + [(None, None)] * len(start.none)
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=never_against).x
    return found[:size], found[size:]


def fitted_within(sample: Sample, start: Weights) -> NDArray[np.float64]:
    """Return the weights inside a heading; ``at`` is the place among all subheadings."""
    first = np.array(start.within)

    def loss(weights: NDArray[np.float64]) -> float:
        value = 0.0
        for features, place in sample.within:
            logits = features[:, :-1] @ weights
            value += np.logaddexp.reduce(logits) - logits[int(place)]
        return value / len(sample.within) + _PULL * float(((weights - first) ** 2).mean())

    return minimize(loss, first, method="L-BFGS-B").x


def _told(sample: Sample, start: Weights = _START) -> None:
    heading, none = fitted(sample, start)
    sample.within = _placed(sample)
    within = fitted_within(sample, start)
    for name, values in (("heading", heading), ("none", none), ("within", within)):
        print(f"{name} = [{', '.join(f'{value:.2f}' for value in values)}]")
    sure, right = [], []
    for _, back in folds([Labelled("", "", "")] * len(sample.right), 5):
        kept = sorted(set(range(len(sample.right))) - set(back))
        h, n = fitted(sample.part(kept), start)
        _judge(sample.part(back), Weights(tuple(h), tuple(n), start.within), sure, right)
    print(f"# cross-validated: top-1 {100 * np.mean(right):.1f} %,", end=" ")
    print(f"ECE {100 * calibration_error(sure, right):.1f} %")


def _placed(sample: Sample) -> list[tuple[NDArray[np.float32], int]]:
    """Keep only sisters' features and the place of the right one among them."""
    kept = []
    for features, at in sample.within:
        start = int(sample.codes.starts[sample.codes.parent[at]])
        kept.append((np.pad(features, ((0, 0), (0, 1))), at - start))
    return kept


def _judge(part: Sample, weights: Weights, sure: list[float], right: list[bool]) -> None:
    empty = np.zeros((len(part.right), len(part.codes.hs6), len(WITHIN_FEATURES)), dtype=np.float32)
    of4, _ = probabilities(Features(part.heading, part.none, empty), weights, part.codes)
    sure.extend(of4.max(axis=1).tolist())
    right.extend((of4.argmax(axis=1) == part.right).tolist())


if __name__ == "__main__":
    main()
