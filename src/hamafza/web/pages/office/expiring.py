"""Papers that end soon: certificates and licences, the next to end first."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions.fact_kinds import alarms
from hamafza.web.actions.facts import today
from hamafza.web.branches import units_of
from hamafza.web.factwords import CERTIFICATE_KINDS, LICENCE_KINDS
from hamafza.web.pages.fact_rows import ends
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.licences import Licence

READERS = (*OFFICE, *BRANCH)
PAGE = 40
ENDED_DAYS = 365
"""Papers that ended earlier than a year ago are history, not a task."""


@seen_by(*READERS)
def expiring(request: HttpRequest) -> HttpResponse:
    """List what ends within the time of the alarm, and what ended in the year before."""
    kind = "licence" if request.GET.get("kind") == "licence" else "certificate"
    page = Paginator(ending(request.user, kind), PAGE).get_page(
        latin_digits(request.GET.get("page", "1"))
    )
    for each in page.object_list:
        _last, each.badges = ends(each.expires_on)
        known = LICENCE_KINDS if kind == "licence" else CERTIFICATE_KINDS
        each.kind_word = known[each.kind]
    facts = {"page": page, "kind": kind, "soon_days": alarms().soon_days}
    return render(request, "unit_facts/expiring.html", facts)


def ending(user: User, kind: str) -> QuerySet:
    """Return the living papers of this officer's units that end soon or have ended of late."""
    model = Licence if kind == "licence" else Certificate
    day = today()
    found = model.objects.living().filter(
        expires_on__gte=day - timedelta(days=ENDED_DAYS),
        expires_on__lte=day + timedelta(days=alarms().soon_days),
    )
    if kind == "licence":
        found = found.filter(state="valid")
    if user.role not in OFFICE:
        found = found.filter(unit__in=units_of(user))
    return found.select_related("unit").order_by("expires_on", "pk")


urlpatterns = [path("expiring/", expiring, name="expiring")]
