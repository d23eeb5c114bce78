"""
The life of a consortium, from a proposal to a yearly review.

The gates are the rules of the country's programme (how many members, how ready); their figures
come as parameters, for no country's rule is assumed here. A small joint action comes before
registration: people trust each other after they have done something together.
"""

from dataclasses import dataclass
from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal


class ConsortiumState(StrEnum):
    PROPOSED = "proposed"
    RECRUITING = "recruiting"
    READINESS = "readiness"
    AGREED = "agreed"
    PILOT = "pilot"
    REGISTERED = "registered"
    OPERATING = "operating"
    REVIEW = "review"
    DORMANT = "dormant"
    DISSOLVED = "dissolved"


_C = ConsortiumState

CONSORTIUM_LIFE = Life(
    "consortium",
    _C.PROPOSED,
    {
        _C.PROPOSED: frozenset({_C.RECRUITING, _C.DISSOLVED}),
        _C.RECRUITING: frozenset({_C.READINESS, _C.DISSOLVED}),
        _C.READINESS: frozenset({_C.RECRUITING, _C.AGREED, _C.DISSOLVED}),
        _C.AGREED: frozenset({_C.PILOT, _C.DISSOLVED}),
        _C.PILOT: frozenset({_C.REGISTERED, _C.DISSOLVED}),
        _C.REGISTERED: frozenset({_C.OPERATING, _C.DISSOLVED}),
        _C.OPERATING: frozenset({_C.REVIEW}),
        _C.REVIEW: frozenset({_C.OPERATING, _C.RECRUITING, _C.DORMANT, _C.DISSOLVED}),
        _C.DORMANT: frozenset({_C.REVIEW, _C.DISSOLVED}),
        _C.DISSOLVED: frozenset(),
    },
)

MAY_DEAL = frozenset({_C.PILOT, _C.REGISTERED, _C.OPERATING, _C.REVIEW})
"""States in which a consortium may take a buyer's enquiry: its by-laws have been voted."""


class TooFewMembers(Refusal):
    code = "consortium-too-few-members"


class NobodyPromotes(Refusal):
    code = "consortium-without-promoter"


class PromoterIsTheLead(Refusal):
    """Who brings rivals together stands apart from the one who leads them."""

    code = "consortium-promoter-is-lead"


class BylawsNotVoted(Refusal):
    code = "consortium-bylaws-not-voted"


class PilotNotDone(Refusal):
    code = "consortium-pilot-not-done"


class MayNotDealYet(Refusal):
    code = "consortium-may-not-deal-yet"


@dataclass(frozen=True)
class Gates:
    """What the country's programme asks of a consortium."""

    min_members: int = 3
    min_readiness: float = 0.0

    def __post_init__(self) -> None:
        if self.min_members < 2:
            raise ValueError("min_members is at least 2")
        if not 0 <= self.min_readiness <= 1:
            raise ValueError("min_readiness is between 0 and 1")


@dataclass(frozen=True)
class Standing:
    """
    What is true of a consortium now.

    ``hands`` counts members that have accepted, related ones once; ``ready_hands`` those of them
    at or above the programme's readiness. Readiness is help rather than a gate for a member:
    the group needs enough ready ones, and nobody is thrown out for being below.
    """

    hands: int
    ready_hands: int
    has_promoter: bool
    promoter_is_lead: bool
    bylaws_voted: bool
    pilot_done: bool = False


def step_consortium(
    state: ConsortiumState, towards: ConsortiumState, standing: Standing, gates: Gates
) -> ConsortiumState:
    """Return ``towards`` when the life and the gate before it permit, or refuse."""
    CONSORTIUM_LIFE.step(state, towards)
    if towards is _C.READINESS:
        _check_members(standing.hands, gates)
        _check_promoter(standing)
    if towards is _C.AGREED:
        _check_members(standing.ready_hands, gates)
        if not standing.bylaws_voted:
            raise BylawsNotVoted()
    if towards is _C.REGISTERED and not standing.pilot_done:
        raise PilotNotDone()
    return towards


def _check_members(hands: int, gates: Gates) -> None:
    if hands < gates.min_members:
        raise TooFewMembers(members=hands, needed=gates.min_members)


def _check_promoter(standing: Standing) -> None:
    if not standing.has_promoter:
        raise NobodyPromotes()
    if standing.promoter_is_lead:
        raise PromoterIsTheLead()
