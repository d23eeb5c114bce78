"""The life of a claim: an owner shows that a record is of the own workshop."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class ClaimState(StrEnum):
    CODE_SENT = "code-sent"
    IN_REVIEW = "in-review"
    """No code could decide it: an officer looks at the evidence."""
    CONFIRMED = "confirmed"
    """The account may be opened."""
    OPENED = "opened"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


_C = ClaimState
CLAIM_LIFE = Life(
    "claim",
    _C.CODE_SENT,
    {
        _C.CODE_SENT: frozenset({_C.CONFIRMED, _C.IN_REVIEW, _C.LAPSED}),
        _C.IN_REVIEW: frozenset({_C.CONFIRMED, _C.REFUSED, _C.WITHDRAWN}),
        _C.CONFIRMED: frozenset({_C.OPENED, _C.IN_REVIEW, _C.LAPSED}),
        _C.OPENED: frozenset(),
        _C.REFUSED: frozenset(),
        _C.LAPSED: frozenset(),
        _C.WITHDRAWN: frozenset(),
    },
)
