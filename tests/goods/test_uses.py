"""What a part is a part of, and codes from one edition to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.goods.editions import EDITIONS
from hamafza.goods.uses import Purpose, Use
from hamafza.runs.goods_tables import editions, goods_tables, uses

CODES = [code for code in goods_tables().nomenclature["code"] if len(code) == 6]


@pytest.mark.parametrize(
    ("hs6", "purpose"),
    [
        ("843149", Purpose(Use.PART, ("8425", "8426", "8427", "8428", "8429", "8430"))),
        ("840991", Purpose(Use.PART, ("8407", "8408"))),
        ("870830", Purpose(Use.PART, ("8701", "8702", "8703", "8704", "8705"))),
        ("630259", Purpose(Use.OTHER)),
        ("720838", Purpose(Use.SUPPLY)),
        ("000000", Purpose(Use.OTHER)),
    ],
)
def test_parts_and_supplies_are_told_by_their_class_and_their_text(hs6, purpose):
    assert uses().of(hs6) == purpose


def test_what_parts_belong_to_are_headings_that_exist():
    headings = {code for code in goods_tables().nomenclature["code"] if len(code) == 4}
    found = [uses().of(code) for code in CODES]
    assert {whole for one in found for whole in one.of} <= headings
    parts = [one for one in found if one.use is Use.PART]
    assert len(parts) > 300
    assert sum(bool(one.of) for one in parts) > 0.6 * len(parts)


@given(st.sampled_from(CODES), st.sampled_from(EDITIONS))
def test_a_code_that_goes_to_another_edition_can_come_back(code, edition):
    there = editions().codes(code, "2022", edition)
    assert there
    assert all(code in editions().codes(one, edition, "2022") for one in there)


def test_in_its_own_edition_a_code_is_itself():
    assert editions().codes("851762", "2017", "2017") == ("851762",)


@pytest.mark.parametrize(
    ("code", "edition", "wanted", "first", "many"),
    [
        ("851712", "2017", "2022", "851713", True),  # telephones: smartphones and others
        ("630259", "2017", "2022", "630259", False),
        ("854140", "2017", "2022", "854141", True),  # photosensitive devices and LEDs
    ],
)
def test_one_code_may_become_several(code, edition, wanted, first, many):
    found = editions().codes(code, edition, wanted)
    assert found[0] == first
    assert (len(found) > 1) == many


def test_an_edition_that_nobody_knows_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        editions().codes("010121", "1999", "2022")
