"""The life of a need, and of each workshop found for it."""

from enum import StrEnum

from hamafza.vocabulary.life import Life


class NeedState(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    """Some workshops were asked whether they would make it."""
    COVERED = "covered"
    """Those willing can make all of it."""
    CLOSED = "closed"


class MatchState(StrEnum):
    PROPOSED = "proposed"
    ASKED = "asked"
    WILLING = "willing"
    DECLINED = "declined"


NEED_LIFE = Life(
    "need",
    NeedState.OPEN,
    {
        NeedState.OPEN: frozenset({NeedState.ASKED, NeedState.CLOSED}),
        NeedState.ASKED: frozenset({NeedState.ASKED, NeedState.COVERED, NeedState.CLOSED}),
        NeedState.COVERED: frozenset({NeedState.ASKED, NeedState.COVERED, NeedState.CLOSED}),
        NeedState.CLOSED: frozenset(),
    },
)
MATCH_LIFE = Life(
    "need-match",
    MatchState.PROPOSED,
    {
        MatchState.PROPOSED: frozenset({MatchState.ASKED}),
        MatchState.ASKED: frozenset({MatchState.WILLING, MatchState.DECLINED}),
        MatchState.WILLING: frozenset({MatchState.DECLINED}),
        MatchState.DECLINED: frozenset({MatchState.WILLING}),  # a workshop may think again
    },
)
