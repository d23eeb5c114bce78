"""
Small cells: a published figure must not tell of one unit.

A cell is hidden where it rests on too few units, or where one unit makes up nearly all of its
value. That alone is not enough: whoever knows a sum takes the other cells from it. So more cells
are hidden, the smallest first, until no hidden cell can be had from what is told; and where a sum
has no cells left to hide behind, the sum itself is not told. An empty cell tells of nobody and
stays.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

import numpy as np

K = TypeVar("K", bound=Hashable)
_DETERMINED = 1e-9


@dataclass(frozen=True)
class SmallCellRules:
    """What is too small to be told."""

    fewest_units: int = 5
    largest_share: Decimal = Decimal("0.80")

    def __post_init__(self) -> None:
        if self.fewest_units < 2:
            raise ValueError("fewest_units is at least 2")
        if not 0 < self.largest_share <= 1:
            raise ValueError("largest_share lies between 0 and 1")


@dataclass(frozen=True)
class Cell:
    """
    ``units`` stand behind the figure. Where it is a value and no count, ``value`` is that figure
    and ``largest`` the part of the unit that gives most.
    """

    units: int
    value: int | None = None
    largest: int = 0

    @property
    def is_empty(self) -> bool:
        return self.units == 0 and not self.value


@dataclass(frozen=True)
class Hidden(Generic[K]):
    """The cells that are not told, and the sums (by their place in the list) that are not."""

    cells: frozenset[K]
    sums: frozenset[int]


def is_small(cell: Cell, rules: SmallCellRules) -> bool:
    """Say whether a cell by itself tells too much of one unit."""
    if cell.is_empty:
        return False
    if cell.units < rules.fewest_units:
        return True
    return cell.value is not None and cell.largest > rules.largest_share * cell.value


def hidden(
    cells: Mapping[K, Cell], sums: Iterable[Iterable[K]], rules: SmallCellRules
) -> Hidden[K]:
    """
    Return what is not told, where each of ``sums`` would be told beside its cells.

    A total is one sum of all cells; a table of two ways has one for each row and column.
    """
    groups = [tuple(group) for group in sums]
    covered = {key for key, cell in cells.items() if is_small(cell, rules)}
    untold: set[int] = set()
    while True:
        weak = _weak_sum(cells, groups, covered, untold, rules)
        if weak is None:
            weak = _sum_that_gives_one_away(groups, covered, untold)
        if weak is None:
            return Hidden(frozenset(covered), frozenset(untold))
        more = _next_to_hide(cells, groups[weak], covered)
        if more is None:
            untold.add(weak)
        else:
            covered.add(more)


def _weak_sum(
    cells: Mapping[K, Cell],
    groups: list[tuple[K, ...]],
    covered: set[K],
    untold: set[int],
    rules: SmallCellRules,
) -> int | None:
    """Return a sum whose hidden part would itself be too small to be told."""
    for number, group in enumerate(groups):
        together = [cells[key] for key in group if key in covered]
        if number not in untold and together and not _hide_each_other(together, rules):
            return number
    return None


def _hide_each_other(together: list[Cell], rules: SmallCellRules) -> bool:
    """
    Say whether cells whose sum is known hide one another.

    Each hidden cell has one unit at least, as empty ones are told. So of ``n`` cells with ``s``
    units one may have up to ``s - n + 1``; that must not be few.
    """
    units = sum(cell.units for cell in together)
    if len(together) < 2 or units - len(together) + 1 < rules.fewest_units:
        return False
    values = [cell for cell in together if cell.value is not None]
    whole = sum(cell.value or 0 for cell in values)
    return all(cell.largest <= rules.largest_share * whole for cell in values)


def _sum_that_gives_one_away(
    groups: list[tuple[K, ...]], covered: set[K], untold: set[int]
) -> int | None:
    """
    Return a sum from which, together with the others, a hidden cell can be reckoned exactly.

    The sums told are linear equations of the hidden cells: a cell is given away if it is the same
    in all their solutions, so if no direction of the null space moves it.
    """
    keys = sorted(covered, key=repr)
    place = {key: at for at, key in enumerate(keys)}
    told = [
        (number, [place[key] for key in group if key in covered])
        for number, group in enumerate(groups)
        if number not in untold
    ]
    told = [(number, at) for number, at in told if at]
    if not told:
        return None
    matrix = np.zeros((len(told), len(keys)))
    for row, (_number, at) in enumerate(told):
        matrix[row, at] = 1
    free = _freedom(matrix)
    for number, at in told:
        if any(free[one] < _DETERMINED for one in at):
            return number
    return None


def _freedom(matrix: np.ndarray) -> np.ndarray:
    """Return how far each unknown moves within the solutions of a system."""
    _left, singular, right = np.linalg.svd(matrix)
    rank = int((singular > _DETERMINED).sum())
    moved: np.ndarray = np.abs(right[rank:]).sum(axis=0)
    return moved


def _next_to_hide(cells: Mapping[K, Cell], group: tuple[K, ...], covered: set[K]) -> K | None:
    open_cells = [key for key in group if key not in covered and not cells[key].is_empty]
    return min(open_cells, key=lambda key: (_size(cells[key]), repr(key)), default=None)


def _size(cell: Cell) -> int:
    return cell.units if cell.value is None else cell.value
