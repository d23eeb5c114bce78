from dataclasses import replace

import pytest

from hamafza.consortia.lifecycle import (
    CONSORTIUM_LIFE,
    MAY_DEAL,
    BylawsNotVoted,
    ConsortiumState,
    Gates,
    NobodyPromotes,
    PilotNotDone,
    PromoterIsTheLead,
    Standing,
    TooFewMembers,
    step_consortium,
)
from hamafza.vocabulary.life import StepNotPermitted

C = ConsortiumState
GATES = Gates(min_members=3, min_readiness=0.5)
READY = Standing(
    5, 3, has_promoter=True, promoter_is_lead=False, bylaws_voted=True, pilot_done=True
)
WAY = [C.PROPOSED, C.RECRUITING, C.READINESS, C.AGREED, C.PILOT, C.REGISTERED, C.OPERATING,
       C.REVIEW, C.OPERATING]  # fmt: skip


def test_a_consortium_grows_from_a_proposal_to_a_yearly_review():
    state = WAY[0]
    for towards in WAY[1:]:
        state = step_consortium(state, towards, READY, GATES)
    assert state is C.OPERATING


@pytest.mark.parametrize(
    ("state", "towards", "lacking", "refusal"),
    [
        (C.RECRUITING, C.READINESS, {"hands": 2}, TooFewMembers),
        (C.RECRUITING, C.READINESS, {"has_promoter": False}, NobodyPromotes),
        (C.RECRUITING, C.READINESS, {"promoter_is_lead": True}, PromoterIsTheLead),
        (C.READINESS, C.AGREED, {"ready_hands": 2}, TooFewMembers),
        (C.READINESS, C.AGREED, {"bylaws_voted": False}, BylawsNotVoted),
        (C.PILOT, C.REGISTERED, {"pilot_done": False}, PilotNotDone),
        (C.PROPOSED, C.OPERATING, {}, StepNotPermitted),
    ],
)
def test_each_gate_holds(state, towards, lacking, refusal):
    with pytest.raises(refusal):
        step_consortium(state, towards, replace(READY, **lacking), GATES)


def test_no_consortium_takes_an_order_before_its_bylaws_are_voted():
    without_vote = {C.PROPOSED}
    while more := {
        after for state in without_vote for after in CONSORTIUM_LIFE.permitted[state]
        if after is not C.AGREED
    } - without_vote:  # fmt: skip
        without_vote |= more
    assert not without_vote & MAY_DEAL


def test_a_group_below_the_smallest_is_no_group():
    with pytest.raises(ValueError):
        Gates(min_members=1)
