"""Files of phrases: every line answered, nonsense refused with a sentence."""

import polars as pl
import pytest

from hamafza.goods.refusals import EditionUnknown, NoTextColumn, NothingToClassify
from hamafza.runs.goods_files import classify_file, convert_file
from hamafza.sources.registry_refusals import NotText
from hamafza.store.refusals import FileNotFound


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
        (bytes(range(256)) * 4, NotText),
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


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_other_encodings_and_marks_are_read(tmp_path, encoding, mark):
    source = tmp_path / "in.csv"
    source.write_bytes(f"id{mark}text\n1{mark}گليم\n2{mark}لواشک آلو\n".encode(encoding))
    assert classify_file(source, tmp_path / "out.csv") == 2


def test_what_is_to_be_reviewed_begins_where_a_minute_gains_most(tmp_path):
    source, review = tmp_path / "in.csv", tmp_path / "review.csv"
    lines = ["کفش"] * 3 + ["فرش دستباف پشمی"] * 5 + ["پته‌دوزی روی شال", "نصب دوربین"]
    source.write_text("text\n" + "\n".join(lines) + "\n", encoding="utf-8")
    classify_file(source, tmp_path / "out.csv", review=review)
    told = pl.read_csv(review, infer_schema=False)
    assert told["text"][0] == "کفش"
    assert dict(told.select("text", "lines").iter_rows())["فرش دستباف پشمی"] == "5"
    gains = [float(gain) for gain in told["gain"]]
    assert gains == sorted(gains, reverse=True)
    assert told["question"][0]


def test_codes_of_an_edition_are_converted_and_choices_left_to_a_person(tmp_path):
    source, out, choices = (tmp_path / name for name in ("in.csv", "out.csv", "choices.csv"))
    source.write_text("code\n6302.59\n851712\n10121\n۸۵۱۷۱۲\n999998\n", encoding="utf-8")
    assert convert_file(source, out, choices, "2017", "2022") == (5, 3)
    told = pl.read_csv(out, infer_schema=False)
    assert told["converted"].to_list() == ["630259", None, "010121", None, None]
    possible = pl.read_csv(choices, infer_schema=False)
    found = possible.filter(pl.col("line") == "1")["choice"].to_list()
    assert found[:2] == ["851713", "851714"]
    assert possible["name_fa"].null_count() == 0


def test_an_edition_that_is_not_known_is_refused(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("code\n010121\n", encoding="utf-8")
    with pytest.raises(EditionUnknown):
        convert_file(source, tmp_path / "o.csv", tmp_path / "c.csv", "1999", "2022")
