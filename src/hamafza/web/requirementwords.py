"""Words for what a market asks of a product; codes stay in the stage."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hamafza.markets.requirements import LineState, Subject

SUBJECTS = {
    Subject.TARIFF: _("Tariff"),
    Subject.PAPERS: _("Papers"),
    Subject.STANDARDS: _("Standards"),
    Subject.LABELS: _("Labels"),
    Subject.CONFORMITY: _("Certificate of conformity"),
    Subject.SANITARY: _("Sanitary certificate"),
    Subject.ORIGIN: _("Rules of origin"),
    Subject.PAYMENT: _("Ways of payment in use"),
}
STATES = {
    LineState.ENTERED: ("proposed", _("Waits for another officer")),
    LineState.SHOWN: ("firm", pgettext_lazy("requirement", "Shown")),
    LineState.RETURNED: ("stop", pgettext_lazy("requirement", "Sent back")),
    LineState.REPLACED: ("", pgettext_lazy("requirement", "Replaced")),
    LineState.WITHDRAWN: ("", pgettext_lazy("requirement", "Withdrawn")),
}
"""The look of a badge, and its word."""
