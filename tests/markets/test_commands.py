"""The commands answer people and programs, and refuse in one sentence."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli import markets, trade
from hamafza.markets.refusals import CountryUnknown, HeadingUnknown
from hamafza.store.refusals import ParametersNotSound
from hamafza.vocabulary.tables.potential import Potential


def call(app, *words: str):
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_the_potential_is_written_with_the_columns_of_its_table(tmp_path):
    out = tmp_path / "p.parquet"
    told = call(markets.app, "potential", "--exporter", "irn", "--out", str(out), "--json")
    frame = pl.read_parquet(out)
    assert frame.columns == Potential.column_names()
    assert json.loads(told.stdout)["rows"] == frame.height


def test_markets_of_a_heading_are_shown_and_given_as_json():
    shown = call(markets.app, "rank", "--exporter", "IRN", "--hs4", "57.01")
    assert "Saudi Arabia" in shown.stdout and "tariffs 0" in shown.stdout
    given = call(markets.app, "rank", "--exporter", "IRN", "--hs4", "5701", "--top", "3", "--json")
    page = json.loads(given.stdout)
    assert [market["importer"] for market in page["markets"]] == ["SAU", "ARE", "TUR"]


def test_flows_show_what_they_rest_on():
    shown = call(trade.app, "flows", "--exporter", "IRN", "--hs4", "5701", "--json")
    assert {row["basis"] for row in json.loads(shown.stdout)} <= {"reconstructed", "estimated"}


def test_an_import_tells_what_it_dropped(tmp_path):
    path = tmp_path / "BACI_HS17.csv"
    path.write_text("t,i,j,k,v,q\n2020,4,364,570110,5,1\n2020,4,9999,570110,3,1\n")
    shown = call(trade.app, "import", str(path), "--out", str(tmp_path / "f.parquet"))
    assert "1 of 2 rows of 2020 kept, 5,000 of 8,000 USD" in shown.stdout
    assert "Dropped, country not known: 1 rows, 3,000 USD (such as 4/9999/570110)" in shown.stdout


def test_the_bundled_matrix_can_be_written_and_read_back(tmp_path):
    out, potential = tmp_path / "f.parquet", tmp_path / "p.parquet"
    told = call(trade.app, "reconstruct", "--out", str(out), "--smallest-usd", "1000000", "--json")
    assert json.loads(told.stdout)["rows"] == pl.read_parquet(out).height
    words = ("--exporter", "IRN", "--trade", str(out), "--out", str(potential))
    call(markets.app, "potential", *words)
    assert pl.read_parquet_metadata(potential)["provenance"] == "reconstructed"


def test_what_cannot_be_done_is_refused(tmp_path):
    with pytest.raises(CountryUnknown):
        call(markets.app, "rank", "--exporter", "XYZ", "--hs4", "5701")
    with pytest.raises(HeadingUnknown):
        call(trade.app, "flows", "--exporter", "IRN", "--hs4", "0000")
    params = tmp_path / "p.toml"
    params.write_text("[choice]\nmarkets = 0\n")
    with pytest.raises(ParametersNotSound):
        words = ("--exporter", "IRN", "--hs4", "5701", "--params", str(params))
        call(markets.app, "rank", *words)
