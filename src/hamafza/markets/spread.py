"""Groups of one heading spread over its markets, so that not all go to the same place."""

from collections.abc import Sequence

from hamafza.markets.choice import MarketChoice


def spread(choices: Sequence[MarketChoice], groups: int) -> list[MarketChoice]:
    """
    Return a market for each of ``groups`` groups, in proportion to the room each market has.

    Seats go by the method of highest averages with odd divisors (Sainte-Lague, 1910), weighed
    by the gap, or by the potential where no market has a gap; ties go to the market ranked
    higher. Without a market there is nothing to return.
    """
    if not choices:
        return []
    weights = [choice.gap_usd for choice in choices]
    if not any(weights):
        weights = [choice.potential_usd for choice in choices]
    seats = [0] * len(choices)
    given = []
    for _ in range(groups):
        best = max(range(len(choices)), key=lambda at: (weights[at] / (2 * seats[at] + 1), -at))
        seats[best] += 1
        given.append(choices[best])
    return given
