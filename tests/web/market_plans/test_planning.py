"""A plan is made of the groups there are, proved, and kept as it was made."""

import polars as pl
import pytest

from hamafza.runs.market_plan import plan_params, verify_market_plan
from hamafza.runs.market_plan_told import PlanTold
from hamafza.store.records import file_sha256
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.actions import consents
from hamafza.web.actions import runs as run_actions
from hamafza.web.actions.runs import folder
from hamafza.web.branches import units_of
from hamafza.web.exchange.market_plan import (
    groups_in,
    supply_of_groups,
    supply_of_units,
    whole_within,
)
from hamafza.web.records.consortia import Member
from hamafza.web.records.events import Event
from hamafza.web.records.proposals import Proposal
from tests.people import make_consortium, make_unit
from tests.web.formations.making import make_formation
from tests.web.market_plans.making import LARGE, SHORT, carried_out, make_plan

pytestmark = pytest.mark.django_db
STATES = ("proposed", "adopted")


def test_a_plan_sends_what_fills_a_shipment_and_says_why_the_rest_stays(cast):
    run = make_plan(cast)
    assert run.state == "done", (run.fault, run.refusal_code, run.refusal_facts)
    assert run.record["verified"] is True
    told = PlanTold(folder(run.pk))
    large = Proposal.objects.filter(capacity=LARGE).values_list("pk", flat=True)
    assert set(told.plan["group_id"]) == set(large)
    assert told.nowhere() == [("capacity-below-lot", 1)]
    figures = run.record["figures"]
    assert figures["sent_usd"] == pytest.approx(told.plan["value_usd_cents"].sum() / 100)
    assert 0 < figures["judged_value_usd"] <= figures["judged_bound_usd"]
    sums = told.by_market()
    quarters = sums.select(pl.sum_horizontal(pl.selectors.matches("^q\\d"))).to_series()
    assert quarters.to_list() == sums["value_usd_cents"].to_list()


def test_a_plan_stays_as_it_was_made(cast):
    run = make_plan(cast)
    where = folder(run.pk)
    Proposal.objects.update(capacity=9.0)
    assert verify_market_plan(where).findings == ()
    assert {path.name: file_sha256(path) for path in where.glob("*.parquet")} == run.record[
        "outputs"
    ]
    with pytest.raises(StepNotPermitted):
        run_actions.begin_again(actor=cast.parviz, run=run)
    verbs = Event.objects.filter(subject_kind="run", subject_id=run.pk)
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == ["begin-run", "end-run"]


def test_what_an_officer_chose_is_what_the_plan_was_made_with(cast):
    run = make_plan(cast, spread="wide", neighbours="only")
    told = run.record["parameters"]["plan"]
    assert (told["market_share"], told["further_share"]) == (0.15, [0.0] * 4)
    assert told["reach_share"] == plan_params().reach_share
    plan = PlanTold(folder(run.pk)).plan
    phases = pl.read_parquet(folder(run.pk) / "potential.parquet").select("importer", "phase")
    assert set(plan.join(phases.unique(), on="importer")["phase"]) <= {1}


def test_without_groups_nothing_is_planned(cast):
    run = carried_out(cast.parviz)
    assert (run.state, run.refusal_code) == ("refused", "plan-without-groups")
    make_formation(cast, groups=1)
    only = carried_out(cast.parviz, groups="adopted")
    assert (only.state, only.refusal_code) == ("refused", "plan-without-groups")


def test_somebody_s_wish_ends_the_search(cast, monkeypatch):
    from hamafza.web import tasks

    make_formation(cast, groups=2)
    run = tasks.start_run("market-plan", SHORT, cast.parviz)
    write = tasks._Watch.write

    def wished(watch):
        write(watch)
        watch.cancelled.set()

    monkeypatch.setattr(tasks._Watch, "write", wished)
    monkeypatch.setattr(tasks, "PROGRESS_S", 0.0)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert run.record == {}


def test_an_adopted_group_counts_those_who_have_not_said_no(cast):
    proposal = make_formation(cast, groups=1).run.proposals.get()
    made = make_consortium(proposal.lead_unit)
    for at, member in enumerate(proposal.members.exclude(unit=proposal.lead_unit)):
        state = "declined" if at == 0 else "invited"
        Member.objects.create(consortium=made, unit=member.unit, state=state)
    made.proposal = proposal
    made.save()
    proposal.state = "adopted"
    proposal.save()
    (row,) = supply_of_groups(groups_in(*STATES)).to_dicts()
    # four makers of 0.2 shipments a month, one of whom declined: 0.6 x 3 months x 100 parts
    assert row["capacity_q1"] == 180
    assert row["readiness"] == pytest.approx((0.7 + 0.7 + 0.2 + 0.2) / 4)
    made.state = "dissolved"
    made.save()
    assert supply_of_groups(groups_in(*STATES)).is_empty()


def test_a_branch_is_served_by_its_own_alone(cast):
    proposal = make_formation(cast, groups=1).run.proposals.get()
    groups = groups_in("proposed")
    assert list(whole_within(groups, units_of(cast.farideh))) == [proposal]
    strange = make_unit(union="اتحادیه یزد", province="یزد", city="یزد")
    proposal.members.filter(unit=proposal.lead_unit_id).update(unit=strange)
    assert not whole_within(groups, units_of(cast.farideh)).exists()
    assert list(whole_within(groups, units_of(cast.parviz))) == [proposal]


def test_who_agreed_no_more_to_be_matched_is_not_offered(cast):
    units = units_of(cast.parviz)
    assert cast.unit.pk in supply_of_units(units, "6302")["group_id"]
    given = consents.give_consent(actor=cast.maryam, unit=cast.unit, use="matching")
    consents.withdraw_consent(actor=cast.maryam, consent=given)
    assert cast.unit.pk not in supply_of_units(units, "6302")["group_id"]
