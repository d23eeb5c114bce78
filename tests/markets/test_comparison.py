"""What tips one market against another, and what loaded tables say beside."""

from datetime import date
from math import inf, log, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.markets.comparison import FIRST, SECOND, tip
from hamafza.markets.weights import FACTORS
from hamafza.runs.market_access import access
from hamafza.runs.market_compare import compare, compare_goods, largest_markets
from hamafza.runs.market_ways import way_to
from hamafza.runs.trade_facts import import_agreements, import_tariffs
from hamafza.runs.trade_sets import import_flows
from hamafza.sources.tariffs import TariffFacts
from tests.markets.trade_tables import baci_csv, baci_zip

TODAY = date(2026, 11, 30)
factors = st.tuples(*[st.floats(0.001, 1000)] * len(FACTORS))


def test_check_values():
    told = tip((0.1, 200.0, 1.0, 4.0, 0.5), (0.1, 800.0, 0.5, 1.0, 0.5))
    # rooms 40 and 20; the first is ahead by ease (4 times), the second has 4 times the demand
    assert (told.ahead, told.times) == (FIRST, pytest.approx(2.0))
    assert (told.by, told.by_times) == ("ease", pytest.approx(4.0))
    assert (told.against, told.against_times) == ("demand", pytest.approx(4.0))


def test_the_same_room_tips_nothing():
    assert tip((1.0, 2.0, 3.0, 4.0, 0.0), (5.0, 6.0, 7.0, 8.0, 0.0)) is None


def test_a_market_that_buys_its_potential_already_is_said_to():
    told = tip((0.1, 200.0, 1.0, 4.0, 0.0), (0.1, 100.0, 1.0, 4.0, 0.5))
    assert (told.ahead, told.by, told.by_times) == (SECOND, "room", inf)
    assert told.against == "demand"


@given(factors, factors)
def test_sides_change_and_the_answer_stays(first, second):
    one, other = tip(first, second), tip(second, first)
    if one is None:
        assert other is None
        return
    assert {one.ahead, other.ahead} == {FIRST, SECOND}
    assert (one.by, one.against) == (other.by, other.against)
    assert one.by_times == pytest.approx(other.by_times)
    ahead, behind = (first, second) if one.ahead == FIRST else (second, first)
    assert one.times == pytest.approx(prod(ahead) / prod(behind), rel=1e-6)
    parts = [log(a / b) for a, b in zip(ahead, behind, strict=True)]
    assert log(one.by_times) == pytest.approx(max(parts), abs=1e-9)


def test_two_markets_of_a_heading(tmp_path):
    pair = compare("IRN", "5702", ("ARE", "DEU"), tmp_path, TODAY)
    first, second = pair.sides
    assert first.facts.importer == "ARE" and second.facts.importer == "DEU"
    assert pair.tip.ahead == FIRST and first.facts.gap_usd > second.facts.gap_usd
    assert not first.access.has_tariffs and first.access.tariff is None
    assert first.way.days > 0 and first.way.gate_en


def test_a_closed_market_has_no_figures(tmp_path):
    pair = compare("IRN", "5702", ("ARE", "ISR"), tmp_path, TODAY)
    assert pair.sides[1].facts is None and pair.tip is None


def test_all_goods_together_are_the_sums_of_the_goods():
    overall = compare_goods("IRN", ("IRQ", "ARE"), ["5701", "5702", "6302"])
    for side in overall.sides:
        assert side.gap_usd == sum(each.gap_usd for each in side.page.goods)
        assert side.potential_usd >= side.gap_usd
    gaps = [each.by_usd for each in overall.differences]
    assert gaps == sorted(gaps, reverse=True)
    first, second = overall.ahead()
    assert first + second <= len(overall.differences)


def test_the_largest_markets_are_neighbours_first_and_never_closed():
    markets = largest_markets("IRN")
    assert "ISR" not in markets and len(markets) == len(set(markets))
    assert markets.index("IRQ") < markets.index("CHN")
    some = largest_markets("IRN", ["5702"])
    assert set(some) < set(markets)


def test_a_way_is_none_where_no_table_knows_any():
    assert way_to("IRN", "IRQ").km > 0
    assert way_to("IRN", "IRN") is None


def test_tariffs_the_exporters_own_rate_before_everybodys(tmp_path):
    table = tmp_path / "rates.csv"
    table.write_text(
        "market,partner,hs,year,rate\n"
        "IRQ,,570210,2024,20\nIRQ,,570231,2024,10\nIRQ,IRN,570210,2024,5\nIRQ,,570210,2019,40\n"
        "ARE,,570210,2024,5\nIRQ,,630210,2024,15\n"
    )
    home = tmp_path / "home"
    facts = TariffFacts(source="Iraq, tariff of 2024", edition="2022", in_fractions=False)
    import_tariffs(table, home, facts)
    told = access(home, "IRN", "IRQ", "5702", TODAY)
    assert told.has_tariffs and not told.has_agreements and not told.has_years
    rate = told.tariff
    assert (rate.mean_percent, rate.least_percent, rate.most_percent) == (7.5, 5.0, 10.0)
    assert (rate.lines, rate.year, rate.is_preference) == (2, 2024, True)
    assert rate.sources == ("Iraq, tariff of 2024",)
    assert not access(home, "AFG", "IRQ", "5702", TODAY).tariff.is_preference
    assert access(home, "AFG", "IRQ", "5702", TODAY).tariff.mean_percent == 15.0
    assert access(home, "IRN", "DEU", "5702", TODAY).tariff is None


def test_agreements_count_on_their_days_alone(tmp_path):
    table = tmp_path / "pacts.csv"
    table.write_text(
        "agreement,party,from,until,source\nPact,IRN; RUS; KAZ,2025-05-15,,a gazette\n"
        "Old pact,IRN; TUR,2015-01-01,2020-12-31,a gazette\n"
    )
    home = tmp_path / "home"
    import_agreements(table, home)
    assert access(home, "IRN", "RUS", "5702", TODAY).agreements == ("Pact",)
    assert access(home, "IRN", "RUS", "5702", date(2025, 5, 14)).agreements == ()
    assert access(home, "IRN", "TUR", "5702", TODAY).agreements == ()


def test_growth_of_imports_is_that_of_the_loaded_years(tmp_path):
    years = {
        2018: baci_csv("2018,364,842,570110,4.000,NA", "2018,4,842,570110,1.000,NA"),
        2019: baci_csv("2019,364,842,570110,5.000,NA", "2019,364,276,570110,5.000,NA"),
        2020: baci_csv("2020,364,842,570110,20.000,NA", "2020,364,842,010121,9.000,NA"),
    }
    import_flows(baci_zip(tmp_path / "BACI_HS17_V202401b.zip", years), tmp_path, "baci")
    grown = access(tmp_path, "IRN", "USA", "5701", TODAY).growth
    assert (grown.first_year, grown.last_year) == (2018, 2020)
    assert (grown.first_usd, grown.last_usd) == (5000.0, 20000.0)
    assert grown.yearly == pytest.approx(1.0)  # fourfold in two years: doubled each year
    assert (grown.mirror_share, grown.source) == (0.0, "baci-hs2017")
    told = access(tmp_path, "IRN", "DEU", "5701", TODAY)
    assert told.has_years and told.growth is None, "one year alone shows no growth"
    assert access(tmp_path, "IRN", "USA", "6302", TODAY).growth is None
