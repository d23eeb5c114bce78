"""A whole number shared out by weights, with nothing lost and nothing made."""

from collections.abc import Sequence
from fractions import Fraction


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """
    Share ``total`` in proportion to ``weights``, each share a whole number.

    The shares add up to ``total`` exactly. What rounding down leaves goes to the largest
    remainders, earlier ones first (Hamilton's method of apportionment, 1792). A negative total
    is shared as its opposite. Raises ValueError when a weight is negative, or when all are
    zero and the total is not.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nothing to share by: every weight is zero")
        return [0] * len(weights)
    sign = -1 if total < 0 else 1
    exact = [Fraction(abs(total) * weight, whole) for weight in weights]
    shares = [int(part) for part in exact]
    left = abs(total) - sum(shares)
    by_remainder = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[:left]:
        shares[i] += 1
    return [sign * share for share in shares]
