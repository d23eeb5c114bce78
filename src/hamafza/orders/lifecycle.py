"""
The life of a joint deal, from a buyer's enquiry to a closed account.

A thin version of the consortium order of the field: one table for goods, one for services.
Beside them stand two steps that the tables cannot say alone: a deal on hold goes back only to
the state it was held in, and some steps wait for a clear screening.
"""

from enum import StrEnum

from hamafza.vocabulary.life import Life, StepNotPermitted


class DealKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"


class DealState(StrEnum):
    ENQUIRED = "enquired"
    QUALIFIED = "qualified"
    OFFERS_OPEN = "offers-open"
    OFFERS_CLOSED = "offers-closed"
    QUOTED = "quoted"
    CONTRACTED = "contracted"
    ALLOCATION_PROPOSED = "allocation-proposed"
    ALLOCATED = "allocated"
    TEAM_ASSIGNED = "team-assigned"
    IN_PRODUCTION = "in-production"
    INSPECTED = "inspected"
    LOADED = "loaded"
    DELIVERED = "delivered"
    MILESTONES = "milestones"
    ACCEPTED = "accepted"
    PAID_PART = "paid-part"
    PAID = "paid"
    SETTLED = "settled"
    CLAIMS_WINDOW = "claims-window"
    CLOSED = "closed"
    ON_HOLD = "on-hold"
    LOST = "lost"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


_D = DealState
_SELLING = {
    _D.ENQUIRED: {_D.QUALIFIED},
    _D.QUALIFIED: {_D.OFFERS_OPEN},
    _D.OFFERS_OPEN: {_D.OFFERS_CLOSED},
    _D.OFFERS_CLOSED: {_D.QUOTED},
    _D.QUOTED: {_D.QUOTED, _D.CONTRACTED, _D.LOST, _D.EXPIRED},  # a new price is a new quote
}
_PAYING = {
    _D.PAID_PART: {_D.PAID_PART, _D.PAID},
    _D.PAID: {_D.SETTLED},
    _D.SETTLED: {_D.CLAIMS_WINDOW},
    _D.CLAIMS_WINDOW: {_D.CLOSED},
}
_GOODS = {
    **_SELLING,
    _D.CONTRACTED: {_D.ALLOCATION_PROPOSED},
    _D.ALLOCATION_PROPOSED: {_D.ALLOCATION_PROPOSED, _D.ALLOCATED},  # an objection may reopen it
    _D.ALLOCATED: {_D.IN_PRODUCTION},
    _D.IN_PRODUCTION: {_D.INSPECTED},
    _D.INSPECTED: {_D.IN_PRODUCTION, _D.LOADED},  # rework goes back to the makers
    _D.LOADED: {_D.DELIVERED},
    _D.DELIVERED: {_D.ACCEPTED},
    _D.ACCEPTED: {_D.PAID_PART, _D.PAID},
    **_PAYING,
}
_SERVICE = {
    **_SELLING,
    _D.CONTRACTED: {_D.ALLOCATION_PROPOSED},
    _D.ALLOCATION_PROPOSED: {_D.ALLOCATION_PROPOSED, _D.TEAM_ASSIGNED},
    _D.TEAM_ASSIGNED: {_D.MILESTONES},
    _D.MILESTONES: {_D.PAID_PART, _D.PAID},
    **_PAYING,
}
_ENDS = (_D.CLOSED, _D.LOST, _D.EXPIRED, _D.CANCELLED)
# Once goods are on the way, or a team at work, a deal is finished by its contract, not dropped.
_PAST_CANCELLING = frozenset(
    {_D.LOADED, _D.DELIVERED, _D.MILESTONES, _D.ACCEPTED, *_PAYING, *_ENDS, _D.ON_HOLD}
)


def _life(kind: DealKind, way: dict[DealState, set[DealState]]) -> Life[DealState]:
    """Return the way with holding and cancelling added to each state that allows them."""
    table = {
        state: frozenset(after | {_D.ON_HOLD} | _cancelling(state)) for state, after in way.items()
    }
    table[_D.ON_HOLD] = frozenset(way) | {_D.CANCELLED}
    table |= {end: frozenset() for end in _ENDS}
    return Life(f"deal-{kind.value}", _D.ENQUIRED, table)


def _cancelling(state: DealState) -> set[DealState]:
    return set() if state in _PAST_CANCELLING else {_D.CANCELLED}


DEAL_LIVES = {
    DealKind.GOODS: _life(DealKind.GOODS, _GOODS),
    DealKind.SERVICE: _life(DealKind.SERVICE, _SERVICE),
}

SCREENING_GATES = frozenset(
    {
        _D.QUALIFIED,  # gate A: nothing is asked of members for a party that may not be dealt with
        _D.QUOTED,
        _D.CONTRACTED,  # gate B: screened again, lists change
        _D.LOADED,  # gate C: before anything leaves
        _D.TEAM_ASSIGNED,  # a service leaves with its people
    }
)
"""States that are entered only with a clear screening of every party."""


def next_deal_states(
    kind: DealKind, state: DealState, held_in: DealState | None = None
) -> list[DealState]:
    """Return what may follow; from a hold, only the state it was held in, or cancelling."""
    life = DEAL_LIVES[kind]
    if state is not DealState.ON_HOLD:
        return life.next_states(state)
    if held_in is None:
        raise ValueError("a deal on hold says where it was held")
    return [held_in, *sorted(_cancelling(held_in))]


def step_deal(
    kind: DealKind, state: DealState, towards: DealState, held_in: DealState | None = None
) -> DealState:
    """Return ``towards`` when the deal's life permits it, or refuse."""
    if towards not in next_deal_states(kind, state, held_in):
        raise StepNotPermitted(kind=DEAL_LIVES[kind].kind, state=state.value, towards=towards.value)
    return towards
