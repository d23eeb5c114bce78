"""BACI as CEPII publishes it: what is kept and dropped sums up; a set is replaced whole."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from hamafza.runs.potential import potential
from hamafza.runs.trade_sets import Wanted, by_subheading, import_flows
from hamafza.sources.baci import read_baci
from hamafza.sources.bundled_trade import in_2022
from hamafza.sources.trade_refusals import TradeYearsNotThere
from hamafza.store.data_sets import FOLDER, data_set
from hamafza.store.records import file_sha256
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import Flows6
from tests.markets.trade_tables import baci_csv, baci_zip

SAMPLE = Path("tests/data/markets/baci_hs17_sample.csv")
A_YEAR = baci_csv(
    "2020,4,364,010121,5.125,       2.500",
    "2020,4,842,570110,7.000,          NA",
    "2020,364,490,570110,1.000,       0.010",
)


def rows(found, year: int) -> pl.DataFrame:
    frame = pl.read_parquet(found.folder / f"flows-{year}.parquet")
    return frame.with_columns(pl.col("exporter", "importer", "hs6", "basis").cast(pl.String))


def test_a_zip_is_read_by_subheading_with_the_files_own_countries(tmp_path):
    path = baci_zip(tmp_path / "BACI_HS17_V202401b.zip", {2020: A_YEAR})
    found = import_flows(path, tmp_path, "baci")
    told = found.record["figures"]
    assert (found.name, told["edition"], told["years"]) == ("baci-hs2017", "2017", [2020])
    frame = rows(found, 2020)
    checked(Flows6, frame)
    assert frame.select("exporter", "importer", "hs6", "value_usd").rows() == [
        ("AFG", "IRN", "010121", 5125.0),
        ("AFG", "USA", "570110", 7000.0),
        ("IRN", "TWN", "570110", 1000.0),
    ]
    assert frame["quantity_t"].to_list() == pytest.approx([2.5, None, 0.01])
    assert frame["basis"].unique().to_list() == ["reconciled"]
    assert told["value_usd_read"] == told["value_usd_kept"] == 13125.0


def test_the_countries_of_an_older_release_have_another_heading(tmp_path):
    older = (
        "country_code,country_name_abbreviation,country_name_full,iso_2digit_alpha,iso_3digit_alpha"
        "\n4,Afghanistan,Afghanistan,AF,AFG\n364,Iran,Iran,IR,IRN\n"
    )
    table = baci_csv("2019,4,364,010121,5.000,1")
    path = baci_zip(tmp_path / "b.zip", {2019: table}, **{"country_codes_V202401b.csv": older})
    assert rows(import_flows(path, tmp_path, "baci"), 2019).height == 1


def test_the_record_names_file_parameters_and_what_was_written(tmp_path):
    path = baci_zip(tmp_path / "b.zip", {2020: A_YEAR})
    found = import_flows(path, tmp_path, "baci", Wanted(edition="2017"))
    assert found.record["inputs"] == {"b.zip": file_sha256(path)}
    assert found.record["outputs"] == {each.name: file_sha256(each) for each in found.tables()}
    assert found.record["parameters"]["most_unknown_share"] == 0.05


def test_each_row_left_out_is_told_with_its_reason_and_an_example(tmp_path):
    bad = baci_csv(
        "2020,4,364,010121,90.000,1",
        "2020,4,12345,010121,1.000,1",
        "2020,4,4,010121,1.000,1",
        "2020,4,364,999999,1.000,1",
        "2020,4,364,010122,0.500,1",
        "2020,4,364,570110,oil,1",
        "2019,4,364,570110,1.000,1",
    )
    good = "".join(f"2020,4,276,{code},9,1\n" for code in ("010121", "010129", "010130", "080610"))
    more = "".join(f"2020,4,{country},570110,9,1\n" for country in (251, 276, 792, 842))
    path = baci_zip(tmp_path / "b.zip", {2020: bad + good + more})
    told = import_flows(path, tmp_path, "baci").record["figures"]
    assert {left["reason"]: (left["rows"], left["example"]) for left in told["dropped"]} == {
        "country not known": (1, "4/12345/010121"),
        "exporter is importer": (1, "4/4/010121"),
        "goods not specified": (1, "4/364/999999"),
        "code is not of the edition": (1, "4/364/010122"),
        "value not usable": (1, "4/364/570110"),
        "year is not that of the file": (1, "4/364/570110"),
    }
    lost = sum(left["value_usd"] for left in told["dropped"])
    assert told["value_usd_kept"] + lost == pytest.approx(told["value_usd_read"])
    assert told["rows_kept"] + 6 == told["rows_read"] == 15


@given(
    st.lists(
        st.tuples(
            st.sampled_from([4, 251, 364, 792, 842]),
            st.sampled_from([4, 251, 364, 792, 842]),
            st.sampled_from(["010121", "570110", "080610", "621420"]),
            st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=40,
    )
)
@settings(max_examples=20, deadline=None)
def test_the_fast_reading_equals_sums_made_one_by_one(tmp_path_factory, many):
    folder = tmp_path_factory.mktemp("baci")
    lines = [f"2020,{i},{j},{k},{v / 1000:.3f},{v % 7}.5" for i, j, k, v in many]
    path = baci_zip(folder / "b.zip", {2020: baci_csv("2020,4,276,010121,1.000,1", *lines * 3)})
    slow: dict[tuple[str, str, str], float] = {("AFG", "DEU", "010121"): 1000.0}
    names = {4: "AFG", 251: "FRA", 364: "IRN", 792: "TUR", 842: "USA"}
    for i, j, k, v in many * 3:
        if i != j:
            key = names[i], names[j], k
            slow[key] = slow.get(key, 0.0) + float(v)
    params = folder / "p.toml"
    params.write_text("[imports]\nleast_kept_share = 0.0\n")
    found = import_flows(path, folder, "baci", params_path=params)
    frame = rows(found, 2020).select("exporter", "importer", "hs6", "value_usd")
    got = {row[:3]: row[3] for row in frame.iter_rows()}
    assert got.keys() == slow.keys()
    assert all(got[key] == pytest.approx(slow[key], rel=1e-12) for key in slow)


def test_the_headings_of_a_set_are_those_of_the_single_file(tmp_path):
    found = import_flows(SAMPLE, tmp_path, "baci")
    rows = pl.read_parquet(found.tables("flows-*.parquet")[-1])
    keys = ("exporter", "importer", "hs4")
    heading = in_2022(pl.col("hs6").cast(pl.String).str.slice(0, 4)).alias("hs4")
    told = rows.select(pl.col(*keys[:2]).cast(pl.String), heading, "value_usd")
    summed = told.group_by(keys).agg(pl.col("value_usd").sum()).sort(keys)
    single = read_baci(SAMPLE).flows.sort(keys)
    left = pl.col("hs4") != "2710"  # 271000 left the nomenclature in 2002; headings alone pass it
    assert_frame_equal(summed.filter(left), pl.DataFrame(single.filter(left)))


def test_a_potential_stands_on_a_set_that_is_called_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("HAMAFZA_HOME", str(tmp_path))
    found = import_flows(SAMPLE, tmp_path, "baci")
    frame = potential("AFG", trade_path=Path("baci-hs2017"))
    kept = found.record["figures"]["value_usd_kept"]
    assert frame["actual_usd"].sum() == pytest.approx(kept)


def test_years_are_taken_as_asked_and_averaged(tmp_path):
    tables = {
        year: baci_csv(f"{year},4,364,010121,{year - 2000}.000,1") for year in range(2017, 2023)
    }
    path = baci_zip(tmp_path / "b.zip", tables)
    found = import_flows(path, tmp_path, "baci", Wanted(years=range(2018, 2022)))
    assert found.record["figures"]["years"] == [2018, 2019, 2020, 2021]
    assert [each.name for each in found.tables("flows-*.parquet")] == [
        f"flows-{year}.parquet" for year in range(2018, 2022)
    ]
    mean = by_subheading(tmp_path, "baci-hs2017", range(2019, 2022)).select(
        pl.col("value_usd").mean()
    )
    assert mean.collect().item() == 20_000.0
    with pytest.raises(TradeYearsNotThere):
        by_subheading(tmp_path, "baci-hs2017", [2022])


def test_years_apart_may_be_asked_for(tmp_path):
    tables = {year: baci_csv(f"{year},4,364,010121,1.000,1") for year in (2018, 2019, 2020)}
    path = baci_zip(tmp_path / "b.zip", tables)
    found = import_flows(path, tmp_path, "baci", Wanted(years=[2018, 2020]))
    assert found.record["figures"]["years"] == [2018, 2020]


def test_a_bare_file_of_several_years_is_parted(tmp_path):
    path = tmp_path / "BACI_HS22.csv"
    path.write_text(baci_csv("2022,4,364,010121,1,1", "2023,4,364,010121,2,1"), encoding="utf-8")
    found = import_flows(path, tmp_path, "baci")
    assert found.name == "baci-hs2022"
    assert rows(found, 2023)["value_usd"].to_list() == [2000.0]


def test_a_new_set_takes_the_place_of_the_old_and_the_one_before_is_kept_for_its_readers(tmp_path):
    path = baci_zip(tmp_path / "b.zip", {2020: A_YEAR})
    folders = [import_flows(path, tmp_path, "baci").folder for _ in range(3)]
    assert data_set(tmp_path, "baci-hs2017").folder == folders[2]
    assert [folder.exists() for folder in folders] == [False, True, True]


def test_a_writer_killed_half_way_leaves_the_old_set_in_use(tmp_path):
    path = baci_zip(tmp_path / "b.zip", {2020: A_YEAR})
    before = import_flows(path, tmp_path, "baci")
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        import hamafza.runs.trade_sets as sets
        sets.file_sha256 = lambda path: (print("written", flush=True), time.sleep(60))
        sets.import_flows(Path(sys.argv[1]), Path(sys.argv[2]), "baci")
    """)
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(tmp_path)],
        stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "src"},
    )  # fmt: skip
    assert running.stdout is not None and running.stdout.readline() == b"written\n"
    running.send_signal(signal.SIGKILL)
    running.communicate()
    after = data_set(tmp_path, "baci-hs2017")
    assert after == before and rows(after, 2020).height == 3
    assert len(list((tmp_path / FOLDER / "baci-hs2017").glob("2*"))) == 2, "a torso lies there"
    again = import_flows(path, tmp_path, "baci")
    left = set((tmp_path / FOLDER / "baci-hs2017").glob("2*"))
    assert left == {before.folder, again.folder}, "the torso is swept away by the next"
