"""Markets or goods in the order of a reader's own weights, with what moved."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamafza.markets.weights import BEST, WeightBounds, Weights, order, scores
from hamafza.runs.markets import MarketFacts
from hamafza.runs.trade import ROOM
from hamafza.store.parameters import load


@dataclass(frozen=True)
class Ranked:
    """One row in its place; places begin with 1."""

    facts: MarketFacts
    place: int
    shipped_place: int
    score: float
    """0 to 100; 100 is the best of the rows, and no dollars."""

    @property
    def moved(self) -> int:
        """Return by how many places it stands higher than with the shipped weights."""
        return self.shipped_place - self.place


def weight_bounds() -> WeightBounds:
    """Return how far a reader may move a weight."""
    return load(WeightBounds, ROOM, "weights")


def ranked_by(
    shipped: Sequence[MarketFacts], weights: Weights, *, neighbours_first: bool = True
) -> list[Ranked]:
    """
    Return the rows, which come in the shipped order, in that of the weights.

    With the shipped weights the score is the room itself, so that nothing moves by rounding.
    """
    if not shipped:
        return []
    room = np.array([facts.gap_usd for facts in shipped])
    if weights.are_shipped:
        score = BEST * room / room.max() if room.max() > 0 else room
    else:
        score = scores(np.array([facts.factors for facts in shipped]), weights)
    places = order(
        score,
        np.array([facts.potential_usd for facts in shipped]),
        np.array([facts.phase for facts in shipped]) if neighbours_first else None,
        [facts.importer + facts.hs4 for facts in shipped],
    )
    return [
        Ranked(shipped[at], place, int(at) + 1, float(score[at]))
        for place, at in enumerate(places, start=1)
    ]
