"""Groups changed by hand: what an edit makes of them, what it costs, and what the judge says."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from hamafza.consortia import after_refusals as refusals
from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.editing import after_edit, lead_positions, value_of
from hamafza.consortia.edits import (
    Allow,
    ChangeLead,
    Forbid,
    Merge,
    Move,
    Pin,
    Split,
    Unpin,
)
from hamafza.consortia.family import NOBODY
from hamafza.consortia.params import FormationParams
from hamafza.consortia.verdict.judge import Tables, violations
from hamafza.consortia.wishes import Wishes, wishes_of
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.formation_problems import problems_of
from hamafza.runs.standing import Inherited
from hamafza.store.records import plain
from hamafza.vocabulary.refusals import Refusal
from tests.consortia.reference import km, towns

RULES = FormationParams(
    min_size=3, max_size=8, reach_km=60, min_capacity=0.4, lead_readiness=0.4, fixed_cost=0.5
)
DEGREE_KM = 6371.0088 * np.pi / 180


def on_a_line(*degrees, readiness=None, **columns):
    """One family's units along a meridian, numbered from 1, of weight 2 and capacity a quarter."""
    count = len(degrees)
    rows = {
        "unit_id": range(1, count + 1),
        "family": ["6302"] * count,
        "lat_deg": [35.0 + each for each in degrees],
        "lon_deg": [51.0] * count,
        "capacity": [0.25] * count,
        "readiness": readiness or [0.9] * count,
        "weight": [2.0] * count,
    }
    return units_at_the_door(pl.DataFrame(rows | columns))


def problem_of(units, rules=RULES):
    (problem,) = problems_of(units, rules)
    return problem


def grouped(problem, *groups):
    """Return lead_of for groups of unit numbers, each with its lead first; units stand singly."""
    lead_of = np.full(len(problem), NOBODY)
    for group in groups:
        lead_of[[unit - 1 for unit in group]] = group[0] - 1
    return lead_of


def groups_in(problem, lead_of):
    """Return {lead: members} by unit numbers."""
    return {
        int(problem.unit_id[head]): sorted(problem.unit_id[lead_of == head].tolist())
        for head in np.unique(lead_of[lead_of != NOBODY])
    }


SIX = on_a_line(0, 0.01, 0.02, 0.3, 0.31, 0.32)
TWO_GROUPS = ((1, 2, 3), (4, 5, 6))


def six(edit, *groups, rules=RULES, units=SIX, **more):
    problem = problem_of(units, rules)
    return problem, after_edit(problem, rules, grouped(problem, *groups), edit, **more)


def test_a_move_costs_the_longer_way_and_breaks_the_group_it_leaves():
    problem, told = six(Move(3, to=4), *TWO_GROUPS)
    assert groups_in(problem, told.lead_of) == {1: [1, 2], 4: [3, 4, 5, 6]}
    # The way grows from 0.02 to 0.28 degrees of a meridian.
    assert told.difference == pytest.approx(-RULES.distance_cost_per_km * 0.26 * DEGREE_KM)
    assert [(each.code, each.facts["lead"], each.facts["size"]) for each in told.broken] == [
        ("too-few", 1, 2)
    ]
    assert told.touched == (1, 4)


def test_a_unit_taken_out_takes_its_weight_along():
    problem, told = six(Move(3), *TWO_GROUPS)
    way = RULES.distance_cost_per_km * 0.02 * DEGREE_KM
    assert told.difference == pytest.approx(-2.0 + way)
    assert (told.served_before, told.served_after) == (6, 5)


def test_merging_saves_a_fixed_cost_and_splitting_pays_it():
    problem, merged = six(Merge(1, 4), *TWO_GROUPS)
    assert groups_in(problem, merged.lead_of) == {1: [1, 2, 3, 4, 5, 6]}
    ways = (0.30 + 0.31 + 0.32) - (0.01 + 0.02)
    saved = RULES.fixed_cost - RULES.distance_cost_per_km * ways * DEGREE_KM
    assert merged.difference == pytest.approx(saved)
    assert not merged.broken
    back = after_edit(problem, RULES, merged.lead_of, Split(1, 4))
    assert groups_in(problem, back.lead_of) == {1: [1, 2, 3], 4: [4, 5, 6]}
    assert back.value_after == pytest.approx(merged.value_before)


def test_a_split_by_name_takes_only_those_named():
    problem, told = six(Split(1, 4, (5,)), (1, 2, 3, 4, 5, 6))
    assert groups_in(problem, told.lead_of) == {1: [1, 2, 3, 6], 4: [4, 5]}


def test_a_lead_that_goes_is_succeeded_by_the_able_one_in_the_middle():
    units = on_a_line(0, 0.01, 0.02, 0.03, 0.3, 0.31, 0.32, readiness=[0.9, 0.9, 0.3] + [0.9] * 4)
    problem, told = six(Move(1, to=5), (1, 2, 3, 4), (5, 6, 7), units=units)
    assert groups_in(problem, told.lead_of) == {2: [2, 3, 4], 5: [1, 5, 6, 7]}
    units = on_a_line(0, 0.01, 0.02, 0.03, readiness=[0.9, 0.12, 0.13, 0.14])
    _, nobody_able = six(Move(1), (1, 2, 3, 4), units=units)
    assert [each.code for each in nobody_able.broken] == ["lead-not-ready"]
    assert nobody_able.broken[0].facts == {"lead": 4, "own": 0.14, "least": 0.4}


def test_another_lead_is_judged_by_reach_and_readiness():
    units = on_a_line(0, 0.3, 0.6, readiness=[0.3, 0.9, 0.9])
    problem, told = six(ChangeLead(2, 1), (2, 1, 3), units=units)
    assert groups_in(problem, told.lead_of) == {1: [1, 2, 3]}
    codes = {each.code: each.facts for each in told.broken}
    assert set(codes) == {"beyond-reach", "lead-not-ready"}
    assert codes["beyond-reach"]["farthest"] == pytest.approx(0.6 * DEGREE_KM)
    assert codes["beyond-reach"]["count"] == 1


def test_related_hands_lines_and_sizes_are_told_with_their_figures():
    rules = replace(RULES, leads_needed=2, member_share_ceiling=0.5, max_size=4)
    units = on_a_line(
        *(0, 0.01, 0.02, 0.03, 0.04), readiness=[0.9, 0.9, 0.1, 0.1, 0.1],
        owner=["a", "a", None, None, None],
    )  # fmt: skip
    _, told = six(Move(5, to=1), (1, 2, 3, 4), rules=rules, units=units)
    codes = {each.code: each.facts for each in told.broken}
    assert codes == {
        "too-many": {"lead": 1, "size": 5, "most": 4},
        "leads-too-few": {"lead": 1, "count": 1, "least": 2},
    }
    _, told = six(Move(4), (1, 2, 3, 4), rules=rules, units=units)
    held = {each.code: each.facts for each in told.broken}["one-too-large"]
    assert held["share"] == pytest.approx(2 / 3)


def test_a_forbidden_pair_parts_and_is_told_when_it_meets_again():
    problem, told = six(Forbid(3, 1), *TWO_GROUPS)
    assert groups_in(problem, told.lead_of)[1] == [1, 2]
    again = after_edit(problem, RULES, told.lead_of, Move(3, to=1), wishes=told.wishes)
    assert [(each.code, each.facts["one"]) for each in again.broken] == [("forbidden-pair", 3)]
    freed = after_edit(problem, RULES, again.lead_of, Allow(3, 1), wishes=again.wishes)
    assert not freed.broken and freed.wishes == Wishes()


def test_a_unit_that_is_not_to_lead_hands_over_and_stays():
    problem, told = six(Forbid(1, 1), *TWO_GROUPS)
    assert groups_in(problem, told.lead_of)[2] == [1, 2, 3]
    back = after_edit(problem, RULES, told.lead_of, ChangeLead(2, 1), wishes=told.wishes)
    assert [each.code for each in back.broken] == ["may-not-lead"]


def test_a_pin_lets_others_in_and_tells_who_left():
    problem, pinned = six(Pin(1), *TWO_GROUPS)
    assert pinned.difference == 0.0 and not pinned.broken
    joined = after_edit(problem, RULES, pinned.lead_of, Move(4, to=1), wishes=pinned.wishes)
    assert "pin-left" not in {each.code for each in joined.broken}
    gone = after_edit(problem, RULES, joined.lead_of, Move(3), wishes=joined.wishes)
    (told,) = [each for each in gone.broken if each.code == "pin-left"]
    assert told.facts == {"lead": 1, "count": 1, "unit": 3}
    freed = after_edit(problem, RULES, gone.lead_of, Unpin(1), wishes=gone.wishes)
    assert not freed.wishes.pinned


def test_standing_consortia_are_charged_and_those_kept_are_told():
    rules = replace(RULES, move_charge=0.25, dissolve_charge=1.0)
    units = on_a_line(
        *(0, 0.01, 0.02, 0.3, 0.31, 0.32), home=[1, 1, 1, 4, 4, 4], kept=[True] * 3 + [False] * 3
    )
    _, merged = six(Merge(1, 4), *TWO_GROUPS, rules=rules, units=units)
    free = six(Merge(1, 4), *TWO_GROUPS)[1]
    assert merged.difference == pytest.approx(free.difference - 3 * 0.25 - 1.0)
    assert not merged.broken
    _, left = six(Move(3, to=4), *TWO_GROUPS, rules=rules, units=units)
    told = {each.code: each.facts for each in left.broken}["keep-left"]
    assert told == {"lead": 1, "count": 1, "unit": 3}


def test_a_shared_unit_joins_by_its_parts():
    units = on_a_line(0, 0.01, 0.02, 0.3, 0.31, 0.32, 0.15, shares=[1] * 6 + [2])
    problem = problem_of(units)
    lead_of = grouped(problem, *TWO_GROUPS)
    first = after_edit(problem, RULES, lead_of, Move(7, to=1))
    both = after_edit(problem, RULES, first.lead_of, Move(7, to=4))
    assert groups_in(problem, both.lead_of) == {1: [1, 2, 3, 7], 4: [4, 5, 6, 7]}
    with pytest.raises(refusals.EditNotClear):
        after_edit(problem, RULES, both.lead_of, Move(7))
    out = after_edit(problem, RULES, both.lead_of, Move(7, out_of=4))
    assert groups_in(problem, out.lead_of) == {1: [1, 2, 3, 7], 4: [4, 5, 6]}
    twice = after_edit(problem, RULES, both.lead_of, Merge(1, 4))
    assert {each.code for each in twice.broken} == {"unit-twice"}
    # Only the first part may lead: the parts change places, whatever order they came in.
    led = after_edit(problem, RULES, both.lead_of, ChangeLead(4, 7))
    assert groups_in(problem, led.lead_of) == {1: [1, 2, 3, 7], 7: [4, 5, 6, 7]}
    assert led.lead_of[6] == 6
    with pytest.raises(refusals.EditOfLeadTwice):
        after_edit(problem, RULES, led.lead_of, ChangeLead(1, 7))


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (Move(99), refusals.EditOfUnknownUnit),
        (Move(2, to=3), refusals.EditOfNoConsortium),
        (Move(2, to=1), refusals.EditChangesNothing),
        (Move(2, to=4, out_of=4), refusals.EditOfNoMember),
        (Split(1, 1), refusals.EditOfLeadTwice),
        (Split(1, 2, (1,)), refusals.EditOfLeadTwice),
        (Split(1, 5), refusals.EditOfNoMember),
        (Merge(1, 1), refusals.EditChangesNothing),
        (ChangeLead(1, 4), refusals.EditOfNoMember),
        (Allow(1, 2), refusals.EditChangesNothing),
        (Pin(2), refusals.EditOfNoConsortium),
        (Unpin(1), refusals.EditChangesNothing),
    ],
)
def test_what_has_no_meaning_is_refused(edit, refusal):
    with pytest.raises(refusal):
        six(edit, *TWO_GROUPS)


def test_a_service_splits_in_halves_and_knows_no_way():
    units = on_a_line(0, 1, 2, 3, 4, 5, 6, scope=["country"] * 7)
    problem, told = six(Split(1, 2), (1, 2, 3, 4, 5, 6, 7), units=units)
    assert groups_in(problem, told.lead_of) == {1: [1, 4, 6], 2: [2, 3, 5, 7]}
    assert told.difference == pytest.approx(-RULES.fixed_cost)
    assert not told.broken


def test_the_gap_is_measured_against_the_bound():
    problem, told = six(Merge(1, 4), *TWO_GROUPS, bound=20.0)
    assert told.is_within
    assert told.gap_after == pytest.approx((20.0 - told.value_after) / 20.0)
    assert told.gap_before - told.gap_after == pytest.approx(told.difference / 20.0)
    assert not six(Move(3), *TWO_GROUPS, bound=20.0)[1].is_within  # too few are left
    assert six(Merge(1, 4), *TWO_GROUPS)[1].gap_after is None


def test_wishes_pass_through_tables_and_pins_become_standing_consortia():
    wishes = Wishes().forbid(3, 1).forbid(5, 5).pin(4, frozenset({5, 6})).pin(9, frozenset({6}))
    assert wishes_of(wishes.forbidden_table(), wishes.pinned_table()) == wishes
    assert wishes.standing().rows() == [(4, 4, True), (5, 4, True), (6, 4, True), (9, 9, True)]
    assert wishes.unpin(4).unpin(9).standing().is_empty()
    assert wishes_of(Wishes().forbidden_table(), Wishes().pinned_table()) == Wishes()


def test_a_formation_respects_pins_that_were_made_by_hand():
    units = pl.DataFrame(units_at_the_door(towns(60, seed=4)))
    rules = replace(RULES, min_capacity=0.2)
    problem = problem_of(units, rules)
    formed = form_consortia(units, rules, Effort(iterations=10), processes=1)
    lead_of = positions(problem, formed)
    lead = int(formed.consortia["lead_unit_id"][0])
    pinned = after_edit(problem, rules, lead_of, Pin(lead))
    standing = Inherited(pinned.wishes.standing(), 0, 0)
    again = form_consortia(
        units, replace(rules, fixed_cost=4.0), Effort(iterations=10), processes=1, seed=5,
        standing=standing,
    )  # fmt: skip
    found = groups_in(problem, positions(problem, again))
    assert set(found[lead]) >= pinned.wishes.pinned[lead]


def positions(problem, formed):
    rows = formed.members.join(formed.consortia, on="consortium_id")
    return lead_positions(problem, rows["unit_id"].to_numpy(), rows["lead_unit_id"].to_numpy())


def tables_after(problem, rules, lead_of, formed):
    """Return what a run of this grouping would have written; ways by another formula."""
    groups = groups_in(problem, lead_of)
    place = {int(unit): at for at, unit in reversed(list(enumerate(problem.unit_id)))}
    rows, members = [], []
    for number, (lead, units) in enumerate(sorted(groups.items()), 1):
        at = [place[unit] for unit in units]
        here = (problem.lat_deg[place[lead]], problem.lon_deg[place[lead]])
        ways = sum(km(here, (problem.lat_deg[each], problem.lon_deg[each])) for each in at)
        value = problem.weight[at].sum() - rules.distance_cost_per_km * ways - rules.fixed_cost
        capacity = float(problem.capacity[at].sum())
        rows.append((number, "6302", lead, len(at), capacity, float(value)))
        members += [(unit, number, float(problem.share[place[unit]])) for unit in units]
    consortia = pl.DataFrame(rows, schema=dict(formed.consortia.schema), orient="row")
    table = pl.DataFrame(members, schema=dict(formed.members.schema), orient="row")
    return Tables(consortia, table, formed.prices, formed.certificate)


def drawn(chance, problem, lead_of):
    """Return an edit drawn by lot; it may have no meaning."""
    units = [int(each) for each in chance.choice(problem.unit_id, 3)]
    leads = list(groups_in(problem, lead_of)) or [units[0]]
    one, other = (int(chance.choice(leads)) for _ in range(2))
    near = groups_in(problem, lead_of).get(one, units)
    member = int(chance.choice(near))
    edits = (
        Move(units[0], to=one),
        Move(units[1]),
        Move(member, to=other, out_of=one),
        Split(one, member),
        Merge(one, other),
        ChangeLead(one, member),
        Forbid(member, one),
    )
    return edits[int(chance.integers(len(edits)))]


@pytest.mark.parametrize("seed", range(4))
def test_the_judge_finds_what_editing_tells_and_counts_the_same_value(seed):
    chance = np.random.default_rng(seed)
    units = towns(50, seed=seed).with_columns(
        family=pl.lit("6302"),
        owner=pl.when(pl.col("unit_id") % 7 == 0).then(pl.lit("hand")),
        shares=1 + (pl.col("unit_id") % 5 == 0).cast(pl.Int64),
        home=pl.Series([None] * 50, dtype=pl.Int64),
    )
    units = pl.DataFrame(units_at_the_door(units))
    rules = replace(RULES, leads_needed=2, member_share_ceiling=0.6, min_capacity=0.3)
    problem = problem_of(units, rules)
    formed = form_consortia(units, rules, Effort(iterations=15), processes=1)
    bound = formed.certificate["bound"][0]
    lead_of = positions(problem, formed)
    assert value_of(problem, rules, lead_of) == pytest.approx(formed.record["value"])
    judged = broken = 0
    for _ in range(60):
        try:
            told = after_edit(problem, rules, lead_of, drawn(chance, problem, lead_of), bound=bound)
        except Refusal:
            continue
        tables = tables_after(problem, rules, told.lead_of, formed)
        findings, values = violations(units, plain(rules), tables)
        if {each.code for each in told.broken} & {"unit-twice"}:
            assert findings
        else:
            assert bool(told.broken) == bool(findings), (told.broken, findings)
            assert values["6302"] == pytest.approx(told.value_after, abs=1e-6)
        judged, broken = judged + 1, broken + bool(findings)
        if not told.broken:
            assert told.is_within
            lead_of = told.lead_of
    assert judged > 30 and 5 < broken < judged
