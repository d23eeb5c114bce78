"""Groups changed by hand: the cost is told beforehand, kept as told, and taken back whole."""

import pytest

from hamafza.web.actions import adoption, handwork, regrouping
from hamafza.web.actions.handwork import Asked
from hamafza.web.records.consortia import Member
from hamafza.web.records.events import Event
from hamafza.web.records.proposals import Proposal, ProposalMember
from tests.people import make_unit
from tests.web.formations.making import free, make_formation, names

pytestmark = pytest.mark.django_db


def standing(formation):
    """Return all that a change may touch, to be compared before and after."""
    rows = Proposal.objects.filter(run=formation.run).exclude(state="dissolved")
    groups = rows.order_by("consortium_id").values_list("consortium_id", "lead_unit_id", "pinned")
    members = ProposalMember.objects.filter(proposal__run=formation.run)
    return list(groups), sorted(members.values_list("proposal__consortium_id", "unit_id"))


def do(cast, formation, verb, group, units=(), towards=None, seen=None):
    formation.refresh_from_db()
    seen = formation.edits if seen is None else seen
    asked = Asked(verb, group, tuple(units), towards)
    told = regrouping.cost_of(formation, asked)
    done = regrouping.regroup(actor=cast.parviz, formation=formation, asked=asked, seen=seen)
    assert done.value_change == pytest.approx(told.value_change)
    assert done.gap_share == pytest.approx(told.gap_share)
    assert done.groups == told.groups
    formation.refresh_from_db()
    return done


CHANGES = {
    "move": lambda one, two, beside: ("move", [one[2]], 2),
    "leave": lambda one, two, beside: ("leave", [one[3], one[2]], None),
    "take-in": lambda one, two, beside: ("take-in", beside, None),
    "split": lambda one, two, beside: ("split", one[1:3], None),
    "merge": lambda one, two, beside: ("merge", [], 2),
    "lead": lambda one, two, beside: ("lead", [one[1]], None),
    "forbid": lambda one, two, beside: ("forbid", one[2:4], None),
    "pin": lambda one, two, beside: ("pin", [], None),
    "lead leaves": lambda one, two, beside: ("leave", [one[0]], None),
    "all move": lambda one, two, beside: ("move", one, 2),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_costs_what_was_told_and_is_taken_back_whole(cast, change):
    formation = make_formation(cast)
    before, value = standing(formation), formation.value
    one, two = names(formation, 1), names(formation, 2)
    verb, units, towards = CHANGES[change](one, two, free(formation, 1))
    done = do(cast, formation, verb, 1, units, towards)
    assert standing(formation) != before
    assert formation.value == pytest.approx(value + done.value_change)
    waiting = Proposal.objects.filter(run=formation.run).exclude(state="dissolved")
    assert formation.value == pytest.approx(sum(waiting.values_list("value", flat=True)))
    for row in waiting:
        assert row.size == row.members.count()
        assert row.members.filter(unit=row.lead_unit_id).exists()
    regrouping.undo(actor=cast.mina, formation=formation, seen=formation.edits)
    formation.refresh_from_db()
    assert standing(formation) == before
    assert formation.value == pytest.approx(value)
    assert formation.forbidden == []
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {f"regroup-{verb}", "undo-regrouping"} <= verbs


def test_changes_are_taken_back_one_after_another(cast):
    formation = make_formation(cast)
    before = standing(formation)
    one = names(formation, 1)
    do(cast, formation, "move", 1, [one[3]], 2)
    do(cast, formation, "split", 2, [*names(formation, 2)[1:3]])
    do(cast, formation, "merge", 1, [], 3)
    for _ in range(3):
        formation.refresh_from_db()
        regrouping.undo(actor=cast.parviz, formation=formation, seen=formation.edits)
    assert standing(formation) == before
    with pytest.raises(regrouping.NothingToUndo):
        regrouping.undo(actor=cast.parviz, formation=formation, seen=99)


def test_broken_rules_are_told_and_kept(cast):
    formation = make_formation(cast, size=3)
    one = names(formation, 1)
    done = do(cast, formation, "leave", 1, one[1:])
    ((group, broken),) = done.groups
    assert group.members == (one[0],)
    assert {each.code for each in broken} == {"too-few", "too-little"}
    parted = do(cast, formation, "forbid", 2, names(formation, 2)[1:])
    assert formation.forbidden == [sorted(names_of(parted))]


def names_of(done):
    return done.edit.after["forbids"]


def test_parting_lets_the_one_go_whose_leaving_costs_less(cast):
    formation = make_formation(cast)
    one = names(formation, 1)
    asked = [one[1], one[3]]
    costs = {
        unit: regrouping.cost_of(formation, Asked("leave", 1, (unit,))).value_change
        for unit in asked
    }
    done = do(cast, formation, "forbid", 1, asked)
    assert done.value_change == pytest.approx(max(costs.values()))
    again = regrouping.cost_of(formation, Asked("take-in", 1, tuple(
        unit for unit in asked if unit not in names(formation, 1)
    )))  # fmt: skip
    assert "forbidden-pair" in {each.code for _group, told in again.groups for each in told}


def test_two_officers_at_once_lose_nothing(cast):
    formation = make_formation(cast, groups=3)
    seen = formation.edits
    do(cast, formation, "leave", 1, [names(formation, 1)[3]])
    after_first = standing(formation)
    late = Asked("split", 1, tuple(names(formation, 1)[1:3]))
    with pytest.raises(adoption.ChangedMeanwhile) as refused:
        regrouping.regroup(actor=cast.mina, formation=formation, asked=late, seen=seen)
    assert refused.value.facts == {"who": cast.parviz.get_full_name()}
    assert standing(formation) == after_first
    elsewhere = Asked("leave", 2, (names(formation, 2)[3],))
    regrouping.regroup(actor=cast.mina, formation=formation, asked=elsewhere, seen=seen)
    proposal = Proposal.objects.get(run=formation.run, consortium_id=1)
    with pytest.raises(adoption.ChangedMeanwhile):
        adoption.adopt(actor=cast.mina, proposal=proposal, name_fa="نان", seen=seen)


def test_what_was_edited_is_what_is_adopted(cast):
    formation = make_formation(cast)
    one = names(formation, 1)
    do(cast, formation, "move", 1, [one[3]], 2)
    do(cast, formation, "lead", 1, [one[1]])
    proposal = Proposal.objects.get(run=formation.run, consortium_id=1)
    made = adoption.adopt(actor=cast.parviz, proposal=proposal, name_fa="پته", seen=2)
    assert made.lead_unit_id == one[1]
    assert set(Member.objects.filter(consortium=made).values_list("unit", flat=True)) == {*one[:3]}
    with pytest.raises(regrouping.GroupIsAnswered):
        do(cast, formation, "leave", 1, [one[2]])
    with pytest.raises(regrouping.GroupIsAnswered):
        regrouping.undo(actor=cast.parviz, formation=formation, seen=9)


def test_a_pinned_group_is_left_alone_until_it_is_let_go(cast):
    formation = make_formation(cast)
    do(cast, formation, "pin", 1)
    for verb, group, units, towards in (
        ("leave", 1, [names(formation, 1)[3]], None),
        ("move", 2, [names(formation, 2)[3]], 1),
        ("merge", 2, [], 1),
    ):
        with pytest.raises(handwork.GroupIsPinned):
            do(cast, formation, verb, group, units, towards)
    do(cast, formation, "unpin", 1)
    do(cast, formation, "leave", 1, [names(formation, 1)[3]])


@pytest.mark.parametrize(
    ("verb", "units", "towards"),
    [
        ("move", "none", 2), ("move", "own", None), ("move", "own", 1), ("leave", "others", None),
        ("split", "all", None), ("merge", "none", None), ("lead", "two", None),
        ("forbid", "own", None), ("take-in", "none", None), ("dissolve", "own", None),
        ("move", "own", 77),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_changes_nothing(cast, verb, units, towards):
    formation = make_formation(cast)
    one, two = names(formation, 1), names(formation, 2)
    chosen = {
        "none": [], "own": [one[2]], "others": [two[2]], "all": one, "two": one[:2],
    }[units]  # fmt: skip
    before = standing(formation)
    with pytest.raises(handwork.NotAsked):
        do(cast, formation, verb, 1, chosen, towards)
    assert standing(formation) == before


def test_only_free_units_of_the_family_are_taken_in(cast):
    formation = make_formation(cast)
    with pytest.raises(handwork.UnitIsTaken):
        do(cast, formation, "take-in", 1, [names(formation, 2)[1]])
    strange = make_unit(family="5701")
    with pytest.raises(handwork.NotAsked):
        do(cast, formation, "take-in", 1, [strange.pk])


def test_a_new_lead_moves_the_beginning_of_the_way(cast):
    formation = make_formation(cast)
    one = names(formation, 1)
    begins = []
    for lead in (one[1], one[0]):
        do(cast, formation, "lead", 1, [lead])
        row = Proposal.objects.select_related("lead_unit").get(run=formation.run, consortium_id=1)
        assert row.route_km > 0
        begins.append(row.route[0]["line_lat_deg"][0])
        assert begins[-1] == pytest.approx(row.lead_unit.lat_deg, abs=0.01)
    assert begins[0] != begins[1]
