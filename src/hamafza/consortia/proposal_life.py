"""The life of a proposed consortium: read by a person, who adopts or declines it."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class ProposalState(StrEnum):
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


_P = ProposalState

PROPOSAL_LIFE = Life(
    "proposal",
    _P.PROPOSED,
    {
        _P.PROPOSED: frozenset({_P.ADOPTED, _P.DECLINED, _P.SUPERSEDED}),
        _P.ADOPTED: frozenset(),
        _P.DECLINED: frozenset(),
        # A newer run proposes anew over the same units; nobody adopts the old one by mistake.
        _P.SUPERSEDED: frozenset(),
    },
)
