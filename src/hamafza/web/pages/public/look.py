"""Every part of the look on one page, for those who build and translate: never for the public."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from hamafza.vocabulary.money import Money
from hamafza.vocabulary.provenance import Provenance
from hamafza.web import pictures
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.records.accounts import Role

DYES = ("cotton-50", "walnut-900", "nil-600", "weld-400", "leaf-600", "madder-600")
BADGES = ("", "synthetic", "proposed", "firm", "done", "stop", "lead")


@seen_by(PUBLIC)
def parts(request):
    """Show the parts while debugging or to an administrator; to others there is no such page."""
    role = getattr(request.user, "role", "")
    if not settings.DEBUG and role != Role.ADMINISTRATOR:
        raise Http404
    today = timezone.localdate()
    facts = {
        "dyes": DYES,
        "badges": BADGES,
        "grounds": list(Provenance),
        "today": today,
        "sum": Money(612_860_000, "IRR"),
        "rows": [
            {"label": _("First market"), "parts": (2.9, 1.9), "figure": 1.9},
            {"label": _("Second market"), "parts": (0.9, 1.7), "figure": 1.7},
        ],
        "fall": [
            {"label": _("Received"), "amount": Money(1_290_000, "EUR"), "kind": ""},
            {"label": _("Taken off"), "amount": Money(-38_700, "EUR"), "kind": "take"},
            {"label": _("Kept back"), "amount": Money(-64_500, "EUR"), "kind": "keep"},
            {"label": _("Net"), "amount": Money(1_186_800, "EUR"), "kind": "net"},
        ],
        "stages": [
            {"label": _("Asked"), "state": "done", "when": today - timedelta(days=40)},
            {"label": _("Shared"), "state": "now", "when": ""},
            {"label": _("Paid"), "state": "ahead", "when": today + timedelta(days=400)},
        ],
        "picture": pictures.nation("IRN", _("A nation")),
    }
    return render(request, "public/look.html", facts)


urlpatterns = [path("parts-of-the-look/", parts, name="look")]
