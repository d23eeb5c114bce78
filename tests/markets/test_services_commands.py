"""`hamafza trade services` loads a table, `hamafza markets services` reads it."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli import markets, trade
from hamafza.runs.services import group_of_lines, groups_for, services, services_in_use
from hamafza.runs.services_import import import_services
from hamafza.sources.service_refusals import ServiceGroupUnknown, ServicesNotLoaded
from tests.markets.service_tables import PLAIN, batis_file, batis_rows
from tests.markets.trade_tables import written


@pytest.fixture(autouse=True)
def house(tmp_path, monkeypatch):
    monkeypatch.setenv("HAMAFZA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def call(app, *words: object):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_without_a_table_every_question_is_refused():
    with pytest.raises(ServicesNotLoaded):
        call(markets.app, "services", "rank", "--group", "SD")


def test_the_whole_way_of_a_table_of_services(tmp_path):
    shown = call(trade.app, "services", batis_file(tmp_path)).stdout
    assert "services-batis-ebops2010: 12 of 48 rows kept" in shown
    assert "sold against bought: 0.00% apart" in shown
    assert "2022: 285,000,000 USD; 31.6% balanced, 68.4% estimated." in shown
    assert "services-batis-ebops2010" in call(trade.app, "sets").stdout
    asked = ("--exporter", "irn", "--variant", "itc2016")
    told = json.loads(
        call(markets.app, "services", "rank", "--group", "Travel", *asked, "--json").stdout
    )
    assert [(row["importer"], round(row["gap_usd"])) for row in told["rows"]] == [
        ("IRQ", 3358779), ("DEU", 0),
    ]  # fmt: skip
    table = call(markets.app, "services", "market", "--market", "IRQ", *asked).stdout
    assert "SD Travel" in table and "OECD-WTO BaTIS" in table and "2022; EBOPS 2010" in table
    out = tmp_path / "potential.parquet"
    call(markets.app, "services", "potential", "--out", out, *asked)
    assert pl.read_parquet(out).height == 4
    with pytest.raises(ServiceGroupUnknown):
        call(markets.app, "services", "rank", "--group", "SZ", *asked)


def test_the_groups_are_listed_in_the_readers_language(monkeypatch):
    assert "SE    Construction" in call(markets.app, "services", "groups").stdout
    monkeypatch.setenv("HAMAFZA_LANGUAGE", "fa")
    assert "ساختمان" in call(markets.app, "services", "groups").stdout


def test_the_newer_edition_and_the_balanced_table_stand_under_the_figures(tmp_path, house):
    assert services_in_use(house) is None
    import_services(written(tmp_path / "own.csv", *PLAIN), house)
    assert services_in_use(house).name == "services-table-ebops2010"
    older = batis_rows(2023, {("IRN", "IRQ"): {"S236": 6}}, totals=False)
    import_services(batis_file(tmp_path, *older), house)
    assert services_in_use(house).name == "services-table-ebops2010"
    import_services(batis_file(tmp_path), house)
    assert services_in_use(house).name == "services-batis-ebops2010"


def test_the_latest_years_are_averaged_and_the_newest_quality_counts(tmp_path, house):
    one = {("IRN", "IRQ"): {"SD": 10}, ("IRQ", "IRN"): {"SD": 1}}
    two = {("IRN", "IRQ"): {"SD": 40}, ("IRQ", "IRN"): {"SD": 1}}
    rows = batis_rows(2021, one, told_by=()) + batis_rows(2022, two)
    import_services(batis_file(tmp_path, *rows), house)
    used = services(house)
    assert used.years == (2021, 2022)
    flow = used.flows.filter(pl.col("exporter") == "IRN").row(0, named=True)
    assert (flow["value_usd"], flow["quality"]) == (25e6, "balanced")


def test_a_group_of_2010_leads_to_those_of_2002_that_hold_most_of_it():
    assert groups_for("SI", "2010") == ("SI",)
    assert groups_for("SI", "2002") == ("S245", "S262")
    assert groups_for("SB", "2002") == () == groups_for("SL", "2010") == groups_for("", "2010")


def test_the_shipped_words_place_common_unions():
    told = {"تعمیرکاران خودرو": "SB", "هتل‌داران": "SD", "رایانه و ماشین‌های اداری": "SI",
            "درودگران": ""}  # fmt: skip
    assert {line: group_of_lines([line]) for line in told} == told
