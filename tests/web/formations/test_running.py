"""What an officer asked for is what the worker carries out, has judged, and keeps."""

import pytest

from hamafza.web import tasks
from hamafza.web.actions import proposals, regrouping
from hamafza.web.actions.handwork import Asked
from hamafza.web.exchange.units import write_units
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.units import Unit
from tests.makers import units_frame

pytestmark = pytest.mark.django_db
COUNTED = {"iterations": 12, "processes": 1}


@pytest.fixture
def run(cast, work):
    """Let a run with such parameters come to its end; return it."""
    if not Unit.objects.filter(province="یزد").exists():
        write_units(units_frame(450))  # too many pairs for a full search

    def carried_out(actor=None, **parameters):
        begun = tasks.start_run("formation", COUNTED | parameters, actor or cast.parviz)
        work()
        begun.refresh_from_db()
        return begun

    return carried_out


def test_families_provinces_and_rules_are_those_asked_for(run):
    asked = {"families": ["6302", "6913"], "provinces": ["یزد", "کرمان"]}
    done = run(**asked, rules={"min_size": 3, "max_size": 9})
    assert done.state == "done", (done.fault, done.refusal_code, done.refusal_facts)
    made = Proposal.objects.filter(run=done)
    assert made.exists()
    assert all(3 <= size <= 9 for size in made.values_list("size", flat=True))
    assert set(made.values_list("family", flat=True)) <= {"6302", "6913"}
    assert set(made.values_list("members__unit__province", flat=True)) == {"یزد", "کرمان"}
    assert done.record["verified"] is True
    assert done.formation.value == pytest.approx(sum(made.values_list("value", flat=True)))
    assert done.formation.bound >= done.formation.value
    assert done.standing["units_done"] == done.standing["units"] == done.formation.units


def test_floors_are_asked_of_the_run_and_told_with_what_was_reached(run):
    done = run(floors=[{"by": "home_based", "is": True, "least_share": 0.6}])
    assert done.state == "done", (done.fault, done.refusal_code, done.refusal_facts)
    (floor,) = done.record["figures"]["floors"]
    homes = Unit.objects.filter(home_based=True, family__in=("6302", "6913", "5701")).count()
    assert floor["asked_units"] == pytest.approx(0.6 * homes)
    assert floor["served_units"] >= floor["asked_units"]


def test_pinned_groups_are_kept_by_the_next_run(run, cast):
    first = run()
    chosen = Proposal.objects.filter(run=first).order_by("value").first()
    asked = Asked("pin", chosen.consortium_id)
    regrouping.regroup(actor=cast.parviz, formation=first.formation, asked=asked, seen=0)
    second = run(keep_from=first.pk, seed=7)
    assert second.state == "done", (second.fault, second.refusal_facts)
    again = Proposal.objects.get(run=second, lead_unit=chosen.lead_unit)
    members = set(chosen.members.values_list("unit", flat=True))
    assert members <= set(again.members.values_list("unit", flat=True))
    assert set(Proposal.objects.filter(run=first).values_list("state", flat=True)) == {"superseded"}


def test_a_union_s_run_waits_beside_what_is_in_force(run, cast):
    office = run()
    cast.farideh.office = Unit.objects.filter(family="6302", province="یزد").first().office
    cast.farideh.save()
    own = run(cast.farideh)
    grouped = Unit.objects.filter(proposed_in__proposal__run=own)
    assert set(grouped.values_list("office", flat=True)) == {cast.farideh.office_id}
    assert own.state == "done"
    assert set(Proposal.objects.filter(run=own).values_list("state", flat=True)) == {"superseded"}
    assert set(Proposal.objects.filter(run=office).values_list("state", flat=True)) == {"proposed"}


def test_a_certificate_that_does_not_hold_ends_the_run_and_proposes_nothing(run, monkeypatch):
    def find(*_paths, **_options):
        return ["family '6302' is worth more than it says"], {}

    monkeypatch.setattr(proposals, "verify_formation", find)
    refused = run()
    assert refused.state == "refused"
    assert refused.refusal_code == "formation-certificate-does-not-hold"
    assert not Proposal.objects.filter(run=refused).exists()
    assert not hasattr(refused, "formation")


def test_a_place_without_units_is_refused_with_their_number(run):
    refused = run(families=["5701"], provinces=["ایلام"])
    assert (refused.state, refused.refusal_code) == ("refused", "formation-too-few-units")
    assert refused.refusal_facts == {"count": 0}
