"""Flows by subheading, growth, tariffs and complexity at the command."""

import json

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli import markets
from hamafza.markets.refusals import (
    ComplexityNotDefined,
    CountryHasNoExports,
    CountryUnknown,
    GrowthHasNoYear,
    TradeFileNeeded,
    TradeFileNotSound,
    YearsNeedDataSet,
)
from hamafza.runs.world_trade import world_trade
from hamafza.store.data_sets import replaced
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import write_json, write_parquet
from hamafza.vocabulary.tables.potential import PotentialCells

COUNTRIES = ["AFG", "ARM", "IRN", "IRQ", "OMN"]
GOODS = ["080252", "570110", "570210", "630260"]


def call(*words: str):
    return CliRunner().invoke(markets.app, list(words), catch_exceptions=False)


def flows(goods: str = "hs6", **columns) -> pl.DataFrame:
    rng = np.random.default_rng(8)
    rows = [
        {"exporter": i, "importer": j, goods: k, "value_usd": float(rng.integers(1, 900) * 1000)}
        for i in COUNTRIES
        for j in COUNTRIES
        for k in (GOODS if goods == "hs6" else sorted({each[:4] for each in GOODS}))
        if i != j and rng.random() < 0.8
    ]
    return pl.DataFrame(rows).with_columns(**columns)


@pytest.fixture
def trade(tmp_path):
    path = tmp_path / "flows-2023.parquet"
    write_parquet(flows(), path, {"year": "2023", "hs_edition": "2022", "source": "a test"})
    return path


@pytest.fixture
def growth(tmp_path):
    path = tmp_path / "economies.csv"
    rows = ["iso3,year,gdp_usd,population"]
    for at, name in enumerate(COUNTRIES[:4]):
        rows += [f"{name},2023,100,50", f"{name},2028,{110 + at},{51 + at}"]
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.fixture
def tariffs(tmp_path):
    path = tmp_path / "tariffs.csv"
    path.write_text(
        "importer,exporter,hs,year,rate_percent,source,date\n"
        "OMN,,5701,2019,90,old,2019-01-01\nOMN,,5701,2022,20,x,2022-01-01\n"
        "OMN,,080252,2022,5,x,2022-01-01\nOMN,IRN,570110,2022,0,pact,2022-01-01\n"
    )
    return path


def cells(trade, tmp_path, *more: str) -> tuple[pl.DataFrame, dict]:
    out = tmp_path / "cells.parquet"
    words = ("potential", "--exporter", "irn", "--trade", str(trade), "--out", str(out), "--json")
    told = json.loads(call(*words, *more).stdout)
    return pl.read_parquet(out), told


def test_flows_by_subheading_give_cells_with_every_factor(trade, tmp_path):
    frame, told = cells(trade, tmp_path)
    assert frame.columns == PotentialCells.column_names() and told["rows"] == frame.height
    assert set(frame["product"]) <= set(GOODS) and set(frame["quality"]) == {"reported"}
    product = frame["supply"] * frame["demand"] * frame["ease"]
    np.testing.assert_allclose(product, frame["potential_usd"], rtol=1e-12)
    assert "tariffs 0; growth of GDP" in told["defaults"] and told["year"] == "2023"
    near = dict(frame.select("importer", "neighbour").iter_rows())
    assert near["IRQ"] == "land" and near["OMN"] == "sea"


def test_a_file_by_heading_gives_the_same_with_and_without_the_cells(tmp_path, growth):
    path, out = tmp_path / "by_heading.parquet", tmp_path / "p.parquet"
    write_parquet(flows("hs4"), path, {"year": "2023"})
    call("potential", "--exporter", "IRN", "--trade", str(path), "--out", str(out))
    plain = pl.read_parquet(out).rename({"hs4": "product"})
    still = tmp_path / "still.csv"
    still.write_text("importer,exporter,hs,year,rate_percent\nOMN,,9999,2022,5\n")
    frame, _ = cells(path, tmp_path, "--tariffs", str(still))
    both = plain.join(frame, on=["importer", "product"], suffix="_cells")
    assert both.height == plain.height == frame.height
    for name in ("supply", "demand", "ease", "potential_usd", "actual_usd", "gap_usd"):
        np.testing.assert_allclose(both[name], both[f"{name}_cells"], rtol=1e-9, atol=1e-6)


def test_growth_and_tariffs_move_what_they_should(trade, tmp_path, growth, tariffs):
    plain, _ = cells(trade, tmp_path, "--variant", "itc2016")
    taxed, told = cells(trade, tmp_path, "--variant", "itc2016", "--tariffs", str(tariffs))
    grown, grows = cells(trade, tmp_path, "--variant", "itc2016", "--growth", str(growth))
    assert told["defaults"].startswith("tariffs 0 for 90.0% of markets by product")
    assert "growth 1 for 1 of 5 countries" in grows["defaults"]
    key = ["importer", "product"]
    moved = plain.join(taxed, on=key, suffix="_taxed").with_columns(
        ratio=pl.col("demand_taxed") / pl.col("demand")
    )
    at = {(j, k): ratio for j, k, ratio in moved.select(*key, "ratio").iter_rows()}
    assert at["OMN", "570110"] > 1, "free of what others pay 20 % of"
    assert at["OMN", "080252"] == pytest.approx(1), "all pay the same"
    assert at["IRQ", "570110"] == pytest.approx(1), "nobody pays"
    larger = plain.join(grown, on=key, suffix="_grown")
    ratio = larger.select(*key, r=pl.col("demand_grown") / pl.col("demand"))
    told_ratio = {j: r for j, _, r in ratio.iter_rows()}
    assert told_ratio["OMN"] == pytest.approx(1) and told_ratio["IRQ"] == pytest.approx(1.13)


def test_a_cell_says_on_whose_record_it_rests(tmp_path):
    path = tmp_path / "mirror.parquet"
    frame = flows(basis=pl.when(pl.col("exporter") == "IRN").then(pl.lit("mirror"))
                  .when(pl.col("importer") == "IRN").then(pl.lit("direct"))
                  .otherwise(pl.lit("reconciled")))  # fmt: skip
    write_parquet(frame, path, {"year": "2023"})
    assert not world_trade(path).reports[COUNTRIES.index("IRN")]
    assert set(cells(path, tmp_path)[0]["quality"]) == {"mirror"}


def test_a_reconstructed_file_is_reconstructed_in_every_cell(tmp_path):
    path = tmp_path / "made.parquet"
    write_parquet(flows(), path, {"provenance": "reconstructed"})
    assert set(cells(path, tmp_path)[0]["quality"]) == {"reconstructed"}


@pytest.mark.parametrize(
    "broken",
    [
        lambda f: f.with_columns(exporter=pl.lit("QQQ")),
        lambda f: pl.concat([f, f]),
        lambda f: f.with_columns(value_usd=-pl.col("value_usd")),
        lambda f: f.with_columns(value_usd=pl.lit(None, pl.Float64)),
        lambda f: f.clear(),
        lambda f: f.with_columns(year=pl.int_range(pl.len()) % 2),
    ],
)
def test_a_file_that_is_not_sound_is_refused(tmp_path, broken):
    path = tmp_path / "broken.parquet"
    write_parquet(broken(flows()), path)
    with pytest.raises(TradeFileNotSound):
        cells(path, tmp_path)


def test_what_cannot_be_reckoned_is_refused(trade, tmp_path, growth):
    with pytest.raises(TradeFileNeeded):
        words = ("potential", "--exporter", "IRN", "--out", str(tmp_path / "o"), "--growth")
        call(*words, str(growth))
    with pytest.raises(CountryUnknown):
        cells(trade, tmp_path, "--exporter", "QQQ")
    with pytest.raises(CountryHasNoExports):
        cells(trade, tmp_path, "--exporter", "DEU")
    with pytest.raises(FileNotReadable):
        cells(trade, tmp_path, "--tariffs", str(growth))
    with pytest.raises(YearsNeedDataSet):
        cells(trade, tmp_path, "--years", "2020-2022")
    late = tmp_path / "late.csv"
    late.write_text("iso3,year,gdp_usd,population\nIRN,2030,1,1\n")
    with pytest.raises(GrowthHasNoYear):
        cells(trade, tmp_path, "--growth", str(late))


def test_complexity_is_shown_and_given_as_json(tmp_path):
    shown = call("complexity", "--top", "3")
    assert "JPN" in shown.stdout and "source Exports by heading 2017" in shown.stdout
    given = json.loads(call("complexity", "--top", "3", "--json").stdout)
    assert [row["rank"] for row in given["rows"]] == [1, 2, 3] and len(given["goods"]) == 3
    near = json.loads(call("complexity", "--country", "irn", "--json").stdout)["rows"]
    assert all(row["rca"] < 1 for row in near)
    assert [row["density"] for row in near] == sorted((r["density"] for r in near), reverse=True)


def test_complexity_of_a_file_keeps_all_cells(trade, tmp_path):
    params, out = tmp_path / "p.toml", tmp_path / "cells.parquet"
    params.write_text(
        "[complexity]\nsmallest_country_usd = 0\nsmallest_population = 60\n"
        "smallest_product_usd = 0\n"
    )
    call("complexity", "--trade", str(trade), "--params", str(params), "--out", str(out))
    assert pl.read_parquet(out).height == len(COUNTRIES) * len(GOODS)
    people = tmp_path / "people.csv"
    people.write_text("iso3,year,gdp_usd,population\nIRN,2020,1,90\nOMN,2020,1,70\nIRQ,2020,1,60\n")
    words = ("complexity", "--trade", str(trade), "--params", str(params), "--growth", str(people))
    assert json.loads(call(*words, "--json").stdout)["countries"] == 3


def test_a_table_too_small_has_no_complexity(trade):
    with pytest.raises(ComplexityNotDefined):
        call("complexity", "--trade", str(trade))


def put(home, name: str, **tables: pl.DataFrame) -> None:
    """Put a data set of tables in use."""
    with replaced(home, name) as folder:
        for table, frame in tables.items():
            told = {"year": table.removeprefix("flows_")}
            write_parquet(frame, folder / f"{table.replace('_', '-')}.parquet", told)
        write_json({}, folder / "run.json")


def test_data_sets_are_called_by_name(tmp_path, monkeypatch, trade, growth, tariffs):
    home = tmp_path / "home"
    monkeypatch.setenv("HAMAFZA_HOME", str(home))
    put(home, "baci-hs2022", flows_2022=flows().head(1), flows_2023=flows())
    put(home, "economies", economies=pl.read_csv(growth))
    put(home, "tariffs-hs2022", tariffs=pl.read_csv(tariffs, schema_overrides={"hs": pl.String}))
    by_file, _ = cells(trade, tmp_path, "--growth", str(growth), "--tariffs", str(tariffs))
    words = ("--growth", "economies", "--tariffs", "tariffs-hs2022")
    by_name, told = cells("baci-hs2022", tmp_path, *words)
    assert by_name.equals(by_file) and told["year"] == "2023"


def test_years_are_averaged_and_missing_ones_told(tmp_path, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setenv("HAMAFZA_HOME", str(home))
    rows = flows()
    twice = rows.with_columns(pl.col("value_usd") * 3)
    gone = twice.filter(pl.col("exporter") != "ARM")
    put(home, "baci-hs2022", flows_2020=rows, flows_2022=twice, flows_2023=gone)
    one, told = cells("baci-hs2022", tmp_path, "--years", "2020-2022")
    assert told["year"] == "2020, 2022" and told["years_missing"] == "2021"
    iran = rows.filter(pl.col("exporter") == "IRN")
    assert one["actual_usd"].sum() == pytest.approx(iran["value_usd"].sum() * 2)
    _, silent = cells("baci-hs2022", tmp_path, "--years", "2022-2023")
    assert silent["silent_in_a_year"] == "ARM"
