"""Proposals as anybody may see them: where, how large, to which market; makers are not named."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from hamafza.consortia.proposal_life import ProposalState
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.public.proposal_facts import facts_of, map_of_proposals, named
from hamafza.web.records.proposals import Proposal

SHOWN = (ProposalState.PROPOSED.value, ProposalState.ADOPTED.value)
PAGE = 24


@seen_by(PUBLIC)
def proposals(request: HttpRequest) -> HttpResponse:
    """List what is proposed or adopted, on the map and by size."""
    found = Proposal.objects.filter(state__in=SHOWN).select_related("lead_unit")
    found = found.order_by("-value", "id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "rows": [named(proposal) for proposal in page.object_list],
        "picture": map_of_proposals(found),
    }
    return render(request, "proposals/public_list.html", facts)


@seen_by(PUBLIC)
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Show one: its towns, its market and its way, and the certificate."""
    found = Proposal.objects.filter(state__in=SHOWN).select_related("lead_unit", "run")
    return render(request, "proposals/public.html", facts_of(get_object_or_404(found, pk=number)))


urlpatterns = [
    path("proposals/", proposals, name="proposals"),
    path("proposals/<int:number>/", proposal, name="proposal"),
]
