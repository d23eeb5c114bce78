"""A need covered in whole steps by units that each cost something: the least loss, and by whom."""

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import Floats, Ints
from hamafza.consortia.solver.ways import NOWHERE
from hamafza.vocabulary.compiled import compiled


@compiled
def least_loss(
    rows: int, need: int, kept: Ints, worth: Floats, steps: Ints, best: Floats,
    taken: NDArray[np.bool_],
) -> float:  # fmt: skip
    """
    Return the highest sum of (negative) worths whose steps cover the need.

    A row covers ``steps[row]`` and is worth ``worth[kept[row]]``; ``best`` and ``taken`` are room
    for a table of ``need`` steps.
    """
    best[: need + 1] = NOWHERE
    best[0] = 0.0
    for row in range(rows):
        own = worth[kept[row]]
        for step in range(need, 0, -1):
            with_it = best[max(0, step - steps[row])] + own
            taken[row, step] = with_it > best[step]
            if with_it > best[step]:
                best[step] = with_it
    return float(best[need])


@compiled
def covering(rows: int, need: int, steps: Ints, taken: NDArray[np.bool_], picked: Ints) -> int:
    """Write which rows the best cover holds, by the table that was filled; return how many."""
    left, count = need, 0
    for row in range(rows - 1, -1, -1):
        if left > 0 and taken[row, left]:
            picked[count] = row
            count += 1
            left = max(0, left - steps[row])
    return count
