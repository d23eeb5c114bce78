"""The officers' home: what waits for whom."""

from django.shortcuts import render
from django.urls import path

from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import twins
from hamafza.web.branches import WHOLE, runs_of, units_of
from hamafza.web.pages.office.queue import counts_of
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.deals import Deal
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.twins import TwinState

READERS = (*OFFICE, *BRANCH, Role.SCREENING, Role.OBSERVER)


@seen_by(*READERS)
def home(request):
    """Counts that are someone's next task, and the places of this role."""
    units = units_of(request.user)
    sees_whole = request.user.role in WHOLE
    facts = {
        "sees_whole": sees_whole,
        "units": units.how_many(),
        "unverified": units.filter(status="unverified").how_many(),
        "proposals": Proposal.objects.filter(state="proposed").count() if sees_whole else None,
        "deals": _open_deals() if sees_whole else None,
        "runs": runs_of(request.user).filter(actor=request.user.pk)[:5],
        "queue": _waiting(request.user),
        "twins": twins.within(request.user).filter(state=TwinState.OPEN).count(),
    }
    return render(request, "home/office.html", facts)


def _open_deals() -> int:
    return Deal.objects.exclude(state__in=["closed", "lost", "cancelled"]).count()


def _waiting(user: User) -> int | None:
    """Return how much waits for an officer; None for who decides nothing."""
    return sum(counts_of(user).values()) if user.role in (*OFFICE, *BRANCH) else None


urlpatterns = [path("", home, name="home")]
