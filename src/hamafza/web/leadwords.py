"""Words for buyers' leads and missions; codes stay in the stage."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hamafza.markets.leads import LeadState, MissionKind

LEAD_STATES = {
    LeadState.NEW: ("proposed", pgettext_lazy("lead", "New")),
    LeadState.CONTACTED: ("proposed", pgettext_lazy("lead", "Contacted")),
    LeadState.SAMPLING: ("proposed", pgettext_lazy("lead", "Samples")),
    LeadState.NEGOTIATING: ("proposed", pgettext_lazy("lead", "Negotiating")),
    LeadState.WON: ("done", pgettext_lazy("lead", "Won")),
    LeadState.LOST: ("stop", pgettext_lazy("lead", "Lost")),
}
"""The look of a badge, and its word: dashed until it is won or lost."""
LEAD_STEPS = {
    LeadState.CONTACTED: _("We have written to them"),
    LeadState.SAMPLING: _("Samples are on the way"),
    LeadState.NEGOTIATING: _("We negotiate"),
    LeadState.WON: _("It became an order"),
    LeadState.LOST: _("It is lost"),
}
"""The words of a button."""
LEAD_VERBS = {
    "enter-lead": _("entered"),
    "correct-lead": _("corrected"),
    "screen-lead": _("screened"),
    "share-lead": _("shown to the consortium's manager"),
    "ask-from-lead": _("made into an enquiry"),
    "forget-contact": _("the person was forgotten"),
}
MISSION_KINDS = {
    MissionKind.FAIR: _("Fair"),
    MissionKind.MISSION: _("Trade mission"),
}
