"""
Shares the time of a run out among families, each at the moment when its work is handed out.

Small families go first, the smallest at the beginning: many end early, proved, and what they leave
goes to those that come after. Among the large, the largest begins, so that none is left alone at
the end.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hamafza.consortia.problem import FamilyProblem
from hamafza.runs.formation_paces import SMALL_UNITS, ample
from hamafza.store.clock import monotonic
from hamafza.store.fanout import cores

SMALL_MOST_SHARE, SMALL_MORE_SECONDS = 0.4, 1200.0
"""
Of a run's time, small families take what their units are of all, and with every second that there
is a part in 1200 more, up to the most; if all use it to the end, which most do not.
"""
SMALL_MOST_SECONDS, SMALL_START_UNITS, PROMISED = 15.0, 500, 1.3
"""
Time for a small family: at most, its fixed cost in units, and how much more is promised than there
is, since many will not use it. The last two where time is ample, for in a hurry all use theirs.
"""
LEAST_SECONDS_A_FAMILY = 0.05
FAMILY_START_UNITS = 200, 1000
"""A family's fixed cost of time, in units: at least, and in an ample run so many more."""
DOUBLY_DEAR_UNITS = 20_000
"""Steps of prices and of the search cost nearly twice as much at 37,058 units as at 5,830."""
ENDS_AT_SHARE = 0.985
"""Part of the time that is given to families; the rest is for handing them out."""


@dataclass(frozen=True)
class _Handed:
    at: float
    seconds: float


class Timetable:
    """
    What each family of a run may take, in the order in which they are solved.

    Its time begins when it is made; ``heard`` must be told whenever the next family has ended.
    """

    def __init__(
        self, problems: Sequence[FamilyProblem], seconds: float | None, processes: int
    ) -> None:
        """``seconds`` None sets no limit: then the largest family begins."""
        order = sorted(problems, key=lambda problem: (-len(problem), problem.name))
        small = [each for each in order if len(each) <= SMALL_UNITS]
        large = order[: len(order) - len(small)]
        if seconds is None:
            small, large = [], order
        self.problems = [*reversed(small), *large]
        self._small = len(small)
        self._processes = min(processes, cores())
        self._began = monotonic()
        self._ends = None if seconds is None else self._began + ENDS_AT_SHARE * seconds
        self._handed: list[_Handed] = []
        self._heard = 0

    def shares(self) -> Iterator[float | None]:
        """Yield the seconds of each family at the moment when it is asked for."""
        for number in range(len(self.problems)):
            if self._ends is None:
                yield None
                continue
            now = monotonic()
            share = max(LEAST_SECONDS_A_FAMILY, self._share(number, now, self._ends))
            self._handed.append(_Handed(now, share))
            yield share

    def heard(self) -> None:
        """Say that the first of the families still at work has ended."""
        self._heard += 1

    def _share(self, number: int, now: float, ends: float) -> float:
        """Return a family's part of what is left to those from it on, by size."""
        if number >= self._small:
            sizes = [len(each) for each in self.problems[number:]]
            left = self._left(now, ends)
            plenty = ample(left, sum(sizes))
            weights = [_weight(size, plenty) for size in sizes]
            return min(ends - now, left * weights[0] / sum(weights))
        sizes = [len(each) for each in self.problems[number : self._small]]
        alone = self._small == len(self.problems)
        most = ends - now if alone else SMALL_MOST_SECONDS
        share = 1.0 if alone else self._small_share(ends)
        left = self._left(now, self._began + share * (ends - self._began))
        plenty = self._plenty(ends) ** 2
        start = plenty * SMALL_START_UNITS
        part = (start + sizes[0]) / (start * len(sizes) + sum(sizes))
        return min(most, (1.0 + plenty * (PROMISED - 1.0)) * left * part)

    def _left(self, now: float, ends: float) -> float:
        """Return the seconds of all processes until then, less what was handed out already."""
        handed = self._handed[self._heard :]
        taken = sum(max(0.0, each.at + each.seconds - now) for each in handed)
        return max(0.0, self._processes * (ends - now) - taken)

    def _small_share(self, ends: float) -> float:
        """Return what of the run's time is for small families."""
        sizes = [len(each) for each in self.problems]
        share, more = sum(sizes[: self._small]) / sum(sizes), ends - self._began
        return min(SMALL_MOST_SHARE, share + more / SMALL_MORE_SECONDS)

    def _plenty(self, ends: float) -> float:
        """Return 1 where there is time enough for all units, and what part of it there is."""
        units = sum(len(each) for each in self.problems)
        return ample(self._processes * (ends - self._began), units)


def _weight(size: int, plenty: float) -> float:
    """Return what a large family's time is measured by; a step costs more in a larger one."""
    start = FAMILY_START_UNITS[0] + plenty * FAMILY_START_UNITS[1]
    dearer = math.sqrt(1.0 + size / DOUBLY_DEAR_UNITS)
    return start + size * (plenty + (1.0 - plenty) * dearer)
