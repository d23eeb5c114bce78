"""Files of phrases: every line answered, nonsense refused with a sentence."""

import polars as pl
import pytest

from hamafza.goods.refusals import NoTextColumn, NothingToClassify
from hamafza.runs.classifying import classify_file
from hamafza.store.refusals import FileNotFound, FileNotReadable


def test_a_file_is_answered_line_by_line(tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('id,text\n1,گلیم\n2,\n3,"pots, pans"\n4,تعمیر یخچال\n', encoding="utf-8")
    assert classify_file(source, out) == 4
    found = pl.read_csv(out, infer_schema=False)
    names = ["line", "rank", "hs4", "hs6", "probability", "probability_hs6", "reason", "question"]
    assert found.columns == names
    assert found["line"].unique().sort().to_list() == ["0", "1", "2", "3"]
    firsts = found.filter(pl.col("rank") == "1")
    assert firsts["hs4"].to_list()[0] == "5702"
    assert firsts["hs4"].to_list()[1] is None
    assert firsts["question"].to_list()[1]


def test_a_byte_order_mark_and_a_capital_heading_are_read(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("Text\nگلیم\n", encoding="utf-8-sig")
    assert classify_file(source, tmp_path / "out.csv") == 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NothingToClassify),
        (b"text\n", NothingToClassify),
        (b"name\nx\n", NoTextColumn),
        ("text\nگلیم\n".encode("utf-16"), FileNotReadable),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, refusal):
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    with pytest.raises(refusal):
        classify_file(source, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileNotFound):
        classify_file(tmp_path / "none.csv", tmp_path / "out.csv")
