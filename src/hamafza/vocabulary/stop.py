"""When to stop: the one thing in a long calculation that may know the time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Stop(Protocol):
    """Asked before each iteration (counted from 0); True ends the work."""

    def __call__(self, iteration: int) -> bool: ...


@dataclass(frozen=True)
class AfterIterations:
    """Stop once ``most`` iterations are done; the same on any machine."""

    most: int

    def __call__(self, iteration: int) -> bool:
        return iteration >= self.most


@dataclass(frozen=True)
class AtDeadline:
    """Stop when ``clock`` (seconds) reaches ``deadline_s``."""

    deadline_s: float
    clock: Callable[[], float]

    def __call__(self, iteration: int) -> bool:
        return self.clock() >= self.deadline_s


@dataclass(frozen=True)
class Either:
    """Stop as soon as one of several would."""

    stops: tuple[Stop, ...]

    def __call__(self, iteration: int) -> bool:
        return any(stop(iteration) for stop in self.stops)


def after_iterations(most: int) -> Stop:
    """Return a stop that counts."""
    return AfterIterations(most)


def after_seconds(seconds: float, clock: Callable[[], float]) -> Stop:
    """Return a stop that starts its watch now, on the clock given."""
    return AtDeadline(clock() + seconds, clock)


def either(*stops: Stop) -> Stop:
    """Return a stop that obeys the first of several."""
    return Either(stops)
