"""The life of an assessment: filled in, handed in, checked, or sent back."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class AssessmentState(StrEnum):
    FILLING = "filling"
    HANDED_IN = "handed-in"
    SENT_BACK = "sent-back"
    CHECKED = "checked"
    LAID_ASIDE = "laid-aside"
    """By the unit, before anybody checked it."""


_A = AssessmentState
ASSESSMENT_LIFE = Life(
    "assessment",
    _A.FILLING,
    {
        _A.FILLING: frozenset({_A.HANDED_IN, _A.LAID_ASIDE}),
        _A.HANDED_IN: frozenset({_A.CHECKED, _A.SENT_BACK}),
        _A.SENT_BACK: frozenset({_A.HANDED_IN, _A.LAID_ASIDE}),
        _A.CHECKED: frozenset(),
        _A.LAID_ASIDE: frozenset(),
    },
)
BEING_FILLED = (_A.FILLING, _A.SENT_BACK)
UNDER_WAY = (*BEING_FILLED, _A.HANDED_IN)
