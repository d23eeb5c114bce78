"""Two markets beside each other: which has more room, and which factor tips it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log

from hamafza.markets.weights import FACTORS

FIRST, SECOND = 0, 1
NOTABLE = 1.1
"""A factor that speaks for the other market by less than this is not worth a word."""


@dataclass(frozen=True)
class Tip:
    """Why one of two stands before the other; ``times`` is infinite where the other has none."""

    ahead: int
    """FIRST or SECOND."""
    times: float
    """How many times the room of the other."""
    by: str
    """The factor that speaks most for it."""
    by_times: float
    against: str = ""
    """The factor that speaks most for the other, if one does notably."""
    against_times: float = 1.0


def tip(first: Sequence[float], second: Sequence[float]) -> Tip | None:
    """
    Return what tips the room of two markets, or None where both have the same.

    Each is the values of FACTORS, whose product is the room: so the logarithms of the five ratios
    add up to that of the rooms, and each factor's part in the difference can be told.
    """
    parts = {
        name: _log_ratio(one, other)
        for name, one, other in zip(FACTORS, first, second, strict=True)
    }
    mine, other = _room(first), _room(second)
    if mine == other:
        return None
    ahead = FIRST if mine > other else SECOND
    signed = parts if ahead == FIRST else {name: -part for name, part in parts.items()}
    by = max(FACTORS, key=lambda name: signed[name])
    against = min(FACTORS, key=lambda name: signed[name])
    speaks = signed[against] < -log(NOTABLE)
    return Tip(
        ahead,
        _times(abs(_log_ratio(mine, other))),
        by,
        _times(signed[by]),
        against if speaks else "",
        _times(-signed[against]) if speaks else 1.0,
    )


def _room(factors: Sequence[float]) -> float:
    product = 1.0
    for factor in factors:
        product *= factor
    return product


def _log_ratio(one: float, other: float) -> float:
    if one == other:
        return 0.0
    if not one or not other:
        return inf if one else -inf
    return log(one) - log(other)


def _times(part: float) -> float:
    return inf if part == inf else exp(part)
