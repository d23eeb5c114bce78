"""UN Comtrade's three layouts: nothing is counted twice, and mirrors are marked."""

import gzip

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.runs.trade_sets import Wanted, import_flows
from hamafza.sources.trade_refusals import (
    TradeColumnsMissing,
    TradeEditionNotTold,
    TradeEditionsMixed,
    TradeValuesNegative,
    TradeYearsMissing,
)
from tests.markets.trade_tables import (
    API_HEAD,
    BULK_HEAD,
    OLD_HEAD,
    api_row,
    bulk_row,
    old_row,
    written,
)


def cells(found, year: int = 2022) -> dict[tuple[str, str, str], tuple[float, str]]:
    frame = pl.read_parquet(found.folder / f"flows-{year}.parquet")
    rows = frame.select(
        pl.col("exporter", "importer", "hs6", "basis").cast(pl.String), "value_usd"
    ).rows()
    return {row[:3]: (row[4], row[3]) for row in rows}


def reasons(found) -> dict[str, int]:
    return {left["reason"]: left["rows"] for left in found.record["figures"]["dropped"]}


def test_the_apis_layout_is_read_and_totals_and_breakdowns_are_left_out(tmp_path):
    path = written(
        tmp_path / "TradeData.csv",
        API_HEAD,
        api_row(2022, "TUR", "X", "DEU", "570110", 1000.5),
        api_row(2022, "TUR", "X", "W00", "570110", 1000.5),
        api_row(2022, "TUR", "X", "DEU", "5701", 1000.5),
        api_row(2022, "TUR", "X", "DEU", "TOTAL", 1000.5),
        api_row(2022, "TUR", "X", "DEU", "570110", 400, motCode="2100"),
        api_row(2022, "TUR", "X", "DEU", "570110", 300, partner2Code="842", partner2ISO="USA"),
        api_row(2022, "TUR", "RX", "DEU", "570110", 77),
    )
    found = import_flows(path, tmp_path, "comtrade")
    assert found.name == "comtrade-hs2017"
    assert cells(found) == {("TUR", "DEU", "570110"): (1000.5, "direct")}
    assert reasons(found) == {
        "total of other rows": 3,
        "breakdown of other rows": 2,
        "re-export or re-import, which the main flow holds": 1,
    }
    frame = pl.read_parquet(found.folder / "flows-2022.parquet")
    assert frame["quantity_t"].to_list() == [2.5]


def test_who_did_not_report_is_told_by_partners_and_marked(tmp_path):
    path = written(
        tmp_path / "TradeData.csv",
        API_HEAD,
        api_row(2022, "TUR", "X", "DEU", "570110", 1000),
        api_row(2022, "DEU", "M", "TUR", "570110", 1090),
        api_row(2022, "DEU", "M", "TUR", "080610", 50),
        api_row(2022, "DEU", "M", "IRN", "570110", 700),
        api_row(2022, "TUR", "M", "IRN", "080610", 30),
    )
    found = import_flows(path, tmp_path, "comtrade")
    assert cells(found) == {
        ("TUR", "DEU", "570110"): (1000.0, "direct"),
        ("IRN", "DEU", "570110"): (700.0, "mirror"),
        ("IRN", "TUR", "080610"): (30.0, "mirror"),
    }
    assert reasons(found) == {"mirror of a flow its exporter reported": 2}
    told = found.record["figures"]
    assert told["by_year"]["2022"]["mirror_share"] == pytest.approx(730 / 1730)
    lost = sum(left["value_usd"] for left in told["dropped"])
    assert told["value_usd_read"] == told["value_usd_kept"] + lost == 2870


def test_the_older_layout_and_the_bulk_layout_say_the_same(tmp_path):
    rows = [
        (2022, "TUR", "X", "DEU", "570110", 1000),
        (2022, "TUR", "X", "IRN", "080610", 20),
        (2022, "DEU", "M", "IRN", "570110", 700),
        (2022, "TUR", "X", "W00", "570110", 1020),
    ]
    words = {"X": "Export", "M": "Import"}
    old = written(
        tmp_path / "old.csv", OLD_HEAD, *(old_row(y, r, words[f], *rest) for y, r, f, *rest in rows)
    )
    bulk = tmp_path / "COMTRADE-FINAL-CA792202200H5[2024-01-01].txt.gz"
    with gzip.open(bulk, "wt", encoding="utf-8") as stream:
        stream.write("\n".join([BULK_HEAD, *(bulk_row(*row) for row in rows)]) + "\n")
    first = cells(import_flows(old, tmp_path, "comtrade"))
    second = cells(import_flows(bulk, tmp_path, "comtrade"))
    assert first == second and len(first) == 3


def test_months_stand_for_a_year_only_where_the_year_is_not_told(tmp_path):
    def month(number: int, value: int, reporter: str = "TUR") -> str:
        period = f"2022{number:02d}"
        return api_row(2022, reporter, "X", "DEU", "570110", value, freqCode="M", period=period)

    path = written(
        tmp_path / "t.csv", API_HEAD, month(1, 10), month(2, 20), month(1, 5, "USA"),
        api_row(2022, "USA", "X", "DEU", "570110", 60),
    )  # fmt: skip
    found = import_flows(path, tmp_path, "comtrade")
    assert cells(found) == {
        ("TUR", "DEU", "570110"): (30.0, "direct"),
        ("USA", "DEU", "570110"): (60.0, "direct"),
    }
    assert reasons(found) == {"month of a year that is there": 1}


def test_areas_that_are_no_countries_are_told_and_are_no_fault_of_a_file(tmp_path):
    bunkers = api_row(2022, "TUR", "X", "DEU", "271019", 9000, partnerCode="837", partnerISO="X1")
    path = written(
        tmp_path / "t.csv", API_HEAD, bunkers, api_row(2022, "TUR", "X", "DEU", "570110", 10)
    )
    assert reasons(import_flows(path, tmp_path, "comtrade")) == {"area that is no country": 1}


def test_downloads_that_overlap_are_counted_once(tmp_path):
    row = api_row(2022, "TUR", "X", "DEU", "570110", 10)
    found = import_flows(written(tmp_path / "t.csv", API_HEAD, row, row), tmp_path, "comtrade")
    assert cells(found) == {("TUR", "DEU", "570110"): (10.0, "direct")}
    assert reasons(found) == {"told twice": 1}


def test_two_editions_are_refused_unless_they_are_brought_together(tmp_path):
    path = written(
        tmp_path / "t.csv",
        API_HEAD,
        api_row(2022, "TUR", "X", "DEU", "570110", 10),
        api_row(2022, "USA", "X", "DEU", "570110", 20, classificationCode="H6"),
    )
    with pytest.raises(TradeEditionsMixed) as refused:
        import_flows(path, tmp_path, "comtrade")
    assert refused.value.facts["editions"] == "2017, 2022"
    found = import_flows(path, tmp_path, "comtrade", Wanted(into="2022"))
    assert found.record["figures"]["recorded_editions"] == ["2017", "2022"]
    assert cells(found) == {
        ("TUR", "DEU", "570110"): (10.0, "direct"),
        ("USA", "DEU", "570110"): (20.0, "direct"),
    }


def test_an_edition_that_is_not_told_must_be_said(tmp_path):
    path = written(
        tmp_path / "t.csv", API_HEAD,
        api_row(2022, "TUR", "X", "DEU", "570110", 10, classificationCode="HS"),
    )  # fmt: skip
    with pytest.raises(TradeEditionNotTold):
        import_flows(path, tmp_path, "comtrade")
    assert import_flows(path, tmp_path, "comtrade", Wanted(edition="2017")).name.endswith("2017")


def test_bad_tables_are_refused(tmp_path):
    negative = api_row(2022, "TUR", "X", "DEU", "570110", -10)
    with pytest.raises(TradeValuesNegative):
        import_flows(written(tmp_path / "a.csv", API_HEAD, negative), tmp_path, "comtrade")
    with pytest.raises(TradeColumnsMissing) as refused:
        import_flows(
            written(tmp_path / "b.csv", "t,i,j,k,v,q", "1,2,3,4,5,6"), tmp_path, "comtrade"
        )
    assert "cmdcode" in str(refused.value.facts["missing"])
    gap = [api_row(year, "TUR", "X", "DEU", "570110", 10) for year in (2019, 2021)]
    with pytest.raises(TradeYearsMissing):
        import_flows(written(tmp_path / "c.csv", API_HEAD, *gap), tmp_path, "comtrade")


COUNTRY = st.sampled_from(["IRN", "TUR", "DEU", "AFG", "USA"])
RECORD = st.tuples(
    COUNTRY, st.sampled_from("XM"), COUNTRY, st.sampled_from(["570110", "080610"]),
    st.integers(1, 10**6),
)  # fmt: skip


@given(st.lists(RECORD, min_size=1, max_size=40, unique_by=lambda record: record[:4]))
@settings(max_examples=25, deadline=None)
def test_the_flows_are_those_that_a_plain_loop_would_believe(tmp_path_factory, records):
    folder = tmp_path_factory.mktemp("comtrade")
    sound = [record for record in records if record[0] != record[2]]
    sound.append(("TUR", "X", "DEU", "621420", 5))
    believed = {reporter for reporter, flow, *_ in sound if flow == "X"}
    expected = {}
    for reporter, flow, partner, code, value in sound:
        if flow == "X":
            expected[reporter, partner, code] = (float(value), "direct")
        elif partner not in believed:
            expected[partner, reporter, code] = (float(value), "mirror")
    rows = [api_row(2022, *record) for record in sound]
    found = import_flows(written(folder / "t.csv", API_HEAD, *rows), folder, "comtrade")
    assert cells(found) == expected
