"""The life of a proposed consortium: read by a person, who adopts or declines it."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class ProposalState(StrEnum):
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    DISSOLVED = "dissolved"


_P = ProposalState

PROPOSAL_LIFE = Life(
    "proposal",
    _P.PROPOSED,
    {
        _P.PROPOSED: frozenset({_P.ADOPTED, _P.DECLINED, _P.SUPERSEDED, _P.DISSOLVED}),
        _P.ADOPTED: frozenset(),
        _P.DECLINED: frozenset(),
        # A newer run proposes anew over the same units, so that nobody adopts the old one by
        # mistake; it waits again when an officer takes the older run after all.
        _P.SUPERSEDED: frozenset({_P.PROPOSED}),
        # Merged into another by hand, or emptied; it waits again when that is undone.
        _P.DISSOLVED: frozenset({_P.PROPOSED}),
    },
)
