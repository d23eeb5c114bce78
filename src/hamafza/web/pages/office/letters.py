"""Letters an officer prints: decisions on claims and changes, certificates of readiness."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from hamafza.web.access import OFFICE, seen_by
from hamafza.web.pages import letters
from hamafza.web.pages.office import changes, claims, readiness
from hamafza.web.records.accounts import BRANCH
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.claims import Claim
from hamafza.web.records.readiness import ReadinessCertificate

READERS = (*OFFICE, *BRANCH)


@seen_by(*READERS, scope=claims.within)
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """The answer to a claim."""
    kept = get_object_or_404(Claim.objects.select_related("unit", "decided_by"), pk=number)
    if kept.decided_at is None:
        raise Http404
    return render(request, "letters/letter.html", letters.of_claim(kept))


@seen_by(*READERS, scope=changes.within)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """The answer to a request for a change."""
    rows = ChangeRequest.objects.select_related("unit", "decided_by")
    kept = get_object_or_404(rows, pk=number)
    if kept.decided_at is None:
        raise Http404
    return render(request, "letters/letter.html", letters.of_change(kept))


@seen_by(*READERS, scope=readiness.certificate_within)
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """A certificate of readiness."""
    rows = ReadinessCertificate.objects.select_related("unit", "issued_by")
    paper = get_object_or_404(rows, pk=number)
    return render(request, "letters/letter.html", letters.of_certificate(request, paper))


urlpatterns = [
    path("letters/claim/<int:number>/", claim, name="letter_claim"),
    path("letters/change/<int:number>/", change, name="letter_change"),
    path("letters/readiness/<int:number>/", certificate, name="letter_readiness"),
]
