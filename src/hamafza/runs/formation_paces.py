"""Shares a family's time out among prices, search and proof."""

from functools import partial

from hamafza.consortia.params import SolverParams
from hamafza.consortia.solver.effort import CountedPace, Pace, Paces, TimedPace
from hamafza.store.clock import monotonic

SMALL_UNITS = 700
"""Families up to this size may be proved by full search, and their time is shared out apart."""
SMALL_DUAL_SHARE, SMALL_SEARCH_ENDS = 0.14, 0.3
"""Parts of a small family's time; what comes after is for full search."""
SMALL_TURNS = 4
DISTRICTS_SHARE = 0.35
"""What of a large family's time its districts have; where it is scarce, the square of less."""
SMALL_MOST_ITERATIONS = 800
HURRY_MORE_SHARE = 0.27
"""With little time, more of it goes to the prices: the search follows them."""
AMPLE_SECONDS_A_UNIT = 1.5e-3
"""With so much of a processor for each unit, prices and search come near to rest."""
MOST_MOVES_A_CONSORTIUM = 600


def ample(seconds: float, units: int) -> float:
    """Return 1 where there is time enough for so many units, and what part of it there is."""
    return min(1.0, max(0.0, seconds) / max(1, units) / AMPLE_SECONDS_A_UNIT)


def paces_of(
    units: int, iterations: int | None, seconds: float | None, solver: SolverParams
) -> Paces:
    """Return the paces of one family; called when its work begins, for the watch starts then."""
    if seconds is None:
        count = iterations or 1
        return Paces(CountedPace(count), partial(_counted_moves, solver, count))
    began = monotonic()
    small = units <= SMALL_UNITS
    hurry = 1.0 - ample(seconds, units)
    dual_share = SMALL_DUAL_SHARE if small else solver.dual_time_share
    dual_share += HURRY_MORE_SHARE * hurry
    most = min(iterations or 2000, SMALL_MOST_ITERATIONS if small else 2000)
    dual = TimedPace(began, seconds * dual_share, monotonic, most=most)
    search = partial(_timed_moves, began + seconds - _reserve(units, seconds, hurry))
    left = partial(_left, began + seconds)
    return Paces(dual, search, SMALL_TURNS if small else 1, left)


def _reserve(units: int, seconds: float, hurry: float) -> float:
    """Return what of a family's time is kept for full search."""
    if units <= SMALL_UNITS:
        return (1.0 - SMALL_SEARCH_ENDS - HURRY_MORE_SHARE * hurry) * seconds
    return DISTRICTS_SHARE * (1.0 - hurry) ** 2 * seconds


def _counted_moves(solver: SolverParams, iterations: int, consortia: int) -> Pace:
    moves = max(solver.moves_per_consortium * consortia, solver.least_moves) * iterations
    return CountedPace(int(moves))


def _left(ends: float) -> float:
    return ends - monotonic()


def _timed_moves(ends: float, consortia: int) -> Pace:
    now = monotonic()
    return TimedPace(now, ends - now, monotonic, most=MOST_MOVES_A_CONSORTIUM * consortia + 2000)
