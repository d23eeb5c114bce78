"""The bundled tables and the potential that stands on them, for two countries."""

import numpy as np
import polars as pl
import pytest

from hamafza.markets.parameters import VARIANTS, ChoiceParams, PotentialParams
from hamafza.markets.refusals import (
    CountryHasNoExports,
    CountryUnknown,
    HeadingUnknown,
    VariantUnknown,
)
from hamafza.runs.markets import best_markets, choose, market_facts
from hamafza.runs.potential import potential, potential_run, write_potential
from hamafza.runs.trade import bundled
from hamafza.runs.trading import flows
from hamafza.sources.bundled_trade import bundled_sources, national_exports, section_shares
from hamafza.sources.geography import neighbours_of, world
from hamafza.store.parameters import load
from hamafza.store.tables import read_metadata, read_parquet
from hamafza.vocabulary.provenance import Provenance

LAND = {"IRQ", "TUR", "AFG", "PAK", "TKM", "AZE", "ARM"}
SEA = {"ARE", "OMN", "QAT", "KWT", "BHR", "SAU", "RUS", "KAZ"}


def test_headings_are_those_of_2022_and_not_specified_is_left_out():
    headings = set(national_exports()["hs4"])
    assert not headings & {"9999", "2848", "6908", "8107", "8469", "8803"}
    assert {"2853", "6907", "8112", "8472", "8807"} <= headings


def test_each_heading_lies_whole_in_its_sections():
    whole = section_shares().group_by("hs4").agg(pl.col("share").sum())
    np.testing.assert_allclose(whole["share"].to_numpy(), 1.0)
    assert bundled_sources().section_share.sum(axis=1) == pytest.approx(1.0)


def test_the_matrix_keeps_what_a_country_exports():
    used = bundled()
    at = used.place("IRN")
    got = used.flows_usd("IRN").sum(axis=0)
    np.testing.assert_allclose(got, used.totals.exports_usd[at], rtol=1e-9)


def test_iran_to_iraq_has_a_potential_though_no_record_of_2015_says_so():
    frame = potential("IRN")
    iraq = frame.filter(pl.col("importer") == "IRQ")
    assert iraq["potential_usd"].sum() > 1e8
    assert bundled().basis("IRN", "IRQ") is Provenance.ESTIMATED
    assert bundled().basis("IRN", "TUR") is Provenance.RECONSTRUCTED


def test_irans_neighbours_are_phase_one_and_nobody_else():
    frame = potential("IRN")
    near = dict(frame.filter(pl.col("phase") == 1).select("importer", "neighbour").iter_rows())
    assert {name for name, how in near.items() if how == "land"} == LAND
    assert {name for name, how in near.items() if how == "sea"} == SEA
    assert (frame.filter(pl.col("phase") == 2)["neighbour"] == "none").all()


def test_another_countrys_neighbours_are_found_by_the_rule_and_said_to_be_estimated():
    run = potential_run("BGD")
    assert {"IND": "land", "MMR": "land"}.items() <= run.neighbours.border.items()
    assert "NPL" not in run.neighbours.border, "a country without a coast is no neighbour by sea"
    assert run.neighbours.basis is Provenance.ESTIMATED
    assert run.frame.filter(pl.col("importer") == "BGD").is_empty()


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_row_multiplies_out_in_the_file(tmp_path, variant):
    out = tmp_path / "potential.parquet"
    write_potential(potential_run("IRN", variant), out)
    frame, told = read_parquet(out), read_metadata(out)
    product = frame["supply"] * frame["demand"] * frame["ease"]
    gap = ((product - frame["potential_usd"]) / frame["potential_usd"]).fill_nan(0).abs()
    assert gap.max() <= 1e-9
    assert ((frame["potential_usd"] > 0) | (frame["actual_usd"] > 0)).all()
    assert "9999" not in set(frame["hs4"])
    assert (told["variant"], told["hs_edition"], told["year"]) == (variant, "2022", "2017")
    assert told["provenance"] == "reconstructed" and "tariffs 0" in told["defaults"]


def test_a_file_of_parameters_changes_the_method(tmp_path):
    path = tmp_path / "p.toml"
    path.write_text('[potential]\nvariant = "calibrated"\n[neighbours]\nsea_reach_km = 0\n')
    run = potential_run("BGD", params_path=path)
    assert run.params.variant == "calibrated"
    assert set(run.neighbours.border.values()) == {"land"}


def test_what_does_not_exist_is_refused():
    with pytest.raises(CountryUnknown):
        potential("XXX")
    with pytest.raises(CountryHasNoExports):
        potential("ATF")
    with pytest.raises(HeadingUnknown):
        potential("IRN", hs4="9999")
    with pytest.raises(VariantUnknown):
        potential("IRN", variant="best")


def test_a_group_is_shown_neighbours_first_and_its_part_of_the_potential():
    chosen = choose("IRN", "5701", capacity_share=0.1)
    assert [market.rank for market in chosen] == [1, 2, 3, 4, 5]
    assert all(market.phase == 1 for market in chosen)
    assert chosen[0].group_usd == pytest.approx(0.1 * chosen[0].potential_usd)
    assert {"neighbour-by-land", "neighbour-by-sea"} & set(chosen[0].reasons)
    gaps = [market.gap_usd for market in chosen]
    assert gaps == sorted(gaps, reverse=True)


def test_a_market_closed_by_the_exporters_own_law_is_never_shown():
    page = market_facts("IRN", "5701")
    assert "ISR" not in {market.importer for market in page.markets}
    assert "ISR" in {market.importer for market in market_facts("BGD", "6109").markets}


def test_headings_without_trade_have_no_market():
    assert best_markets("IRN", ["5701", "0000", "5701"])["0000"] == []


def test_a_page_opens_the_factors_of_each_market():
    page = market_facts("IRN", "5702")
    iraq = next(market for market in page.markets if market.importer == "IRQ")
    assert (iraq.name_en, iraq.name_fa, iraq.neighbour) == ("Iraq", "عراق", "land")
    assert iraq.imports_usd * iraq.distance_factor == pytest.approx(iraq.demand)
    assert iraq.distance_km == pytest.approx(742.4937)
    assert iraq.basis is Provenance.ESTIMATED and page.defaults


def test_flows_show_what_each_figure_rests_on():
    rows = flows("IRN", "5701")
    assert rows["value_usd"].is_sorted(descending=True)
    basis = dict(rows.select("importer", "basis").iter_rows())
    assert (basis["IRQ"], basis["ARE"]) == ("estimated", "reconstructed")


def test_every_distance_is_above_zero_and_borders_are_mutual():
    everywhere = world()
    assert (everywhere.distance_km > 0).all()
    assert (everywhere.contiguous == everywhere.contiguous.T).all()
    at = everywhere.position
    assert everywhere.contiguous[at["MNE"], at["SRB"]], "CEPII does not know Montenegro"


def test_parameters_ship_as_the_dataclasses_say():
    assert load(PotentialParams, "markets", "potential") == PotentialParams()
    shipped = load(ChoiceParams, "markets", "choice")
    assert shipped == ChoiceParams(closed={"IRN": ("ISR",)})


def test_neighbours_of_every_country_can_be_told():
    from hamafza.markets.parameters import NeighbourParams

    for country in world().countries:
        assert country not in neighbours_of(country, NeighbourParams()).border
