"""
A buyer's lead: a foreign buyer somebody met, from the first card to an order or a reason.

Not to be taken for the lead of a group (the member others gather around).
"""

from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal


class LeadState(StrEnum):
    NEW = "new"
    CONTACTED = "contacted"
    SAMPLING = "sampling"
    NEGOTIATING = "negotiating"
    WON = "won"
    """It became an enquiry or a deal, which is named."""
    LOST = "lost"
    """Over, with the reason; the same buyer met again is a new lead."""


_L = LeadState
LEAD_LIFE = Life(
    "buyer-lead",
    _L.NEW,
    {
        _L.NEW: frozenset({_L.CONTACTED, _L.LOST}),
        _L.CONTACTED: frozenset({_L.SAMPLING, _L.NEGOTIATING, _L.LOST}),
        _L.SAMPLING: frozenset({_L.NEGOTIATING, _L.LOST}),
        _L.NEGOTIATING: frozenset({_L.SAMPLING, _L.WON, _L.LOST}),  # another sample is asked for
        _L.WON: frozenset(),
        _L.LOST: frozenset(),
    },
)
SHARES_SOMETHING = frozenset({_L.CONTACTED, _L.SAMPLING, _L.NEGOTIATING, _L.WON})
"""States entered only with a clear screening: an offer, a sample or a price leaves the house."""


class LostWithoutReason(Refusal):
    code = "lead-lost-without-reason"


class WonWithoutDeal(Refusal):
    """A lead is won by the enquiry or deal it became, not by a wish."""

    code = "lead-won-without-deal"


class MissionKind(StrEnum):
    FAIR = "fair"
    MISSION = "mission"
