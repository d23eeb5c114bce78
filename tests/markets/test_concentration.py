"""On how few exports hang and how long they last, as the commands and their reader see it."""

import json

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli.markets import app
from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown, YearsTooFew
from hamafza.runs.complexity import recorded_exports
from hamafza.runs.concentration import concentration_page
from hamafza.runs.survival import lasting
from hamafza.runs.trade import bundled
from hamafza.runs.trade_sets import KIND
from hamafza.store.data_sets import RECORD, replaced
from hamafza.store.home import home
from hamafza.store.records import RunRecord, Stopwatch

SOLD = {
    2018: ("420211",),
    2019: ("420211", "570110"),
    2020: ("420211", "570110", "691390"),
    2021: ("420211", "691390"),
    2022: ("420211", "570110"),
}
"""What Iran sells to Iraq: leather in all years, carpets for two and then again, ornaments two."""


def said(*words: str):
    done = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    return json.loads(done.output)


@pytest.fixture
def years(tmp_path, monkeypatch):
    """A set of five years, small enough to count the spells by hand."""
    monkeypatch.setenv("HAMAFZA_HOME", str(tmp_path))
    with replaced(home(), "baci-hs2017") as folder:
        for year, codes in SOLD.items():
            rows = [(year, "IRN", "IRQ", code, 10.0, None, "reconciled", 0.0) for code in codes]
            names = ("year", "exporter", "importer", "hs6", "value_usd", "quantity_t", "basis")
            frame = pl.DataFrame(rows, schema=[*names, "split_share"], orient="row")
            frame.write_parquet(folder / f"flows-{year}.parquet")
        record = RunRecord(kind=KIND, figures={"years": sorted(SOLD), "edition": "HS2017"})
        Stopwatch().close(record).write(folder / RECORD)
    return "baci-hs2017"


def test_indices_are_those_of_the_recorded_basket():
    page = concentration_page("IRN")
    countries, _, exports = recorded_exports(bundled())
    basket = exports[list(countries).index("IRN")]
    shares = basket / basket.sum()
    assert page.goods.exported == (basket > 0).sum()
    assert page.goods.equal == pytest.approx(1 / (shares**2).sum())
    assert page.goods.first_five == pytest.approx(sorted(shares)[-5:] @ np.ones(5))
    world = exports.sum(axis=0) / exports.sum()
    assert page.diversification == pytest.approx(abs(shares - world).sum() / 2)
    total = page.goods.theil_extensive + page.goods.theil_intensive
    assert total == pytest.approx(np.log(len(basket)) - page.goods.shannon)
    assert 1 < page.markets.equal <= page.markets.exported <= page.markets.possible


def test_the_command_tells_both_with_year_and_source():
    told = said("concentration", "--exporter", "irn")
    assert told["goods"]["equal"] == concentration_page("IRN").goods.equal
    assert told["year"]
    shown = CliRunner().invoke(app, ["concentration", "--exporter", "IRN"]).output
    assert "markets" in shown
    assert "UN Comtrade" in shown


def test_how_long_sales_last_is_counted_by_spells(years):
    found = lasting("IRN", years)
    # Leather began before anybody knows; carpets twice, ornaments once; only the last goes on.
    assert (found.spells, found.ended) == (3, 2)
    assert found.survival.after(2) == pytest.approx(0.0)
    assert found.survival.median_years == 2
    assert lasting("IRN", years, bridge=1).spells == 2


def test_the_command_of_survival_tells_each_length(years):
    told = said("survival", "--exporter", "IRN", "--trade", years)
    assert [row["years"] for row in told["rows"]] == [2]
    assert told["rows"][0]["at_risk"] == told["rows"][0]["ended"] == 2
    assert (told["first_year"], told["last_year"]) == (2018, 2022)


def test_too_few_years_and_countries_without_exports_are_refused(years):
    with pytest.raises(YearsTooFew):
        lasting("IRN", years, [2021, 2022])
    with pytest.raises(CountryHasNoExports):
        lasting("OMN", years)
    for reckon in (concentration_page, lambda code: lasting(code, years)):
        with pytest.raises(CountryUnknown):
            reckon("QQQ")
