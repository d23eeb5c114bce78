"""How far a phrase's likeliest heading can be believed: ranking is sure, life is less so."""

import math
from collections.abc import Sequence

from hamafza.goods.phrase import Phrase

SURE_FEATURES = ("one", "odds", "unknown_share", "words", "more_articles", "other_articles")
_MOST_WORDS = 12
_LEAST = 1e-4


def sure_features(phrase: Phrase, probability: float) -> list[float]:
    """Return what speaks for and against the likeliest heading, as SURE_FEATURES names it."""
    main = phrase.main
    words = sum(segment.words for segment in phrase.segments)
    odds = math.log((probability + _LEAST) / (1 - probability + _LEAST))
    return [
        1.0,
        odds,
        len(main.unknown) / max(main.words, 1),
        min(words, _MOST_WORDS) / _MOST_WORDS,
        float(len({words for words, _ in main.articles}) > 1),
        float(any(s.articles for s in phrase.segments if s is not main)),
    ]


def believed(
    phrase: Phrase, first: float, second: float, weights: Sequence[float]
) -> tuple[float, float]:
    """
    Return by what to multiply the likeliest heading's probability, and all others'.

    They keep their order, and their sum stays at most 1.
    """
    if first <= 0.0:
        return 1.0, 1.0
    said = sure_features(phrase, first)
    value = sum(weight * one for weight, one in zip(weights, said, strict=True))
    sure = 1 / (1 + math.exp(-max(-50.0, min(50.0, value))))
    others = (1 - sure) / max(1 - first, _LEAST)
    if second > 0.0:
        others = min(others, sure / second)
    return sure / first, min(others, 1 / max(first + second, _LEAST))
