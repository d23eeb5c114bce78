"""No figure tells of one unit, nor lets it be reckoned from the others."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.programme.small_cells import Cell, SmallCellRules, hidden, is_small

RULES = SmallCellRules()
counts = st.lists(st.integers(0, 12), min_size=1, max_size=6)


def covered(counted, sums=None):
    cells = {at: Cell(units) for at, units in enumerate(counted)}
    return hidden(cells, [cells] if sums is None else sums, RULES)


@pytest.mark.parametrize(("units", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_fewer_than_five_units_are_few_and_nobody_is_nobody(units, small):
    assert is_small(Cell(units), RULES) is small


@pytest.mark.parametrize(("largest", "small"), [(80, False), (81, True)])
def test_a_value_that_is_nearly_one_units_is_hidden(largest, small):
    assert is_small(Cell(20, value=100, largest=largest), RULES) is small


def test_one_small_cell_beside_a_total_takes_another_with_it():
    assert covered([50, 3, 20, 7]).cells == {1, 3}


def test_without_a_total_only_the_small_one_goes():
    assert covered([50, 3, 20, 7], sums=[]).cells == {1}


def test_five_cells_of_one_unit_each_do_not_hide_one_another():
    """Their sum is five and each has one at least, so each would be known to be one."""
    assert covered([1, 1, 1, 1, 1, 30]).cells == {0, 1, 2, 3, 4, 5}


def test_a_total_with_nothing_to_hide_behind_is_not_told():
    told = covered([3, 0])
    assert (told.cells, told.sums) == ({0}, {0})


def test_values_hide_together_only_if_no_unit_is_nearly_all_of_them():
    cells = {
        "a": Cell(30, value=1_000, largest=990),
        "b": Cell(30, value=100, largest=10),
        "c": Cell(30, value=900, largest=40),
    }
    assert hidden(cells, [cells], RULES).cells == {"a", "b", "c"}


def test_rows_and_columns_together_give_nothing_away():
    """Two hidden cells in each row and column would still leave the bridge between two rings."""
    table = {
        (0, 0): 2, (0, 1): 9, (0, 2): 9, (0, 3): 20,
        (1, 0): 9, (1, 1): 2, (1, 2): 9, (1, 3): 20,
        (2, 0): 9, (2, 1): 9, (2, 2): 2, (2, 3): 20,
    }  # fmt: skip
    cells = {key: Cell(units) for key, units in table.items()}
    rows = [[key for key in cells if key[0] == row] for row in range(3)]
    columns = [[key for key in cells if key[1] == column] for column in range(4)]
    told = hidden(cells, [*rows, *columns], RULES)
    assert {key for key, units in table.items() if units < 5} <= told.cells
    for group in (*rows, *columns):
        assert len(told.cells & set(group)) != 1


@given(counts)
def test_every_small_cell_is_hidden_and_every_empty_one_told(counted):
    told = covered(counted)
    for at, units in enumerate(counted):
        assert at in told.cells or not 0 < units < 5
        assert units or at not in told.cells


@given(counts)
def test_no_hidden_cell_is_known_from_the_total(counted):
    """Whoever knows the total, and that none is empty, still finds that each may be 1 or 5."""
    told = covered(counted)
    if not told.cells or told.sums:
        return
    rest = sum(counted) - sum(u for at, u in enumerate(counted) if at not in told.cells)
    possible = _splits(rest, len(told.cells))
    for place in range(len(told.cells)):
        found = {split[place] for split in possible}
        assert {1, RULES.fewest_units} <= found


def _splits(whole, parts):
    if parts == 1:
        return [(whole,)]
    return [
        (first, *rest)
        for first in range(1, whole - parts + 2)
        for rest in _splits(whole - first, parts - 1)
    ]


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3))
def test_no_hidden_cell_of_a_table_is_known_from_rows_and_columns(table):
    """A slow look for another table with the same sums that differs in the cell."""
    cells = {(r, c): Cell(table[r][c]) for r in range(3) for c in range(3)}
    sums = [[(r, c) for c in range(3)] for r in range(3)]
    sums += [[(r, c) for r in range(3)] for c in range(3)]
    told = hidden(cells, sums, RULES)
    known = [group for number, group in enumerate(sums) if number not in told.sums]
    for cell in told.cells:
        assert _moves(cell, told.cells, known), (table, cell)


def _moves(cell, covered, known):
    """Say whether a change of at most two each way leaves every known sum and moves the cell."""
    order = sorted(covered)
    for change in product((-1, 0, 1), repeat=len(order)):
        moved = dict(zip(order, change, strict=True))
        if moved[cell] and all(sum(moved.get(key, 0) for key in group) == 0 for group in known):
            return True
    return False


@given(counts, counts)
def test_hiding_does_not_depend_on_the_order_of_cells(first, second):
    counted = dict(enumerate([*first, *second]))
    forward = {at: Cell(units) for at, units in counted.items()}
    backward = dict(reversed(forward.items()))
    assert hidden(forward, [forward], RULES) == hidden(backward, [list(backward)], RULES)


@pytest.mark.parametrize("wrong", [{"fewest_units": 1}, {"largest_share": Decimal("1.2")}])
def test_rules_without_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="fewest_units|largest_share"):
        SmallCellRules(**wrong)
