"""Free capacity: what a unit can still make, after what it has promised already."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Promise:
    """What is still to be made for somebody, and how much of such goods the unit makes a month."""

    pieces: int
    monthly: float


def free_pieces(monthly: float, days: int, promises: Iterable[Promise]) -> int:
    """
    Return how many pieces the unit can make in some days beside what it has promised.

    The workshop's time is one: a promise takes the part of a month that it needs of such goods,
    whichever goods they are. Of equal goods that is simply capacity minus what is promised.
    """
    months = Fraction(days, DAYS_A_MONTH) - sum(
        (Fraction(each.pieces) / Fraction(each.monthly) for each in promises if each.monthly > 0),
        Fraction(0),
    )
    return max(int(months * Fraction(monthly)), 0)
