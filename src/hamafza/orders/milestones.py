"""Milestones of a service: the parts of the work that the buyer accepts and pays one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamafza.orders.allotment_life import MILESTONE_LIFE, MilestoneState
from hamafza.vocabulary.apportionment import share_out
from hamafza.vocabulary.refusals import Refusal


class MilestonesNotWhole(Refusal):
    """The milestones' shares do not make up the whole price."""

    code = "milestones-not-whole"


class MilestoneOutOfTurn(Refusal):
    """An earlier milestone has not been delivered yet."""

    code = "milestone-out-of-turn"


@dataclass(frozen=True)
class Milestone:
    """``share`` of the contract's price is due when the buyer has accepted it."""

    number: int
    title: str
    share: Decimal


def milestone_amounts(total_minor: int, milestones: Sequence[Milestone]) -> list[int]:
    """Return each milestone's price; together they are ``total_minor`` exactly."""
    if not milestones or sum(milestone.share for milestone in milestones) != 1:
        whole = sum((milestone.share for milestone in milestones), Decimal(0))
        raise MilestonesNotWhole(percent=whole * 100)
    finest = min(int(milestone.share.as_tuple().exponent) for milestone in milestones)
    weights = [int(milestone.share.scaleb(-finest)) for milestone in milestones]
    return share_out(total_minor, weights)


def step_milestone(
    states: Sequence[MilestoneState], number: int, towards: MilestoneState
) -> list[MilestoneState]:
    """Return all states after one step of milestone ``number`` (from 1), or refuse."""
    after = list(states)
    index = number - 1
    after[index] = MILESTONE_LIFE.step(after[index], towards)
    begun = {MilestoneState.PLANNED, MilestoneState.RETURNED}
    if towards is MilestoneState.DELIVERED and any(state in begun for state in states[:index]):
        raise MilestoneOutOfTurn(number=number)
    return after
