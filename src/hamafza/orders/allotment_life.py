"""The life of one member's share of a deal, and of one milestone of a service."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class AllotmentState(StrEnum):
    PROPOSED = "proposed"
    OBJECTED = "objected"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    PRODUCING = "producing"
    INSPECTED = "inspected"
    REWORK = "rework"
    REJECTED = "rejected"
    LOADED = "loaded"
    ENTITLED = "entitled"
    PAID = "paid"
    DEFAULTED = "defaulted"


class MilestoneState(StrEnum):
    PLANNED = "planned"
    DELIVERED = "delivered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    PAID = "paid"


_A, _M = AllotmentState, MilestoneState

ALLOTMENT_LIFE = Life(
    "allotment",
    _A.PROPOSED,
    {
        _A.PROPOSED: frozenset({_A.CONFIRMED, _A.OBJECTED, _A.DECLINED}),
        _A.OBJECTED: frozenset({_A.PROPOSED, _A.CONFIRMED, _A.DECLINED}),
        _A.CONFIRMED: frozenset({_A.PRODUCING, _A.DECLINED}),
        _A.DECLINED: frozenset(),
        _A.PRODUCING: frozenset({_A.INSPECTED, _A.DEFAULTED}),
        _A.INSPECTED: frozenset({_A.LOADED, _A.ENTITLED, _A.REWORK, _A.REJECTED}),
        _A.REWORK: frozenset({_A.INSPECTED, _A.DEFAULTED}),
        _A.REJECTED: frozenset(),
        _A.LOADED: frozenset({_A.ENTITLED}),
        _A.ENTITLED: frozenset({_A.PAID}),
        _A.PAID: frozenset(),
        _A.DEFAULTED: frozenset(),
    },
)

MILESTONE_LIFE = Life(
    "milestone",
    _M.PLANNED,
    {
        _M.PLANNED: frozenset({_M.DELIVERED}),
        _M.DELIVERED: frozenset({_M.ACCEPTED, _M.RETURNED}),
        _M.RETURNED: frozenset({_M.DELIVERED}),
        _M.ACCEPTED: frozenset({_M.INVOICED}),
        _M.INVOICED: frozenset({_M.PAID}),
        _M.PAID: frozenset(),
    },
)
