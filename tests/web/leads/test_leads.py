"""Buyers' leads: screened before anything is shared, won by a deal, lost with a reason."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hamafza.markets.leads import LeadState, LostWithoutReason, WonWithoutDeal
from hamafza.screening.refusals import NoCurrentList
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.actions import lead_screening, missions, screening
from hamafza.web.actions import leads as act
from hamafza.web.actions.events import DemoAndRealApart
from hamafza.web.actions.screening import Standing
from hamafza.web.branches import leads_of, missions_of
from hamafza.web.records.accounts import Role
from hamafza.web.records.deals import Deal
from hamafza.web.records.events import Event
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission
from hamafza.web.records.parties import Party
from hamafza.web.records.screening import Screening, ScreeningEntry, ScreeningList
from tests.people import make_consortium, make_union, make_unit, person
from tests.web.leads.making import (
    PERSON,
    days_ago,
    make_lead,
    make_mission,
    told,
    told_of_mission,
)
from tests.web.orders.making import table_linen
from tests.web.proposals.making import make_proposal

pytestmark = pytest.mark.django_db


def listed(name: str) -> None:
    """Put a name on the list in force, as a new version of it."""
    made = ScreeningList.objects.get(is_current=True)
    ScreeningEntry.objects.create(
        screening_list=made, entry_id=f"e{made.entries.count() + 1}", kind="entity", name=name
    )
    made.sha256 = sha256(name.encode()).hexdigest()
    made.save()
    screening._screen.cache_clear()


def move(cast, lead, towards, **more) -> BuyerLead:
    return act.move_lead(actor=cast.parviz, lead=lead, towards=LeadState(towards), **more)


def negotiating(cast, **changed) -> BuyerLead:
    lead = make_lead(cast, **changed)
    for towards in ("contacted", "negotiating"):
        lead = move(cast, lead, towards)
    return lead


def test_a_lead_is_screened_when_it_is_entered_and_waits_for_a_list(cast):
    lead = make_lead(cast)
    assert lead_screening.standing(lead) == Standing.NO_LIST
    with pytest.raises(NoCurrentList):
        move(cast, lead, "contacted")
    assert move(cast, lead, "lost", why="closed").state == "lost"


def test_a_clear_lead_goes_on_and_its_finding_is_kept(cast, clear_lists):
    lead = make_lead(cast)
    assert lead_screening.standing(lead) == Standing.CLEAR
    found = Screening.objects.get(lead=lead)
    assert (found.party, found.deal, found.outcome) == (lead.party, None, "clear")
    assert move(cast, lead, "contacted").state == "contacted"


@pytest.mark.parametrize("who", ["company", "person"])
def test_a_listed_company_or_person_stops_all_that_would_be_shared(cast, clear_lists, who):
    listed("Qumran Shadow Logistics")
    name = "Qumran Shadow Logistics"
    lead = make_lead(cast, name) if who == "company" else make_lead(cast, contact_name=name)
    assert lead_screening.standing(lead) == Standing.STOPPED
    for attempt in (
        lambda: move(cast, lead, "contacted"),
        lambda: act.share_lead(actor=cast.parviz, lead=lead),
        lambda: act.ask_from_lead(actor=cast.parviz, lead=lead, enquiry=table_linen()),
    ):
        with pytest.raises(screening.ScreeningStops):
            attempt()
    lead.refresh_from_db()
    assert (lead.state, lead.shared_at, lead.deal) == ("new", None, None)


def near(cast) -> BuyerLead:
    listed("Novin Tejarat Caspian Trading Co")
    return make_lead(cast, "Novin Tejarat Alborz Caspian LLC")


def test_a_near_match_waits_for_a_screening_officer_who_is_not_its_owner(cast, clear_lists):
    lead = near(cast)
    with pytest.raises(screening.ScreeningWaits):
        move(cast, lead, "contacted")
    found = Screening.objects.get(lead=lead)
    with pytest.raises(screening.NotAScreeningOfficer):
        screening.clear(actor=cast.parviz, screening=found, reason="fine")
    cast.parviz.role = Role.SCREENING
    cast.parviz.save()
    with pytest.raises(screening.OwnDealNotDecided):
        screening.clear(actor=cast.parviz, screening=found, reason="fine")
    cast.parviz.role = Role.PROMOTION
    cast.parviz.save()
    screening.clear(actor=cast.saeed, screening=found, reason="another address")
    assert move(cast, lead, "contacted").state == "contacted"


def test_another_person_of_the_same_lead_is_screened_anew(cast, clear_lists):
    lead = make_lead(cast)
    listed("Zafar Hidden Broker")
    lead_screening.screen_lead(actor=cast.parviz, lead=lead)
    assert lead_screening.standing(lead) == Standing.CLEAR
    kept = act.correct_lead(
        actor=cast.parviz, lead=lead, version=lead.version,
        told=replace(told(cast), contact_name="Zafar Hidden Broker"),
    )  # fmt: skip
    assert lead_screening.standing(kept) == Standing.STOPPED


def test_a_cleared_decision_holds_for_other_words_and_not_for_another_person(cast, clear_lists):
    lead = near(cast)
    screening.clear(
        actor=cast.saeed, screening=Screening.objects.get(lead=lead), reason="another firm"
    )
    same = {name: getattr(lead, name) for name in PERSON}
    kept = act.correct_lead(
        actor=cast.parviz, lead=lead, version=1, told=told(cast, goods_text="Towels", **same)
    )
    assert lead_screening.standing(kept) == Standing.CLEAR
    kept = act.correct_lead(
        actor=cast.parviz, lead=kept, version=2, told=told(cast, contact_name="Somebody Else")
    )
    assert lead_screening.standing(kept) == Standing.WAITING


def test_a_newer_list_answers_anew_before_the_next_step(cast, clear_lists):
    lead = move(cast, make_lead(cast, "Ghubrah House LLC"), "contacted")
    listed("Ghubrah House")
    assert lead_screening.standing(lead) == Standing.NOT_YET
    with pytest.raises((screening.ScreeningStops, screening.ScreeningWaits)):
        move(cast, lead, "sampling")
    assert Screening.objects.filter(lead=lead).count() == 2, "the finding is kept for the officer"
    assert BuyerLead.objects.get(pk=lead.pk).state == "contacted"


def test_a_step_that_the_life_does_not_permit_is_refused(cast, clear_lists):
    with pytest.raises(StepNotPermitted):
        move(cast, make_lead(cast), "negotiating")


def test_a_lead_is_lost_with_a_reason(cast, clear_lists):
    lead = make_lead(cast)
    with pytest.raises(LostWithoutReason):
        move(cast, lead, "lost", why="  ")
    lost = move(cast, lead, "lost", why="bought elsewhere")
    assert (lost.state, lost.lost_reason) == ("lost", "bought elsewhere")
    with pytest.raises(IntegrityError), transaction.atomic():
        BuyerLead.objects.filter(pk=lead.pk).update(lost_reason="")
    with pytest.raises(act.LeadIsOver):
        act.correct_lead(actor=cast.parviz, lead=lost, version=1, told=told(cast))


def test_a_lead_is_won_by_the_enquiry_it_became(cast, clear_lists):
    lead = negotiating(cast)
    with pytest.raises(WonWithoutDeal):
        move(cast, lead, "won")
    with pytest.raises(IntegrityError), transaction.atomic():
        BuyerLead.objects.filter(pk=lead.pk).update(state="won")
    deal = act.ask_from_lead(
        actor=cast.parviz, lead=lead, enquiry=table_linen(buyer_name=lead.party.name), token="one"
    )
    again = act.ask_from_lead(
        actor=cast.parviz, lead=lead, enquiry=table_linen(buyer_name=lead.party.name), token="one"
    )
    assert deal == again
    assert deal.buyer == lead.party
    won = move(cast, lead, "won")
    assert (won.state, won.deal) == ("won", deal)
    event = Event.objects.filter(verb="move-lead").latest("id")
    assert event.after == {"state": "won", "deal": deal.pk}


def test_a_deal_of_another_buyer_or_a_lost_one_wins_nothing(cast, clear_lists):
    lead = negotiating(cast)
    other = Party.objects.create(name="Another House", country="ARE")
    common = {"final_destination": "OMN", "end_user": "shops"}
    for deal in (
        Deal.objects.create(buyer=other, title="x", **common),
        Deal.objects.create(buyer=lead.party, title="y", state="lost", **common),
    ):
        with pytest.raises(act.DealOfAnotherBuyer):
            move(cast, lead, "won", deal=deal)


def test_the_same_company_is_one_party_and_the_same_form_one_lead(cast, clear_lists):
    same = told(cast)
    enter = {"actor": cast.parviz, "told": same, "country": "OMN"}
    first = act.enter_lead(buyer_name="Nizwa Linen LLC", **enter)
    assert act.enter_lead(buyer_name="NIZWA LINEN LLC", **enter) == first
    assert make_lead(cast, "nizwa linen llc").party == first.party
    abroad = act.enter_lead(buyer_name="Nizwa Linen LLC", **(enter | {"country": "ARE"}))
    assert abroad.party != first.party


def test_who_changes_an_older_state_of_a_lead_or_mission_is_told(cast, clear_lists):
    lead = make_lead(cast)
    act.correct_lead(actor=cast.parviz, lead=lead, version=1, told=told(cast))
    with pytest.raises(act.LeadChangedMeanwhile):
        act.correct_lead(actor=cast.mina, lead=lead, version=1, told=told(cast))
    mission = make_mission(cast)
    missions.correct_mission(actor=cast.parviz, mission=mission, told=told_of_mission(), version=1)
    with pytest.raises(missions.MissionChangedMeanwhile):
        missions.correct_mission(
            actor=cast.mina, mission=mission, told=told_of_mission(), version=1
        )


def test_no_person_enters_the_record_of_changes(cast, clear_lists):
    lead = make_lead(cast, note="Khalid Noor likes blue")
    act.correct_lead(
        actor=cast.parviz, lead=lead, version=1, told=told(cast, contact_name="Salma Noor")
    )
    act.forget_contact(actor=cast.parviz, lead=lead, why="she asked")
    kept = BuyerLead.objects.get(pk=lead.pk)
    assert [getattr(kept, name) for name in act.PERSON] == [""] * 4
    written = str([(event.before, event.after, event.why) for event in Event.objects.all()])
    for secret in (*PERSON.values(), "Salma", "Noor"):
        assert secret not in written


def test_another_consortium_sees_a_lead_only_when_it_is_shown_anew(cast, clear_lists):
    lead = act.share_lead(actor=cast.parviz, lead=make_lead(cast))
    assert lead.shared_at is not None
    kept = act.correct_lead(
        actor=cast.parviz, lead=lead, version=1, told=told(cast, consortium=cast.nader.consortium)
    )
    assert kept.shared_at is None
    with pytest.raises(act.NoConsortiumToShareWith):
        act.share_lead(actor=cast.parviz, lead=make_lead(cast, consortium=None))


@pytest.mark.parametrize("role", [r for r in Role if r not in ("promotion", "administrator")])
def test_nobody_outside_the_office_writes(cast, clear_lists, role):
    actor, lead, mission = cast.by_role[role], make_lead(cast), make_mission(cast)
    for attempt in (
        lambda: act.enter_lead(actor=actor, told=told(cast), buyer_name="x", country="OMN"),
        lambda: act.correct_lead(actor=actor, lead=lead, told=told(cast), version=1),
        lambda: act.move_lead(actor=actor, lead=lead, towards=LeadState.CONTACTED),
        lambda: act.share_lead(actor=actor, lead=lead),
        lambda: act.forget_contact(actor=actor, lead=lead, why="x"),
        lambda: act.ask_from_lead(actor=actor, lead=lead, enquiry=table_linen()),
    ):
        with pytest.raises(act.LeadsAreTheOffices):
            attempt()
    for attempt in (
        lambda: missions.enter_mission(actor=actor, told=told_of_mission()),
        lambda: missions.correct_mission(
            actor=actor, mission=mission, told=told_of_mission(), version=1
        ),
    ):
        with pytest.raises(missions.MissionsAreTheOffices):
            attempt()


def test_an_officer_of_a_branch_sees_what_is_tied_to_its_groups(cast, clear_lists):
    yazd = make_union("اتحادیه یزد", "یزد", "یزد")
    stranger = person("far", Role.UNION, office=yazd)
    far = make_consortium(make_unit(name="دور", union="اتحادیه یزد", office=yazd))
    proposal = make_proposal(cast)
    near_lead, far_lead = make_lead(cast), make_lead(cast, consortium=far)
    proposed = make_lead(cast, consortium=None, proposal=proposal)
    loose = make_lead(cast, consortium=None)
    assert set(leads_of(cast.farideh)) == {near_lead, proposed}
    assert set(leads_of(cast.hadi)) == {near_lead, proposed}
    assert set(leads_of(stranger)) == {far_lead}
    assert set(leads_of(cast.parviz)) == {near_lead, far_lead, proposed, loose}
    assert not leads_of(cast.nasrin).exists()
    mission = make_mission(cast)
    alone = missions.enter_mission(actor=cast.parviz, told=told_of_mission(), proposals=[proposal])
    assert set(missions_of(cast.farideh)) == {mission, alone}
    assert not missions_of(stranger).exists()


def test_days_countries_and_groups_that_cannot_be_are_refused(cast, clear_lists):
    with pytest.raises(act.MetInTheFuture):
        make_lead(cast, met_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(act.LeadMarketUnknown):
        make_lead(cast, market="QQQ")
    with pytest.raises(missions.MissionEndsBeforeItBegins):
        make_mission(cast, ends_on=days_ago(30))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_lead(cast, proposal=make_proposal(cast))


def test_what_is_invented_and_what_is_real_are_never_tied(cast, clear_lists):
    invented = make_consortium(make_unit(name="ساختگی", is_demo=True))
    type(invented).objects.filter(pk=invented.pk).update(is_demo=True)
    invented.refresh_from_db()
    with pytest.raises(DemoAndRealApart):
        make_lead(cast, consortium=invented)
    with pytest.raises(DemoAndRealApart):
        missions.enter_mission(actor=cast.parviz, told=told_of_mission(), consortia=[invented])
    assert not Mission.objects.exists()


def test_a_cost_has_a_currency_and_the_other_way_round(cast):
    mission = make_mission(cast)
    for wrong in ({"currency": ""}, {"cost_minor": None}, {"cost_minor": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mission.objects.filter(pk=mission.pk).update(**wrong)
    assert missions.cost_of(make_mission(cast, cost=None)) is None
