"""`hamafza trade` reads other people's data into sets, lists them, and says what it dropped."""

import json

import pytest
from typer.testing import CliRunner

from hamafza.cli import trade
from hamafza.markets.refusals import LayoutUnknown
from tests.markets.trade_tables import API_HEAD, api_row, baci_csv, baci_zip, written


@pytest.fixture(autouse=True)
def house(tmp_path, monkeypatch):
    monkeypatch.setenv("HAMAFZA_HOME", str(tmp_path / "home"))


def call(*words: object):
    return CliRunner().invoke(trade.app, [str(word) for word in words], catch_exceptions=False)


def test_the_whole_way_of_a_data_set(tmp_path):
    assert "No data set yet" in call("sets").stdout
    path = baci_zip(
        tmp_path / "b.zip",
        {
            2020: baci_csv("2020,4,364,570110,5.000,1", "2020,4,999,570110,0.100,1"),
            2021: baci_csv("2021,4,364,570110,6.000,1"),
        },
    )
    shown = call("import", path, "--years", "2020-2021").stdout
    assert "baci-hs2017: 2 of 3 rows kept, 11,000 of 11,100 USD; 2020-2021." in shown
    assert "Dropped, country not known: 1 rows, 100 USD (such as 4/999/570110)." in shown
    call("agreements", "examples/trade_agreements.csv")
    listed = json.loads(call("sets", "--json").stdout)
    assert [each["name"] for each in listed] == ["agreements", "baci-hs2017"]
    assert listed[1]["record"]["figures"]["years"] == [2020, 2021]
    assert "2020-2021" in call("sets").stdout
    flows = json.loads(
        call("flows", "--exporter", "AFG", "--trade", "baci-hs2017", "--json").stdout
    )
    assert [(row["importer"], row["value_usd"]) for row in flows] == [("IRN", 5500.0)]  # the mean


def test_comtrade_customs_tariffs_and_economies_come_by_command(tmp_path):
    api = written(tmp_path / "t.csv", API_HEAD, api_row(2022, "DEU", "M", "IRN", "570110", 10))
    assert (
        "100.0% from what partners reported"
        in call("import", api, "--layout", "comtrade", "--into", "HS22").stdout
    )
    customs = written(
        tmp_path / "c.csv", "سال,ماه,تعرفه,کشور,ارزش دلاری", "1402,مهر,57011010,عراق,7"
    )
    shown = call("import", customs, "--layout", "customs", "--country", "irn").stdout
    assert "customs-irn: 1 of 1 rows kept, 7 of 7 USD; 2023-09-23 to 2023-10-22." in shown
    rates = written(tmp_path / "r.csv", "importer,hs,rate", "IRQ,570110,20")
    words = ("--source", "law", "--edition", "HS22", "--year", "2025", "--as-of", "2025-03-01")
    told = json.loads(call("tariffs", rates, *words, "--json").stdout)
    assert told["record"]["figures"]["markets"] == 1
    economies = written(tmp_path / "e.csv", "iso3,year,gdp_usd", "IRN,2023,4")
    assert "economies: 1 of 1 rows kept; 2023-2023." in call("economies", economies).stdout


def test_a_layout_nobody_wrote_is_refused(tmp_path):
    with pytest.raises(LayoutUnknown) as refused:
        call("import", written(tmp_path / "t.csv", "a"), "--layout", "eurostat")
    assert refused.value.facts["known"] == "baci, comtrade, customs"
