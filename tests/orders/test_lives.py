import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.orders.allotment_life import (
    ALLOTMENT_LIFE,
    MILESTONE_LIFE,
    AllotmentState,
    MilestoneState,
)
from hamafza.orders.lifecycle import (
    DEAL_LIVES,
    SCREENING_GATES,
    DealKind,
    DealState,
    next_deal_states,
    step_deal,
)
from hamafza.orders.settlement_life import (
    SETTLEMENT_LIFE,
    OwnPaymentNotApproved,
    SamePersonTwice,
    approvals_after,
    is_approved,
)
from hamafza.vocabulary.life import StepNotPermitted

D = DealState
GOODS_WAY = [
    D.ENQUIRED, D.QUALIFIED, D.OFFERS_OPEN, D.OFFERS_CLOSED, D.QUOTED, D.CONTRACTED,
    D.ALLOCATION_PROPOSED, D.ALLOCATED, D.IN_PRODUCTION, D.INSPECTED, D.LOADED, D.DELIVERED,
    D.ACCEPTED, D.PAID, D.SETTLED, D.CLAIMS_WINDOW, D.CLOSED,
]  # fmt: skip
SERVICE_WAY = [
    *GOODS_WAY[:7], D.TEAM_ASSIGNED, D.MILESTONES, D.PAID_PART, D.PAID_PART, D.PAID, D.SETTLED,
    D.CLAIMS_WINDOW, D.CLOSED,
]  # fmt: skip
LIVES = [*DEAL_LIVES.values(), ALLOTMENT_LIFE, MILESTONE_LIFE, SETTLEMENT_LIFE]
IN_LIFE = [
    (kind, state) for kind, life in DEAL_LIVES.items() for state in life.permitted
    if state is not D.ON_HOLD
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "way"), [(DealKind.GOODS, GOODS_WAY), (DealKind.SERVICE, SERVICE_WAY)]
)
def test_a_deal_can_be_walked_from_enquiry_to_a_closed_account(kind, way):
    state = way[0]
    for towards in way[1:]:
        state = step_deal(kind, state, towards)
    assert DEAL_LIVES[kind].is_over(state)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.kind)
def test_every_state_can_be_reached_and_every_life_can_end(life):
    reached = {life.first}
    while more := {after for state in reached for after in life.permitted[state]} - reached:
        reached |= more
    assert reached == set(life.permitted)
    assert any(life.is_over(state) for state in reached)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.kind)
def test_every_step_leads_to_a_state_of_the_same_life(life):
    assert all(after in life.permitted for _, after in life.steps())


def test_a_deal_cannot_be_settled_before_it_is_paid():
    with pytest.raises(StepNotPermitted) as refused:
        step_deal(DealKind.GOODS, D.LOADED, D.SETTLED)
    assert refused.value.facts == {"kind": "deal-goods", "state": "loaded", "towards": "settled"}


def test_goods_need_no_team_and_a_service_is_not_loaded():
    assert D.TEAM_ASSIGNED not in DEAL_LIVES[DealKind.GOODS].permitted
    assert D.LOADED not in DEAL_LIVES[DealKind.SERVICE].permitted


@given(st.sampled_from(IN_LIFE))
def test_a_living_deal_can_be_held_and_goes_back_only_to_where_it_was(place):
    kind, state = place
    if DEAL_LIVES[kind].is_over(state):
        assert next_deal_states(kind, state) == []
        return
    held = step_deal(kind, state, D.ON_HOLD)
    back = next_deal_states(kind, held, held_in=state)
    assert back[0] is state
    assert set(back) <= {state, D.CANCELLED}
    cancellable = D.CANCELLED in DEAL_LIVES[kind].permitted[state]
    assert (D.CANCELLED in back) == cancellable


@pytest.mark.parametrize("state", [D.LOADED, D.DELIVERED, D.PAID, D.SETTLED])
def test_nothing_is_cancelled_once_it_has_left(state):
    assert D.CANCELLED not in next_deal_states(DealKind.GOODS, state)


def test_no_way_to_a_quote_a_contract_or_a_load_leads_around_the_screening():
    for life in DEAL_LIVES.values():
        before = {life.first}
        while (
            more := {
                after
                for state in before
                for after in life.permitted[state]
                if after not in SCREENING_GATES and after is not D.ON_HOLD
            }
            - before
        ):
            before |= more
        assert before == {D.ENQUIRED, D.CANCELLED}


def test_a_rejected_share_is_never_paid():
    assert ALLOTMENT_LIFE.next_states(AllotmentState.REJECTED) == []


def test_a_milestone_is_paid_only_after_the_buyer_accepted_it():
    assert MilestoneState.PAID not in MILESTONE_LIFE.permitted[MilestoneState.DELIVERED]


def test_two_different_people_let_the_money_go():
    one = approvals_after([], person=7, person_unit=None, paid_units=[1, 2])
    assert not is_approved(one)
    with pytest.raises(SamePersonTwice):
        approvals_after(one, person=7, person_unit=None, paid_units=[1, 2])
    assert is_approved(approvals_after(one, person=8, person_unit=None, paid_units=[1, 2]))


def test_nobody_approves_a_payment_to_the_own_workshop():
    with pytest.raises(OwnPaymentNotApproved):
        approvals_after([], person=7, person_unit=2, paid_units=[1, 2])


def test_the_diagram_is_made_from_the_table():
    drawn = SETTLEMENT_LIFE.mermaid()
    assert "PUBLISHED --> APPROVED" in drawn
    assert drawn.count("-->") == len(SETTLEMENT_LIFE.steps()) + 2
