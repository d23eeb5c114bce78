"""A group changed by hand is worth what the formation would say, and tells each rule it breaks."""

import numpy as np
import pytest

from hamafza.consortia.params import FormationParams
from hamafza.consortia.regrouping import (
    Group,
    Place,
    broken_rules,
    capacity_of,
    joined_by,
    value_of,
    with_a_lead,
    without,
)
from hamafza.runs.formation import Effort, form_consortia
from tests.makers import units_frame

PARAMS = FormationParams(min_size=3, max_size=4, min_capacity=1.0, reach_km=30.0)


def place(lat=30.0, capacity=0.5, readiness=0.7, weight=1.0):
    return Place(lat, 57.0, capacity, readiness, weight)


def codes(group, units, params=PARAMS, forbidden=()):
    return {each.code for each in broken_rules(group, units, params, forbidden)}


def test_the_groups_of_a_formation_break_nothing_and_are_worth_what_it_says():
    units, params = units_frame(300), FormationParams()
    formed = form_consortia(units, params, Effort(iterations=5), processes=1)
    facts = ("lat_deg", "lon_deg", "capacity", "readiness", "weight")
    places = {row["unit_id"]: Place(*(row[name] for name in facts)) for row in units.to_dicts()}
    members = formed.members.group_by("consortium_id").agg("unit_id")
    inside = dict(members.iter_rows())
    assert len(formed.consortia) > 3
    for row in formed.consortia.to_dicts():
        group = Group(
            row["consortium_id"], row["lead_unit_id"], tuple(inside[row["consortium_id"]])
        )
        assert broken_rules(group, places, params) == ()
        assert value_of(group, places, params) == pytest.approx(row["value"])
        assert capacity_of(group, places) == pytest.approx(row["capacity"])


def test_each_broken_rule_is_told_and_only_it():
    units = {at: place() for at in range(1, 8)}
    sound = Group(1, 1, (1, 2, 3))
    assert codes(sound, units) == set()
    assert codes(without(sound, [3]), units) == {"too-few"}
    assert codes(joined_by(sound, [4, 5]), units) == {"too-many"}
    assert codes(sound, units | {3: place(lat=31.0)}) == {"beyond-reach"}
    assert codes(sound, units | {1: place(readiness=0.1)}) == {"lead-not-ready"}
    assert codes(sound, {at: place(capacity=0.2) for at in units}) == {"too-little"}
    assert codes(sound, units, forbidden=[(2, 3), (4, 5)]) == {"forbidden-pair"}
    fair = FormationParams(min_size=3, max_size=4, min_capacity=1.0, member_share_ceiling=0.5)
    assert codes(sound, units | {2: place(capacity=1.5)}, fair) == {"one-too-large"}
    two = FormationParams(min_size=3, max_size=4, min_capacity=1.0, leads_needed=2)
    assert codes(sound, {1: place(), 2: place(readiness=0), 3: place(readiness=0)}, two) == {
        "leads-too-few"
    }


def test_a_lead_who_left_is_followed_by_the_able_one_with_the_shortest_ways():
    units = {
        1: place(),
        2: place(lat=30.02, readiness=0.1),
        3: place(lat=30.01),
        4: place(lat=30.2),
    }
    left = with_a_lead(without(Group(1, 1, (1, 2, 3, 4)), [1]), units, PARAMS)
    assert left.lead == 3
    best = max(value_of(Group(1, lead, (2, 3, 4)), units, PARAMS) for lead in (3, 4))
    assert value_of(left, units, PARAMS) == best
    nobody = {at: place(readiness=0.1 * at) for at in (1, 2, 3)}
    assert with_a_lead(Group(1, 9, (1, 2, 3)), nobody, PARAMS).lead == 3


def test_a_group_without_members_is_worth_nothing_and_breaks_nothing():
    empty = without(Group(1, 1, (1, 2)), [1, 2])
    assert (value_of(empty, {}, PARAMS), broken_rules(empty, {}, PARAMS)) == (0.0, ())
    assert with_a_lead(empty, {}, PARAMS) == empty


def test_members_stay_in_order_and_each_once():
    assert joined_by(Group(1, 1, (1, 5)), [3, 5]).members == (1, 3, 5)
    chance = np.random.default_rng(3)
    for _ in range(20):
        some = tuple(int(each) for each in chance.permutation(9)[:4])
        assert joined_by(Group(1, 1, ()), some).members == tuple(sorted(some))
