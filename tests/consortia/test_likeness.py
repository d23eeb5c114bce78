"""Two groupings side by side."""

import numpy as np
import polars as pl
import pytest

from hamafza.consortia.likeness import compared


def grouping(**groups):
    rows = [
        (int(name[1:]), members[0], unit) for name, members in groups.items() for unit in members
    ]
    schema = {"group": pl.Int64, "lead_unit_id": pl.Int64, "unit_id": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def told(first, second):
    return {
        (row["kind"], row["first"], row["second"], row["stay"], row["left"], row["came"])
        for row in compared(first, second).to_dicts()
    }


def test_every_kind_is_told():
    first = grouping(g1=[1, 2, 3], g2=[4, 5, 6], g3=[7, 8], g4=[9, 10, 11])
    second = grouping(g1=[1, 2, 3], g2=[5, 4, 6], g3=[9, 10, 12, 13], g4=[20, 21])
    assert told(first, second) == {
        ("same", 1, 1, 3, 0, 0),
        ("changed", 2, 2, 3, 0, 0),  # another lead
        ("gone", 3, None, 0, 2, 0),
        ("changed", 4, 3, 2, 1, 2),
        ("new", None, 4, 0, 0, 2),
    }


def test_a_group_split_in_two_is_held_against_the_larger_part():
    first, second = grouping(g1=[1, 2, 3, 4, 5]), grouping(g7=[4, 5], g8=[1, 2, 3])
    assert told(first, second) == {("changed", 1, 8, 3, 2, 0), ("new", None, 7, 0, 0, 2)}


def test_nothing_at_all_is_like_nothing():
    assert compared(grouping(), grouping()).height == 0
    assert told(grouping(g1=[1]), grouping()) == {("gone", 1, None, 0, 1, 0)}


@pytest.mark.parametrize("seed", range(8))
def test_each_group_stands_in_one_row_and_members_add_up(seed):
    chance = np.random.default_rng(seed)
    sides = []
    for _ in range(2):
        units = chance.permutation(40)[:30]
        cuts = np.sort(chance.choice(np.arange(1, 30), 5, replace=False))
        parts = np.split(units, cuts)
        sides.append(
            grouping(**{f"g{at}": [int(u) for u in part] for at, part in enumerate(parts)})
        )
    rows = compared(*sides)
    for side, frame in zip(("first", "second"), sides, strict=True):
        assert sorted(rows[side].drop_nulls()) == sorted(frame["group"].unique())
    assert rows["stay"].sum() + rows["left"].sum() == len(sides[0])
    assert rows["stay"].sum() + rows["came"].sum() == len(sides[1])
    back = compared(sides[1], sides[0])
    assert sorted(back["stay"]) == sorted(rows["stay"])
