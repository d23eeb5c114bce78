"""The one door to trade: a loaded set is taken, replaced, lost; growth and tariffs enter by it."""

import shutil
from datetime import date

import numpy as np
import polars as pl
import pytest

from hamafza.markets.flat.facts import Facts, FlatTariffs, special_rates
from hamafza.markets.flat.flows import flat_flows
from hamafza.markets.flat.one import one_potential
from hamafza.markets.heading_tariffs import by_heading, means_paid, tariffs_of
from hamafza.markets.parameters import PotentialParams
from hamafza.markets.refusals import HeadingUnknown, TradeSetNotFlows
from hamafza.markets.totals import totals_of_flows
from hamafza.markets.variants import factors
from hamafza.runs.market_grounds import standing
from hamafza.runs.markets import market_facts
from hamafza.runs.potential import metadata, potential_run
from hamafza.runs.trade_choice import BUNDLED, chosen_name, flows_set, keep_choice
from hamafza.runs.trade_facts import import_economies, import_tariffs
from hamafza.runs.trade_in_use import in_use, trade_of
from hamafza.sources.geography import world
from hamafza.store.clock import now_utc
from hamafza.store.data_sets import DataSetUnknown
from hamafza.vocabulary.provenance import Provenance
from tests.markets.small_sets import LINES, comtrade_world, loaded


@pytest.fixture
def house(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HAMAFZA_HOME", str(home))
    return home


@pytest.fixture
def chosen(house, tmp_path):
    found = loaded(house, tmp_path)
    keep_choice(house, found.name)
    return found


def test_a_chosen_set_is_what_everything_stands_on(house, chosen):
    page = market_facts("IRN", "5701")
    assert page.year == "2019–2020" and "CEPII BACI" in page.source and page.by_lines
    assert page.grounds.flows.years == ("2019–2020",)
    assert page.grounds.flows.basis == Provenance.REAL
    run = potential_run("IRN")
    assert run.used.flows.name == "baci-hs2017" and run.told()["set"] == "baci-hs2017"
    assert (
        metadata(run)["set"] == "baci-hs2017" and run.used.flows.digest in metadata(run)["digests"]
    )
    assert standing().flows == page.grounds.flows


def test_a_heading_is_the_sum_of_its_lines_and_its_columns_multiply(house, chosen):
    run = potential_run("IRN")
    lines = run.lines.filter(pl.col("hs4").is_in(["570110", "570190"]))
    for name in ("potential_usd", "actual_usd", "gap_usd", "imports_usd"):
        summed = dict(lines.group_by("importer").agg(pl.col(name).sum()).iter_rows())
        heading = run.frame.filter(pl.col("hs4") == "5701")
        told = dict(heading.select("importer", name).iter_rows())
        assert told == pytest.approx(summed)
    for frame in (run.frame, run.lines):
        product = frame["supply"] * frame["demand"] * frame["ease"]
        np.testing.assert_allclose(product, frame["potential_usd"], rtol=1e-9, atol=1e-6)
    for market in market_facts("IRN", "5701").markets:
        assert np.prod(market.factors) == pytest.approx(market.gap_usd, rel=1e-9, abs=1e-6)


def test_the_mean_of_the_years_is_taken_and_at_most_the_last_five(house, tmp_path):
    found = loaded(house, tmp_path, years=range(2014, 2021))
    keep_choice(house, found.name)
    run = potential_run("IRN")
    assert run.trade.year == "2016–2020"
    rows = pl.concat(pl.read_parquet(each) for each in found.tables("flows-*.parquet")[-5:])
    own = rows.filter((pl.col("exporter") == "IRN") & (pl.col("hs6") == "570110"))
    mean = own["value_usd"].sum() / 5
    told = run.lines.filter(pl.col("hs4") == "570110")["actual_usd"].sum()
    assert told == pytest.approx(mean)


def test_a_subheading_has_a_page_of_its_own_where_lines_are_known(house, chosen):
    page = market_facts("IRN", "570110")
    assert {each.hs4 for each in page.markets} == {"570110"}
    with pytest.raises(HeadingUnknown):
        market_facts("IRN", "999999")


def test_a_set_that_is_replaced_is_taken_at_once(house, chosen, tmp_path):
    before = potential_run("IRN")
    loaded(house, tmp_path, seed=2, name="b")
    after = potential_run("IRN")
    assert after.used.flows.digest != before.used.flows.digest
    assert "_b.zip" in after.trade.source
    assert after.frame["potential_usd"].sum() != pytest.approx(before.frame["potential_usd"].sum())


@pytest.mark.parametrize("harm", ["gone", "no record", "torn", "another kind"])
def test_a_set_that_cannot_be_used_is_named_and_the_bundled_one_stands_in(house, chosen, harm):
    if harm == "gone":
        shutil.rmtree(chosen.folder.parent)
    elif harm == "no record":
        (chosen.folder / "run.json").unlink()
    elif harm == "torn":
        for each in chosen.tables("flows-*.parquet"):
            each.write_bytes(b"PAR1 torn")
        record = (chosen.folder / "run.json").read_text()
        digest = next(iter(chosen.record["outputs"].values()))
        (chosen.folder / "run.json").write_text(record.replace(digest, "0" * 64))
    else:
        record = (chosen.folder / "run.json").read_text()
        (chosen.folder / "run.json").write_text(record.replace('"kind": "trade"', '"kind": "x"'))
    used = in_use()
    assert used.flows is None and used.lost == "baci-hs2017"
    keep_choice(house, BUNDLED)
    assert in_use().lost == "" and chosen_name(house) == BUNDLED


def test_only_a_set_of_flows_may_be_chosen(house, chosen, tmp_path):
    economies(house, tmp_path)
    assert flows_set(house, chosen.name).folder == chosen.folder
    with pytest.raises(TradeSetNotFlows):
        flows_set(house, "economies")
    with pytest.raises(DataSetUnknown):
        flows_set(house, "baci-hs2022")


def economies(house, tmp_path, growth: float = 1.5, name: str = "weo"):
    rows = ["iso3,year,gdp_usd,population,is_forecast"]
    for year in range(2020, 2026):
        told = 100 * growth ** ((year - 2020) / 5)
        rows += [f"{code},{year},{told},10,{int(year > 2021)}" for code in ("DEU", "IRN", "IRQ")]
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join(rows) + "\n")
    return import_economies(path, house)


def tariffs(house, tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(
        "importer,exporter,hs,edition,year,rate_percent,source,as_of\n"
        "IRQ,,570110,2017,2020,20,law of 2020,2020-05-01\n"
        "IRQ,IRN,570110,2017,2020,0,pact,2020-06-01\n"
        "OMN,,570110,2017,2020,5,law,2020-01-01\n"
    )
    return import_tariffs(path, house)


def test_loaded_growth_enters_and_is_told_and_replaced_is_taken_at_once(house, chosen, tmp_path):
    plain = market_facts("IRN", "5701")
    economies(house, tmp_path)
    grown = market_facts("IRN", "5701")
    told = grown.beside.growth
    assert (told.first_year, told.last_year, told.unknown, told.countries) == (2020, 2025, 3, 6)
    assert told.set == "economies" and told.source == "weo.csv"
    assert told.day == now_utc().date()
    at = {each.importer: each for each in grown.markets}
    before = {each.importer: each for each in plain.markets}
    assert at["DEU"].prospect == pytest.approx(1.5) and at["OMN"].prospect == pytest.approx(1)
    assert at["DEU"].potential_usd > before["DEU"].potential_usd
    assert "economies" in grown.defaults and "no forecast" in plain.defaults
    economies(house, tmp_path, 3.0, "weo2")
    again = {each.importer: each for each in market_facts("IRN", "5701").markets}
    assert again["DEU"].prospect == pytest.approx(3)


def test_growth_without_the_years_of_the_trade_changes_nothing_and_says_so(house, tmp_path):
    found = loaded(house, tmp_path, years=(2012,))
    keep_choice(house, found.name)
    plain = potential_run("IRN").frame
    economies(house, tmp_path)
    run = potential_run("IRN")
    assert run.beside.growth is not None and not run.beside.growth.covers
    assert run.frame.equals(plain)


def test_loaded_tariffs_enter_and_are_told(house, chosen, tmp_path):
    plain = {each.importer: each for each in market_facts("IRN", "570110").markets}
    tariffs(house, tmp_path)
    page = market_facts("IRN", "570110")
    told = page.beside.tariffs
    assert told.sets == ("tariffs-hs2017",) and told.day == date(2020, 6, 1)
    assert told.known_share == pytest.approx(2 / 24) and "pact" in told.sources
    taxed = {each.importer: each for each in page.markets}
    assert taxed["IRQ"].prospect > 1, "free where others pay 20 %"
    assert taxed["OMN"].prospect == pytest.approx(1), "all pay the same"
    assert taxed["IRQ"].potential_usd != pytest.approx(plain["IRQ"].potential_usd)


def test_the_quality_of_a_cell_says_who_told_it(house, tmp_path):
    found = comtrade_world(house, tmp_path)
    keep_choice(house, found.name)
    run = potential_run("IRN")
    told = dict(run.lines.select("importer", "quality").iter_rows())
    assert told["AFG"] == "mirror", "Afghanistan reports nothing"
    silent = dict(potential_run("AFG").lines.select("importer", "quality").iter_rows())
    assert silent["TUR"] == "mirror"
    assert {each.importer: each.quality for each in market_facts("IRN", "5701").markets}[
        "AFG"
    ] == "mirror"


def test_rates_of_lines_are_averaged_where_trade_is_known_by_heading():
    rows = pl.DataFrame(
        [
            ("OMN", "", "570110", 2020, 10.0),
            ("OMN", "", "570190", 2019, 90.0),
            ("OMN", "", "570190", 2020, 30.0),
            ("OMN", "IRN", "570110", 2020, 0.0),
            ("OMN", "", "5702", 2020, 7.0),
            ("IRQ", "", "5701", 2020, 99.0),
            ("IRQ", "", "570110", 2020, 4.0),
        ],
        schema=["importer", "exporter", "hs", "year", "rate_percent"],
        orient="row",
    )
    told = {(j, i, hs): rate for j, i, hs, _, rate in by_heading(rows).iter_rows()}
    assert told == {
        ("OMN", "", "5701"): 20.0,
        ("OMN", "IRN", "5701"): 15.0,
        ("OMN", "", "5702"): 7.0,
        ("IRQ", "", "5701"): 4.0,
    }


@pytest.mark.parametrize("variant", ["itc2016", "calibrated"])
def test_tariffs_by_heading_give_what_the_engine_of_single_cells_gives(variant):
    names, goods = ["AFG", "IRN", "IRQ", "OMN"], ["5701", "5702", "6302"]
    rng = np.random.default_rng(3)
    dense = rng.exponential(1e6, (4, 4, 3)) * (1 - np.eye(4))[:, :, None]
    i, j, k = np.nonzero(dense)
    flows = flat_flows(i, j, k, dense[i, j, k])
    rates = FlatTariffs(
        rng.uniform(0, 0.3, (4, 3)), np.ones((4, 4)),
        special_rates([1, 2], [3, 3], [0, 1], [0.0, 0.02], 4),
    )  # fmt: skip
    geography = world().among(names)
    table = pl.DataFrame(
        {
            "exporter": pl.Series(names).gather(i), "importer": pl.Series(names).gather(j),
            "hs4": pl.Series(goods).gather(k), "value_usd": dense[i, j, k],
        }
    )  # fmt: skip
    totals, params = totals_of_flows(table, geography), PotentialParams(variant=variant)
    means = means_paid(totals, rates, lambda at: dense[at])
    for exporter in range(4):
        tariffs = tariffs_of(exporter, rates, means, dense[exporter])
        got = factors(totals, exporter, np.zeros(4), params, None, tariffs).potential_usd()
        wanted = one_potential(flows, exporter, Facts(geography.log_km, tariffs=rates), params)
        np.testing.assert_allclose(got, wanted.potential, rtol=1e-9)


def test_the_trade_of_a_set_by_heading_has_the_margins_of_its_rows(house, chosen):
    trade = trade_of(in_use())
    totals = trade.totals
    own = trade.flows_usd("IRN")
    at = totals.geography.position["IRN"]
    np.testing.assert_allclose(own.sum(axis=0), totals.exports_usd[at])
    np.testing.assert_allclose(own.sum(axis=1), totals.pair_usd[at])
    assert totals.imports_usd.sum() == pytest.approx(totals.exports_usd.sum())
    assert set(totals.headings) == {each[:4] for each in LINES}
