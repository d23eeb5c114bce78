"""Words for the states of needs and of the workshops found; codes stay in the stage."""

from django.utils.translation import gettext_lazy

from hamafza.parts.life import MatchState, NeedState

NEED_STATES = {
    NeedState.OPEN: ("proposed", gettext_lazy("Nobody asked yet")),
    NeedState.ASKED: ("proposed", gettext_lazy("Workshops asked")),
    NeedState.COVERED: ("done", gettext_lazy("Covered")),
    NeedState.CLOSED: ("", gettext_lazy("Need closed")),
}
MATCH_STATES = {
    MatchState.PROPOSED: ("", gettext_lazy("Not asked")),
    MatchState.ASKED: ("proposed", gettext_lazy("Was asked")),
    MatchState.WILLING: ("firm", gettext_lazy("Willing")),
    MatchState.DECLINED: ("stop", gettext_lazy("Declined")),
}
