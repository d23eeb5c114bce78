"""Words for the states of deals, shares and money; codes stay in the stages."""

from django.utils.translation import gettext_lazy as _

from hamafza.orders.allotment_life import AllotmentState, MilestoneState
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.settlement_life import SettlementState

_D = DealState

DEAL_STATES = {
    _D.ENQUIRED: _("Enquiry received"),
    _D.QUALIFIED: _("Enquiry checked"),
    _D.OFFERS_OPEN: _("Waiting for offers"),
    _D.OFFERS_CLOSED: _("Offers closed"),
    _D.QUOTED: _("Quote sent"),
    _D.CONTRACTED: _("Contract signed"),
    _D.ALLOCATION_PROPOSED: _("Shares proposed"),
    _D.ALLOCATED: _("Shares firm"),
    _D.TEAM_ASSIGNED: _("Team assigned"),
    _D.IN_PRODUCTION: _("Being made"),
    _D.INSPECTED: _("Inspected"),
    _D.LOADED: _("Loaded"),
    _D.DELIVERED: _("Delivered"),
    _D.MILESTONES: _("Work under way"),
    _D.ACCEPTED: _("Accepted by the buyer"),
    _D.PAID_PART: _("Partly paid"),
    _D.PAID: _("Paid by the buyer"),
    _D.SETTLED: _("Money divided"),
    _D.CLAIMS_WINDOW: _("Time for claims"),
    _D.CLOSED: _("Closed"),
    _D.ON_HOLD: _("On hold"),
    _D.LOST: _("Lost"),
    _D.EXPIRED: _("Expired"),
    _D.CANCELLED: _("Cancelled"),
}

STAGES = {
    DealKind.GOODS: (
        (_("Enquiry"), (_D.ENQUIRED, _D.QUALIFIED)),
        (_("Offers"), (_D.OFFERS_OPEN, _D.OFFERS_CLOSED)),
        (_("Quote"), (_D.QUOTED,)),
        (_("Contract"), (_D.CONTRACTED,)),
        (_("Allocation"), (_D.ALLOCATION_PROPOSED, _D.ALLOCATED)),
        (_("Making and inspection"), (_D.IN_PRODUCTION, _D.INSPECTED)),
        (_("Loading and customs"), (_D.LOADED,)),
        (_("Delivery"), (_D.DELIVERED, _D.ACCEPTED)),
        (_("Money received"), (_D.PAID_PART, _D.PAID)),
        (_("Settlement"), (_D.SETTLED,)),
        (_("End of claims"), (_D.CLAIMS_WINDOW, _D.CLOSED)),
    ),
    DealKind.SERVICE: (
        (_("Enquiry"), (_D.ENQUIRED, _D.QUALIFIED)),
        (_("Offers"), (_D.OFFERS_OPEN, _D.OFFERS_CLOSED)),
        (_("Quote"), (_D.QUOTED,)),
        (_("Contract"), (_D.CONTRACTED,)),
        (_("Team"), (_D.ALLOCATION_PROPOSED, _D.TEAM_ASSIGNED)),
        (_("Milestones"), (_D.MILESTONES,)),
        (_("Money received"), (_D.PAID_PART, _D.PAID)),
        (_("Settlement"), (_D.SETTLED,)),
        (_("End of claims"), (_D.CLAIMS_WINDOW, _D.CLOSED)),
    ),
}
"""What a reader sees of a life: a few stages, each of one or two states."""

SETTLEMENT_STATES = {
    SettlementState.RECEIPT_EXPECTED: _("Money expected"),
    SettlementState.RECEIVED: _("Money received"),
    SettlementState.MATCHED: _("Money matched"),
    SettlementState.PUBLISHED: _("Draft published"),
    SettlementState.APPROVED: _("Approved by two"),
    SettlementState.PAID_OUT: _("Paid to the members"),
    SettlementState.RECONCILED: _("Paid to the members"),
}

SHARE_STATES = {
    AllotmentState.PROPOSED: _("Proposed"),
    AllotmentState.OBJECTED: _("Objection"),
    AllotmentState.CONFIRMED: _("Firm"),
    AllotmentState.DECLINED: _("Declined"),
    AllotmentState.PRODUCING: _("Being made"),
    AllotmentState.INSPECTED: _("Inspected"),
    AllotmentState.REWORK: _("To be made again"),
    AllotmentState.REJECTED: _("Rejected"),
    AllotmentState.LOADED: _("Loaded"),
    AllotmentState.ENTITLED: _("Accepted by the buyer"),
    AllotmentState.PAID: _("Paid to the member"),
    AllotmentState.DEFAULTED: _("Not delivered"),
}

MILESTONE_STATES = {
    MilestoneState.PLANNED: _("Planned"),
    MilestoneState.DELIVERED: _("Delivered"),
    MilestoneState.RETURNED: _("Returned by the buyer"),
    MilestoneState.ACCEPTED: _("Accepted by the buyer"),
    MilestoneState.INVOICED: _("Invoiced"),
    MilestoneState.PAID: _("Paid by the buyer"),
}

MEASURES = {
    "piece": _("pieces"),
    "hour": _("hours"),
    "day": _("days of work"),
    "set": _("sets"),
    "kg": _("kilograms"),
    "m2": _("square metres"),
}

KEYS = {
    "value": _("by value"),
    "quantity": _("by quantity"),
    "weight": _("by weight"),
    "volume": _("by volume"),
    "equal": _("the same for each"),
    "own": _("the member's own work"),
    "rate": _("a share of the receipt"),
}

COSTS = {
    "freight": _("Freight"),
    "insurance": _("Insurance"),
    "inspection": _("Inspection and packing"),
    "origin-paper": _("Certificate of origin"),
    "customs": _("Customs papers"),
    "travel": _("Travel of the team"),
}

VERBS = {
    "take-on-deal": _("Given to a consortium"),
    "propose-allocation": _("Shares proposed"),
    "answer-goods-questions": _("Questions on the goods answered"),
    "record-inspection": _("Inspection written down"),
    "sign-contract": _("Contract signed"),
    "publish-settlement": _("Settlement shown to the members"),
    "object-to-settlement": _("Settlement sent back"),
    "approve-settlement": _("Settlement approved by one person"),
    "pay-out": _("Members paid"),
    "prove-exports": _("Export proven"),
    "release-retention": _("Retention released"),
}
