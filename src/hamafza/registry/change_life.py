"""The life of a change that an owner asks for."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class ChangeState(StrEnum):
    ASKED = "asked"
    IN_REVIEW = "in-review"
    """An officer has it before him; another sees who."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_C = ChangeState
CHANGE_LIFE = Life(
    "change",
    _C.ASKED,
    {
        _C.ASKED: frozenset({_C.IN_REVIEW, _C.ACCEPTED, _C.REFUSED, _C.WITHDRAWN}),
        _C.IN_REVIEW: frozenset({_C.ASKED, _C.ACCEPTED, _C.REFUSED, _C.WITHDRAWN}),
        _C.ACCEPTED: frozenset(),
        _C.REFUSED: frozenset(),
        _C.WITHDRAWN: frozenset(),
    },
)
WAITING = (_C.ASKED, _C.IN_REVIEW)
