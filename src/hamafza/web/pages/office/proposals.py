"""Proposals for officers: all of them on a map, one of them whole, adopted or declined."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.consortia.proposal_life import ProposalState
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import adoption
from hamafza.web.pages.public.proposal_facts import facts_of, map_of_proposals, named
from hamafza.web.records.accounts import Role
from hamafza.web.records.events import Event
from hamafza.web.records.finding import values_of
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import ENDED, Run

READERS = (*OFFICE, Role.OBSERVER)
PAGE = 30
EFFORTS = {"quick": 30.0, "usual": 120.0, "long": 900.0}
"""Seconds of search that an officer may ask for."""


@seen_by(*READERS)
def proposals(request):
    """List the proposals, those worth most first, with filters and a map."""
    state = request.GET.get("state", ProposalState.PROPOSED.value)
    found = _found(request, state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "rows": [named(proposal) for proposal in page.object_list],
        "picture": map_of_proposals(found),
        "state": state,
        "states": _states(),
        "province": request.GET.get("province", ""),
        "provinces": values_of("province"),
        "run": Run.objects.filter(kind="formation").exclude(state__in=ENDED).first(),
        "may_act": request.user.role in OFFICE,
    }
    return render(request, "proposals/list.html", facts)


@seen_by(*READERS)
def proposal(request, number: int):
    """Show one proposal: members, lead, market, way, and how good it is at most."""
    kept = get_object_or_404(Proposal.objects.select_related("lead_unit", "run"), pk=number)
    facts = facts_of(kept, exact=True) | {
        "may_act": request.user.role in OFFICE and kept.state == ProposalState.PROPOSED,
        "declined": Event.objects.filter(
            subject_kind="proposal", subject_id=kept.pk, verb="decline-proposal"
        ).first(),
    }
    return render(request, "proposals/proposal.html", facts)


@require_POST
def adopt(request, number: int):
    """Adopt: a consortium comes to be, and its members are asked."""
    seen = request.POST.get("seen", "")
    adoption.adopt(
        seen=int(seen) if seen.isdecimal() else None,
        actor=request.user,
        proposal=get_object_or_404(Proposal, pk=number),
        name_fa=request.POST.get("name_fa", ""),
        name_en=request.POST.get("name_en", ""),
    )
    return redirect("office:proposal", number)


@require_POST
def decline(request, number: int):
    """Decline, with the reason."""
    adoption.decline(
        actor=request.user,
        proposal=get_object_or_404(Proposal, pk=number),
        why=request.POST.get("why", ""),
    )
    return redirect("office:proposal", number)


@require_POST
def form_anew(request):
    """Begin a formation in the background; one at a time."""
    under_way = Run.objects.filter(kind="formation").exclude(state__in=ENDED).first()
    if under_way is None:
        seconds = EFFORTS.get(request.POST.get("effort", ""), EFFORTS["usual"])
        under_way = tasks.start_run("formation", {"seconds": seconds}, request.user)
    return redirect("runs:run", under_way.pk)


def _found(request, state: str) -> QuerySet[Proposal]:
    found = Proposal.objects.select_related("lead_unit").order_by("-value", "id")
    found = found.filter(state=state)
    province = request.GET.get("province", "")
    return found.filter(lead_unit__province=province) if province else found


def _states() -> list[tuple[str, str]]:
    return [
        (ProposalState.PROPOSED.value, _("Waiting for an answer")),
        (ProposalState.ADOPTED.value, _("Adopted")),
        (ProposalState.DECLINED.value, _("Declined with a reason")),
        (ProposalState.SUPERSEDED.value, _("Replaced by newer ones")),
        (ProposalState.DISSOLVED.value, _("Dissolved by hand")),
    ]


urlpatterns = [
    path("proposals/", proposals, name="proposals"),
    path("proposals/form/", seen_by(*OFFICE)(form_anew), name="form_proposals"),
    path("proposals/<int:number>/", proposal, name="proposal"),
    path("proposals/<int:number>/adopt/", seen_by(*OFFICE)(adopt), name="adopt_proposal"),
    path("proposals/<int:number>/decline/", seen_by(*OFFICE)(decline), name="decline_proposal"),
]
