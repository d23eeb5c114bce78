"""How far a search has come: counted in iterations, or told by a watch handed to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

NEVER_MORE_ITERATIONS = 2000
"""Beyond this the prices no longer fall (``docs/algorithms/formation.md``)."""


class Pace(Protocol):
    """Asked after ``done`` steps; returns the share of the effort spent, 1 or more at the end."""

    def __call__(self, done: int) -> float: ...


@dataclass(frozen=True)
class CountedPace:
    """So many steps, the same on any machine."""

    most: int

    def __call__(self, done: int) -> float:
        return done / self.most if self.most > 0 else 1.0


@dataclass(frozen=True)
class TimedPace:
    """So many seconds from ``began_s`` on the clock given, but never beyond ``most`` steps."""

    began_s: float
    seconds: float
    clock: Callable[[], float]
    most: int = NEVER_MORE_ITERATIONS

    def __call__(self, done: int) -> float:
        spent = (self.clock() - self.began_s) / self.seconds if self.seconds > 0 else 1.0
        return max(spent, done / self.most)


@dataclass(frozen=True)
class Paces:
    """The pace of each part of solving one family."""

    prices: Pace
    search: Callable[[int], Pace]
    """Given the number of consortia, the pace of the neighbourhood search."""
    turns: int = 1
    """Searches made one after another under the pace of the search."""
    seconds_left: Callable[[], float] | None = None
    """What a watch leaves for full search; None where nodes are counted."""
