"""
Shares the time of a run out among families, and each family's among prices, search and proof.

Small families go first: they may end early, proved, and what they leave is the large ones'. Among
the large, the largest begins, and time goes by size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from heapq import heapreplace

from hamafza.consortia.params import SolverParams
from hamafza.consortia.problem import FamilyProblem
from hamafza.consortia.solver.effort import CountedPace, Pace, Paces, TimedPace
from hamafza.store.clock import monotonic
from hamafza.store.fanout import cores

SMALL_UNITS = 700
"""Families up to this size may be proved by full search, and their time is shared out apart."""
SMALL_MOST_SHARE, SMALL_MORE_SECONDS = 0.4, 1200.0
"""
Of a run's time, small families take what their units are of all, and with every second that there
is a part in 1200 more, up to the most; if all use it to the end, which most do not.
"""
SMALL_MOST_SECONDS = 15.0
SMALL_DUAL_SHARE, SMALL_SEARCH_ENDS = 0.14, 0.3
"""Parts of a small family's time; what comes after is for full search."""
SMALL_TURNS = 4
DISTRICTS_SHARE = 0.35
"""What of a large family's time its districts have; where it is scarce, the square of less."""
SMALL_MOST_ITERATIONS = 800
LEAST_SECONDS_A_FAMILY = 0.05
HURRY_MORE_SHARE = 0.27
"""With little time, more of it goes to the prices: the search follows them."""
AMPLE_SECONDS_A_UNIT = 1.5e-3
"""With so much of a processor for each unit, prices and search come near to rest."""
FAMILY_START_UNITS = 200, 1000
"""A family's fixed cost of time, in units: at least, and in an ample run so many more."""
DOUBLY_DEAR_UNITS = 20_000
"""Steps of prices and of the search cost nearly twice as much at 37,058 units as at 5,830."""
ENDS_AT_SHARE = 0.985
"""Part of the time that is given to families; the rest is for handing them out."""
MOST_MOVES_A_CONSORTIUM = 600


@dataclass(frozen=True)
class Stage:
    """Families solved together, the largest first; ``is_last`` when nobody comes after them."""

    problems: list[FamilyProblem]
    is_last: bool
    share: float = 1.0
    """What its units are of all."""

    def seconds(self, left: float | None, processes: int) -> Sequence[float | None]:
        """Return what each family may take of what is left of the run; None without a limit."""
        sizes = [len(problem) for problem in self.problems]
        if left is None:
            return [None] * len(sizes)
        if self.is_last:
            ample = _ample(left * min(processes, cores()), sum(sizes))
            return _by_size([_weight(size, ample) for size in sizes], left, processes)
        part = min(SMALL_MOST_SHARE, self.share + left / SMALL_MORE_SECONDS)
        shares = _by_size(sizes, part * left, processes)
        return [min(share, SMALL_MOST_SECONDS) for share in shares]


def stages_of(problems: Sequence[FamilyProblem], *, timed: bool) -> list[Stage]:
    """Return one stage, or in a timed run of families of both kinds the small before the large."""
    order = sorted(problems, key=lambda problem: (-len(problem), problem.name))
    small = [problem for problem in order if len(problem) <= SMALL_UNITS]
    if not timed or len(small) in (0, len(order)):
        return [Stage(order, is_last=True)]
    share = sum(map(len, small)) / sum(map(len, order))
    large = order[: len(order) - len(small)]
    return [Stage(small, is_last=False, share=share), Stage(large, is_last=True)]


def _ample(seconds: float, units: int) -> float:
    """Return 1 where there is time enough for so many units, and what part of it there is."""
    return min(1.0, max(0.0, seconds) / max(1, units) / AMPLE_SECONDS_A_UNIT)


def _weight(size: int, ample: float) -> float:
    """Return what a large family's time is measured by; a step costs more in a larger one."""
    start = FAMILY_START_UNITS[0] + ample * FAMILY_START_UNITS[1]
    dearer = math.sqrt(1.0 + size / DOUBLY_DEAR_UNITS)
    return start + size * (ample + (1.0 - ample) * dearer)


def _by_size(sizes: Sequence[float], seconds: float, processes: int) -> list[float]:
    """Share the time out by size, so that the last of the processes ends when it is over."""
    each = ENDS_AT_SHARE * seconds / max(1.0, _makespan(sizes, min(processes, cores())))
    return [max(LEAST_SECONDS_A_FAMILY, each * size) for size in sizes]


def _makespan(weights: Sequence[float], processes: int) -> float:
    """Return when the last process ends if each takes the next in turn as it becomes free."""
    ends = [0.0] * max(1, processes)
    for weight in weights:
        heapreplace(ends, ends[0] + weight)
    return max(ends)


def paces_of(
    units: int, iterations: int | None, seconds: float | None, solver: SolverParams
) -> Paces:
    """Return the paces of one family; called when its work begins, for the watch starts then."""
    if seconds is None:
        count = iterations or 1
        return Paces(CountedPace(count), partial(_counted_moves, solver, count))
    began = monotonic()
    small = units <= SMALL_UNITS
    hurry = 1.0 - _ample(seconds, units)
    dual_share = SMALL_DUAL_SHARE if small else solver.dual_time_share + HURRY_MORE_SHARE * hurry
    most = min(iterations or 2000, SMALL_MOST_ITERATIONS if small else 2000)
    dual = TimedPace(began, seconds * dual_share, monotonic, most=most)
    search = partial(_timed_moves, began + seconds - _reserve(units, seconds))
    left = partial(_left, began + seconds)
    return Paces(dual, search, SMALL_TURNS if small else 1, left)


def _reserve(units: int, seconds: float) -> float:
    """Return what of a family's time is kept for full search."""
    if units <= SMALL_UNITS:
        return (1.0 - SMALL_SEARCH_ENDS) * seconds
    return DISTRICTS_SHARE * _ample(seconds, units) ** 2 * seconds


def _counted_moves(solver: SolverParams, iterations: int, consortia: int) -> Pace:
    moves = max(solver.moves_per_consortium * consortia, solver.least_moves) * iterations
    return CountedPace(int(moves))


def _left(ends: float) -> float:
    return ends - monotonic()


def _timed_moves(ends: float, consortia: int) -> Pace:
    now = monotonic()
    return TimedPace(now, ends - now, monotonic, most=MOST_MOVES_A_CONSORTIUM * consortia + 2000)
