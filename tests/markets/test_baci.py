"""BACI's files are read to the last thousand dollars: what is kept and what is dropped sum up."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.refusals import LayoutUnknown, TradeFileNotSound
from hamafza.runs.potential import potential
from hamafza.runs.trading import import_table
from hamafza.sources.baci import edition_of, read_baci
from hamafza.store.tables import read_metadata, read_parquet

SAMPLE = Path("tests/data/markets/baci_hs17_sample.csv")


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["t,i,j,k,v,q", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_real_sample_is_read_as_flows_by_heading(tmp_path):
    table = import_table(SAMPLE, "baci", tmp_path / "flows.parquet")
    kept = read_parquet(tmp_path / "flows.parquet")
    raw = pl.read_csv(SAMPLE)
    assert (table.rows_read, table.year, table.edition) == (raw.height, 2020, "2017")
    assert table.value_read_usd == pytest.approx(raw["v"].sum() * 1000)
    assert kept["exporter"].unique().to_list() == ["AFG"]
    assert kept["hs4"].str.contains(r"^\d{4}$").all()
    told = read_metadata(tmp_path / "flows.parquet")
    assert (told["hs_edition"], told["year"], told["provenance"]) == ("2022", "2020", "real")


def test_each_bad_row_is_dropped_for_a_reason_and_nothing_is_lost(tmp_path):
    path = write(
        tmp_path / "BACI_HS17_Y2020.csv",
        "2020,4,364,010121,5.000,1",
        "2020,4,364, 10121,2.000,NA",
        "2020,4,12345,010121,3.000,1",
        "2020,4,4,010121,4.000,1",
        "2020,4,364,999999,7.000,1",
        "2020,4,364,ABC,1.000,1",
        "2020,4,364,010121,oil,1",
        "2020,4,364,010121,-9,1",
        "2019,4,364,010121,50.000,1",
    )
    table = read_baci(path)
    assert table.flows.row(0) == ("AFG", "IRN", "0101", 7000.0) and table.flows.height == 1
    assert {left.reason: left.rows for left in table.dropped} == {
        "country not known": 1,
        "exporter is importer": 1,
        "goods not specified": 1,
        "code is no HS6": 1,
        "value not usable": 2,
    }
    dropped = sum(left.value_usd for left in table.dropped)
    assert table.value_kept_usd + dropped == pytest.approx(table.value_read_usd)
    assert table.rows_kept + sum(left.rows for left in table.dropped) == table.rows_read
    assert read_baci(path, year=2019).value_kept_usd == 50_000


def test_headings_that_hs2022_retired_are_named_anew(tmp_path):
    path = write(tmp_path / "x.csv", "2020,4,364,880330,5,1", "2020,4,364,880730,6,1")
    assert read_baci(path).flows.row(0) == ("AFG", "IRN", "8807", 11_000.0)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([4, 251, 364, 490, 699, 842, 99999]),
            st.sampled_from([4, 251, 364, 490, 699, 842, 99999]),
            st.sampled_from(["010121", "570110", "999999", "57", "x"]),
            st.integers(-5, 10_000),
        ),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=25, deadline=None)
def test_kept_and_dropped_always_sum_to_the_file(tmp_path_factory, rows):
    sound = "2021,4,364,570110,1,1"
    path = write(
        tmp_path_factory.mktemp("baci") / "x.csv",
        sound,
        *(f"2021,{i},{j},{k},{v},1" for i, j, k, v in rows),
    )
    table = read_baci(path)
    left = sum(each.value_usd for each in table.dropped)
    assert table.value_kept_usd + left == pytest.approx(1000.0 * (1 + sum(r[3] for r in rows)))
    assert table.rows_kept + sum(each.rows for each in table.dropped) == len(rows) + 1


@pytest.mark.parametrize(
    "content",
    ["", "a,b\n1,2\n", "t,i,j,k,v,q\n", "t,i,j,k,v,q\nx,4,364,010121,1,1\n", '"\x00\xff'],
)
def test_a_file_that_is_no_baci_table_is_refused(tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(TradeFileNotSound):
        read_baci(path)


def test_a_layout_nobody_wrote_is_refused(tmp_path):
    with pytest.raises(LayoutUnknown):
        import_table(SAMPLE, "comtrade", tmp_path / "out.parquet")


def test_the_edition_is_read_from_the_files_name():
    assert edition_of(Path("BACI_HS17_Y2020_V202601.csv")) == "2017"
    assert edition_of(Path("BACI_HS92_Y2020.csv")) == "1992"
    assert edition_of(Path("flows.csv")) == "unknown"


def test_a_potential_stands_on_an_imported_table(tmp_path):
    out = tmp_path / "flows.parquet"
    table = import_table(SAMPLE, "baci", out)
    frame = potential("AFG", trade_path=out)
    assert frame["actual_usd"].sum() == pytest.approx(table.value_kept_usd)


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        ({"exporter": ["AFG"], "importer": ["XXQ"], "hs4": ["0101"], "value_usd": [1.0]}, "XXQ"),
        ({"exporter": ["AFG"], "importer": ["IRN"], "hs4": ["0101"], "value_usd": [-1.0]}, "min"),
        ({"exporter": [], "importer": [], "hs4": [], "value_usd": []}, "rows"),
    ],
)
def test_a_trade_file_that_breaks_the_table_is_refused(tmp_path, frame, problem):
    path = tmp_path / "flows.parquet"
    pl.DataFrame(frame).write_parquet(path)
    with pytest.raises(TradeFileNotSound) as refused:
        potential("AFG", trade_path=path)
    assert problem in str(refused.value.facts["problem"])
