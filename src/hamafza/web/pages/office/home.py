"""The officers' home: what waits for whom."""

from django.shortcuts import render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.actions import twins
from hamafza.web.records.accounts import Role
from hamafza.web.records.deals import Deal
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run
from hamafza.web.records.twins import TwinState
from hamafza.web.records.units import Unit

READERS = (Role.ADMINISTRATOR, Role.PROMOTION, Role.UNION, Role.SCREENING, Role.OBSERVER)


@seen_by(*READERS)
def home(request):
    """Counts that are someone's next task, and the places of this role."""
    units = Unit.objects.all()
    if request.user.role == Role.UNION:
        units = units.filter(union=request.user.union)
    facts = {
        "units": units.how_many(),
        "unverified": units.filter(status="unverified").how_many(),
        "proposals": Proposal.objects.filter(state="proposed").count(),
        "deals": Deal.objects.exclude(state__in=["closed", "lost", "cancelled"]).count(),
        "runs": Run.objects.filter(actor=request.user)[:5],
        "twins": twins.within(request.user).filter(state=TwinState.OPEN).count(),
    }
    return render(request, "home/office.html", facts)


urlpatterns = [path("", home, name="home")]
