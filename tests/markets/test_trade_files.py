"""Large tables are read in pieces that lose no line, wherever a piece ends."""

import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.sources.dropped import Reason, Tally, TotalsDiffer
from hamafza.sources.trade_files import Columns, parsed, pieces, texts_in

KINDS = {"b": pl.Int32(), "a": pl.Float64()}


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=30),
    st.integers(1, 60),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=60, deadline=None)
def test_pieces_of_any_size_hold_all_lines(tmp_path_factory, rows, size, ends, newline):
    path = tmp_path_factory.mktemp("pieces") / "t.zip"
    lines = ["a,b", *(f"{a},{b}" for a, b in rows)]
    text = newline.join(lines) + (newline if ends else "")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("t.csv", text)
    (member,) = texts_in(path)
    frames = [parsed(columns, part, KINDS) for columns, part in pieces(member, size)]
    assert pl.concat(frames).select("a", "b").rows() == [(float(a), b) for a, b in rows]


def test_one_bad_cell_is_null_and_its_neighbours_stay():
    columns = Columns(("a", "b"), ",")
    rows = parsed(columns, b"1.5,2\nx,3\n 4 , 5\n6\n7,8,9\n", KINDS)
    assert rows.rows() == [(2, 1.5), (3, None), (5, 4.0), (None, 6.0), (8, 7.0)]


def test_totals_that_do_not_sum_up_are_a_fault():
    tally = Tally(rows_read=3, value_read=10.0)
    tally.keep(2, 7.0)
    tally.drop(Reason.CODE, 1, 2.5, "x")
    with pytest.raises(TotalsDiffer):
        tally.check()
    tally.value_read = 9.5
    tally.check()
