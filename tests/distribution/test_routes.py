"""Routes over the shipped tables: examples, laws and refusals."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.distribution.legs import Mode, Route
from hamafza.distribution.polyline import length_km
from hamafza.distribution.refusals import (
    ChoiceUnknown,
    CountryUnknown,
    MarketIsHome,
    PlaceNotOnEarth,
    WeightNotPositive,
)
from hamafza.runs.routing import route
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.provenance import Provenance

KERMAN = (30.28, 57.08)
TABRIZ = (38.08, 46.29)
DHAKA = (23.80, 90.40)
IN_IRAN = st.tuples(st.floats(27.5, 38.5), st.floats(46.0, 60.0))
MARKETS = st.sampled_from(["IRQ", "OMN", "TUR", "AFG", "UZB", "GEO", "RUS", "DEU", "CHN", "CHE"])


def test_kerman_reaches_muscat_by_bandar_abbas_and_the_sea():
    found = route(*KERMAN, "IRN", "OMN")
    assert found.gate.code == "IRBND"
    assert [leg.mode for leg in found.legs] == ["road", "port", "sea", "port", "road"]
    assert 450 < found.legs[0].km < 520
    assert found.destination.name_en == "Muscat"


def test_tabriz_reaches_ankara_by_bazargan_on_the_road():
    found = route(*TABRIZ, "IRN", "TUR")
    assert found.gate.name_en == "Bazargan"
    assert [leg.mode for leg in found.legs] == ["road", "border", "road"]
    assert found.through == ()


def test_what_passes_through_a_third_country_says_so_and_where_it_ends():
    found = route(*KERMAN, "IRN", "UZB")
    assert found.market == "UZB"
    assert found.destination.country == "UZB"
    assert found.through == ("TKM",)


@pytest.mark.parametrize("market", ["USA", "GBR", "IND"])
def test_dhaka_reaches_the_sea_by_its_own_port_and_says_estimated(market):
    found = route(*DHAKA, "BGD", market)
    assert found.gate.country == "BGD"
    assert found.destination.country == market
    assert found.basis is Provenance.ESTIMATED


def test_an_exporter_without_a_coast_leaves_by_a_neighbours_port():
    found = route(27.7, 85.3, "NPL", "DEU")
    assert found.gate.country in ("IND", "CHN")
    assert found.through[0] == found.gate.country


def test_goods_of_iran_never_pass_a_closed_country():
    for market in ("EGY", "JOR", "LBN"):
        assert "ISR" not in route(*KERMAN, "IRN", market).through


@settings(max_examples=40, deadline=None)
@given(IN_IRAN, MARKETS)
def test_legs_sum_to_the_route_and_join_end_to_end(place, market):
    found = route(*place, "IRN", market)
    assert found.km == pytest.approx(sum(leg.km for leg in found.legs))
    assert found.cost_usd == sum((leg.cost_usd for leg in found.legs), Decimal(0))
    assert found.legs[0].points[0] == place
    assert found.legs[-1].points[-1] == found.destination.point
    for before, after in zip(found.legs, found.legs[1:], strict=False):
        assert before.points[-1] == after.points[0]
        assert before.end.point == after.start.point


@settings(max_examples=40, deadline=None)
@given(IN_IRAN, MARKETS)
def test_a_route_ends_in_its_market_and_nowhere_on_the_way(place, market):
    found = route(*place, "IRN", market)
    assert found.destination.country == market
    assert market not in found.through
    assert "IRN" not in found.through


@settings(max_examples=40, deadline=None)
@given(IN_IRAN, MARKETS)
def test_no_leg_is_shorter_than_the_straight_line_and_standing_legs_have_no_length(place, market):
    for leg in route(*place, "IRN", market).legs:
        if leg.mode in (Mode.ROAD, Mode.SEA):
            straight_km = float(great_circle_km(*leg.start.point, *leg.end.point))
            assert leg.km >= straight_km - 1e-6
            assert leg.km >= length_km(leg.points) * 0.85
        else:
            assert leg.km == 0
            assert leg.hours > 0


@settings(max_examples=30, deadline=None)
@given(IN_IRAN, MARKETS)
def test_the_cheapest_costs_least_and_the_quickest_is_first(place, market):
    by: dict[str, Route] = {
        how: route(*place, "IRN", market, choose_by=how) for how in ("cost", "days", "both")
    }
    slack = Decimal("0.05")  # each leg is rounded to a cent
    assert all(by["cost"].cost_usd <= other.cost_usd + slack for other in by.values())
    assert all(by["days"].days <= other.days + 1e-9 for other in by.values())


@settings(max_examples=20, deadline=None)
@given(st.floats(1, 60_000), st.floats(1, 60_000))
def test_a_heavier_shipment_never_costs_less(one_kg, other_kg):
    light, heavy = sorted((one_kg, other_kg))
    cheap = route(*KERMAN, "IRN", "IRQ", light, choose_by="cost")
    dear = route(*KERMAN, "IRN", "IRQ", heavy, choose_by="cost")
    assert cheap.cost_usd <= dear.cost_usd + Decimal("0.05")


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ((*KERMAN, "IRN", "XXX"), CountryUnknown),
        ((*KERMAN, "XXX", "IRN"), CountryUnknown),
        ((*KERMAN, "IRN", "IRN"), MarketIsHome),
        ((91.0, 0.0, "IRN", "OMN"), PlaceNotOnEarth),
        ((float("nan"), 0.0, "IRN", "OMN"), PlaceNotOnEarth),
        ((*KERMAN, "IRN", "OMN", 0.0), WeightNotPositive),
        ((*KERMAN, "IRN", "OMN", float("inf")), WeightNotPositive),
    ],
)
def test_nonsense_is_refused(asked, refusal):
    with pytest.raises(refusal):
        route(*asked)


def test_a_choice_that_is_none_is_refused():
    with pytest.raises(ChoiceUnknown):
        route(*KERMAN, "IRN", "OMN", choose_by="luck")
