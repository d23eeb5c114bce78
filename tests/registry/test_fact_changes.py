"""What follows a newer file beside a unit, case by case, without a database."""

import pytest

from hamafza.registry.columns import FACT_FIELDS, ColumnMapping
from hamafza.registry.fact_changes import FOLLOWS, Standing, follow
from hamafza.registry.facts_read import FACTS, TOLD_WITH

WHOLE = ColumnMapping({name: (name,) for name in (
    *FACT_FIELDS, "licence", "licence_date", "trade", "address", "workers", "phone", "permit",
)})  # fmt: skip
NOTHING = {**dict.fromkeys(FACTS), "person": None}


def tie(number=1, name="مریم پارسا", files=True, over=False, **values):
    stands = {"person": number, "name": name, "gender": "", "person_version": 1,
              "is_shared": False, "has_code": False} | values  # fmt: skip
    return Standing("person", number, stands, files and not over, over)


def paper(number="12345", files=True, over=False, **values):
    stands = {"kind": "business", "number": number, "trade": "", "activity_class": "", "issuer": "",
              "issued_on": None, "expires_on": None} | values  # fmt: skip
    return Standing("licence", 7, stands, files and not over, over)


def test_every_field_of_facts_is_followed_and_belongs_to_a_kind():
    followed = {name for names in FOLLOWS.values() for name in names}
    assert set(FACT_FIELDS) <= followed
    assert set(FOLLOWS) == set(TOLD_WITH)


@pytest.mark.parametrize("field", FACT_FIELDS)
def test_nothing_moves_for_a_field_that_tells_the_same(field):
    told = NOTHING | {"owner": "علی"}
    assert not follow(told, [], WHOLE, [tie()]).end


def test_a_name_spelled_otherwise_is_another_person_unless_the_code_says_not():
    told = NOTHING | {"owner": "مریم پارسایی"}
    moves = follow(told, ["owner"], WHOLE, [tie()])
    assert (moves.end, moves.add["owner"]) == ([("person", 1)], "مریم پارسایی")
    known = told | {"code_key": "h", "person": 1}
    moves = follow(known, ["owner"], WHOLE, [tie(has_code=True)])
    assert (moves.end, moves.set) == ([], [("name", 1, {"name": ["مریم پارسا", "مریم پارسایی"]})])
    moves = follow(known, ["owner"], WHOLE, [tie(has_code=True, is_shared=True)])
    assert (moves.end, moves.set, moves.by_hand) == ([], [], [])
    moves = follow(known, ["owner"], WHOLE, [tie(has_code=True, person_version=2)])
    assert (moves.set, moves.by_hand) == ([], ["owner"])


def test_a_code_that_became_unreadable_leaves_the_person():
    told = NOTHING | {"owner": "مریم پارسا"}
    moves = follow(told, ["owner_code"], WHOLE, [tie(has_code=True)])
    assert (moves.end, moves.add) == ([], {})


def test_an_owner_whom_a_person_told_or_ended_stays_as_it_is():
    told = NOTHING | {"owner": "علی رضایی"}
    assert follow(told, ["owner"], WHOLE, [tie(files=False)]).by_hand == ["owner"]
    over = tie(name="علی رضایی", over=True)
    assert follow(told, ["owner_gender"], WHOLE, [over]).by_hand == ["owner"]


def test_a_licence_moves_its_days_in_order_and_gives_way_to_another_number():
    stands = paper(issued_on="2020-01-01", expires_on="2025-01-01")
    days = NOTHING | {"number": "12345", "licence_kind": "business", "issued_on": "2026-01-01"}
    no_end = ColumnMapping({name: (name,) for name in ("licence", "licence_date", "issuer")})
    moves = follow(days, ["licence_date"], no_end, [stands])
    assert moves.set[0][2] == {"issued_on": ["2020-01-01", "2026-01-01"],
                               "expires_on": ["2025-01-01", None]}  # fmt: skip
    other = days | {"number": "99999"}
    moves = follow(other, ["licence"], WHOLE, [stands])
    assert (moves.end, moves.add["number"]) == ([("licence", 7)], "99999")
    assert follow(other, ["licence"], WHOLE, [paper("99999", over=True)]).by_hand == ["licence"]


def test_women_never_become_more_than_all():
    stands = {"county": "", "address": "", "postal_code": "", "jobs": 9, "jobs_women": 8}
    place = Standing("workshop", 3, stands, is_files=True)
    no_women = ColumnMapping({"workers": ("a",), "county": ("b",)})
    moves = follow(NOTHING | {"jobs": 5}, ["workers"], no_women, [place])
    assert moves.set[0][2] == {"jobs": [9, 5], "jobs_women": [8, None]}
