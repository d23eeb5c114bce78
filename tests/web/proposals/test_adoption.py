"""A proposal becomes a consortium only by a person, once, and its members are asked."""

import pytest

from hamafza.consortia.proposal_life import PROPOSAL_LIFE, ProposalState
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.actions import adoption
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.events import Event
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit
from tests.people import make_unit
from tests.web.proposals.making import make_proposal

pytestmark = pytest.mark.django_db


def adopted(cast, proposal, name="پته کرمان"):
    return adoption.adopt(actor=cast.parviz, proposal=proposal, name_fa=name, name_en="Kerman")


def test_adopting_makes_a_consortium_whose_members_are_invited(cast):
    proposal = make_proposal(cast)
    made = adopted(cast, proposal)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.adopted_by, made.proposal) == (
        "adopted",
        cast.parviz,
        proposal,
    )
    assert (made.lead_unit, made.market, made.promoter) == (proposal.lead_unit, "OMN", cast.parviz)
    states = list(made.members.values_list("state", flat=True))
    assert states == ["invited"] * proposal.size
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"adopt-proposal", "found-consortium"} <= verbs


def test_a_proposal_is_adopted_once(cast):
    proposal = make_proposal(cast)
    adopted(cast, proposal)
    with pytest.raises(StepNotPermitted):
        adopted(cast, proposal)
    assert Consortium.objects.filter(proposal=proposal).count() == 1


def test_a_proposal_without_a_name_stays_a_proposal(cast):
    proposal = make_proposal(cast)
    with pytest.raises(adoption.NameNotGiven):
        adopted(cast, proposal, name="  ")
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_members_who_joined_elsewhere_since_stop_the_adoption(cast):
    proposal = make_proposal(cast)
    unit = proposal.members.last().unit
    Member.objects.create(consortium=cast.consortium, unit=unit, state="accepted")
    with pytest.raises(adoption.MembersTaken) as refused:
        adopted(cast, proposal)
    assert refused.value.facts == {"count": 1}
    assert not Consortium.objects.filter(proposal=proposal).exists()


def test_a_member_that_was_joined_to_another_record_stops_the_adoption(cast):
    proposal = make_proposal(cast)
    member = proposal.members.last().unit
    Unit.objects.filter(pk=member.pk).update(merged_into=make_unit())
    with pytest.raises(adoption.MembersJoined):
        adopted(cast, proposal)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_declining_keeps_the_reason_and_ends_it(cast):
    proposal = make_proposal(cast)
    with pytest.raises(adoption.ReasonNotGiven):
        adoption.decline(actor=cast.parviz, proposal=proposal, why=" ")
    adoption.decline(actor=cast.parviz, proposal=proposal, why="سرگروه کنار کشید")
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    assert Event.objects.get(verb="decline-proposal").why == "سرگروه کنار کشید"
    with pytest.raises(StepNotPermitted):
        adopted(cast, proposal)


def test_a_newer_run_replaces_what_nobody_answered(cast):
    older, answered = make_proposal(cast), make_proposal(cast)
    adopted(cast, answered)
    other = make_proposal(cast, family="5702")
    newer = make_proposal(cast)
    assert adoption.supersede_older(run=newer.run) == 1
    states = {p.pk: p.state for p in Proposal.objects.all()}
    assert states[older.pk] == "superseded"
    assert states[answered.pk] == "adopted"
    assert states[other.pk] == states[newer.pk] == "proposed"


def test_an_answered_proposal_has_no_next_step():
    over = [state for state in ProposalState if PROPOSAL_LIFE.is_over(state)]
    assert set(over) == {ProposalState.ADOPTED, ProposalState.DECLINED}


def test_a_formation_proposes_only_units_that_are_in_no_consortium(cast):
    from hamafza.web.actions.proposals import makers

    proposal = make_proposal(cast)
    joined = proposal.members.last().unit
    before = set(makers("IRN")["unit_id"])
    Member.objects.create(consortium=cast.consortium, unit=joined, state="accepted")
    assert before - set(makers("IRN")["unit_id"]) == {joined.pk}
    assert Run.objects.filter(kind="formation").exists()
