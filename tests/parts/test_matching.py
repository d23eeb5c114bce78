"""A need finds the workshops that can meet it, and says why."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.parts.needs import Need
from hamafza.parts.refusals import (
    NeedCodeNotACode,
    NeedPlaceNotOnEarth,
    NeedQuantityNotPositive,
    NeedSaysNothing,
)
from hamafza.runs.matching import judgement_of, match_need
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import Units

TEHRAN = (35.70, 51.40)
JUDGEMENT = judgement_of()


def make_units(*changes):
    """Return workshops of brake parts in Tehran, each changed as told."""
    plain = {
        "public_id": "HM-0000001-A", "line": 2, "kind": "maker", "name": "قطعه‌سازی",
        "goods_text": "لنت ترمز", "union": None, "trade": None, "hs4": "8708", "hs6": "870830",
        "hs_probability": 0.9, "hs_reason": "", "service_code": None, "family": "8708",
        "province": "تهران", "city": "تهران", "lat_deg": 35.70, "lon_deg": 51.40,
        "place_basis": "city", "capacity": 0.5, "capacity_basis": "real", "monthly_units": 100.0,
        "readiness": 0.5, "readiness_basis": "real", "weight": 1.0, "workers": 4,
        "home_based": False, "women_owned": False, "phone": None, "licence": None,
        "address": None,
    }  # fmt: skip
    rows = [plain | {"unit_id": at} | change for at, change in enumerate(changes, start=1)]
    schema = {name: column.dtype for name, column in Units.columns().items()}
    return checked(Units, pl.DataFrame(rows, schema=schema))


def _ids(found):
    return found.matches["unit_id"].to_list()


def test_the_asked_subheading_comes_before_the_heading_and_the_heading_before_words():
    unread = {"hs4": None, "hs6": None, "family": "unclassified"}
    units = make_units({"hs6": "870899"}, {}, unread)
    found = match_need(Need(50, *TEHRAN, code="870830", words="لنت ترمز"), units)
    assert _ids(found) == [2, 1, 3]


def test_a_word_brings_in_no_maker_of_another_chapter_where_a_code_is_asked():
    units = make_units({"hs4": "3926", "hs6": "392690", "family": "3926"})
    assert _ids(match_need(Need(50, *TEHRAN, code="8708", words="لنت ترمز"), units)) == []
    assert _ids(match_need(Need(50, *TEHRAN, words="لنت ترمز"), units)) == [1]


def test_the_nearer_of_two_alike_comes_first_and_beyond_reach_nobody():
    units = make_units({"lat_deg": 36.5}, {"lat_deg": 35.8}, {"lat_deg": 29.6})
    assert _ids(match_need(Need(50, *TEHRAN, code="8708"), units)) == [2, 1]


def test_a_trader_makes_no_parts():
    units = make_units({"kind": "distributive"}, {})
    assert _ids(match_need(Need(50, *TEHRAN, code="8708"), units)) == [2]


def test_a_service_is_found_by_its_code():
    units = make_units({"kind": "service", "service_code": "turning", "hs4": None, "hs6": None}, {})
    assert _ids(match_need(Need(5, *TEHRAN, service_code="turning"), units)) == [1]


def test_reasons_are_facts():
    (told,) = match_need(Need(50, *TEHRAN, code="870830"), make_units({})).reasons
    assert told == [
        {"code": "same-subheading", "hs": "870830"},
        {"code": "near", "km": 0.0},
        {"code": "capacity", "pieces": 100, "basis": "told"},
        {"code": "readiness", "share": 0.5},
    ]


def test_pieces_not_told_are_estimated_from_the_family_and_else_unknown():
    units = make_units(
        {"capacity": 2.0, "monthly_units": 100.0},
        {"capacity": 1.0, "monthly_units": None},
        {"family": "8714", "monthly_units": None},
    )
    rows = match_need(Need(50, *TEHRAN, code="8708"), units).matches.sort("unit_id")
    assert rows.select("able", "able_basis").rows() == [
        (100.0, "told"), (50.0, "estimated"), (0.0, "unknown"),
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(34, 37), st.floats(0, 500), st.floats(0, 1)), min_size=1, max_size=8
    ),
    st.integers(1, 2000),
)
def test_a_bid_never_asks_more_than_a_unit_can_make_nor_more_than_the_need(workshops, quantity):
    units = make_units(
        *({"lat_deg": lat, "monthly_units": able, "readiness": ready}
          for lat, able, ready in workshops)
    )  # fmt: skip
    found = match_need(Need(quantity, *TEHRAN, code="8708"), units)
    assert (found.matches["share"] <= found.matches["able"]).all()
    assert found.matches["share"].sum() == found.bid.covered
    assert found.bid.covered + found.bid.missing == quantity
    assert found.matches["score"].is_sorted(descending=True)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"quantity": 0, "code": "8708"}, NeedQuantityNotPositive),
        ({"quantity": 5}, NeedSaysNothing),
        ({"quantity": 5, "words": "!! a"}, NeedSaysNothing),
        ({"quantity": 5, "code": "87"}, NeedCodeNotACode),
        ({"quantity": 5, "code": "8708", "lat_deg": 95.0}, NeedPlaceNotOnEarth),
    ],
)
def test_a_need_that_says_nothing_sound_is_refused(fields, refusal):
    with pytest.raises(refusal):
        Need(**({"lat_deg": 35.7, "lon_deg": 51.4} | fields))
